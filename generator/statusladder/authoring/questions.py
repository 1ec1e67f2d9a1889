"""Every fact that a command can be told: its key, its flag, how it is asked for, and how an answer becomes a value.

All but the order is said on the fields of the model, and serves flags and prompts alike, so that everything that can be
asked can be scripted.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from statusladder.authoring.given_values import moment_as_written, read_items, read_time, read_window
from statusladder.model.differences import Difference
from statusladder.model.facts import Progress
from statusladder.model.forms import Form, Kind, forms_of
from statusladder.model.imported import PlainValue
from statusladder.model.keys import ADDS
from statusladder.model.update import REPORT_KEYS, IncidentKeys, MaintenanceKeys, UpdateKeys
from statusladder.model.values import read_duration, refuse
from statusladder.model.vocabulary import Basis

_METAVARS: Mapping[Kind, str] = {
    Kind.LIST: "LIST",
    Kind.STATES: "STATES",
    Kind.MOMENT: "TIME",
    Kind.MOMENT_OR_NONE: "TIME_OR_NONE",
    Kind.MOMENT_OR_LENGTH: "PROMISE",
}


@dataclass(frozen=True)
class FactQuestion:
    """One fact: `key` is where it goes (`impact.share` goes into `impact`), `form` what it takes."""

    key: str
    form: Form

    @property
    def ask(self) -> str:
        """The question as a person is asked."""
        return self.form.key.ask or ""

    @property
    def flag(self) -> str:
        return self.form.key.flag.partition(" ")[0] or f"--{self.key.rpartition('.')[2].replace('_', '-')}"

    @property
    def metavar(self) -> str:
        """What help calls an answer."""
        return self.form.key.flag.partition(" ")[2] or _METAVARS.get(self.form.kind, "TEXT")

    @property
    def choices(self) -> tuple[str, ...]:
        return tuple(str(choice) for choice in self.form.choices)

    @property
    def is_list(self) -> bool:
        """Whether it is given item by item."""
        return self.form.kind in (Kind.LIST, Kind.STATES)

    @property
    def adds(self) -> bool:
        """Whether what is said joins what is known already, instead of taking its place."""
        return ADDS in self.form.key.marks


_ORDER = (
    *("title", "summary", "kind", "embargoed_until", "severity", "components", "potential_impact", "watch_until"),
    *("impact.symptom", "impact.share", "impact.accounts", "impact.basis", "impact.regions", "impact.workflows"),
    *("impact_reason", "known", "unknown", "ruled_out", "actions", "cause"),
    *("eta", "eta.confidence", "eta.basis", "eta_review_at", "eta_reason", "progress"),
    *("workarounds", "customer_actions", "monitoring_until", "exit_criterion", "data_loss", "remaining"),
    *("started_at", "detected_at", "mitigated_at", "resolved_at", "severity_reason"),
    *("reopened", "regression", "diagnosis_withdrawn", "retracted", "merged_into", "emergency"),
    *("window.from", "window.to", "expected", "version", "trigger"),
    *("contributing_factors", "safeguards", "lessons", "action_items", "approved_by", "playbook", "next_update"),
)
"""In which order a person is asked, and a file states what was said; a key that is not listed comes at its end."""


def _asked(forms: Mapping[str, Form], whole: str = "") -> Iterator[FactQuestion]:
    """The questions of these keys, and of the parts of those that are records."""
    for name, form in forms.items():
        if form.key.ask is not None:
            yield FactQuestion(whole + name, form)
        yield from _asked(form.parts or {}, f"{name}.")


def _in_order() -> dict[str, FactQuestion]:
    found = {one.key: one for one in _asked({**forms_of(MaintenanceKeys), **forms_of(IncidentKeys)})}
    return {key: found[key] for key in dict.fromkeys((*_ORDER, *found))}


BY_KEY: Mapping[str, FactQuestion] = _in_order()
QUESTIONS = tuple(BY_KEY.values())


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
    match question.form.kind, question.key:
        case _, "action_items":
            known = getattr(facts, question.key, None) or ()
            return read_items(said, known, now.astimezone(zone).date())
        case Kind.LIST, _:
            return _listed(question, said, facts)
        case Kind.STATES, _:
            return _states(said)
        case Kind.MOMENT, _:
            return moment_as_written(read_time(said[0], zone, now))
        case Kind.MOMENT_OR_NONE, _:
            return "none" if said[0] == "none" else moment_as_written(read_time(said[0], zone, now))
        case Kind.MOMENT_OR_LENGTH, _:
            return said[0].strip() if read_duration(said[0]) else moment_as_written(read_time(said[0], zone, now))
        case _, "eta":
            if said[0] == "unknown":
                return "unknown"
            first, last = read_window(said[0], zone, now)
            return {"from": moment_as_written(first), "to": moment_as_written(last)}
        case _, "progress":
            return _progress(said[0])
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
