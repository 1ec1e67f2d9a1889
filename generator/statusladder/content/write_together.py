"""Writes several files of a site or none: half an import could neither be published nor be imported once more."""

from collections.abc import Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path


def write_together(root: Path, grown: Mapping[str, str], new: Mapping[str, str]) -> None:
    """Writes the `grown` files, which may be there, then creates the `new` ones, which may not; paths are below `root`.

    What was written before a failure, or before somebody stopped it, is taken back. Raises OSError.
    """
    with ExitStack() as back:
        for path, text in grown.items():
            _make_folders(root, path, back)
            _replace(root / path, text.encode(), back)
        for path, text in new.items():
            _make_folders(root, path, back)
            with open(root / path, "xb") as file:
                back.callback((root / path).unlink)
                file.write(text.encode())
        back.pop_all()


def _make_folders(root: Path, path: str, back: ExitStack) -> None:
    """Makes the folders of a file that are missing; `back` takes them away again."""
    missing = [folder for folder in Path(path).parents if not (root / folder).exists()]
    for folder in reversed(missing):
        (root / folder).mkdir()
        back.callback((root / folder).rmdir)


def _replace(file: Path, data: bytes, back: ExitStack) -> None:
    """Writes a file at once; `back` puts there again what it held, or nothing where it was not there."""
    before = file.read_bytes() if file.exists() else None
    beside = file.parent / f".{file.name}.new"
    try:
        beside.write_bytes(data)
        beside.replace(file)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    back.callback(file.unlink if before is None else partial(file.write_bytes, before))
