"""Published pictures look as they did and say nothing else, held against a decoder that the program does not have."""

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from statusladder.content.picture_file import MAX_PICTURE, PictureError, clean_picture, read_picture

SECRET = b"Kittiwake"
GPS_IFD, ARTIST, ORIENTATION = 0x8825, 0x013B, 0x0112
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def _image(mode: str = "RGB") -> Image.Image:
    """A picture of 40 × 24 in which no two rows are alike."""
    image = Image.new("RGB", (40, 24))
    image.putdata([(x * 6, y * 10, (x * y) % 256) for y in range(24) for x in range(40)])
    return image.convert(mode)


def _exif(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[ARTIST] = SECRET.decode()
    exif[ORIENTATION] = orientation
    exif.get_ifd(GPS_IFD)[1] = "N"
    return exif


def _png(mode: str = "RGB", orientation: int = 1) -> bytes:
    told = PngInfo()
    told.add_text("Author", SECRET.decode())
    told.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    file = io.BytesIO()
    _image(mode).save(file, "PNG", pnginfo=told, exif=_exif(orientation), icc_profile=SRGB, dpi=(144, 144))
    return file.getvalue() + SECRET


def _jpeg(mode: str = "RGB", orientation: int = 1, *, progressive: bool = False) -> bytes:
    file = io.BytesIO()
    _image(mode).save(
        file,
        "JPEG",
        quality=90,
        progressive=progressive,
        exif=_exif(orientation),
        icc_profile=SRGB if mode == "RGB" else None,
        comment=SECRET,
        restart_marker_blocks=0 if progressive else 1,
    )
    return file.getvalue() + SECRET


def _shown(data: bytes) -> tuple[str, tuple[int, int], bytes]:
    with Image.open(io.BytesIO(data)) as image:
        return image.mode, image.size, image.tobytes()


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "1", "I;16"])
def test_a_png_keeps_its_pixels_and_its_colours_and_loses_what_it_says(mode: str) -> None:
    typed = _png(mode)
    clean = clean_picture("a.png", typed)

    assert _shown(clean.data) == _shown(typed)
    assert (clean.width, clean.height) == (40, 24)
    assert SECRET in typed
    assert SECRET not in clean.data
    with Image.open(io.BytesIO(clean.data)) as image:
        assert image.info.keys() == {"icc_profile", "dpi"}
        assert image.info["icc_profile"] == SRGB
        assert not image.getexif()


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_keeps_its_pixels_and_its_colours_and_loses_what_it_says(mode: str, progressive: bool) -> None:
    typed = _jpeg(mode, progressive=progressive)
    clean = clean_picture("a.jpg", typed)

    assert _shown(clean.data) == _shown(typed)
    assert (clean.width, clean.height) == (40, 24)
    assert SECRET in typed
    assert SECRET not in clean.data
    with Image.open(io.BytesIO(clean.data)) as image:
        assert image.info.get("icc_profile") == (SRGB if mode == "RGB" else None)
        assert not image.getexif()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(("name", "make"), [("a.jpeg", _jpeg), ("a.png", _png)])
def test_a_picture_that_was_taken_on_its_side_stays_the_right_way_up(
    name: str, make: Callable[..., bytes], orientation: int
) -> None:
    clean = clean_picture(name, make(orientation=orientation))

    assert SECRET not in clean.data
    assert (clean.width, clean.height) == ((40, 24) if orientation < 5 else (24, 40))
    with Image.open(io.BytesIO(clean.data)) as image:
        assert dict(image.getexif()) == ({ORIENTATION: orientation} if orientation > 1 else {})


def test_a_preview_inside_a_jpeg_is_cut_since_it_may_show_what_was_cropped() -> None:
    file = io.BytesIO()
    _image().save(file, "JPEG")
    preview = b"JFIF\0\x01\x01\0\0\x48\0\x48\x03\x03" + SECRET * 3
    typed = b"\xff\xd8" + struct.pack(">BBH", 0xFF, 0xE0, len(preview) + 2) + preview + file.getvalue()[20:]

    clean = clean_picture("a.jpg", typed)

    assert clean.data == file.getvalue()[:11] + b"\x01\x01\0\0\x48\0\x48\0\0" + file.getvalue()[20:]


def test_transparency_stays() -> None:
    file = io.BytesIO()
    _image("P").save(file, "PNG", transparency=3)

    assert b"tRNS" in clean_picture("a.png", file.getvalue()).data


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.png", b"", "is no whole PNG file"),
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is no whole PNG file"),
        ("a.png", _jpeg(), "is no whole PNG file"),
        ("a.png", _png()[:200], "is no whole PNG file"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sI", 0, b"IEND", zlib.crc32(b"IEND")), "is no whole PNG file"),
        ("a.jpg", _png(), "is no whole JPEG file"),
        ("a.jpg", _jpeg()[:-200], "is no whole JPEG file"),
        ("a.jpeg", b"\xff\xd8\xff\xd9", "is no whole JPEG file"),
        ("a.jpg", b"\xff\xd8" + bytes(MAX_PICTURE), "is 1,048,578 bytes long, and the limit is 1,048,576"),
    ],
)
def test_what_is_no_picture_of_its_name_is_refused(name: str, data: bytes, sentence: str) -> None:
    with pytest.raises(PictureError) as refused:
        clean_picture(name, data)

    assert str(refused.value) == sentence


def test_a_picture_that_cannot_be_published_is_told_with_the_fix(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"GIF89a")

    picture, (problem,) = read_picture(tmp_path, "a.png")

    assert picture is None
    assert (str(problem.place), problem.code, problem.sentence) == ("a.png:1", "I004", "'a.png' is no whole PNG file")
    assert problem.fix == "save it again as PNG or JPEG, of at most 1,024 KiB"


WHOLE = {"a.png": _png(orientation=6), "a.jpg": _jpeg(orientation=6)}


@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_a_damaged_file_is_refused_or_published_as_a_whole_one(name: str, data: st.DataObject) -> None:
    typed = bytearray(WHOLE[name])
    for at in data.draw(st.lists(st.integers(0, len(typed) - 1), max_size=4)):
        typed[at] = data.draw(st.integers(0, 255))
    typed = typed[: data.draw(st.integers(0, len(typed)))]
    try:
        clean = clean_picture(name, bytes(typed))
    except PictureError:
        return
    assert clean.width > 0
    assert clean.height > 0
    assert clean_picture(name, clean.data) == clean
