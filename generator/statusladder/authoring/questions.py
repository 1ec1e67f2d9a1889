"""Every fact that a command can be told: its key, its flag, how it is asked for, and how an answer becomes a value.

One table for flags and prompts, so that everything that can be asked can be scripted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from statusladder.authoring.given_values import moment_as_written, read_items, read_time, read_window
from statusladder.model.differences import Difference
from statusladder.model.facts import Progress
from statusladder.model.imported import PlainValue
from statusladder.model.update import REPORT_KEYS, UpdateKeys
from statusladder.model.values import read_duration, refuse
from statusladder.model.vocabulary import (
    MEASURED_STATES,
    Basis,
    Confidence,
    DataLoss,
    IncidentKind,
    ReportVersion,
    Severity,
)


class Form(StrEnum):
    """What kind of answer a question takes. A list is given item by item; `none` is an answer of its own."""

    TEXT = "text"
    LIST = "list"
    STATES = "states"
    TIME = "time"
    TIME_OR_NONE = "time or none"
    PROMISE = "promise"
    WINDOW = "window"
    PROGRESS = "progress"
    ITEMS = "items"


@dataclass(frozen=True)
class FactQuestion:
    """One fact: `key` is where it goes (`impact.share` goes into `impact`), `ask` the question as a person is asked.

    `adds`: what is said joins what is known already, instead of taking its place.
    """

    key: str
    flag: str
    form: Form
    ask: str
    choices: tuple[str, ...] = ()
    adds: bool = False

    @property
    def is_list(self) -> bool:
        return self.form in (Form.LIST, Form.STATES, Form.ITEMS)


def _words(key: str, flag: str, ask: str) -> FactQuestion:
    return FactQuestion(key, flag, Form.TEXT, ask)


def _time(key: str, flag: str, ask: str) -> FactQuestion:
    return FactQuestion(key, flag, Form.TIME, ask)


def _several(key: str, flag: str, ask: str, adds: bool = False) -> FactQuestion:
    return FactQuestion(key, flag, Form.LIST, ask, adds=adds)


def _choice(key: str, flag: str, ask: str, kind: type[StrEnum]) -> FactQuestion:
    return FactQuestion(key, flag, Form.TEXT, ask, tuple(one.value for one in kind))


_STATES = tuple(state.value for state in MEASURED_STATES)

REASON = "--reason"
"""One flag for the reason of a step that needs one; which key it fills follows from the step (ladder.steps.licence)."""

QUESTIONS: tuple[FactQuestion, ...] = (
    _words("title", "--title", "What do customers see, in a few words?"),
    _words("summary", "--summary", "The same in one sentence, for places with little room"),
    _choice("kind", "--kind", "What is it about?", IncidentKind),
    FactQuestion("embargoed_until", "--embargoed-until", Form.TIME_OR_NONE, "Hidden until when? A time, or none"),
    _choice("severity", "--severity", "How bad is it for customers?", Severity),
    FactQuestion("components", "--set", Form.STATES, "Which parts are affected, as COMPONENT=STATE?", _STATES),
    _words("potential_impact", "--potential-impact", "What may happen, and to whom?"),
    _time("watch_until", "--watch-until", "Until when do you watch?"),
    _words("impact.symptom", "--symptom", "What does a customer see when it fails?"),
    _words("impact.share", "--share", "What share of customers, as 12-18%, or unknown?"),
    _words("impact.accounts", "--accounts", "How many accounts, as 120-150?"),
    _choice("impact.basis", "--share-basis", "Is that measured or estimated?", Basis),
    _several("impact.regions", "--region", "In which regions?"),
    _several("impact.workflows", "--workflow", "What of it fails?"),
    _words("impact_reason", "--impact-reason", "Why is it wider than you said before?"),
    _several("known", "--known", "What do you know?", adds=True),
    _several("unknown", "--unknown", "What do you not know yet?"),
    _several("ruled_out", "--ruled-out", "What is ruled out?", adds=True),
    _several("actions", "--doing", "What are you doing about it?"),
    _words("cause", "--cause", "The cause as far as you know it"),
    FactQuestion("eta", "--eta", Form.WINDOW, "When do you expect recovery, as 10:15..11:00, or unknown?"),
    _choice("eta.confidence", "--confidence", "How sure are you of that?", Confidence),
    _words("eta.basis", "--basis", "On what does the estimate rest?"),
    _time("eta_review_at", "--eta-review", "When do you decide again whether you can say?"),
    _words("eta_reason", "--eta-reason", "Why did the estimate change?"),
    FactQuestion("progress", "--progress", Form.PROGRESS, "How far is it, as '40% of accounts restored'?"),
    _several("workarounds", "--workaround", "What can customers do meanwhile? none is an answer"),
    _several("customer_actions", "--customer-action", "What must customers do? none is an answer"),
    _time("monitoring_until", "--monitoring-until", "Until when do you watch?"),
    _words("exit_criterion", "--exit-criterion", "What must hold until then?"),
    _choice("data_loss", "--data-loss", "Was data lost?", DataLoss),
    _several("remaining", "--remaining", "What is not yet as usual? none is an answer"),
    _time("started_at", "--started-at", "When did it begin for customers?"),
    _time("detected_at", "--detected-at", "When did you notice it?"),
    _time("mitigated_at", "--mitigated-at", "When did customers no longer feel it?"),
    _time("resolved_at", "--resolved-at", "When was it over?"),
    _words("severity_reason", "--severity-reason", "Why did the severity change?"),
    _words("reopened", REASON, "Why is it open again?"),
    _words("regression", REASON, "What went back?"),
    _words("diagnosis_withdrawn", REASON, "Why was that not the cause?"),
    _words("retracted", REASON, "What made it a false alarm?"),
    _words("merged_into", "--merged-into", "Which incident tells the rest?"),
    _words("emergency", "--emergency", "Why could it not be announced in time?"),
    _time("window.from", "--from", "When does it begin, as 2026-04-02T01:00Z?"),
    _time("window.to", "--to", "When will it be over?"),
    FactQuestion("expected", "--set", Form.STATES, "What does it do to which parts, as COMPONENT=STATE?", _STATES),
    _choice("version", "--version", "Is the report preliminary or final?", ReportVersion),
    _words("trigger", "--trigger", "What set it off?"),
    _several("contributing_factors", "--factor", "What contributed? At least two, never a person"),
    _several("safeguards", "--safeguard", "Why did each safeguard not stop it?"),
    _several("lessons", "--lesson", "What can others learn from it?"),
    FactQuestion("action_items", "--item", Form.ITEMS, "Which action items are there, or moved, as AI-1=done?"),
    _several("approved_by", "--approved-by", "Which roles agree to these words?"),
    _words("playbook", "--playbook", "Which playbook do you follow?"),
    FactQuestion("next_update", "--next", Form.PROMISE, "When do customers hear from you next?"),
)

BY_KEY: Mapping[str, FactQuestion] = {question.key: question for question in QUESTIONS}


def questions_of(model: type[UpdateKeys], *, report: bool = False) -> tuple[str, ...]:
    """The keys of the questions that a file of this kind can answer; those of the report only when asked for."""
    fields = set(model.model_fields) if report else set(model.model_fields) - REPORT_KEYS
    return tuple(question.key for question in QUESTIONS if question.key.partition(".")[0] in fields)


Answers = Mapping[str, Sequence[str]]
"""What was said, as it was typed, by the question's key; a question that takes one answer has one."""


