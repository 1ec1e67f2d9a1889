"""The words in which customers read the rules of the ladder, where the policy has only keys and numbers."""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta

from statusladder.model.policy import Criterion, Demand, FactName, ReportDue
from statusladder.model.site import Settings
from statusladder.model.update import Roles
from statusladder.model.vocabulary import Severity, Stage
from statusladder.views.wording import SEVERITY_LABELS, capitalise, say_count, say_list
from statusladder.voice.voice import Voice

FACTS: Mapping[FactName, str] = {
    FactName.TITLE: "what is wrong, in one line",
    FactName.SEVERITY: "how serious it is",
    FactName.COMPONENTS: "which parts it concerns",
    FactName.POTENTIAL_IMPACT: "what may happen",
    FactName.WATCH_UNTIL: "how long we keep an eye on it",
    FactName.SYMPTOM: "what you notice of it",
    FactName.SHARE: "how many customers are affected, and how we know",
    FactName.STARTED_AT: "when it began",
    FactName.KNOWN: "what we know",
    FactName.UNKNOWN: "what we do not know yet",
    FactName.ACTIONS: "what we are doing",
    FactName.WORKAROUNDS: "ways around it, or that there is none",
    FactName.CUSTOMER_ACTIONS: "what you have to do, or that it is nothing",
    FactName.CAUSE: "the cause, as far as we know it",
    FactName.ETA: "when we expect it to be over, or that we cannot tell yet",
    FactName.PROGRESS: "how far we are, as a percentage",
    FactName.MILESTONES: "the steps that lead out of it, and which are done",
    FactName.MITIGATED_AT: "when you no longer felt it",
    FactName.RESOLVED_AT: "when it was over",
    FactName.MONITORING_UNTIL: "how long we watch whether it holds",
    FactName.EXIT_CRITERION: "what has to hold before we call it over",
    FactName.DATA_LOSS: "whether data was lost",
    FactName.REMAINING: "what is not as usual yet, or that nothing is left",
    FactName.CONTACTS: "whom you reach when it is urgent",
    FactName.HOW_TO_REPORT: "how you tell us what you see",
    FactName.APOLOGY: "an apology",
    FactName.VERSION: "whether this is the preliminary report or the final one",
    FactName.TRIGGER: "what set it off",
    FactName.CONTRIBUTING_FACTORS: "what made it possible, and why it lasted",
    FactName.NEXT_UPDATE: "when you hear from us next",
}
"""What an update tells; that it was approved is no fact of the incident, and is told with who speaks."""

DEMANDS: Mapping[Demand, str] = {
    Demand.REQUIRED: "Always tells you",
    Demand.RECOMMENDED: "Tells you where we can",
    Demand.OPTIONAL: "May add",
    Demand.FORBIDDEN: "Leaves out",
}

MEANINGS: Mapping[Stage, str] = {
    Stage.NOTICE: "Something looks wrong or may go wrong. As far as we know, nobody is affected yet.",
    Stage.INVESTIGATING: "It fails for you, we know that it does, and are finding out why.",
    Stage.IDENTIFIED: "We know what fails, and have a plan.",
    Stage.MITIGATING: "We are acting on it, and it gets better step by step.",
    Stage.MONITORING: "It works again, or is contained. We watch whether it stays so.",
    Stage.RESOLVED: "It is over.",
    Stage.POSTMORTEM: "Why it happened, and what we change so that it does not come back.",
}

_APPROVALS: Mapping[Demand, str] = {
    Demand.REQUIRED: "approved by {roles} before it is published",
    Demand.RECOMMENDED: "approved by {roles} first where there is time",
    Demand.OPTIONAL: "may be published before {roles} could approve it",
    Demand.FORBIDDEN: "published without waiting for {roles}",
}

_LANGUAGES: Mapping[str, str] = {
    "ar": "Arabic", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "et": "Estonian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hr": "Croatian",
    "hu": "Hungarian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian",
    "nb": "Norwegian", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "sk": "Slovak", "sl": "Slovenian", "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian", "zh": "Chinese",
}  # fmt: skip


def say_language(tag: str) -> str:
    """`English`, `Portuguese (pt-BR)`; of a language without a name here, its tag."""
    name = _LANGUAGES.get(tag.partition("-")[0].lower(), tag)
    return f"{name} ({tag})" if "-" in tag and name != tag else name


def spell_length(length: timedelta) -> str:
    """`1 hour 30 minutes`: every unit in full, for sentences."""
    minutes = int(length.total_seconds() // 60)
    parts = ((minutes // 1440, "day"), (minutes // 60 % 24, "hour"), (minutes % 60, "minute"))
    return " ".join(say_count(number, unit) for number, unit in parts if number)


def say_severities(some: Iterable[Severity]) -> str:
    """`critical and major`."""
    return say_list(SEVERITY_LABELS[severity].lower() for severity in some)


def say_role(role_id: str, settings: Settings) -> str:
    """As the site calls the role, else the words of its id."""
    return next((role.name for role in settings.roles if role.id == role_id), role_id.replace("_", " "))


def say_roles(role_ids: Iterable[str], settings: Settings, voice: Voice) -> str:
    """`the incident commander and the customer advocate`."""
    return voice.listed(voice.say("policy.the_role", role=say_role(one, settings)) for one in role_ids)


def say_approvers(role_ids: Iterable[str], settings: Settings) -> str:
    """`Incident commander, executive sponsor`."""
    return capitalise(", ".join(say_role(role, settings) for role in role_ids))


def say_approval(demand: Demand, roles: Iterable[str]) -> str:
    """What has to happen before an update is published; `roles` by their names."""
    named = say_list(f"the {role}" for role in roles)
    return _APPROVALS[demand].format(roles=named) if named else "nobody has to approve it"


def say_criterion(one: Criterion, said: Callable[[timedelta], str]) -> str:
    """When an incident gets more serious and what follows, with its numbers in place; `said` words a length of time."""
    numbers = {
        name: said(number) if isinstance(number, timedelta) else str(number) for name, number in one.numbers.items()
    }
    return capitalise(f"{one.when}: {one.then}.".format_map(numbers))


def say_report_due(due: ReportDue | None) -> str:
    """When the incident report comes, counted from the end of the incident."""
    if due is None:
        return "no report"
    parts = [f"a preliminary report within {spell_length(due.preliminary)}"] if due.preliminary else []
    parts += [f"the final report within {spell_length(due.final)}"] if due.final else []
    parts += [f"a review of it within {spell_length(due.review)} more"] if due.review else []
    told = say_list(parts) or "a report where there is something to learn from it"
    return f"{told}; if there is none, we say why" if due.reason_if_none else told


def sponsor_words(roles: Roles) -> str | None:
    """`Jo Doe, CTO`; None where no executive agreed to be named."""
    sponsor = roles.executive_sponsor
    return f"{sponsor.name}, {sponsor.title}" if sponsor is not None and sponsor.consented else None
