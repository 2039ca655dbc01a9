"""Opening picture files: every kind that people upload, and every kind that they should not."""

import io
import os
import struct
import subprocess
import sys
import zlib

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from digitlib.errors import PictureError
from digitlib.framing.pictures import FORMATS, open_picture


def encode(image: Image.Image, kind: str = "PNG", **options) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def png_that_claims(width: int, height: int, body: bytes = b"") -> bytes:
    """A PNG whose header promises a size, whatever its body holds; black and white."""

    def chunk(name: bytes, data: bytes) -> bytes:
        checked = name + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    body = chunk(b"IDAT", body or zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + header + body + chunk(b"IEND", b"")


@pytest.fixture
def stripes() -> np.ndarray:
    """A grey picture in which no two rows or columns are the same, (20, 30)."""
    rows, columns = np.mgrid[0:20, 0:30]
    return (rows * 8 + columns).astype(np.uint8)


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF", "PPM", "GIF"])
def test_lossless_formats_give_the_same_pixels(stripes, kind):
    np.testing.assert_array_equal(open_picture(encode(Image.fromarray(stripes), kind)), stripes)


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_lossy_formats_give_nearly_the_same_pixels(stripes, kind):
    opened = open_picture(encode(Image.fromarray(stripes).convert("RGB"), kind, quality=95))
    assert np.abs(opened.astype(int) - stripes).mean() < 3


def test_a_path_as_text_or_object_and_bytes_in_any_wrapping(tmp_path, stripes):
    path = tmp_path / "digit.png"
    path.write_bytes(encode(Image.fromarray(stripes)))
    data = path.read_bytes()
    for source in (path, str(path), data, bytearray(data), memoryview(data)):
        np.testing.assert_array_equal(open_picture(source), stripes)


def test_the_first_picture_of_a_phone_s_multi_picture_jpeg():
    """Some phones save an MPO: a JPEG that other JPEGs follow."""
    first, second = Image.new("L", (40, 30), 250), Image.new("L", (40, 30), 0)
    data = encode(first, "MPO", save_all=True, append_images=[second])
    assert open_picture(data).min() > 240


def palette_of_two(first: tuple[int, int, int], **options) -> bytes:
    picture = Image.new("P", (2, 1))
    picture.putpalette([*first, 0, 0, 0])
    picture.putdata([0, 1])
    return encode(picture, **options)


def in_colours(mode: str, *pixels) -> Image.Image:
    picture = Image.new(mode, (len(pixels), 1))
    picture.putdata(pixels)
    return picture


FRAMES = [Image.new("L", (1, 1), level) for level in (200, 100, 0)]
DEEP = np.array([[0, 257, 32896, 65535]], dtype=np.uint16)
PIXELS = {
    "the first frame of an animation": (
        encode(FRAMES[0], "GIF", save_all=True, append_images=FRAMES[1:], duration=50),
        [200],
    ),
    "16 bits, scaled and not clipped": (encode(Image.fromarray(DEEP)), [0, 1, 128, 255]),
    "colours of CMYK, not amounts of ink": (
        encode(in_colours("CMYK", (0, 0, 0, 0), (0, 0, 0, 255)), "TIFF"),
        [255, 0],
    ),
    "colours of a palette, not indices": (palette_of_two((255, 255, 255)), [255, 0]),
    "a transparent palette colour is paper": (
        palette_of_two((255, 0, 0), transparency=0),
        [255, 0],
    ),
    "transparency lies on white": (
        encode(in_colours("RGBA", (0, 0, 0, 0), (0, 0, 0, 255), (0, 0, 0, 128))),
        [255, 0, 127],
    ),
}


@pytest.mark.parametrize("name", PIXELS)
def test_pixels_are_shown_as_people_see_them(name):
    content, levels = PIXELS[name]
    assert open_picture(content).tolist() == [levels]


def test_float_tiff_with_nan_is_refused():
    levels = np.array([[0.0, np.nan]], dtype=np.float32)
    with pytest.raises(PictureError, match="NaN"):
        open_picture(encode(Image.fromarray(levels), "TIFF"))


@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "PNG"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_rotation_is_undone(kind, orientation):
    """What a camera stores turned comes out as the scene was."""
    scene = np.full((16, 24), 255, dtype=np.uint8)
    scene[:8, :8] = 0  # one dark corner tells all eight orientations apart by place and shape
    undo = {
        1: lambda a: a,
        2: np.fliplr,
        3: lambda a: np.rot90(a, 2),
        4: np.flipud,
        5: np.transpose,
        6: lambda a: np.rot90(a, 1),
        7: lambda a: np.rot90(a, 2).T,
        8: lambda a: np.rot90(a, -1),
    }
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = Image.fromarray(np.ascontiguousarray(undo[orientation](scene)))
    opened = open_picture(encode(stored, kind, exif=exif))
    assert opened.shape == scene.shape
    assert np.abs(opened.astype(int) - scene).max() < 30


def test_a_large_jpeg_is_decoded_at_a_fraction():
    opened = open_picture(encode(Image.new("RGB", (8000, 6000), "white"), "JPEG"))
    assert max(opened.shape) <= 2000
    assert opened.shape[1] / opened.shape[0] == pytest.approx(4 / 3, abs=0.01)


HOSTILE = {
    "no bytes": (b"", "empty"),
    "text": (b"hello, I am a text file", "PNG or JPEG"),
    "random bytes": (np.random.default_rng(0).bytes(5000), "PNG or JPEG"),
    "SVG with a script": (
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>x()</script></svg>',
        "SVG",
    ),
    "bare SVG": (b'  \n<svg onload="alert(1)"/>', "SVG"),
    "web page": (b"<!DOCTYPE html><html></html>", "web page"),
    "PDF": (b"%PDF-1.7\n%rest", "PDF"),
    "PostScript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage", "PostScript"),
    "HEIC": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
    "pickle": (b"\x80\x04\x95\x10\0\0\0\0\0\0\0\x8c\x02os\x94\x8c\x06system\x94\x93.", "PNG"),
    "bomb": (png_that_claims(30_000, 30_000), "smaller"),
    "bomb below Pillow's limit": (png_that_claims(9_000, 9_000), "smaller"),
    "wide bomb": (png_that_claims(2**31 - 1, 1), "smaller"),
    "no width": (png_that_claims(0, 10), "PNG or JPEG"),
    "cut off": (encode(Image.effect_noise((200, 200), 90))[:3000], "cut off"),
    "header only": (png_that_claims(28, 28)[:33], "cut off"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bytes_give_one_clear_error(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    data, words = HOSTILE[name]
    with pytest.raises(PictureError, match=words) as caught:
        open_picture(data)
    assert str(caught.value).startswith("The uploaded file")
    assert str(caught.value).endswith(".")
    assert list(tmp_path.iterdir()) == []


def test_the_message_names_the_file(tmp_path):
    path = tmp_path / "my digit.png"
    path.write_bytes(b"not a picture")
    with pytest.raises(PictureError, match=r"my digit\.png"):
        open_picture(path)


@pytest.mark.skipif(sys.platform == "win32", reason="peak memory is read by a Unix module")
def test_a_bomb_costs_no_memory(tmp_path):
    """A whole picture of 30,000 x 30,000 in half a megabyte; decoded it would take 900 MB."""
    side = 30_000
    squeeze = zlib.compressobj(1)
    rows = (squeeze.compress(bytes(100 * (1 + side // 8))) for _ in range(side // 100))
    bomb = tmp_path / "bomb.png"
    bomb.write_bytes(png_that_claims(side, side, b"".join(rows) + squeeze.flush()))
    script = f"""
import resource
from digitlib.framing.pictures import PictureError, open_picture
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    open_picture({str(bomb)!r})
except PictureError as error:
    print(error)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    message, growth = done.stdout.splitlines()
    assert "smaller copy" in message
    unit = 1 if sys.platform == "darwin" else 1024
    assert int(growth) * unit < 50 * 2**20


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (".", "is a folder"),
        ("nowhere.png", "does not exist"),
        *[(path, "path") for path in ("bad\0name.png", "x" * 5000, "")],
        *[(no_file, "Give a path or the bytes") for no_file in (None, 0, 3.5, [1], np.zeros(3))],
    ],
    ids=str,
)
def test_what_is_no_file_is_refused_in_words(tmp_path, monkeypatch, source, words):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PictureError, match=words):
        open_picture(source)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_and_does_not_hang(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(PictureError, match="not a file"):
        open_picture(tmp_path / "pipe")


def test_a_file_without_permission(tmp_path, monkeypatch):
    path = tmp_path / "private.png"
    path.write_bytes(encode(Image.new("L", (2, 2))))

    def refuse(*arguments, **options):
        raise PermissionError(13, "Permission denied")

    # Root may read everything, so the refusal is injected.
    monkeypatch.setattr("builtins.open", refuse)
    with pytest.raises(PictureError, match="may not be read"):
        open_picture(path)


def test_a_file_that_is_too_large(tmp_path):
    path = tmp_path / "huge.png"
    with path.open("wb") as file:
        file.truncate(65 * 2**20)
    with pytest.raises(PictureError, match="larger than 64 MB"):
        open_picture(path)


WHOLE_FILES = {
    kind: encode(Image.effect_noise((17, 13), 60).convert("RGB"), kind) for kind in FORMATS
}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_damaged_files_never_crash(data):
    """Any change to a whole file gives a picture or a PictureError, nothing else."""
    damaged = bytearray(WHOLE_FILES[data.draw(st.sampled_from(FORMATS))])
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(damaged) - 1))
        damaged[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(damaged)))
    try:
        opened = open_picture(bytes(damaged[:cut]))
    except PictureError:
        return
    assert opened.ndim == 2
    assert opened.dtype == np.uint8