def find_following(key: str, said: Sequence[str]) -> tuple[str, ...]:
    """The questions that belong to an answer: an estimate needs a confidence, a window its other end."""
    if key == "eta":
        return ("eta_review_at",) if list(said) == ["unknown"] else ("eta.confidence", "eta.basis")
    if key == "window.from":
        return ("window.to",)
    return ("impact.basis",) if key == "impact.share" and list(said) != ["unknown"] else ()


def as_answered(facts: UpdateKeys, key: str) -> str:
    """A fact that stands, in the form in which its question takes it, on one line."""
    name, _, inner = key.partition(".")
    value = getattr(facts, name)
    if isinstance(value, Progress):
        return f"{value.percent}% of {value.of}"
    stands = getattr(value, inner) if inner else value
    return Difference(key, stands, None).written(stands)


def as_plain_values(answers: Answers, facts: UpdateKeys | None, zone: ZoneInfo, now: datetime) -> dict[str, PlainValue]:
    """The answers as an update file states them, in the order of QUESTIONS; `facts` are those that stand.

    Raises a ValueError for an answer that its question cannot take, with the sentence and the fix.
    """
    values: dict[str, PlainValue] = {}
    for question in QUESTIONS:
        said = answers.get(question.key)
        if said:
            key, _, inner = question.key.partition(".")
            value = _plain(question, said, facts, zone, now)
            if not inner:
                values[key] = value
                continue
            whole = values.setdefault(key, {})
            if not isinstance(whole, dict):
                raise refuse(f"an unknown {key} has no {inner}", f"leave out {question.flag}")
            whole[inner] = value
    impact = values.get("impact")
    if isinstance(impact, dict) and {"share", "accounts"} & set(impact) and "basis" not in impact:
        impact["basis"] = Basis.ESTIMATED.value
    window, announced = values.get("window"), getattr(facts, "window", None)
    if isinstance(window, dict) and "from" not in window and announced is not None:
        values["window"] = {"from": moment_as_written(announced.from_), **window}
    return values


