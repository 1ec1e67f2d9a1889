"""What was published before, as the live site tells: its manifest, from a file or from its address."""

import posixpath
from hashlib import sha256
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from statusladder.history.fetching import Allowance, OwnNetwork, fetch
from statusladder.model.manifest import Head, Manifest, Shard, shard_file_of
from statusladder.model.problem import Stopped

_FIX_YEAR = "put the folder 'manifest' of the same build beside manifest.json"

_Part = TypeVar("_Part", Head, Manifest, Shard)


_ABSENT = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


class ManifestError(Stopped):
    """There is no manifest, or none that can be read; `is_absent`: the host answers, and has none."""

    is_absent = False


class _OtherBuild(ManifestError):
    """The file of a year is not the one that the head names; `digest` is that of what came instead."""

    def __init__(self, sentence: str, fix: str, digest: str) -> None:
        super().__init__(sentence, fix)
        self.digest = digest


def read_head(source: str) -> Head:
    """What `manifest.json` at a web address or in a file says, without the marks of updates. Raises ManifestError."""
    return _parsed(Head, source, _Reading(own_network=False).head(source))


def read_manifest(source: str, *, own_network: bool = False) -> Manifest:
    """The manifest at a web address or in a file, with the marks of all its years; `own_network` is as in `fetch`.

    All of it is read within the limits of one answer. Where a host gives files of two builds, it is asked once more, in
    a way that no cache can know the answer to. Raises ManifestError.
    """
    reading = _Reading(own_network)
    try:
        return reading.whole(source)
    except _OtherBuild as stale:
        if not _is_address(source):
            raise
        return reading.whole(source, f"instead={stale.digest}")


def read_last_manifest(file: Path) -> Manifest | None:
    """The manifest of a folder that was published, where there is one that can be read.

    A build that was killed leaves files of two builds, and all of them were published. Raises ManifestError where the
    file of a year is missing or cannot be read: else what went since then would be missed by nobody.
    """
    reading = _Reading(own_network=False)
    try:
        head = _parsed(Manifest, str(file), reading.head(str(file)))
    except ManifestError:
        return None
    try:
        return reading.with_years(head, str(file), of_one_build=False)
    except ManifestError as damaged:
        fix = f"restore it, or delete {file} as well: the build then writes both anew"
        raise ManifestError(damaged.sentence, fix) from None


def read_last_head(file: Path) -> Head | None:
    """As `read_last_manifest`, without the marks of updates."""
    try:
        return read_head(str(file))
    except ManifestError:
        return None


class _Reading:
    """Reads the files of one manifest, all within one allowance."""

    def __init__(self, own_network: bool) -> None:
        self._own_network, self._allowance = own_network, Allowance()

    def whole(self, source: str, query: str = "") -> Manifest:
        head = _parsed(Manifest, source, self.head(source, query))
        try:
            return self.with_years(head, source)
        except ManifestError as damaged:
            # A page with a manifest was published, whatever of it is missing.
            damaged.is_absent = False
            raise

    def head(self, source: str, query: str = "") -> bytes:
        fix = "see that the page is up, or name a copy of its manifest.json"
        return self._bytes(source, query, fix if _is_address(source) else "name manifest.json")

    def with_years(self, head: Manifest, source: str, *, of_one_build: bool = True) -> Manifest:
        """The manifest with the marks of its years; they have to be of the same build if it is to be `of_one_build`."""
        updates = dict(head.updates)
        for year, digest in head.shards.items():
            file = _beside(source, shard_file_of(year))
            # An answer of a cache to the same question is of the same build.
            data = self._bytes(file, f"sha256={digest}", _FIX_YEAR)
            shard, found = _parsed(Shard, file, data), sha256(data).hexdigest()
            if of_one_build and found != digest:
                sentence = f"{file} is of another build than {source}"
                fix = "ask again in a minute, when all of the page is published and no cache holds an old part of it"
                raise _OtherBuild(sentence, fix if _is_address(source) else "name the manifest of one build", found)
            updates |= shard.updates
        return head.model_copy(update={"updates": updates})

    def _bytes(self, place: str, query: str, fix: str) -> bytes:
        try:
            if not _is_address(place):
                with Path(place).open("rb") as opened:
                    return self._allowance.take(opened.read)
            address = _asking(place, query)
            return fetch(address, own_network=self._own_network, allowance=self._allowance)
        except OwnNetwork as refused:
            raise ManifestError(f"{place} is not asked: {refused}", "add --own-network if that is meant") from None
        except (OSError, ValueError, HTTPException) as failure:
            reason = getattr(failure, "strerror", None) or getattr(failure, "reason", None) or failure
            unread = ManifestError(f"{place} cannot be read ({reason})", fix)
            unread.is_absent = getattr(failure, "code", None) in _ABSENT
            raise unread from None


def _parsed(part: type[_Part], place: str, data: bytes) -> _Part:
    try:
        return part.model_validate_json(data)
    except ValueError:
        fix = "name the manifest.json of a site that statusladder built"
        raise ManifestError(f"{place} is no manifest of a site", fix) from None


def _is_address(source: str) -> bool:
    return source.lower().startswith(("https://", "http://"))


def _beside(source: str, file: str) -> str:
    """A file from the folder of another one, on the same host; what is asked beside its path stays."""
    if not _is_address(source):
        return str(Path(source).parent / file)
    parts = urlsplit(source)
    return parts._replace(path=posixpath.join(posixpath.dirname(parts.path), file), fragment="").geturl()


def _asking(address: str, query: str) -> str:
    parts = urlsplit(address)
    return parts._replace(query="&".join(filter(None, (parts.query, query))), fragment="").geturl()
