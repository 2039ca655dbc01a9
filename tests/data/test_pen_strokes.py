"""LZW and UNIPEN: an independent packer, known files, damaged ones, random ones."""

import shutil
import subprocess

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digitlib.data.pen_strokes import read_unipen, unlzw
from digitlib.errors import DataError


class BitWriter:
    """Collect codes lowest bit first, padded to eight codes whenever the width changes."""

    def __init__(self):
        self.bits = []
        self.codes_in_group = 0

    def write(self, code: int, width: int):
        self.bits += [code >> place & 1 for place in range(width)]
        self.codes_in_group = (self.codes_in_group + 1) % 8

    def pad(self, width: int):
        if self.codes_in_group:
            self.bits += [0] * (width * (8 - self.codes_in_group))
            self.codes_in_group = 0

    def bytes(self) -> bytes:
        return np.packbits(np.array(self.bits, dtype=np.uint8), bitorder="little").tobytes()


def lzw(data: bytes, max_width: int = 16, clear_every: int = 0) -> bytes:
    """Pack as `compress` does: an independent writer for the reader under test."""
    writer, first_free = BitWriter(), 257
    table = {bytes([value]): value for value in range(256)}
    width, num_entries, prefix = 9, first_free, b""

    def emit(code: int):
        nonlocal width
        writer.write(code, width)

    emitted = 0
    for value in data:
        longer = prefix + bytes([value])
        if longer in table:
            prefix = longer
            continue
        emit(table[prefix])
        emitted += 1
        if clear_every and emitted % clear_every == 0:
            emit(256)
            writer.pad(width)
            table = {bytes([value]): value for value in range(256)}
            width, num_entries = 9, first_free
        elif num_entries < 1 << max_width:
            table[longer] = num_entries
            num_entries += 1
            # The reader's table is one entry behind the writer's.
            if num_entries - 1 >= 1 << width and width < max_width:
                writer.pad(width)
                width += 1
        prefix = bytes([value])
    if prefix:
        emit(table[prefix])
    return b"\x1f\x9d" + bytes([0x80 | max_width]) + writer.bytes()


TEXT = b"".join(b"%4d %4d\n" % (i * i % 487, i * 31 % 499) for i in range(4000))


@pytest.mark.parametrize("data", [b"", b"a", b"aaaaaaaaaaaaaaaaaaaa", bytes(range(256)) * 9, TEXT])
@pytest.mark.parametrize("max_width", [10, 12, 16])
@pytest.mark.parametrize("clear_every", [0, 5, 300])
def test_unpacks_what_was_packed(data, max_width, clear_every):
    assert unlzw(lzw(data, max_width, clear_every)) == data


@settings(max_examples=100, deadline=None)
@given(data=st.binary(max_size=3000), clear_every=st.integers(0, 50))
def test_unpacks_any_bytes(data, clear_every):
    assert unlzw(lzw(data, 12, clear_every)) == data


@pytest.mark.skipif(not shutil.which("gzip"), reason="the program gzip is not installed")
@pytest.mark.parametrize("clear_every", [0, 300])
@pytest.mark.parametrize("max_width", [10, 13, 16])
def test_agrees_with_gzip(max_width, clear_every):
    """`gzip -d` reads .Z files: it vouches for the packer above and agrees with our reader."""
    noise = np.random.default_rng(0).integers(0, 90, 60_000, dtype=np.uint8).tobytes()
    packed = lzw(noise + TEXT + noise, max_width, clear_every)
    run = subprocess.run(["gzip", "-dc"], input=packed, capture_output=True, check=True)
    assert unlzw(packed) == run.stdout == noise + TEXT + noise


