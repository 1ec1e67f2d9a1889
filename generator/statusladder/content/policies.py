"""Where the policies lie that came with the package, which one is in force in a site, and what it cannot name."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from statusladder.content.keyed_file import read_record
from statusladder.content.ownership import find_roles
from statusladder.content.strict_yaml import Mapping, line_of
from statusladder.model.criteria import MEASURES, CriterionCode, Measure, is_measured_so
from statusladder.model.definitions import DefinitionName
from statusladder.model.policy import (
    POLICY_STAGES,
    Announcement,
    Demand,
    FactName,
    LadderKeys,
    Policy,
    PolicyChanges,
    Preset,
)
from statusladder.model.problem import Place, Problem, Stopped
from statusladder.model.reach import ALWAYS, ChannelKind
from statusladder.model.site import Settings
from statusladder.model.values import duration_as_written, suggest
from statusladder.model.vocabulary import Severity, Stage

SHIPPED = Path(__file__).resolve().parent / "policy"

M = TypeVar("M", bound=BaseModel)


@cache
def read_preset(preset: Preset, folder: Path = SHIPPED) -> Policy:
    """The rules of a preset: those of the first one, with what another one does otherwise.

    Raises Stopped where the files of the package were tampered with.
    """
    policy = _read(Policy, folder / f"{Preset.STATUSLADDER}.yaml")
    if preset is Preset.STATUSLADDER:
        return policy
    return policy.changed(_read(PolicyChanges, folder / f"{preset}.yaml"))


def policy_in_force(ladder: LadderKeys) -> Policy:
    """The preset, with what the site does otherwise.

    Numbers that a criterion cannot have are those of the preset, so that all else can be judged beside the problem.
    """
    if any(_find_strange(ladder)):
        kept = {
            code: one.model_copy(
                update={"numbers": {n: v for n, v in one.numbers.items() if is_measured_so(code, n, v)}}
            )
            for code, one in ladder.escalation.items()
        }
        ladder = ladder.model_copy(update={"escalation": kept})
    return read_preset(ladder.preset).changed(ladder)


def _find_strange(ladder: LadderKeys) -> Iterator[tuple[CriterionCode, str, timedelta | int]]:
    """The numbers that a criterion does not have, and those that are something else than it needs."""
    for code, criterion in ladder.escalation.items():
        for name, number in criterion.numbers.items():
            if not is_measured_so(code, name, number):
                yield code, name, number


def check_ladder(tree: Mapping, settings: Settings, path: str) -> list[Problem]:
    """What the site's own rules cannot be.

    These are facts that a stage forbids, acts of nobody, numbers that contradict each other, definitions that are not
    there, and a version that is not told.
    """
    ladder = settings.ladder
    strange = set(_strange_numbers(tree, ladder, path))
    return sorted(
        {
            *_impossible_facts(tree, ladder, path),
            *_unknown_roles(tree, settings, path),
            *_unknown_channels(tree, settings, path),
            *_unknown_definitions(tree, ladder, path),
            *strange,
            *(() if strange else _contradictions(tree, ladder, path)),
            *_untold_versions(tree, ladder, path),
        }
    )


def _impossible_facts(tree: Mapping, ladder: LadderKeys, path: str) -> Iterator[Problem]:
    preset = read_preset(ladder.preset)
    for fact, stages in ladder.facts.items():
        for stage, changes in stages.items():
            place = Place(path, line_of(tree, ("ladder", "facts", fact, stage)))
            if preset.demand(fact, stage, None) is Demand.FORBIDDEN:
                yield Problem(place, "D010", f"an update of stage '{stage}' cannot hold '{fact}'", "delete it here")
            elif fact is FactName.APPROVED_BY and _nobody_approves(ladder, stage, changes):
                sentence = f"nobody is named who approves an update of stage '{stage}'"
                yield Problem(place, "D010", sentence, "name the roles below 'approvers'")


def _nobody_approves(ladder: LadderKeys, stage: Stage, changes: dict[Severity, Demand]) -> bool:
    policy = policy_in_force(ladder)
    asked = [severity for severity, demand in changes.items() if demand is not Demand.OPTIONAL]
    return bool(asked) and not any(policy.approvers_of(stage, severity) for severity in asked)


def _unknown_roles(tree: Mapping, settings: Settings, path: str) -> Iterator[Problem]:
    known = find_roles(settings, read_preset(settings.ladder.preset))
    for where, role in _named_roles(settings.ladder):
        if role not in known:
            place = Place(path, line_of(tree, ("ladder", *where)))
            yield Problem(place, "D011", f"no role is called '{role}'", suggest(role, known))


def _named_roles(ladder: LadderKeys) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every role that the site names as owner or approver, and the keys that lead to it."""
    for stage, owners in ladder.owners.items():
        yield from ((("owners", stage, severity), role) for severity, role in owners.items() if role is not None)
    for stage, approvers in ladder.approvers.items():
        for severity, roles in approvers.items():
            yield from ((("approvers", stage, severity), role) for role in roles)


