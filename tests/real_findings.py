"""What rules find in real public updates, for the tests of precision."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from statusladder.content.reader import read_library
from statusladder.content.receive import plan_reception, write_reception
from statusladder.importers.datocms import read_datocms
from statusladder.importers.github_jsonl import read_github_jsonl
from statusladder.lint.interface import AnyUpdate, Subject
from statusladder.lint.judge import find_rules
from statusladder.model.site import Library

SITE = "site:\n  name: Tern\n  url: https://status.tern.example\ncomponents:\n  - id: website\n    name: Website\n"


@dataclass(frozen=True, order=True)
class Found:
    """One finding: the rule, the update by its source's id, and the first of the words that were found."""

    rule: str
    id: str
    words: str


def real_libraries(data: Path, record: Path, folder: Path) -> Iterator[Library]:
    """The incidents of two companies, as the importers make them; `record` holds those of the larger one."""
    for name, imported in (
        ("github", read_github_jsonl(record)),
        ("datocms", read_datocms(data / "datocms-status" / "data")),
    ):
        site = folder / name
        site.mkdir()
        (site / "site.yaml").write_text(SITE, encoding="utf-8")
        write_reception(site, plan_reception(site, imported))
        library = read_library(site).library
        assert library is not None
        yield library


def ids_of(libraries: Collection[Library]) -> Iterator[str]:
    """The ids that the updates have in their sources."""
    for library in libraries:
        for communication in library.communications:
            for update in communication.updates:
                assert update.said.imported_from is not None
                yield update.said.imported_from.id


def findings(libraries: Collection[Library], codes: Collection[str]) -> Counter[Found]:
    """What the rules find in every update, though they are imported and `check` would leave them out."""
    rules = [rule for code, rule in find_rules().items() if code in codes]
    found: Counter[Found] = Counter()
    for library in libraries:
        for communication in library.communications:
            updates: tuple[AnyUpdate, ...] = communication.updates
            for index, update in enumerate(updates):
                before = updates[index - 1] if index else None
                subject = Subject(library.settings, library.policy, communication, update, before)
                origin = update.said.imported_from
                assert origin is not None
                for rule in rules:
                    for finding in rule.find(subject):
                        found[Found(rule.code, origin.id, _words(finding.sentence))] += 1
    return found


def _words(sentence: str) -> str:
    """Three words at most of what the sentence quotes: the labels hold no sentence of other people."""
    quoted = re.search(r"'(.+)'", sentence)
    return " ".join((quoted[1] if quoted else sentence).split()[:3])
