"""The words in which customers read the rules of the ladder, where the policy has only keys and numbers."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from statusladder.model.communication import Update
from statusladder.model.criteria import Criterion, CriterionCode
from statusladder.model.definitions import Definition, Guidance
from statusladder.model.facts import Concession
from statusladder.model.feedback import NAMED_TOGETHER, named_in
from statusladder.model.policy import Demand, FactName, Policy, ReportDue
from statusladder.model.site import DEFAULT_AUDIENCES, Audience, Settings
from statusladder.model.update import Roles
from statusladder.model.vocabulary import Severity, Stage
from statusladder.views.wording import capitalise
from statusladder.voice.own import Own, own_but_for, put_together
from statusladder.voice.voice import Voice

FACTS: tuple[FactName, ...] = tuple(fact for fact in FactName if fact is not FactName.APPROVED_BY)
"""What an update tells; that it was approved is no fact of the incident, and is told with who speaks."""

_LANGUAGES = frozenset({
    "ar", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "he", "hr", "hu", "it", "ja", "ko", "lt", "lv", "nb",
    "nl", "no", "pl", "pt", "ro", "sk", "sl", "sv", "tr", "uk", "zh",
})  # fmt: skip
"""The languages that have a name here."""


def say_language(tag: str, voice: Voice) -> str:
    """`English`, `Portuguese (pt-BR)`; of a language without a name here, its tag."""
    code = tag.partition("-")[0].lower()
    if code not in _LANGUAGES:
        return tag
    name = voice.say(f"policy.language.{code}")
    return voice.say("policy.language_of", language=name, tag=tag) if "-" in tag else name


def spell_length(length: timedelta, voice: Voice) -> str:
    """`1 hour 30 minutes`: every unit in full, for sentences."""
    minutes = int(length.total_seconds() // 60)
    parts = (("days", minutes // 1440), ("hours", minutes // 60 % 24), ("minutes", minutes % 60))
    return " ".join(voice.say(f"policy.length.{unit}", n=number) for unit, number in parts if number)


def say_severities(some: Iterable[Severity], voice: Voice) -> str:
    """`critical and major`."""
    return voice.listed(voice.say(f"severity_in_text.{severity.value}") for severity in some)


def say_role(role_id: str, settings: Settings, voice: Voice) -> str:
    """As the site calls the role, else the string for a role of the shipped policy, else the words of its id."""
    own = next((role.name for role in settings.roles if role.id == role_id), None)
    return own if own is not None else say_shipped_role(role_id, voice)


def say_shipped_role(role_id: str, voice: Voice) -> str:
    """`incident commander`, as the team knows it from its id, whatever the site calls it."""
    key = f"preset.role.{role_id}"
    return voice.say(key) if voice.catalogue.knows(key) else role_id.replace("_", " ")


def say_roles(role_ids: Iterable[str], settings: Settings, voice: Voice) -> str:
    """`the incident commander and the customer advocate`."""
    return voice.listed(voice.say("policy.the_role", role=say_role_within(one, settings, voice)) for one in role_ids)


def say_role_within(role_id: str, settings: Settings, voice: Voice) -> str:
    """The role within a sentence, in which a site that calls it as we do needs no capital."""
    own, shipped = say_role(role_id, settings, voice), say_shipped_role(role_id, voice)
    return shipped if own.casefold() == shipped.casefold() else own


def say_signature(update: Update[Any], policy: Policy, settings: Settings, voice: Voice) -> str | None:
    """`Posted by the communications lead. Approved by the incident commander.`; None where nobody has to sign.

    By role, and only by one that the site itself names: that the shipped policy has roles does not fill them.
    """
    poster, approvers = _find_poster(update, policy, settings), update.said.approved_by
    posted = voice.say("story.posted", role=say_roles([poster], settings, voice)) if poster is not None else None
    approved = voice.say("story.approved", roles=say_roles(approvers, settings, voice)) if approvers else None
    parts = [part for part in (posted, approved) if part is not None]
    return put_together(parts if len(parts) < 2 else (parts[0], " ", parts[1])) if parts else None


def _find_poster(update: Update[Any], policy: Policy, settings: Settings) -> str | None:
    """The role that answers for an update of its stage and severity; nobody for what was imported or is maintenance."""
    stage = Stage.POSTMORTEM if update.stage is Stage.FOLLOW_UP else update.stage
    owner = policy.owners.get(stage, {}).get(update.facts.severity or Severity.MINOR)
    own = {role.id for role in settings.roles}.union(*(owners.values() for owners in settings.ladder.owners.values()))
    return owner if owner in own and not update.imported else None


def say_approvers(role_ids: Iterable[str], settings: Settings, voice: Voice) -> str:
    """`Incident commander, executive sponsor`."""
    return capitalise(voice.comma_separated(say_role(role, settings, voice) for role in role_ids))


def say_concession(one: Concession, settings: Settings, voice: Voice) -> str:
    """`10% credit for Business plans, on request until 30 April 2026 (approved by the customer advocate)`."""
    bare = one.offer.removesuffix(".")
    told: str = Own(one.offer if one == Concession(offer=one.offer) else bare)
    if one.who is not None:
        told = voice.say("concession.who", offer=told, who=Own(one.who.removeprefix("for ").removesuffix(".")))
    if one.how is not None:
        told = voice.say("concession.how", offer=told, how=Own(one.how.removesuffix(".")))
    if one.until is not None:
        time = voice.full(one.until) if isinstance(one.until, datetime) else voice.day(one.until)
        told = voice.say("concession.until", offer=told, time=time)
    if one.approved_by is not None:
        told = voice.say("concession.approved", offer=told, role=say_roles([one.approved_by], settings, voice))
    return told


def say_approval(demand: Demand, role_ids: Sequence[str], settings: Settings, voice: Voice) -> str:
    """What has to happen before an update is published, as it stands within a sentence."""
    if not role_ids:
        return voice.say("policy.approval.nobody")
    return voice.say(f"policy.approval.{demand.value}", roles=say_roles(role_ids, settings, voice))


def say_escalation(code: CriterionCode, criterion: Criterion, voice: Voice, said: Callable[[timedelta], str]) -> str:
    """When an incident gets more serious and what follows, with its numbers in place; `said` words a length of time."""
    numbers = {
        name: said(number) if isinstance(number, timedelta) else number for name, number in criterion.numbers.items()
    }
    return voice.say(f"preset.escalation.{code}", **numbers)


def say_definition(definition: Definition, policy: Policy, voice: Voice, *, for_team: bool = False) -> str:
    """What gives an incident its severity: a shipped definition with the numbers of the policy, or the site's own."""
    if definition.name is None:
        return Own(definition.for_team if for_team else definition.customers)
    return voice.say(f"preset.criterion.{definition.name}", **policy.escalation[CriterionCode.UNSURE].numbers)


