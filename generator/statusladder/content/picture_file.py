"""Reads PNG and JPEG files as far as publishing them needs: their size, and their bytes without what they say besides.

No pixel is decoded. Kept is what a browser needs to show the picture in its colours and the right way up; cut are the
camera, the place, the time, names, comments, previews and whatever follows the picture in its file.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from statusladder.content.keyed_file import read_data
from statusladder.model.communication import Picture
from statusladder.model.problem import Place, Problem

MAX_PICTURE = 1024 * 1024
"""Bytes of one picture: on a slow phone (1 Mbit/s) that is eight seconds, and the page is read during an outage."""

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
_EXIF = b"Exif\0\0"
_SHOWN_CHUNKS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"pHYs"})
_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""The markers of JPEG's frame headers, in which width and height stand."""

_SCAN, _END = 0xDA, 0xD9
_ORIENTATION = 0x0112


class PictureError(ValueError):
    """A file that is no such picture, or one that cannot be published, in half a sentence."""


@dataclass(frozen=True)
class CleanPicture:
    """A picture as it is published: its bytes, and its width and height in pixels, turned as it is shown."""

    data: bytes
    width: int
    height: int


def read_picture(root: Path, path: str) -> tuple[Picture | None, list[Problem]]:
    """The picture at `path` below `root`, or None and why it cannot be published (I004)."""
    data, problems = read_data(root, path)
    if data is None:
        return None, problems
    name = path.rpartition("/")[2]
    try:
        clean = clean_picture(name, data)
    except PictureError as wrong:
        fix = f"save it again as PNG or JPEG, of at most {MAX_PICTURE // 1024:,} KiB"
        return None, [Problem(Place(path), "I004", f"'{name}' {wrong}", fix)]
    return Picture(name, path, clean.width, clean.height), []


def clean_picture(name: str, data: bytes) -> CleanPicture:
    """The bytes of a file with this name as they are published. Raises PictureError where it is no such picture."""
    if len(data) > MAX_PICTURE:
        raise PictureError(f"is {len(data):,} bytes long, and the limit is {MAX_PICTURE:,}")
    kind, clean = ("PNG", _clean_png) if name.endswith(".png") else ("JPEG", _clean_jpeg)
    try:
        picture = clean(data)
    except (struct.error, IndexError, ValueError):
        picture = None
    if picture is None:
        raise PictureError(f"is no whole {kind} file")
    return picture


def _clean_png(data: bytes) -> CleanPicture | None:
    if not data.startswith(_PNG):
        return None
    kept = [_PNG]
    kinds = []
    width = height = 0
    for kind, content in _chunks(data):
        if kind == b"IHDR":
            width, height = struct.unpack_from(">II", content)
        if kind in _SHOWN_CHUNKS:
            kept.append(_chunk(kind, content))
            kinds.append(kind)
        elif kind == b"eXIf" and (orientation := _orientation(content)) > 1:
            kept.append(_chunk(kind, _turned(orientation)))
            width, height = _as_turned(width, height, orientation)
        elif kind[:1].isupper():
            return None  # A browser must understand it to show the picture, and none of the format's is called that.
    whole = kinds[:1] == [b"IHDR"] and b"IDAT" in kinds and kinds[-1] == b"IEND" and width and height
    return CleanPicture(b"".join(kept), width, height) if whole else None


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a PNG up to its end. Raises struct.error where the file is cut off."""
    at, kind = len(_PNG), b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", data, at)
        (content,) = struct.unpack_from(f">{length}s", data, at + 8)
        yield kind, content
        at += length + 12


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _clean_jpeg(data: bytes) -> CleanPicture | None:
    if not data.startswith(_JPEG):
        return None
    kept = [_JPEG]
    width = height = 0
    orientation = 1
    has_scan = False
    for marker, content, scan in _segments(data):
        if marker in _SIZES:
            height, width = struct.unpack_from(">HH", content, 1)
        if marker == 0xE1 and content.startswith(_EXIF):
            orientation = _orientation(content[len(_EXIF) :])
        has_scan = has_scan or marker == _SCAN
        shown = _shown(marker, content)
        if shown is not None:
            kept.append(_segment(marker, shown) + scan)
    if not (has_scan and width and height):
        return None
    if orientation > 1:
        # Behind JFIF's own segment, which has to come first.
        kept.insert(2 if kept[1][1] == 0xE0 else 1, _segment(0xE1, _EXIF + _turned(orientation)))
    return CleanPicture(b"".join([*kept, b"\xff\xd9"]), *_as_turned(width, height, orientation))


def _segments(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """The segments of a JPEG up to its end: marker, content, and of a scan what follows it.

    Raises ValueError, IndexError or struct.error where the file is cut off.
    """
    at = len(_JPEG)
    while True:
        if data[at] != 0xFF:
            raise ValueError("a segment begins with a marker")
        while data[at] == 0xFF:
            at += 1
        marker = data[at]
        if marker == _END:
            return
        (length,) = struct.unpack_from(">H", data, at + 1)
        (content,) = struct.unpack_from(f">{length - 2}s", data, at + 3)
        at = start = at + 1 + length
        if marker == _SCAN:
            # Within a scan a marker's first byte is followed by a zero, or by the number of a restart.
            at = data.index(b"\xff", at)
            while data[at + 1] == 0 or 0xD0 <= data[at + 1] <= 0xD7:
                at = data.index(b"\xff", at + 2)
        yield marker, content, data[start:at]


def _shown(marker: int, content: bytes) -> bytes | None:
    """What is published of a segment, None for nothing."""
    if marker == 0xE0:
        # JFIF, without the preview in it, which may show what was cut off.
        return content[:12] + b"\0\0" if content.startswith(b"JFIF\0") else None
    if marker == 0xE2:
        return content if content.startswith(b"ICC_PROFILE\0") else None
    if marker == 0xEE:
        return content if content.startswith(b"Adobe") else None
    return None if 0xE0 <= marker <= 0xEF or marker == 0xFE else content


def _segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def _orientation(exif: bytes) -> int:
    """How the picture is turned, 1 to 8, of the TIFF structure in which a camera says so; 1 where it does not."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        return 1
    try:
        (at,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, at)
        for entry in range(at + 2, at + 2 + 12 * count, 12):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", exif, entry)
            if (tag, kind) == (_ORIENTATION, 3):
                return int(value) if 1 <= value <= 8 else 1
    except struct.error:
        pass  # What a browser cannot read turns no picture there either.
    return 1


def _turned(orientation: int) -> bytes:
    """A TIFF structure that says how the picture is turned, and nothing else."""
    return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)


def _as_turned(width: int, height: int, orientation: int) -> tuple[int, int]:
    """From 5 on it lies on its side."""
    return (height, width) if orientation >= 5 else (width, height)
