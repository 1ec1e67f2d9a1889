"""Puts a set of artifacts into the published folder so that no reader ever meets half a site.

Beside a folder `public` lie `.public.statusladder-ledger.json`, which must outlive a build for pruning to work, and
during a build `.public.statusladder.lock` and `.public.statusladder-staging`. They are beside it and not in it because
all of it is served to customers, and on the same file system because only there a rename is atomic.

Nothing is forced to the platter (`fsync`): after a loss of power the next build compares bytes and fixes what was lost,
and thousands of forced writes would cost more than a repeatable build is worth.
"""

import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from statusladder.outputs.interface import Artifact
from statusladder.publish.destination import hold_lock
from statusladder.publish.error import UNCHANGED, PublishError, in_words
from statusladder.publish.ledger import Digests, Ledger, ledger_as_bytes, read_ledger
from statusladder.publish.paths import folders_above, gather_artifacts
from statusladder.publish.plan import Plan, crosses_link, holds_plain_file, plan_swaps

__all__ = ["Outcome", "PublishError", "publish_artifacts"]


@dataclass(frozen=True)
class Outcome:
    """What a publication did, in files; `total` is how many the site has, foreign files not counted.

    `left` are the paths of files that the site no longer has and somebody has changed, so that they stay.
    """

    written: int
    unchanged: int
    removed: int
    total: int
    left: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Site:
    """The published folder, without symbolic links in its own path, and our files beside it."""

    folder: Path
    lock: Path
    ledger: Path
    staging: Path

    @property
    def staged(self) -> Path:
        return self.staging / "site"


def publish_artifacts(artifacts: Iterable[Artifact], destination: Path, *, internal: bool = False) -> Outcome:
    """Make the folder `destination` hold these artifacts, and of earlier builds nothing else.

    Files with the same bytes are left alone. Only bytes that an earlier build wrote are ever overwritten or deleted;
    what is as the site has it counts as ours from then on. A folder without a ledger has to be empty but for such files
    and what git keeps in a folder that is checked out. A `destination` that is a symbolic
    link to a folder stands for that folder. A build that is killed leaves whole files and links that resolve; the next
    one completes it. What is `internal` and what is public never share a folder, not even one after the other.

    Raises PublishError when the folder cannot be published to; it says whether the old site is as it was. Raises
    ValueError for artifacts whose paths are unsafe or clash, before anything is touched.
    """
    # Everything is produced and its paths are checked before the disk is touched.
    produced = gather_artifacts(artifacts)
    try:
        site = _find_site(destination)
        site.folder.parent.mkdir(parents=True, exist_ok=True)
        with hold_lock(site.lock, destination):
            return _publish(produced, site, destination, internal)
    except OSError as error:
        raise in_words(error, destination) from error


def _find_site(destination: Path) -> _Site:
    if os.path.lexists(destination) and not destination.is_dir():
        kind = "a symbolic link that leads to no folder" if destination.is_symlink() else "a file, not a folder"
        raise PublishError(f"{destination} is {kind}", "remove it, or choose another folder with -o")
    folder = Path(os.path.realpath(destination))
    if not folder.name:
        raise PublishError(f"{destination} is the root of the file system", "choose another folder with -o")
    beside = f".{folder.name}.statusladder"
    return _Site(
        folder=folder,
        lock=folder.with_name(f"{beside}.lock"),
        ledger=folder.with_name(f"{beside}-ledger.json"),
        staging=folder.with_name(f"{beside}-staging"),
    )


def _publish(produced: Mapping[str, Artifact], site: _Site, destination: Path, internal: bool) -> Outcome:
    with suppress(FileNotFoundError):
        # We hold the lock, so a staging folder can only be that of a killed build.
        shutil.rmtree(site.staging)
    ledger = read_ledger(site.ledger)
    _keep_kinds_apart(ledger, internal, site.folder, destination)
    owned = ledger.files if ledger is not None else None
    plan = plan_swaps(produced, site.folder, owned)
    after = {path: frozenset({artifact.digest}) for path, artifact in produced.items()}
    removed = 0
    if plan.swaps or owned != after or not site.folder.exists():
        try:
            ledgers = _during(plan, owned or {}, after), after
            _stage(plan, site, *(ledger_as_bytes(files, internal=internal) for files in ledgers))
            # All bytes are on the file system: from here on only names change.
            removed = _swap(plan, site, destination)
        finally:
            shutil.rmtree(site.staging, ignore_errors=True)
    return Outcome(len(plan.swaps), plan.unchanged, removed, len(produced), plan.left)


def _during(plan: Plan, owned: Mapping[str, Digests], after: Mapping[str, Digests]) -> dict[str, Digests]:
    """What may stand in the folder between the first swap and the last removal."""
    during: dict[str, Digests] = {path: owned[path] for path in plan.stale if owned[path]}
    during.update(after)
    for path, digest in plan.before.items():
        if path not in plan.left:
            during[path] = during.get(path, frozenset()) | {digest}
    return during


