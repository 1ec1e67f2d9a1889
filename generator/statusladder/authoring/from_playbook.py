"""What a playbook gives to the file that is written with it: a beginning to correct, and the questions to answer."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from statusladder.authoring.entry import AuthoringError
from statusladder.authoring.given_values import moment_as_written
from statusladder.content.playbooks import find_playbooks
from statusladder.content.writer import document_text
from statusladder.model.playbook import Playbook, Variable, fill, variables_in
from statusladder.model.site import Settings
from statusladder.model.values import duration_as_written, suggest
from statusladder.model.vocabulary import IncidentKind, Stage


def find_playbook(root: Path, name: str, settings: Settings) -> Playbook:
    """The site's own playbook of that name, or the shipped one. Raises AuthoringError."""
    known, problems = find_playbooks(root, settings)
    if name not in known:
        wrong = [problem for problem in problems if Path(problem.place.path).stem == name]
        if wrong:
            raise AuthoringError(f"{wrong[0].place}: {wrong[0].sentence}", wrong[0].fix)
        raise AuthoringError(f"no playbook is called '{name}'", suggest(name, known))
    return known[name]


def find_variables(playbook: Playbook, has_title: bool, has_words: bool, for_drill: bool = False) -> Iterator[Variable]:
    """The variables in what the playbook is to give: its title unless one is given, its words likewise, its drill."""
    texts = [
        *([] if has_title else [playbook.said.incident_title]),
        *([] if has_words else [playbook.said.first_notice or ""]),
        *(text for one in playbook.said.drill if for_drill for text in (one.inject, *one.covers)),
    ]
    wanted = {name for text in texts for name in variables_in(text)}
    return (variable for variable in playbook.said.variables if variable.name in wanted)


def begin_answers(playbook: Playbook, settings: Settings, values: Mapping[str, str]) -> dict[str, list[str]]:
    """The answers that the playbook gives, by the question's key; whoever writes may give others."""
    said = playbook.said
    states = [f"{name}={state.value}" for name, state in playbook.components_of(settings).items()]
    answers = {
        "playbook": [playbook.name],
        "title": [fill(said.incident_title, values)],
        "severity": [said.severity.value],
        "components": states,
        "kind": [said.kind.value] if said.kind is not IncidentKind.INCIDENT else [],
        "body": [fill(said.first_notice, values).strip()] if said.first_notice else [],
    }
    return {key: answer for key, answer in answers.items() if answer}


def script_text(playbook: Playbook, begins: datetime, values: Mapping[str, str]) -> str:
    """The script of a drill that begins then, as its file is written. Raises AuthoringError where there is none."""
    if not playbook.said.drill:
        fix = f"write its 'drill' first; 'statusladder playbooks {playbook.name}' shows what it has"
        raise AuthoringError(f"the playbook {playbook.name} has no drill", fix)
    injects = [
        {"after": duration_as_written(one.after) or "0m", "inject": fill(one.inject, values)}
        | ({"covers": [fill(text, values) for text in one.covers]} if one.covers else {})
        for one in playbook.said.drill
    ]
    keys = {"playbook": playbook.name, "playbook_version": playbook.said.version, "begins": moment_as_written(begins)}
    return document_text({**keys, "injects": injects}, "")


def reminders_of(playbook: Playbook, stage: Stage, is_first: bool) -> tuple[str, ...]:
    """What the playbook asks of who writes on this stage, line by line."""
    said = playbook.said
    lines = [f"Playbook {playbook.name}:"]
    if is_first:
        lines += [f"  {question}" for question in said.questions]
    lines += [f"  {question}" for question in said.prompts.get(stage, ())]
    if stage is Stage.RESOLVED:
        lines += [f"  Check: {check}" for check in said.exit_checks]
    if said.avoid:
        lines.append(f"  Do not say: {', '.join(said.avoid)}")
    return tuple(lines)
