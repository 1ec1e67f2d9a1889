"""Asks a person for what a file still lacks: one question at a time, each answer judged at once, Enter to go on."""

from collections.abc import Callable, Iterable, Mapping

from statusladder.authoring.questions import BY_KEY, Question, following
from statusladder.cli.console import Console
from statusladder.cli.fact_options import BODY
from statusladder.model.vocabulary import Stage

Answers = dict[str, list[str]]
Judge = Callable[[Answers], Mapping[str, str]]
"""What is wrong with the answers so far: a sentence for each fault, with its mend."""


def ask_for(
    console: Console, answers: Answers, keys: Iterable[str], judge: Judge, required: Iterable[str] = ()
) -> None:
    """Asks each question that has no answer yet, with those that follow from the answer.

    An answer that brings a new fault is asked for again. Enter alone leaves a question for a later update, unless it
    is required.
    """
    for key in keys:
        while key not in answers:
            faults = judge(answers)
            group = _ask_group(console, key, known=answers)
            if group:
                new = {fault: mend for fault, mend in judge({**answers, **group}).items() if fault not in faults}
                for fault, mend in new.items():
                    console.say(f"  {fault}: {mend}")
                if not new:
                    answers.update(group)
            elif key not in required:
                break


def _ask_group(console: Console, key: str, known: Answers) -> Answers:
    said = _ask(console, BY_KEY[key])
    group = {key: said} if said else {}
    for follower in following(key, said) if said else ():
        if follower not in known and (more := _ask(console, BY_KEY[follower])):
            group[follower] = more
    return group


def _ask(console: Console, question: Question) -> list[str]:
    if question.choices:
        console.say(f"  {', '.join(question.choices)}")
    if not question.is_list:
        said = console.ask(question.ask)
        return [said] if said else []
    items: list[str] = []
    while said := console.ask("  and" if items else question.ask):
        items.append(said)
        if said in ("none", "unknown"):
            break
    return items


def ask_stage(console: Console, current: Stage, forward: Iterable[Stage], backward: Iterable[Stage]) -> Stage:
    """Which stage comes next; the legal ones are offered, those that need a reason apart."""
    ahead, back = list(forward), list(backward)
    console.say(f"Now: {current}. Next may be: {', '.join(ahead)}.")
    if back:
        console.say(f"With a reason also: {', '.join(back)}.")
    default = current if current in ahead else ahead[0] if ahead else back[0]
    while True:
        said = console.ask("Stage", default.value)
        if said in (*ahead, *back):
            return Stage(said)
        console.say(f"  there is no step to '{said}' from here")


def ask_words(console: Console, answers: Answers, purpose: Iterable[str]) -> None:
    """The words for customers, a paragraph a line; an empty line ends them. Each is kept as soon as it is typed."""
    for line in purpose:
        console.say(f"  {line}")
    while said := console.ask("Words for customers (Enter alone ends)"):
        answers.setdefault(BODY, []).append(said)
