"""Write the next update of an incident or maintenance.

Prints the path of the file. ID is any unambiguous part of the folder name; the only open incident needs none. At a
terminal, asks for what the stage needs and no flag says.
"""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import click

from statusladder.authoring.entry import AuthoringError, Entry
from statusladder.authoring.from_playbook import find_playbook, reminders_of
from statusladder.authoring.guidance import find_going_stale, find_still_owed, purposes_of
from statusladder.authoring.questions import BY_KEY, as_answered, questions_of
from statusladder.authoring.target import find_target
from statusladder.cli.answers import (
    BODY,
    Answers,
    Judge,
    add_fact_options,
    answers_in,
    ask_for,
    ask_stage,
    ask_states,
    ask_words,
)
from statusladder.cli.desk import Desk, add_writing_options, find_next_entry, sit_down
from statusladder.cli.options import now_option, quiet_option, site_option
from statusladder.cli.writing import fill, find_faults, finish, keeping_answers, promise
from statusladder.ladder.steps import legal_after, licence_for, licensed_after
from statusladder.model.communication import Incident, Maintenance
from statusladder.model.folding import find_ended
from statusladder.model.update import IncidentKeys, MaintenanceKeys
from statusladder.model.values import suggest
from statusladder.model.vocabulary import CLOSING_STAGES, INCIDENT_STAGES, MAINTENANCE_STAGES, REPORT_STAGES, Stage

STAGES = dict.fromkeys(stage for stage in (*INCIDENT_STAGES, *MAINTENANCE_STAGES) if stage not in REPORT_STAGES)
"""Reports have commands of their own."""

SAID_ANEW = {Stage.RESCHEDULED: ("window.from", "window.to"), Stage.EXTENDED: ("window.to",)}
"""What a stage asks for although it stands: the new window is what it is about."""


@click.command("update", help=__doc__)
@click.argument("part", metavar="[ID]", required=False)
@click.option("--stage", metavar="STAGE", help="Where it stands now.  [default: where it stood]")
@click.option("--reason", metavar="TEXT", help="Why, for a step back, a re-opening or a retraction.")
@click.option("--no-change", is_flag=True, help="Nothing changed: say what was tried, ruled out, and comes next.")
@click.option("--tried", metavar="TEXT", help="With --no-change: we tried …")
@click.option("--next-step", metavar="TEXT", help="With --no-change: next we …")
@add_writing_options
@add_fact_options(dict.fromkeys((*questions_of(IncidentKeys), *questions_of(MaintenanceKeys))))
@now_option
@site_option
@quiet_option
def COMMAND(
    part: str | None, stage: str | None, no_change: bool, tried: str | None, next_step: str | None, **parameters: Any
) -> None:
    root: Path = parameters["root"]
    desk = sit_down(root, parameters["quiet"], parameters["now_text"], parameters)
    answers = answers_in(parameters)
    named = ["update", *([part] if part else [])]
    note = ["--no-change"] * no_change + _flags({"--tried": tried, "--next-step": next_step})
    command = [*named, *_flags({"--stage": stage, "--reason": parameters["reason"]}), *note]
    with keeping_answers(desk, command, answers):
        target = find_target(root, part)
        entry = find_next_entry(desk, target)
        if isinstance(entry.before, Maintenance) and "components" in answers:
            answers["expected"] = answers.pop("components")
        new_stage = _next_stage(desk, entry, stage, may_ask=not no_change and BODY not in answers)
        command[:] = [*named, "--stage", new_stage.value, *note]
        _give_reason(desk, entry, new_stage, parameters["reason"], answers)
        if no_change:
            words = _what_was_tried(desk, entry, answers, command, tried, next_step)
        else:
            _complete(desk, entry, new_stage, answers)
            words = answers.get(BODY, [])
        promise(desk, answers, entry, new_stage)
        further = _reminders(desk, entry, new_stage)
        finish(desk, fill(desk, entry, new_stage, {**answers, BODY: words}, no_change=no_change), further)


def _flags(said: Mapping[str, str | None]) -> list[str]:
    return [word for flag, text in said.items() if text for word in (flag, text)]


def _reminders(desk: Desk, entry: Entry, stage: Stage) -> tuple[str, ...]:
    """What the playbook of the incident asks on this stage; a playbook that is gone or broken asks nothing."""
    name = entry.before.facts.playbook if entry.before is not None else None
    if name is None:
        return ()
    try:
        return reminders_of(find_playbook(desk.root, name, desk.settings), stage, is_first=False)
    except AuthoringError:
        return ()


