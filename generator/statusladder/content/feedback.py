"""Reads what came back from readers, answers and signals, and checks it against what it names."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from statusladder.content.keyed_file import read_data, read_record
from statusladder.content.settings import SETTINGS_FILE
from statusladder.content.strict_yaml import Mapping, line_of
from statusladder.content.tree import find_feedback
from statusladder.model.feedback import KEYS_OF, Answer, FeedbackFile, Signal, named_in
from statusladder.model.playbook import Playbook
from statusladder.model.problem import Place, Problem
from statusladder.model.report import FACTOR
from statusladder.model.site import Library, Settings
from statusladder.model.values import suggest
from statusladder.model.vocabulary import Visibility

NO_FEEDBACK = "no feedback is called"
"""How the sentence on an answer begins that nobody gave."""


@dataclass(frozen=True)
class Feedback:
    """All that came back, in the order of files and lines."""

    answers: tuple[Answer, ...]
    signals: tuple[Signal, ...]


def read_feedback(root: Path, zone: ZoneInfo | None) -> tuple[Feedback, list[Problem]]:
    """What the files of feedback hold, and every mistake in them."""
    paths, problems = find_feedback(root)
    answers: list[Answer] = []
    signals: list[Signal] = []
    for path in paths:
        data, found = read_data(root, path)
        problems += found
        record, tree, found = read_record(FeedbackFile, data, path, zone) if data is not None else (None, None, [])
        problems += found
        if record is not None and tree is not None:
            told = [Answer(said, _place(tree, path, number)) for number, said in enumerate(record.feedback)]
            problems += [problem for number, answer in enumerate(told) for problem in _wrong_keys(answer, tree, number)]
            answers += told
            for number, said in enumerate(record.signals):
                signals.append(Signal(said, Place(path, line_of(tree, ("signals", number)))))
    problems += _repeated(answers)
    problems += _counted_twice(signals)
    return Feedback(tuple(answers), tuple(signals)), problems


def check_feedback(library: Library, folders: Collection[str]) -> Iterator[Problem]:
    """Answers and signals about what is not there, and, where the world can read them, what was for the team alone.

    `folders` are the names of all that is there, read or not.
    """
    updates = {one.id: [update.id for update in one.updates] for one in library.communications}
    for answer in library.feedback:
        said, place = answer.said, answer.place
        if said.incident not in folders:
            sentence = f"no incident is called '{said.incident}'"
            yield Problem(place, "D011", sentence, suggest(said.incident, folders))
        elif said.update is not None and said.update not in updates.get(said.incident, [said.update]):
            sentence = f"no update of '{said.incident}' is called '{said.update}'"
            yield Problem(place, "D011", sentence, suggest(said.update, updates[said.incident]))
        if said.text is not None and library.settings.site.repository is Visibility.PUBLIC:
            sentence = "a reader's message stands in a repository that the world can read"
            yield Problem(place, "S011", sentence, "keep messages in a private repository; ratings may stay")
    for signal in library.signals:
        if signal.said.incident not in folders:
            sentence = f"no incident is called '{signal.said.incident}'"
            yield Problem(signal.place, "D011", sentence, suggest(signal.said.incident, folders))
        if library.settings.site.repository is Visibility.PUBLIC:
            sentence = "what customers asked your support is in a repository that the world can read"
            yield Problem(
                signal.place,
                "S011",
                sentence,
                "keep signals in a private repository, or say 'repository: private' in site.yaml if it is",
            )


def check_causes(root: Path, library: Library, playbooks: Iterable[Playbook]) -> Iterator[Problem]:
    """Answers that nobody gave and that are named as the cause: of an action item, a change of the rules, a playbook.

    Of an action item, contributing factors that its report lacks as well.

    site.yaml is read once more for the line, but only where its changelog names any.
    """
    known = frozenset(answer.said.id for answer in library.feedback)
    for incident in library.incidents:
        for update in incident.updates:
            for item in update.said.action_items or ():
                source, place = " ".join(item.source or ()), update.place("action_items")
                yield from _unknown_answers(source, known, place)
                yield from _unknown_factors(source, len(update.facts.contributing_factors or ()), place)
    for playbook in playbooks:
        yield from _unknown_answers(playbook.said.because or "", known, playbook.place("because"))
    if any(named_in(revision.because or "") for revision in library.settings.ladder.changelog):
        settings, tree, _ = read_record(Settings, (root / SETTINGS_FILE).read_bytes(), SETTINGS_FILE)
        for number, revision in enumerate(settings.ladder.changelog if settings is not None else ()):
            line = line_of(tree, ("ladder", "changelog", number, "because")) if tree is not None else 1
            yield from _unknown_answers(revision.because or "", known, Place(SETTINGS_FILE, line))


def _unknown_answers(text: str, known: frozenset[str], place: Place) -> Iterator[Problem]:
    """A Problem for each answer that the text at a place names and nobody gave."""
    for name in named_in(text):
        if name not in known:
            yield Problem(place, "D011", f"{NO_FEEDBACK} '{name}'", suggest(name, sorted(known)))


def _unknown_factors(source: str, count: int, place: Place) -> Iterator[Problem]:
    """A Problem for each contributing factor that an action item names and its report does not have."""
    known = [f"factor-{number}" for number in range(1, count + 1)]
    for match in FACTOR.finditer(source):
        if match[0] not in known:
            sentence = f"no contributing factor is called '{match[0]}'"
            fix = f"write one of {', '.join(known)}" if known else "add 'contributing_factors', or remove it"
            yield Problem(place, "D011", sentence, fix)


def _place(tree: Mapping, path: str, number: int, key: str | None = None) -> Place:
    return Place(path, line_of(tree, ("feedback", number, *([key] if key is not None else []))))


def _wrong_keys(answer: Answer, tree: Mapping, number: int) -> Iterator[Problem]:
    """What a rating or a message must say, and what only the other one does."""
    said = answer.said
    for kind, keys in KEYS_OF.items():
        for key in keys:
            is_said = getattr(said, key) is not None
            if kind is said.kind and not is_said:
                yield Problem(answer.place, "D009", f"the {kind} '{said.id}' has no '{key}'", f"add '{key}: …'")
            elif kind is not said.kind and is_said:
                place = _place(tree, answer.place.path, number, key)
                yield Problem(place, "D008", f"'{key}' belongs to a {kind}", f"write 'kind: {kind}', or delete it")


def _repeated(answers: Iterable[Answer]) -> Iterator[Problem]:
    first: dict[str, Place] = {}
    for answer in answers:
        name = answer.said.id
        if name in first:
            sentence = f"the id '{name}' is also on {first[name]}"
            yield Problem(answer.place, "D013", sentence, "give each answer its own id")
        first.setdefault(name, answer.place)


def _counted_twice(signals: Iterable[Signal]) -> Iterator[Problem]:
    """One count is given once: a second one of the same theme, source and moment is a slip of copying."""
    first: dict[tuple[object, ...], Place] = {}
    for signal in signals:
        said = signal.said
        key = (said.incident, said.at, said.source, said.theme.casefold())
        if key in first:
            sentence = f"this count of {said.source} about '{said.theme}' is also on {first[key]}"
            yield Problem(signal.place, "D013", sentence, "delete one of them, or give each its own 'at'")
        first.setdefault(key, signal.place)
