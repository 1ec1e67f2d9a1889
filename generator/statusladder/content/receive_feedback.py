"""Puts imported answers beside those that are there: a file a month, each answer once, whatever became of its text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from statusladder.content.feedback import read_feedback
from statusladder.content.front_matter import MAX_BYTES
from statusladder.content.keyed_file import read_record
from statusladder.content.site_text import NotABlockList, append_items
from statusladder.content.tree import FEEDBACK, SECTIONS, find_folders
from statusladder.content.writer import front_matter_text
from statusladder.model.feedback import FeedbackFile
from statusladder.model.imported import ImportedAnswer, PlainValue
from statusladder.model.problem import Place, Problem
from statusladder.model.site import Settings
from statusladder.model.vocabulary import Visibility


@dataclass(frozen=True)
class ReceivedFeedback:
    """`files` are the whole texts of files that grow or come into being, `added` counts the answers in them."""

    files: Mapping[str, str]
    added: int
    unchanged: int
    left_out: tuple[str, ...]
    problems: tuple[Problem, ...]


NO_FEEDBACK = ReceivedFeedback({}, 0, 0, (), ())


def plan_feedback(root: Path, settings: Settings, answers: Iterable[ImportedAnswer]) -> ReceivedFeedback:
    """Compares imported answers with the site in `root`; writes nothing.

    Anybody can fill a form with anything, so an answer about what is not there is left out and stops nothing.
    """
    present, problems = read_feedback(root, settings.zone)
    if problems:
        return ReceivedFeedback({}, 0, 0, (), tuple(problems))
    known = {answer.said.id for answer in present.answers}
    folders = [folder for section in SECTIONS for folder in find_folders(root, section)[0]]
    updates = {folder.id: {file.id for file in folder.files} for folder in folders}
    new: dict[str, list[Mapping[str, PlainValue]]] = {}
    unchanged, left_out = 0, []
    for answer in answers:
        reason = _unfit(answer, updates, settings)
        if answer.id in known:
            unchanged += 1
        elif reason is not None:
            left_out.append(f"{answer.id}: {reason}")
        else:
            new.setdefault(f"{FEEDBACK}/{str(answer.keys['at'])[:7]}.yaml", []).append(answer.keys)
    files = {}
    for path, items in sorted(new.items()):
        text = _grown(root, path, items)
        if isinstance(text, Problem):
            problems.append(text)
        else:
            problems += read_record(FeedbackFile, text.encode("utf-8", "surrogatepass"), path, settings.zone)[2]
            files[path] = text
    return ReceivedFeedback(files, sum(map(len, new.values())), unchanged, tuple(left_out), tuple(problems))


def _unfit(answer: ImportedAnswer, updates: Mapping[str, set[str]], settings: Settings) -> str | None:
    """Why the site cannot hold the answer; None where it can."""
    incident, update = str(answer.keys["incident"]), answer.keys.get("update")
    if incident not in updates:
        return f"no incident is called '{incident[:60]}'"
    if update is not None and update not in updates[incident]:
        return f"no update of '{incident}' is called '{str(update)[:60]}'"
    if "text" in answer.keys and settings.site.repository is Visibility.PUBLIC:
        return "a message does not belong into a repository that the world can read"
    return None


def _grown(root: Path, path: str, items: list[Mapping[str, PlainValue]]) -> str | Problem:
    """The file with the answers at its end; every byte that is there stays."""
    file = root / path
    try:
        if file.exists():
            text = append_items(file.read_bytes().decode("utf-8"), "feedback", items)
        else:
            text = front_matter_text({"feedback": items})
    except NotABlockList:
        sentence = "the answers stand in brackets, so that none can be added as text"
        return Problem(Place(path), "D010", sentence, "write each on a line of its own with '- '")
    if len(text.encode()) > MAX_BYTES:
        sentence = f"the file would be longer than {MAX_BYTES:,} bytes"
        return Problem(Place(path), "D001", sentence, "rename the file that is there, or import fewer answers at once")
    return text
