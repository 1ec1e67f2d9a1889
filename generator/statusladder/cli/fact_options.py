"""The flags of the commands that write: one for each question, from the table that the prompts are made of."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import click

from statusladder.authoring.questions import BY_KEY, QUESTIONS, REASON, Question

BODY = "body"
"""Stands among the answers for the words themselves, a paragraph each."""

F = TypeVar("F", bound=Callable[..., Any])

_METAVARS = {"components": "COMPONENT=STATE", "action_items": "ITEM=STATUS", "eta": "FROM..TO", "merged_into": "ID"}


def fact_options(keys: Iterable[str]) -> Callable[[F], F]:
    """Adds the flags of these questions; of two with one flag, the first."""
    by_flag: dict[str, Question] = {}
    for key in keys:
        by_flag.setdefault(BY_KEY[key].flag, BY_KEY[key])

    def decorate(command: F) -> F:
        for question in reversed(by_flag.values()):
            if question.flag != REASON:
                command = _option(question)(command)
        return command

    return decorate


def _option(question: Question) -> Callable[[F], F]:
    is_choice = question.choices and not question.is_list
    form: Any = click.Choice(question.choices) if is_choice else str
    metavar = None if is_choice else _METAVARS.get(question.key, question.form.value.upper().replace(" ", "_"))
    often = " Give it once for each." if question.is_list else ""
    joins = " Joins what was said before." if question.adds else ""
    words = f"{question.ask}{'' if question.ask.endswith('?') else '.'}{often}{joins}"
    return click.option(
        question.flag, parameter(question.key), type=form, metavar=metavar, multiple=question.is_list, help=words
    )


def parameter(key: str) -> str:
    """The name of a question's flag as an argument of the command: keys may hold dots, names may not."""
    return key.replace(".", "__")


def given(parameters: Mapping[str, Any]) -> dict[str, list[str]]:
    """The answers among a command's arguments, by key."""
    paragraphs = [words for words in parameters["messages"] if words.strip()]
    answers = {BODY: paragraphs} if paragraphs else {}
    for question in QUESTIONS:
        said = parameters.get(parameter(question.key))
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