def _keep_kinds_apart(ledger: Ledger | None, internal: bool, folder: Path, destination: Path) -> None:
    """Whatever is copied from a folder of one kind day by day must never find files of the other kind there."""
    if ledger is None:
        if internal and folder.is_dir() and any(folder.iterdir()):
            sentence = f"{destination} holds files and no ledger says that an internal build wrote them; {UNCHANGED}"
            raise PublishError(sentence, "choose an empty folder with -o, as -o private")
    elif ledger.internal is not internal:
        held, wanted = ("an internal", "a public") if ledger.internal else ("a public", "an internal")
        sentence = f"{destination} holds {held} build, and {wanted} one must not be mixed with it; {UNCHANGED}"
        raise PublishError(sentence, "choose another folder with -o")


def _stage(plan: Plan, site: _Site, during: bytes, after: bytes) -> None:
    """Write all that will be swapped in, the ledgers too, so that a full disk is met before the site is touched."""
    os.mkdir(site.staging, 0o755)
    os.mkdir(site.staged, 0o755)
    folders, staged = _Folders(site.staged), str(site.staged)
    for artifact in plan.swaps:
        folders.make_above(artifact.path)
        _write_file(os.path.join(staged, artifact.path), artifact.data)
    _write_file(site.staging / "during.json", during)
    _write_file(site.staging / "after.json", after)


def _swap(plan: Plan, site: _Site, destination: Path) -> int:
    """Put the staged files in place, remove the stale ones, and return how many were removed."""
    # A build killed after this line leaves old and new files in the folder, and the ledger must own them all.
    os.replace(site.staging / "during.json", site.ledger)
    if not site.folder.exists():
        os.rename(site.staged, site.folder)
        removed = 0
    else:
        removed = _put_in_place(plan, site, destination)
        try:
            removed += _prune(plan.stale, site.folder)
        except OSError as error:
            raise in_words(error, destination, "the new site is in place, with old files left over") from error
    os.replace(site.staging / "after.json", site.ledger)
    return removed


def _put_in_place(plan: Plan, site: _Site, destination: Path) -> int:
    done = removed = 0
    folders = _Folders(site.folder)
    try:
        # All folders first: making one takes space, renaming into it hardly ever does. Empty ones are linked by nobody.
        for artifact in plan.swaps:
            if artifact.path not in plan.obstacles:
                folders.make_above(artifact.path)
        for artifact in plan.swaps:
            if artifact.path in plan.obstacles:
                removed += _clear(plan.obstacles[artifact.path], site.folder, artifact.path)
                folders.make_above(artifact.path)
            os.replace(site.staged / artifact.path, site.folder / artifact.path)
            done += 1
    except OSError as error:
        if not done and not removed:
            raise
        state = f"{done} of {len(plan.swaps)} changed files are in place, and the next build completes them"
        raise in_words(error, destination, state) from error
    return removed


def _clear(obstacles: tuple[str, ...], folder: Path, path: str) -> int:
    """Remove our files that stand where `path` has to come, and the folder of that name that they leave empty."""
    removed = _unlink(obstacles, folder)
    if (folder / path).is_dir():
        for parent, _, _ in os.walk(folder / path, topdown=False):
            os.rmdir(parent)
    return removed


def _prune(stale: tuple[str, ...], folder: Path) -> int:
    """Remove our files that the site no longer has, then the folders that are empty without them."""
    removed = _unlink(stale, folder)
    # Also above files that are gone already: a build may have been killed between the file and its folder.
    emptied = {above for path in stale if not crosses_link(folder, path) for above in folders_above(path)}
    for name in sorted(emptied, key=_depth, reverse=True):
        # Not empty, gone already, or no longer a folder: then it is not ours to remove.
        with suppress(OSError):
            os.rmdir(folder / name)
    return removed


def _unlink(paths: tuple[str, ...], folder: Path) -> int:
    """Remove those of our files that still are plain files in the folder, and return how many."""
    plain = [path for path in paths if holds_plain_file(folder, path)]
    for path in plain:
        os.unlink(folder / path)
    return len(plain)


def _depth(path: str) -> tuple[int, str]:
    return path.count("/"), path


def _write_file(path: str | Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o644)
    with open(descriptor, "wb", buffering=0) as file:
        rest = memoryview(data)
        while rest:
            rest = rest[file.write(rest) :]


class _Folders:
    """Makes the folders that files need below `root`, each once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._made: set[str] = set()

    def make_above(self, path: str) -> None:
        for folder in reversed(tuple(folders_above(path))):
            if folder not in self._made:
                with suppress(FileExistsError):
                    os.mkdir(self._root / folder, 0o755)
                self._made.add(folder)
