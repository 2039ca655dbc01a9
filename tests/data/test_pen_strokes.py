"""Pen strokes of both sets: known files, the published counts, damaged and hostile files."""

import hashlib
import io
import sys
import tarfile
import zipfile
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loopback import serve

from digitlib.data import pen_strokes
from digitlib.data.download import Source
from digitlib.data.pen_strokes import (
    TEST_WRITERS,
    VALIDATION_WRITERS,
    by_writer,
    learned_from,
    load_pen_strokes,
    read_digits,
    read_unipen,
    writer_part,
)
from digitlib.errors import DataError

SEVEN = """
.SEGMENT DIGIT    0-1 ? "7"
.WRITER_ID 12
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

# One UNIPEN text


def test_reads_label_writer_and_strokes_with_y_down():
    (digit,) = read_digits(SEVEN, top=500)
    assert (digit.label, digit.writer) == (7, "12")
    assert [stroke.tolist() for stroke in digit.strokes] == [
        [[100, 100], [300, 100], [200, 400]],
        [[150, 250], [250, 250]],
    ]
    assert digit.strokes[0].dtype == np.float64


COMPONENTS = "".join(f".PEN_DOWN\n{n} 0\n.PEN_UP\n{n} 9\n" for n in range(20))


@pytest.mark.parametrize(
    ("ranges", "numbers"),
    [("3", [3]), ("3-3", [3]), ("3-5", [3, 4, 5]), ("2,7-8", [2, 7, 8]), ("19", [19])],
)
def test_segments_name_components_counted_from_zero(ranges, numbers):
    (digit,) = read_digits(f'{COMPONENTS}.SEGMENT CHARACTER {ranges} OK "5"')
    assert [stroke[0, 0] for stroke in digit.strokes] == numbers


@pytest.mark.parametrize("what", ['3 ? "a"', '3 ? "42"', '3:1-4:2 ? "5"', "3 ? 5", '- ? "5"', ""])
def test_what_is_no_whole_digit_is_left_out(what):
    assert read_digits(f"{COMPONENTS}.SEGMENT CHARACTER {what}\n") == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (" 300  400\n", " 300\n", "cut short"),
        (" 300  400\n", " 300  4o0\n", "could not convert"),
        (" 300  400\n", " 300  nan\n", "far outside"),
        (" 300  400\n", " 300  -inf\n", "far outside"),
        (" 150  250\n 250  250\n", "", "cut short"),
        ("0-1 ?", "0-3 ?", "no stroke 3"),
        ("0-1 ?", f"0-{'9' * 30} ?", "no stroke 9"),
        ("0-1 ?", f"0-{'9' * 5000} ?", "limit"),
        ("0-1 ?", "1-0 ?", "no stroke"),
    ],
)
def test_names_the_digit_that_is_damaged(old, new, words):
    one = '.SEGMENT DIGIT 2 ? "1"'
    with pytest.raises(DataError, match=f"Digit 2 .*({words})"):
        read_digits(one + SEVEN.replace(old, new) + ".PEN_DOWN\n1 1\n")


@settings(max_examples=150, deadline=None)
@given(
    lines=st.lists(
        st.one_of(st.sampled_from(SEVEN.splitlines()), st.text(max_size=12)), max_size=30
    )
)
def test_random_text_never_crashes(lines):
    try:
        digits = read_digits("\n".join(lines))
    except DataError:
        return
    for digit in digits:
        assert 0 <= digit.label <= 9
        assert all(np.isfinite(stroke).all() for stroke in digit.strokes)


# UNIPEN: many files that include others

FILES = {
    "data/1a/gmd/m.dat": '.INCLUDE gmd/gmd.doc\n.INCLUDE gmd/m.dat\n.SEGMENT CHARACTER 1 ? "3"',
    "data/1a/pri/p.dat": '.INCLUDE pri/p.dat\n.SEGMENT CHARACTER 1-2 ? "4"\n',
    "data/1a/cea/c.dat": '.PEN_DOWN\n1 1\n.SEGMENT CHARACTER 0 ? "9"',
    "data/1b/gmd/letters.dat": '.PEN_DOWN\n1 1\n.SEGMENT CHARACTER 0 ? "8"',
    "include/gmd/gmd.doc": ".COMMENT .SEGMENT is explained here\n.COORD X Y",
    "include/gmd/m.dat": ".WRITER_ID  monu \n.INCLUDE gmd/deep.dat\n.PEN_DOWN\n2 2\n.PEN_UP\n",
    "include/gmd/deep.dat": ".PEN_DOWN\n1 1\n.PEN_UP\n1 5\n",
    "include/pri/p.dat": ".WRITER_ID 159\n.PEN_DOWN\n1 1\n.PEN_UP\n5 5\n.PEN_DOWN\n2 2\n",
}


def as_readers(texts: dict[str, str]):
    return {name: text.encode for name, text in texts.items()}


def assert_is_unipen(digits):
    assert [(d.label, d.writer) for d in digits] == [(3, "gmd/monu"), (4, "pri/159")]
    assert [[s.tolist() for s in d.strokes] for d in digits] == [[[[2, -2]]], [[[2, -2]]]]


def test_unipen_is_found_packed_and_unpacked(empty_home, monkeypatch):
    for name, text in FILES.items():
        path = empty_home / "train_r01_v07" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.setenv("DIGITLIB_DATA", str(empty_home))
    assert_is_unipen(load_pen_strokes("unipen"))
    archive = empty_home / "packed" / "unipen_digits.tar.gz"
    archive.parent.mkdir()
    with tarfile.open(archive, "w:gz") as file:
        file.add(empty_home / "train_r01_v07", "train_r01_v07")
    for place in (archive, archive.parent):
        monkeypatch.setenv("DIGITLIB_DATA", str(place))
        assert_is_unipen(load_pen_strokes("unipen"))
    archive.write_bytes(archive.read_bytes()[:300])
    with pytest.raises(DataError, match=r"unipen_digits\.tar\.gz is damaged"):
        load_pen_strokes("unipen")


@pytest.mark.parametrize(
    ("named", "words"),
    [("", ""), ("empty", "holds no train_r01_v07"), ("tpyo", "tpyo, which does not exist")],
)
def test_without_unipen_it_says_what_to_fetch(empty_home, monkeypatch, named, words):
    (empty_home / "empty").mkdir()
    monkeypatch.setenv("DIGITLIB_DATA", named and str(empty_home / named))
    with pytest.raises(DataError, match=f"(?s)UNIPEN is not on this machine.*{words}.*zenodo"):
        load_pen_strokes("unipen")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets few people make links")
def test_no_include_leads_out_of_the_set(empty_home, monkeypatch):
    secret = '.PEN_DOWN\n1 1\n.SEGMENT CHARACTER 0 ? "1"'
    (empty_home / "secret.dat").write_text(secret)
    folder = empty_home / "train_r01_v07"
    (folder / "data" / "1a" / "gmd").mkdir(parents=True)
    (folder / "include").mkdir()
    (folder / "include" / "link.dat").symlink_to(empty_home / "secret.dat")
    outside = ("../../secret.dat", str(empty_home / "secret.dat"), "link.dat")
    text = "".join(f".INCLUDE {path}\n" for path in outside)
    (folder / "data" / "1a" / "gmd" / "a.dat").write_text(text)
    monkeypatch.setenv("DIGITLIB_DATA", str(empty_home))
    with pytest.raises(DataError, match="no digit"):
        load_pen_strokes("unipen")


LOOP = {"data/1a/gmd/a.dat": ".INCLUDE x\n", "include/x": ".INCLUDE x\n"}
LARGE = {"data/1a/gmd/a.dat": ".INCLUDE x\n" * 90, "include/x": "1 1\n" * 5_000}


@pytest.mark.parametrize("texts", [LOOP, LARGE], ids=["loop", "large"])
def test_includes_without_end_are_refused(monkeypatch, texts):
    monkeypatch.setattr(pen_strokes, "MAX_TEXT", 1_000_000)
    with pytest.raises(DataError, match=r"a\.dat is damaged: It includes too"):
        read_unipen(as_readers(texts))


def test_archive_that_unpacks_to_too_much_is_refused_unread(empty_home, monkeypatch):
    path = empty_home / "unipen_digits.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        header = tarfile.TarInfo("train_r01_v07/data/1a/gmd/a.dat")
        header.size = 2**40
        archive.addfile(header)
    monkeypatch.setenv("DIGITLIB_DATA", str(empty_home))
    with pytest.raises(DataError, match="unpacks to more than"):
        load_pen_strokes("unipen")


# pendigits: one packed file


def packed(text: str) -> bytes:
    """Pack as `compress` does, only worse: each byte as itself, the table cleared in time."""
    codes = []
    for start in range(0, len(text), 63):
        codes += [*text[start : start + 63].encode(), 256]
    bits = np.array(codes)[:, None] >> np.arange(9) & 1
    return b"\x1f\x9d\x90" + np.packbits(bits.ravel(), bitorder="little").tobytes()


PEN_TEXT = ".HIERARCHY DIGIT\n" + SEVEN.replace(".WRITER_ID 12", ".COMMENT 7 12  224")
PEN_BYTES = packed(PEN_TEXT)
NAME = "pendigits-orig.tra.Z"


@pytest.fixture
def tiny_pen(empty_home, monkeypatch):
    """Make the loader take one seven for the published file."""
    monkeypatch.setattr(pen_strokes, "PEN_HASH", hashlib.sha256(PEN_BYTES).hexdigest())
    monkeypatch.setattr(pen_strokes, "PEN_SOURCES", [Source(("http://127.0.0.1:1/pen",))])
    path = empty_home / "named" / NAME
    path.parent.mkdir()
    path.write_bytes(PEN_BYTES)
    return path


def test_pen_strokes_from_each_place(tiny_pen, monkeypatch):
    monkeypatch.setenv("DIGITLIB_DATA", str(tiny_pen.parent))
    for source in (tiny_pen, str(tiny_pen.parent), "pendigits", None):
        (digit,) = load_pen_strokes(source)
        assert (digit.label, digit.writer) == (7, 12)
        assert digit.strokes[0].tolist() == [[100, 100], [300, 100], [200, 400]]


@pytest.mark.parametrize("content", [b"", b"text", PEN_BYTES[:-9], packed(PEN_TEXT + "\n")])
def test_any_other_file_is_refused_unopened(tiny_pen, content):
    tiny_pen.write_bytes(content)
    with pytest.raises(DataError, match="not the file that UCI publishes") as caught:
        load_pen_strokes(tiny_pen)
    assert str(tiny_pen) in str(caught.value)
    with pytest.raises(DataError, match="absent.Z is not a file.*'pendigits' or 'unipen'"):
        load_pen_strokes(tiny_pen.parent / "absent.Z")


@pytest.mark.parametrize("first", ["missing", "wrong"])
def test_pen_strokes_from_the_web(tiny_pen, monkeypatch, first):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(NAME, PEN_BYTES)
        archive.writestr("pendigits-orig.names", "about it")
    files = {NAME: PEN_BYTES, "pen.zip": buffer.getvalue(), "other.zip": b"PK"}
    with serve(files) as server:
        sources = [
            Source((f"{server.url}/{first}/{NAME}",)),
            Source((f"{server.url}/good/other.zip",), pen_strokes._unzip),
            Source((f"{server.url}/good/pen.zip",), pen_strokes._unzip),
        ]
        monkeypatch.setattr(pen_strokes, "PEN_SOURCES", sources[:2])
        with pytest.raises(DataError, match="does not hold"):
            load_pen_strokes()
        monkeypatch.setattr(pen_strokes, "PEN_SOURCES", sources)
        assert len(load_pen_strokes()) == 1
    assert (tiny_pen.parents[1] / "cache" / NAME).read_bytes() == PEN_BYTES


# Who judges


def test_every_writer_has_one_part():
    parts = {writer: writer_part(writer) for writer in range(1, 31)}
    assert {w for w, part in parts.items() if part == "test"} == set(TEST_WRITERS)
    assert {w for w, part in parts.items() if part == "validation"} == set(VALIDATION_WRITERS)
    digits = [pen_strokes.PenDigit(0, writer, []) for writer in range(1, 31)]
    assert [digit.writer for digit in learned_from(digits)] == list(range(1, 22))
    assert [digit.writer for digit in by_writer(digits, TEST_WRITERS)] == list(TEST_WRITERS)


# The real files


@cache
def load_or_skip(name: str):
    try:
        return load_pen_strokes(name)
    except DataError as error:
        pytest.skip(f"needs {name}, which is not on this machine: {error}")


def test_pen_strokes_are_those_published():
    """The counts stand in UCI's own description of the data."""
    pen_digits = load_or_skip("pendigits")
    assert len(pen_digits) == 7494
    assert {digit.writer for digit in pen_digits} == set(range(1, 31))
    counts = np.bincount([digit.label for digit in pen_digits])
    assert counts.tolist() == [780, 779, 780, 719, 780, 720, 720, 778, 719, 719]
    points = np.concatenate([stroke for digit in pen_digits for stroke in digit.strokes])
    assert points.min() >= 0
    assert points.max() <= 500
    assert sum(len(digit.strokes) for digit in pen_digits) == 9433


def test_unipen_has_the_published_counts():
    """Digits, points and writers as they were counted before this code was written."""
    unipen_digits = load_or_skip("unipen")
    writers = {digit.writer for digit in unipen_digits}
    assert (len(unipen_digits), len(writers)) == (15_358, 205)
    assert sum(len(stroke) for digit in unipen_digits for stroke in digit.strokes) == 762_783
    parts = [writer_part(writer) for writer in writers]
    assert [parts.count(part) for part in ("test", "validation", "training")] == [40, 40, 125]


@pytest.mark.parametrize("name", ["pendigits", "unipen"])
def test_pen_strokes_stand_upright(name):
    """People start a digit in its upper half; with y down that is the half of small y."""
    starts = []
    for digit in load_or_skip(name):
        heights = np.concatenate(digit.strokes)[:, 1]
        starts.append(heights[0] < (heights.min() + heights.max()) / 2)
    assert np.mean(starts) > 0.9
