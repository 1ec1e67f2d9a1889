"""What `init` and `upgrade` note of the files they wrote, so that the next upgrade knows what was changed since."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from statusladder.model.problem import Stopped
from statusladder.model.schema import SCHEMA_FOLDER

RECORD = f"{SCHEMA_FOLDER}/written.json"

_LARGEST = 1_000_000
_RELEASE = re.compile(r"\d{1,9}(?:\.\d{1,9})*", re.ASCII)


@dataclass(frozen=True)
class Record:
    """`version` wrote the site for `host`; `digests` are those of our own texts, by path.

    A path has the digest of the text that was last written or shown, empty where the site had no such file.
    """

    version: str
    host: str
    digests: Mapping[str, str]


def release_of(version: str) -> tuple[int, ...]:
    """The numbers at the beginning of a version, to be compared; none where it begins with something else."""
    found = _RELEASE.match(version)
    return tuple(map(int, found[0].split("."))) if found else ()


def digest_of(content: str | bytes) -> str:
    """The SHA-256 of a file in hexadecimal digits. Of a text, which holds no NUL, Git may change the line ends: they do
    not count."""
    data = content.encode() if isinstance(content, str) else content
    return hashlib.sha256(data if b"\0" in data else data.replace(b"\r\n", b"\n")).hexdigest()


def record_text(record: Record) -> str:
    """The record as it is written into a site."""
    digests = dict(sorted(record.digests.items()))
    return json.dumps({"version": record.version, "host": record.host, "files": digests}, indent=2) + "\n"


def find_record(root: Path) -> Record | None:
    """The record of a site, None where there is none. Raises Stopped where there is something else."""
    try:
        with open(root / RECORD, "rb") as file:
            data = file.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise ValueError("too long")
        return _record_of(json.loads(data))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError):
        fix = "take it from Git again, or delete it: then each file that is not as it would be written counts as yours"
        raise Stopped(f"{RECORD} is not what init and upgrade write there", fix) from None


def _record_of(value: object) -> Record:
    """Raises ValueError where the value has another form."""
    match value:
        case {"version": str(version), "host": str(host), "files": dict(files)} if all(
            isinstance(digest, str) for digest in files.values()
        ):
            return Record(version, host, files)
    raise ValueError("no record")