@pytest.mark.parametrize(
    ("packed", "words"),
    [
        (b"", "not .Z data"),
        (b"\x1f\x9d", "not .Z data"),
        (b"<!DOCTYPE html>", "not .Z data"),
        (b"\x1f\x8b\x08\x00", "not .Z data"),
        (b"\x1f\x9d\x88\x00", "codes of 8 bits"),
        (b"\x1f\x9d\x9f\x00", "codes of 31 bits"),
        (b"\x1f\x9d\x90\xff\xff\xff", "impossible code 511"),
    ],
)
def test_refuses_what_is_not_lzw(packed, words):
    with pytest.raises(DataError, match=words):
        unlzw(packed)


def test_stops_before_memory_is_full():
    packed = lzw(b"a" * 500_000)
    assert len(packed) < 3000
    assert len(unlzw(packed, max_bytes=500_000)) == 500_000
    with pytest.raises(DataError, match="more than 499,999 bytes"):
        unlzw(packed, max_bytes=499_999)


@settings(max_examples=300, deadline=None)
@given(flags=st.integers(0, 255), rest=st.binary(max_size=400))
@example(flags=0x90, rest=b"\x00\x03")
def test_random_bytes_never_crash(flags, rest):
    try:
        unlzw(b"\x1f\x9d" + bytes([flags]) + rest, max_bytes=100_000)
    except DataError:
        return


def test_truncated_data_give_a_beginning():
    """LZW has no checksum: the caller's hash catches what is missing."""
    packed = lzw(TEXT)
    start = unlzw(packed[: len(packed) // 2])
    assert 0 < len(start) < len(TEXT)
    assert TEXT.startswith(start)


SEVEN = """
.SEGMENT DIGIT    0-1 ? "7"
.COMMENT 7 12  224
.PEN_DOWN
 100  400
 300  400
 200  100
.PEN_UP
.DT 100
.PEN_DOWN
 150  250
 250  250
.PEN_UP
.DT 100
"""


def test_reads_label_writer_and_strokes_with_y_down():
    (digit,) = read_unipen(".HIERARCHY DIGIT\n" + SEVEN)
    assert (digit.label, digit.writer) == (7, 12)
    assert [stroke.tolist() for stroke in digit.strokes] == [
        [[100, 100], [300, 100], [200, 400]],
        [[150, 250], [250, 250]],
    ]
    assert digit.strokes[0].dtype == np.float64


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (".COMMENT 7 12  224", ".COMMENT", "needs one line"),
        (".COMMENT 7 12  224", ".COMMENT seven 12 224", "invalid literal"),
        (".COMMENT 7 12  224", ".COMMENT 11 12 224", "label is 11"),
        (".COMMENT 7 12  224", ".COMMENT 7 12 224\n.COMMENT 7 12 224", "needs one line"),
        (".PEN_UP\n", "", "could not convert|cut short"),
        (" 300  400\n", " 300\n", "cut short"),
        (" 300  400\n", " 300  4o0\n", "could not convert"),
        (" 300  400\n", " 300  nan\n", "far outside"),
        (" 300  400\n", " 300  -inf\n", "far outside"),
        (" 300  400\n", " 300  1e300\n", "far outside"),
        (".PEN_DOWN", ".PEN_LOST", "no stroke"),
        (" 150  250\n 250  250\n", "", "cut short"),
    ],
)
def test_names_the_digit_that_is_damaged(old, new, words):
    text = SEVEN + SEVEN.replace(old, new)
    with pytest.raises(DataError, match=f"Digit 2 .*({words})"):
        read_unipen(text)


def test_text_without_digits():
    with pytest.raises(DataError, match="no digit"):
        read_unipen("<html>not here</html>")


@settings(max_examples=300, deadline=None)
@given(
    lines=st.lists(
        st.one_of(st.sampled_from(SEVEN.splitlines()), st.text(max_size=12)), max_size=30
    )
)
def test_random_text_never_crashes(lines):
    try:
        digits = read_unipen("\n".join(lines))
    except DataError:
        return
    for digit in digits:
        assert 0 <= digit.label <= 9
        assert all(np.isfinite(stroke).all() for stroke in digit.strokes)