def say_definitions(policy: Policy, severity: Severity, voice: Voice, *, for_team: bool = False) -> tuple[str, ...]:
    """Everything that gives an incident this severity."""
    return tuple(say_definition(one, policy, voice, for_team=for_team) for one in policy.severities[severity])


def say_guidance(stage: Stage, guidance: Guidance | None, voice: Voice) -> tuple[str, str]:
    """What customers can expect of an update of a stage, and its tone: in the site's own words, else as shipped."""
    what, tone = (guidance.what, guidance.tone) if guidance is not None else (None, None)
    return (
        Own(what.customers) if what is not None else voice.say(f"preset.what.{stage.value}"),
        Own(tone.customers) if tone is not None else voice.say(f"preset.tone.{stage.value}"),
    )


def say_report_due(due: ReportDue | None, voice: Voice) -> str:
    """When the postmortem is due, counted from the end of the incident; whole sentences."""
    if due is None:
        return voice.say("policy.report.none")
    lengths = {"preliminary": due.preliminary, "final": due.final, "review": due.review}
    parts = [
        voice.say(f"policy.report.{kind}", length=spell_length(length, voice))
        for kind, length in lengths.items()
        if length
    ]
    reports = capitalise(voice.listed(parts) or voice.say("policy.report.where_useful"))
    if due.reason_if_none:
        return voice.say("policy.report.due_or_reason", reports=reports)
    return voice.say("policy.report.due", reports=reports)


def say_audience(audience: Audience, voice: Voice) -> str:
    """What a group of readers is called: one that every site has in the pages' language, else as site.yaml says."""
    return voice.say(f"audience_name.{audience.id}") if audience in DEFAULT_AUDIENCES else audience.name


def say_feedback(text: str, voice: Voice) -> str:
    """A sentence that names answers of readers, as customers read it: `what 2 of you told us` where the ids stood."""
    return own_but_for(text, NAMED_TOGETHER, lambda ids: voice.say("policy.feedback", n=len(named_in(ids[0]))))


def sponsor_words(roles: Roles) -> str | None:
    """`Jo Doe, CTO`; None where no executive agreed to be named."""
    sponsor = roles.executive_sponsor
    return f"{sponsor.name}, {sponsor.title}" if sponsor is not None and sponsor.consented else None
