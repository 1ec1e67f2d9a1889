"""Writes several files of a site or none: half an import could neither be published nor be imported once more."""

import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

Content = str | bytes
"""What a file is to hold; text is written as UTF-8."""


def write_together(
    root: Path, grown: Mapping[str, Content], new: Mapping[str, Content], gone: Iterable[str] = ()
) -> None:
    """Writes the `grown` files, which may be there, creates the `new` ones, which may not, and removes those `gone`.

    Paths are below `root`. What was done before a failure, or before somebody stopped it, is taken back; all that needs
    space on the disk comes before the first file is replaced. Raises OSError.
    """
    with ExitStack() as back, ExitStack() as waiting:
        beside: dict[Path, Path] = {}
        for path, content in grown.items():
            _make_folders(root, path, back)
            beside[root / path] = _lay_beside(root / path, content, waiting)
        for path, content in new.items():
            _make_folders(root, path, back)
            with _naming(root / path), open(root / path, "xb") as file:
                back.callback((root / path).unlink)
                file.write(_bytes(content))
        for target, source in beside.items():
            back.callback(_way_back(target))
            source.replace(target)
        for path in gone:
            back.callback(_way_back(root / path))
            (root / path).unlink()
        back.pop_all()


def _make_folders(root: Path, path: str, back: ExitStack) -> None:
    """Makes the folders of a file that are missing, `root` among them; `back` takes them away again."""
    missing = [folder for folder in (root / path).parents if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir()
        back.callback(folder.rmdir)


def _lay_beside(file: Path, content: Content, waiting: ExitStack) -> Path:
    """The path of a new file beside `file`, with its rights and this content; `waiting` removes it while it is there.

    Nobody can know its name beforehand and lay a link there.
    """
    beside = file.with_name(f".{file.name}.{secrets.token_hex(4)}.tmp")
    with _naming(file), open(beside, "xb") as opened:
        waiting.callback(beside.unlink, missing_ok=True)
        opened.write(_bytes(content))
    if file.exists():
        shutil.copymode(file, beside)
    return beside


def _way_back(file: Path) -> partial[None]:
    """What makes a file again what it is now, or takes it away where it is not there."""
    if not file.exists():
        return partial(file.unlink, missing_ok=True)
    return partial(_put_back, file, file.read_bytes(), os.stat(file).st_mode & 0o7777)


def _put_back(file: Path, content: bytes, mode: int) -> None:
    file.write_bytes(content)
    file.chmod(mode)


@contextmanager
def _naming(file: Path) -> Iterator[None]:
    """A failure is said of the file that was wanted: a full disk names none, and nobody knows the one beside it."""
    try:
        yield
    except OSError as failure:
        raise OSError(failure.errno, failure.strerror, str(file)) from None


def _bytes(content: Content) -> bytes:
    return content.encode() if isinstance(content, str) else content