def _plain(
    question: FactQuestion, said: Sequence[str], facts: UpdateKeys | None, zone: ZoneInfo, now: datetime
) -> PlainValue:
    match question.form:
        case Form.LIST:
            return _listed(question, said, facts)
        case Form.STATES:
            return _states(said)
        case Form.ITEMS:
            known = getattr(facts, question.key, None) or ()
            return read_items(said, known, now.astimezone(zone).date())
        case Form.TIME:
            return moment_as_written(read_time(said[0], zone, now))
        case Form.TIME_OR_NONE:
            return "none" if said[0] == "none" else moment_as_written(read_time(said[0], zone, now))
        case Form.PROMISE:
            return said[0].strip() if read_duration(said[0]) else moment_as_written(read_time(said[0], zone, now))
        case Form.WINDOW:
            if said[0] == "unknown":
                return "unknown"
            first, last = read_window(said[0], zone, now)
            return {"from": moment_as_written(first), "to": moment_as_written(last)}
        case Form.PROGRESS:
            return _progress(said[0])
        case Form.TEXT:
            return said[0].strip()


def _listed(question: FactQuestion, said: Sequence[str], facts: UpdateKeys | None) -> PlainValue:
    if list(said) == ["none"]:
        return "none"
    known = getattr(facts, question.key, None) if question.adds and facts is not None else None
    fresh: list[PlainValue] = [text.strip() for text in said]
    return [*(known or ()), *(text for text in fresh if text not in (known or ()))]


def _states(said: Sequence[str]) -> PlainValue:
    if list(said) == ["unknown"]:
        return "unknown"
    return dict(_state(one) for one in said)


def _state(text: str) -> tuple[str, str]:
    name, equals, state = (part.strip() for part in text.partition("="))
    if not (name and equals and state):
        raise refuse(f"'{text}' lacks one of its two sides", "write it as sign-in=partial_outage")
    return name, state


def _progress(text: str) -> PlainValue:
    percent, _, of = text.partition(" of ")
    if not of.strip():
        raise refuse(f"'{text}' does not say of what", "write it as '40% of accounts restored'")
    return {"percent": percent.strip().removesuffix("%").strip(), "of": of.strip()}
