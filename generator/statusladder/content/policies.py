"""Where the policies lie that came with the package, and which one is in force in a site."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from statusladder.content.keyed_file import read_record
from statusladder.content.strict_yaml import Mapping, line_of
from statusladder.model.policy import Demand, FactName, LadderKeys, Policy, PolicyChanges, Preset
from statusladder.model.problem import Place, Problem, Stopped
from statusladder.model.site import Settings
from statusladder.model.values import suggest
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
    """The preset, with what the site does otherwise."""
    return read_preset(ladder.preset).changed(ladder)


def check_ladder(tree: Mapping, settings: Settings, path: str) -> list[Problem]:
    """What the site's own rules cannot be: facts that a stage forbids, acts of nobody, a version that is not told."""
    ladder = settings.ladder
    return sorted(
        {
            *_impossible_facts(tree, ladder, path),
            *_unknown_roles(tree, settings, path),
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
    known = [*read_preset(settings.ladder.preset).roles, *(role.id for role in settings.roles)]
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


def _read(model: type[M], file: Path) -> M:
    record, _, problems = read_record(model, file.read_bytes(), file.as_posix())
    if record is None or problems:
        wrong = "; ".join(f"{problem.place}: {problem.sentence}" for problem in problems)
        raise Stopped(f"the policy that came with statusladder is broken: {wrong}", "install statusladder again")
    return record
