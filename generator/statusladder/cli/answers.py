"""The answers that a file is made of: given as flags, or asked of a person, both by the table of questions.

What a file still lacks is asked one question at a time, each answer judged at once, Enter to go on.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import click

from statusladder.authoring.questions import BY_KEY, QUESTIONS, FactQuestion, find_following
from statusladder.cli.console import Console
from statusladder.model.keys import REASON
from statusladder.model.values import suggest
from statusladder.model.vocabulary import MEASURED_STATES, ComponentState, Stage

BODY = "body"
"""Stands among the answers for the words themselves, a paragraph each."""

F = TypeVar("F", bound=Callable[..., Any])


def add_fact_options(keys: Iterable[str]) -> Callable[[F], F]:
    """Adds the flags of these questions; of two with one flag, the first."""
    by_flag: dict[str, FactQuestion] = {}
    for key in keys:
        by_flag.setdefault(BY_KEY[key].flag, BY_KEY[key])

    def decorate(command: F) -> F:
        for question in reversed(by_flag.values()):
            if question.flag != REASON:
                command = _option(question)(command)
        return command

    return decorate


def _option(question: FactQuestion) -> Callable[[F], F]:
    is_choice = question.choices and not question.is_list
    form: Any = click.Choice(question.choices) if is_choice else str
    metavar = None if is_choice else question.metavar
    often = " Give it once for each." if question.is_list else ""
    joins = " Joins what was said before." if question.adds else ""
    words = f"{question.ask}{'' if question.ask.endswith('?') else '.'}{often}{joins}"
    return click.option(
        question.flag, parameter_of(question.key), type=form, metavar=metavar, multiple=question.is_list, help=words
    )


def parameter_of(key: str) -> str:
    """The name of a question's flag as an argument of the command: keys may hold dots, names may not."""
    return key.replace(".", "__")


def answers_in(parameters: Mapping[str, Any]) -> dict[str, list[str]]:
    """The answers among a command's arguments, by key."""
    paragraphs = [words for words in parameters["messages"] if words.strip()]
    answers = {BODY: paragraphs} if paragraphs else {}
    for question in QUESTIONS:
        said = parameters.get(parameter_of(question.key))
        if said:
            answers[question.key] = list(said) if question.is_list else [said]
    return answers


def as_flags(answers: Mapping[str, Iterable[str]]) -> list[str]:
    """The answers as they would be typed, so that what was asked for can be said again in one line."""
    words = []
    for question in QUESTIONS:
        for said in answers.get(question.key, ()):
            words += [question.flag, said]
    for paragraph in answers.get(BODY, ()):
        words += ["-m", paragraph]
    return words


Answers = dict[str, list[str]]
_STILL: Mapping[ComponentState, str] = {
    ComponentState.AFFECTED: "affected",
    ComponentState.UNDER_MAINTENANCE: "under maintenance",
    ComponentState.DEGRADED_PERFORMANCE: "degraded",
    ComponentState.PARTIAL_OUTAGE: "a partial outage",
    ComponentState.MAJOR_OUTAGE: "a major outage",
}
_YES = ("y", "yes")

Judge = Callable[[Answers], Mapping[str, str]]
"""What is wrong with the answers so far: a sentence for each fault, with its fix."""


def ask_for(
    console: Console, answers: Answers, keys: Iterable[str], judge: Judge, required: Iterable[str] = ()
) -> None:
    """Asks each question that has no answer yet, with those that follow from the answer.

    An answer that brings a new fault is asked for again; every other is kept at once, so that Ctrl-C loses none. Enter
    alone leaves a question for a later update, unless it is required.
    """
    for key in keys:
        while key not in answers:
            asks = _ask_items if BY_KEY[key].is_list else _ask_group
            if not asks(console, key, answers, judge) and key not in required:
                break


def _ask_group(console: Console, key: str, answers: Answers, judge: Judge) -> bool:
    """Asks one question and those that follow from its answer; whether it was answered, be it wrongly."""
    before = judge(answers)
    asked = [key]
    for name in asked:
        if name not in answers and (said := _ask(console, BY_KEY[name])):
            answers[name] = [said]
            asked += [more for more in find_following(name, [said]) if more not in answers]
    is_answered = key in answers
    if _says_new_faults(console, before, judge(answers)):
        for name in asked:
            answers.pop(name, None)
    return is_answered


def _ask_items(console: Console, key: str, answers: Answers, judge: Judge) -> bool:
    """Asks for the items of a list until Enter alone; a wrong one is asked for again, the others stay."""
    while said := _ask(console, BY_KEY[key], is_more=key in answers):
        longer = {**answers, key: [*answers.get(key, ()), said]}
        if not _says_new_faults(console, judge(answers), judge(longer)):
            answers.update(longer)
            if said in ("none", "unknown"):
                break
    return key in answers


def _ask(console: Console, question: FactQuestion, is_more: bool = False) -> str:
    if question.choices and not is_more:
        console.say(f"  {', '.join(question.choices)}")
    return console.ask("  and" if is_more else question.ask)


def _says_new_faults(console: Console, before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    new = {fault: fix for fault, fix in after.items() if fault not in before}
    for fault, fix in new.items():
        console.say(f"  {fault}: {fix}")
    return bool(new)


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


def ask_states(
    console: Console, answers: Answers, states: Mapping[str, ComponentState], names: Mapping[str, str]
) -> None:
    """Asks of each component that is not operational whether its state still holds; Enter says yes.

    One that was answered already, as by a flag, is not asked for. Each answer is kept at once.
    """
    told = {said.partition("=")[0].strip() for said in answers.get("components", ())}
    doubtful = [name for name, state in states.items() if state is not ComponentState.OPERATIONAL and name not in told]
    if not doubtful or "unknown" in told:
        return
    words = tuple(state.value for state in MEASURED_STATES)
    console.say(f"  Enter keeps a state; or write one of {', '.join(words)}.")
    for name in doubtful:
        question = f"{names.get(name, name)}: still {_STILL[states[name]]}?"
        while (said := console.ask(question)) and said not in (*_YES, *words):
            console.say(f"  '{said}' is no state; {suggest(said, words)}")
        if said in words:
            answers.setdefault("components", []).append(f"{name}={said}")


def ask_words(console: Console, answers: Answers, purpose: Iterable[str]) -> None:
    """The words for customers, a paragraph a line; an empty line ends them. Each is kept as soon as it is typed."""
    for line in purpose:
        console.say(f"  {line}")
    while said := console.ask("Words for customers (Enter alone ends)"):
        answers.setdefault(BODY, []).append(said)