def _unknown_channels(tree: Mapping, settings: Settings, path: str) -> Iterator[Problem]:
    """What the site's own reach names and is neither a kind of channel nor a channel of the site."""
    known = [*ChannelKind, *(channel.id for channel in settings.channels)]
    for where, name in _named_channels(settings.ladder):
        if name not in known:
            place = Place(path, line_of(tree, ("ladder", *where)))
            yield Problem(place, "D011", f"no channel is called '{name}'", suggest(name, known))
    banners = {ChannelKind.BANNER, *(one.id for one in settings.channels if one.kind is ChannelKind.BANNER)}
    for name in settings.ladder.maintenance_reach:
        if name in banners:
            place = Place(path, line_of(tree, ("ladder", "maintenance_reach")))
            sentence = (
                f"'{name}' cannot be chosen for maintenance: a banner shows all maintenance while it is in progress"
            )
            yield Problem(place, "D010", sentence, "delete it here")


def _named_channels(ladder: LadderKeys) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every kind and id of a channel that the site names in its own reach, and the keys that lead to it."""
    for severity, stages in ladder.reach.items():
        for stage, names in stages.items():
            yield from ((("reach", severity, stage), name) for name in names)
    yield from ((("maintenance_reach",), name) for name in ladder.maintenance_reach)


_LIKE_A_NAME = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)+", re.ASCII)


def _unknown_definitions(tree: Mapping, ladder: LadderKeys, path: str) -> Iterator[Problem]:
    """What looks like the name of a shipped definition and is none."""
    for severity, definitions in ladder.severities.items():
        for index, definition in enumerate(definitions):
            if definition.name is None and _LIKE_A_NAME.fullmatch(definition.customers):
                place = Place(path, line_of(tree, ("ladder", "severities", severity, index)))
                sentence = f"no definition is called '{definition.customers}'"
                yield Problem(place, "D011", sentence, suggest(definition.customers, DefinitionName))


_EXAMPLES = {Measure.LENGTH: "30m or 4h", Measure.COUNT: "3", Measure.PERCENT: "5, without the sign"}


def _strange_numbers(tree: Mapping, ladder: LadderKeys, path: str) -> Iterator[Problem]:
    for code, name, number in _find_strange(ladder):
        where = ("ladder", "escalation", code, name)
        place, measure = Place(path, line_of(tree, where)), MEASURES[code].get(name)
        if measure is None:
            sentence = f"criterion {code} has no number called '{name}'"
            yield Problem(place, "D008", sentence, suggest(name, MEASURES[code]))
        else:
            written = number if isinstance(number, int) else duration_as_written(number)
            sentence = f"{'.'.join(where)}: {written} is not a {measure}"
            yield Problem(place, "D010", sentence, f"write it as {_EXAMPLES[measure]}")


def _contradictions(tree: Mapping, ladder: LadderKeys, path: str) -> Iterator[Problem]:
    """Numbers of the policy in force that cannot hold together; of the presets they do."""
    for where, sentence, fix in _clashes(policy_in_force(ladder)):
        place = Place(path, line_of(tree, ("ladder", *where)))
        yield Problem(place, "D010", f"{'.'.join(('ladder', *where))}: {sentence}", fix)


def _clashes(policy: Policy) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """The keys below `ladder` that lead to it, what is wrong, and the fix."""
    for severity, first in policy.first_notice.items():
        if first.target > first.latest:
            target, latest = map(duration_as_written, (first.target, first.latest))
            sentence = f"the target ({target}) is later than 'latest' ({latest})"
            yield ("first_notice", severity), sentence, f"write a target of at most {latest}, or a later 'latest'"
    relaxation = policy.relaxation
    if relaxation.with_reason_after < relaxation.never_within:
        later, never = map(duration_as_written, (relaxation.with_reason_after, relaxation.never_within))
        sentence = f"'with_reason_after' ({later}) is shorter than 'never_within' ({never})"
        yield ("relaxation",), sentence, f"write a 'with_reason_after' of at least {never}, or a shorter 'never_within'"
    for severity, due in policy.reports.items():
        if due is not None and due.preliminary and due.final and due.preliminary > due.final:
            early, final = map(duration_as_written, (due.preliminary, due.final))
            sentence = f"the preliminary report ({early}) is due later than the final one ({final})"
            yield ("reports", severity), sentence, f"write a 'preliminary' of at most {final}, or a later 'final'"
    for code, lower, higher in _IN_ORDER:
        low, high = (policy.escalation[code].count(name) for name in (lower, higher))
        if low > high or (low == high and MEASURES[code][lower] is Measure.PERCENT):
            sentence = f"'{lower}' ({low}) is not lower than '{higher}' ({high})"
            yield ("escalation", code), sentence, f"write a lower '{lower}', or a higher '{higher}'"
    yield from _impossible_reminders(policy.maintenance)


_IN_ORDER = (
    (CriterionCode.UNSURE, "major", "critical"),
    (CriterionCode.OVERDUE, "commander", "sponsor"),
)
"""Two numbers of a criterion, of which the first is the lower one; two bounds are never equal."""


def _impossible_reminders(rules: Announcement) -> Iterator[tuple[tuple[str, ...], str, str]]:
    where, lead = ("maintenance", "reminders"), duration_as_written(rules.lead)
    for reminder, times in Counter(rules.reminders).items():
        written = duration_as_written(reminder)
        if times > 1:
            yield where, f"{written} is listed twice", "delete one of the two"
        if reminder >= rules.lead:
            sentence = f"a reminder {written} before the start is not after the announcement ({lead} before)"
            yield where, sentence, f"write less than {lead}, or a longer 'lead'"


def _untold_versions(tree: Mapping, ladder: LadderKeys, path: str) -> Iterator[Problem]:
    """A changelog tells of each version once, and of the one in force last."""
    told: set[str] = set()
    for index, revision in enumerate(ladder.changelog):
        if revision.version in told:
            place = Place(path, line_of(tree, ("ladder", "changelog", index, "version")))
            sentence = f"version '{revision.version}' is in the changelog twice"
            yield Problem(place, "D013", sentence, "give each change its own version")
        told.add(revision.version)
    if ladder.changelog and ladder.policy_version != ladder.revisions[0].version:
        newest = ladder.revisions[0].version
        is_said = ladder.policy_version is not None
        place = Place(path, line_of(tree, ("ladder", "policy_version" if is_said else "changelog")))
        in_force = f"'policy_version' is '{ladder.policy_version}'" if is_said else "there is no 'policy_version'"
        sentence = f"the newest change of the changelog is version '{newest}', but {in_force}"
        yield Problem(place, "D010", sentence, f"write policy_version: {newest!r}, or add what has changed since")


def check_channels(tree: Mapping, settings: Settings, path: str) -> Iterator[Problem]:
    """Names that stand for something else, audiences that are not there, and channels that no update reaches."""
    kinds = [channel.kind for channel in settings.channels]
    audiences = [audience.id for audience in settings.audiences]
    for index, channel in enumerate(settings.channels):
        place = Place(path, line_of(tree, ("channels", index, "id")))
        if channel.id in ALWAYS:
            sentence = f"'{channel.id}' is the name of what every update reaches"
            yield Problem(place, "D013", sentence, "give this channel another id, or leave it out")
        elif channel.id in list(ChannelKind) and (channel.id != channel.kind or kinds.count(channel.kind) > 1):
            sentence = f"'{channel.id}' stands for every channel of that kind"
            yield Problem(place, "D013", sentence, f"give this one an id of its own, for example {channel.id}-2")
        if channel.audience is not None and channel.audience not in audiences:
            place = Place(path, line_of(tree, ("channels", index, "audience")))
            sentence = f"no audience is called '{channel.audience}'"
            yield Problem(place, "D011", sentence, suggest(channel.audience, audiences))
    yield from _never_reached(tree, settings, path)


def _never_reached(tree: Mapping, settings: Settings, path: str) -> Iterator[Problem]:
    policy = policy_in_force(settings.ladder)
    named = {name for severity in Severity for stage in POLICY_STAGES for name in policy.reach_at(stage, severity)}
    named |= set(policy.maintenance_reach)
    for index, channel in enumerate(settings.channels):
        if not channel.is_among(named):
            place = Place(path, line_of(tree, ("channels", index, "id")))
            sentence = f"no update reaches the channel '{channel.id}': nothing names it or '{channel.kind}'"
            fix = "name it in 'ladder.reach', where it speaks, or in 'ladder.maintenance_reach', or delete it"
            yield Problem(place, "D027", sentence, fix)


def _read(model: type[M], file: Path) -> M:
    record, _, problems = read_record(model, file.read_bytes(), file.as_posix())
    if record is None or problems:
        wrong = "; ".join(f"{problem.place}: {problem.sentence}" for problem in problems)
        raise Stopped(f"the policy that came with statusladder is broken: {wrong}", "install statusladder again")
    return record
