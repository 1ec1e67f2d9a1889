"""What an incident's newest state owes to its readers by its stage, and where it is not told."""

from collections.abc import Iterator
from datetime import timedelta

from statusladder.ladder.promises import owed_at
from statusladder.lint.interface import Finding, Subject
from statusladder.model.facts import Impact
from statusladder.model.forms import key_at
from statusladder.model.keys import keys_of
from statusladder.model.problem import Level
from statusladder.model.update import IncidentKeys
from statusladder.model.vocabulary import DataLoss, Severity, Stage

_WITH_RULES_OF_THEIR_OWN = frozenset(
    {"components", "known", "unknown", "actions", "workarounds", "monitoring_until", "exit_criterion"}
    | {"title", "severity", "contacts", "how_to_report", "apology", "approved_by", "next_update"}
    | {"trigger", "contributing_factors"}
)
_WITH_DEFAULTS = frozenset({"mitigated_at", "resolved_at"})
"""Left out, they are the time of the update that enters the stage."""

_AFTERWARDS = frozenset({"data_loss", "remaining"})
_ENDED = (Stage.RESOLVED, Stage.POSTMORTEM)
_GRAVE = (Severity.CRITICAL, Severity.MAJOR)


def _owed_keys(subject: Subject) -> tuple[str, ...]:
    """The one place that asks what the stage owes. A first notice never waits for a field."""
    incident, update = subject.incident, subject.update
    if incident is None:
        return ()
    hurried = subject.is_first and incident.is_open
    facts = owed_at(subject.policy, update.stage, incident.severity, is_first=hurried)
    # The body of a first notice may carry the symptom.
    told = {"impact.symptom"} if hurried and update.body.strip() else set()
    return tuple(fact.value for fact in facts if fact.value not in told | _WITH_DEFAULTS)


def _is_told(subject: Subject, key: str) -> bool:
    if key == "impact.share":
        return _extent_is_told(subject)
    value: object = subject.update.facts
    for part in key.split("."):
        value = getattr(value, part, None)
    return value is not None


def _extent_is_told(subject: Subject) -> bool:
    """A share or a number of accounts; at `identified`, also `unknown` where the list says what is not known yet."""
    impact = subject.update.facts.impact or Impact()
    if impact.share is not None or impact.accounts is not None:
        return True
    undecided = {"share", "accounts"} & impact.model_fields_set
    return bool(undecided and subject.update.stage is Stage.IDENTIFIED and subject.update.facts.unknown)


def find_missing_facts(subject: Subject) -> Iterator[Finding]:
    """F001: what is owed and has no rule of its own."""
    stage = subject.update.stage
    left = _WITH_RULES_OF_THEIR_OWN | (_AFTERWARDS if stage in _ENDED else frozenset())
    for key in _owed_keys(subject):
        if key not in left and not _is_told(subject, key):
            fix = key_at(IncidentKeys, key).fix or f"add '{key}: …'"
            # Without it the first notice counts as the beginning, which is late but not nothing.
            level = Level.WARNING if key == "started_at" else None
            yield Finding(subject.update.place(key), f"'{key}' is not told, and '{stage}' owes it", fix, level)


def find_missing_components(subject: Subject) -> Iterator[Finding]:
    """F002."""
    incident, components = subject.incident, subject.update.facts.components
    if subject.is_first or "components" not in _owed_keys(subject) or (components and components.states):
        return
    lasted = subject.update.at - incident.started_at if incident is not None else timedelta(0)
    if components and components.unknown and lasted <= subject.policy.components_unknown_for:
        return
    sentence = "the affected components are not known after the first notice"
    yield Finding(subject.update.place("components"), sentence, "name each as 'id: state' below 'components:'")


def find_incomplete_trio(subject: Subject) -> Iterator[Finding]:
    """F005."""
    missing = [key for key in ("known", "unknown", "actions") if not getattr(subject.update.facts, key)]
    for key in missing:
        if key in _owed_keys(subject):
            sentence = f"'{key}' is not told; what is known, what is not and what you do belong together"
            yield Finding(subject.update.place(key), sentence, f"list it below '{key}:', one short sentence an item")


def find_missing_workaround(subject: Subject) -> Iterator[Finding]:
    """F007."""
    if "workarounds" in _owed_keys(subject) and subject.update.facts.workarounds is None:
        sentence = "nothing says whether there is a workaround"
        yield Finding(subject.update.place("workarounds"), sentence, "list them, or write 'workarounds: none'")


def find_missing_contact(subject: Subject) -> Iterator[Finding]:
    """F008."""
    incident = subject.incident
    if incident is None or not incident.is_open:
        return
    if subject.settings.find_contacts(subject.update.facts.contacts, incident.severity):
        return
    if "contacts" not in _owed_keys(subject):
        return
    sentence = "nobody is named who helps at once"
    fix = "add 'contacts:' to site.yaml, each with 'text' and 'url'"
    level = None if incident.severity in _GRAVE else Level.WARNING
    yield Finding(subject.update.place("contacts"), sentence, fix, level)


def find_missing_aftermath(subject: Subject) -> Iterator[Finding]:
    """F009."""
    facts = subject.update.facts
    if subject.update.stage not in _ENDED:
        return
    for key in _owed_keys(subject):
        if key in _AFTERWARDS and not _is_told(subject, key):
            what = "whether data was lost" if key == "data_loss" else "whether anything is not yet normal"
            yield Finding(subject.update.place(key), f"nothing says {what}", key_at(IncidentKeys, key).fix)
    if facts.data_loss is DataLoss.UNKNOWN:
        sentence = "it is over, and whether data was lost is still unknown"
        yield Finding(
            subject.update.place("data_loss"), sentence, f"find out, then {key_at(IncidentKeys, 'data_loss').fix}"
        )


def find_endless_watch(subject: Subject) -> Iterator[Finding]:
    """F010: one of end time and criterion lets readers know what is waited for; both are better."""
    facts = subject.update.facts
    watched = {"monitoring_until": facts.monitoring_until, "exit_criterion": facts.exit_criterion}
    missing = [key for key, value in watched.items() if value is None and key in _owed_keys(subject)]
    if missing:
        named = " and no ".join(f"'{key}'" for key in missing)
        sentence = f"the watch has no {named}"
        fix = "say until when you watch, and what must hold by then"
        level = None if len(missing) == len(watched) else Level.INFO
        yield Finding(subject.update.place(missing[0]), sentence, fix, level)


def find_forbidden_facts(subject: Subject) -> Iterator[Finding]:
    """F015: judges what this file states; what only carries over is dropped and is no mistake."""
    said, stage = subject.update.said, subject.update.stage
    for key, known in keys_of(type(said)).items():
        if key in said.model_fields_set and known.carried is not None and stage in known.carried.forbidden:
            again = f"leave it out; '{stage}' drops it"
            yield Finding(
                subject.update.place(key),
                f"'{key}' has no place at '{stage}', and no reader sees it",
                known.misplaced or again,
            )