def _next_stage(desk: Desk, entry: Entry, stage: str | None, *, may_ask: bool) -> Stage:
    forward = [after for after in legal_after(entry.stage) if after not in REPORT_STAGES]
    backward = licensed_after(entry.stage) if isinstance(entry.before, Incident) else ()
    if stage is not None:
        if stage.replace("-", "_") in (*forward, *backward):
            return Stage(stage.replace("-", "_"))
        legal = [*forward, *backward]
        known = f"write one of {', '.join(legal)}" if stage.replace("-", "_") in STAGES else suggest(stage, legal)
        raise click.UsageError(f"there is no step from '{entry.stage}' to '{stage}'; {known}")
    if may_ask and desk.console.can_ask:
        return ask_stage(desk.console, entry.stage, forward, backward)
    if entry.stage in forward:
        return entry.stage
    raise click.UsageError(f"it stands at '{entry.stage}': say with --stage what it is now")


def _give_reason(desk: Desk, entry: Entry, stage: Stage, reason: str | None, answers: Answers) -> None:
    key = licence_for(entry.stage, stage) if isinstance(entry.before, Incident) else None
    if key is None:
        if reason is not None:
            raise click.UsageError(f"the step from '{entry.stage}' to '{stage}' takes no --reason")
        return
    if reason is None and desk.console.can_ask:
        ask_for(desk.console, answers, [key], lambda said: {}, [key])
    elif reason is None:
        raise click.UsageError(f"the step from '{entry.stage}' to '{stage}' needs --reason: {BY_KEY[key].ask}")
    else:
        answers[key] = [reason]


def _complete(desk: Desk, entry: Entry, stage: Stage, answers: Answers) -> None:
    """Asks for what the stage owes where that is possible; else leaves with what to add."""
    if not _speechless(desk, answers):
        return
    if not desk.console.can_ask:
        raise click.UsageError("an update needs -m TEXT, --edit or --no-change")
    anew, judge = SAID_ANEW.get(stage, ()), partial(find_faults, desk, entry, stage)
    ask_for(desk.console, answers, anew, judge, anew)
    if isinstance(entry.before, Incident):
        _ask_for_states(desk, entry, stage, answers)
    _ask_for_facts(desk, entry, stage, answers, judge)
    ask_words(desk.console, answers, purposes_of(desk.policy, stage))
    if BODY not in answers:
        raise click.Abort


def _ask_for_states(desk: Desk, entry: Entry, stage: Stage, answers: Answers) -> None:
    """On a change of stage, whether each component is still as it was: a better stage beside an outage misleads."""
    facts = entry.carried_into(stage)
    if facts is not None and facts.components is not None and stage not in (entry.stage, *CLOSING_STAGES):
        states = {name: fact.status for name, fact in facts.components.states.items()}
        ask_states(desk.console, answers, states, {one.id: one.name for one in desk.settings.components})


def _ask_for_facts(desk: Desk, entry: Entry, stage: Stage, answers: Answers, judge: Judge) -> None:
    """What may no longer hold at the stage, beside what was said of it so far, then what the stage still owes."""
    facts, before = entry.carried_into(stage), entry.before.facts if entry.before is not None else None
    doubtful = find_going_stale(desk.policy, before, stage) if before is not None else ()
    missing = find_still_owed(desk.policy, facts, stage, facts.severity if facts is not None else None)
    over = set(find_ended(before, stage)) if before is not None else set()
    for key in dict.fromkeys((*doubtful, *(key for key in missing if key in BY_KEY))):
        if key not in answers and before is not None and (key in doubtful or key in over):
            ends = ". It ends here unless you say it again" if key in over else ""
            desk.console.say(f"  So far: {as_answered(before, key)}{ends}")
        ask_for(desk.console, answers, [key], judge)


def _what_was_tried(
    desk: Desk, entry: Entry, answers: Answers, command: list[str], tried: str | None, next_step: str | None
) -> list[str]:
    """The words of an update that keeps a promise although nothing changed; never a bare 'still investigating'."""
    ask = desk.console.ask if desk.console.can_ask and BODY not in answers else lambda question: ""
    if not tried:
        tried = ask("We tried …")
        command += _flags({"--tried": tried})
    if "ruled_out" not in answers and (ruled_out := ask("We ruled out …")):
        answers["ruled_out"] = [ruled_out]
    if not next_step:
        next_step = ask("Next we …")
        command += _flags({"--next-step": next_step})
    fresh = answers.get("ruled_out", [])
    sentences = [
        *([f"We tried {_bare(tried)}."] if tried else []),
        *([f"We ruled out {_bare(' and '.join(fresh))}."] if fresh else []),
        *([f"Next we {_bare(next_step)}."] if next_step else []),
    ]
    if not sentences and BODY not in answers:
        raise click.UsageError("say what was done since: --tried, --ruled-out, --next-step, or -m TEXT")
    if not sentences or entry.before is None:
        return answers[BODY]
    since = desk.time.time(entry.before.latest.at)
    return [" ".join([f"For customers nothing has changed since {since}.", *sentences]), *answers.get(BODY, [])]


def _bare(words: str) -> str:
    return words.strip().rstrip(".")


def _speechless(desk: Desk, answers: Answers) -> bool:
    return BODY not in answers and not desk.delivery.edit
