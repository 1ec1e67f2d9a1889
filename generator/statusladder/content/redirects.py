"""Old addresses and where they lead: a person's in site.yaml, those of imports in a file of their own, however many."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from statusladder.content.keyed_file import read_record
from statusladder.content.strict_yaml import Mapping, line_of
from statusladder.model.facts import Fact
from statusladder.model.problem import Place, Problem
from statusladder.model.settings import PagesKeys, Redirect

REDIRECTS_FILE = "content/redirects.yaml"

MAX_BYTES = 64 * 1024 * 1024
"""Half a million old addresses: what only imports write is never too long for people."""


class _Redirects(Fact):
    """The file as a whole."""

    redirects: tuple[Redirect, ...] = ()


@dataclass(frozen=True)
class Redirects:
    """The redirects of one file, which may be one list of several in it; `tree` has their lines."""

    file: str
    tree: Mapping
    redirects: tuple[Redirect, ...]


def read_redirects(root: Path) -> tuple[Redirects | None, list[Problem]]:
    """What imports wrote; None where there is no such file, or none that can be read, with the reason."""
    try:
        data = (root / REDIRECTS_FILE).read_bytes()
    except FileNotFoundError:
        return None, []
    except OSError as failure:
        sentence = f"the file cannot be read ({failure.strerror})"
        return None, [Problem(Place(REDIRECTS_FILE), "D001", sentence, "check that it is a file and may be read")]
    return redirects_of(data)


def redirects_of(data: bytes) -> tuple[Redirects | None, list[Problem]]:
    """What the bytes of such a file say; None where they cannot be read, with the reason."""
    record, tree, problems = read_record(_Redirects, data, REDIRECTS_FILE, most_bytes=MAX_BYTES)
    if record is None or tree is None:
        return None, problems
    return Redirects(REDIRECTS_FILE, tree, tuple(one.of_file(REDIRECTS_FILE) for one in record.redirects)), problems


def check_redirects(files: Iterable[Redirects], pages: PagesKeys) -> Iterator[Problem]:
    """Addresses of the site itself, and old ones that are redirected twice, in one file or in two."""
    seen: set[str] = set()
    for one in files:
        for index, redirect in enumerate(one.redirects):
            old = redirect.from_.rstrip("/").removesuffix(".html")
            place = Place(one.file, line_of(one.tree, ("redirects", index, "from")))
            page = old.split("/")[1]
            if page in PagesKeys.names() and (page not in pages.off or old != f"/{page}"):
                sentence = f"redirects.from: '{redirect.from_}' is an address of the site itself"
                yield Problem(place, "D010", sentence, "remove this redirect")
            if old in seen:
                sentence = f"the address '{redirect.from_}' is redirected twice"
                yield Problem(place, "D013", sentence, "keep one of the two")
            seen.add(old)
