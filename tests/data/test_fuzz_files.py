"""Twelve thousand damaged files: drawings or one of our own errors, never a crash."""

import numpy as np
import pytest
from fuzzing import any_float, fuzz
from hypothesis import strategies as st
from test_pen_strokes import SEVEN

from digitlib.data.pen_strokes import read_digits
from digitlib.data.samples import COLUMNS, Sample, load_samples, save_samples
from digitlib.errors import DataError, PictureError

# Stroke files


def changed(content: bytes):
    """Return a strategy of `content` with a piece replaced, taken out or put in."""

    def change(parts):
        start, length, piece = parts
        start %= len(content) + 1
        return content[:start] + piece + content[start + length :]

    number = st.integers(0, 2**16)
    return st.tuples(number, st.integers(0, 20), st.binary(max_size=20)).map(change)


def reads_or_refuses_strokes(content):
    try:
        digits = read_digits(content.decode("latin-1"))
    except DataError:
        return
    for digit in digits:
        assert 0 <= digit.label <= 9
        for stroke in digit.strokes:
            assert stroke.shape[1] == 2
            assert np.isfinite(stroke).all()


# Sample files

KEPT = [
    Sample(7, [np.array([[1.0, 2.0], [3.0, 4.5]]), np.array([[2.0, 2.0]])], "2026-01-31T12:00:00"),
    Sample(1, [np.array([[5.0, 5.0], [5.0, 9.0]])], "2026-01-31T12:00:01"),
]
cells = st.one_of(st.integers().map(str), any_float.map(repr), st.text(max_size=6))
tables = st.lists(st.lists(cells, min_size=4, max_size=7).map(",".join), max_size=6).map(
    lambda rows: "\n".join([",".join(COLUMNS), *rows]).encode("utf-8", "surrogatepass")
)


def kept_as(folder, suffix: str) -> bytes:
    return save_samples(folder / f"good{suffix}", KEPT).read_bytes()


def reader_of(folder, suffix: str):
    """Return a check that writes bytes to one file and reads it."""
    path = folder / f"samples{suffix}"

    def loads_or_refuses(content):
        path.write_bytes(content)
        try:
            samples = load_samples(path)
        except (DataError, PictureError):
            return
        for sample in samples:
            assert 0 <= sample.label <= 9
            assert all(np.isfinite(stroke).all() for stroke in sample.strokes)

    return loads_or_refuses


NUMBERS = {
    "changed stroke file": 5_000,
    "tables": 2_500,
    "changed .csv": 2_500,
    "changed .npz": 2_500,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", NUMBERS)
def test_damaged_files_never_crash(tmp_path, name):
    strategy, check = {
        "changed stroke file": (changed(SEVEN.encode() * 2), reads_or_refuses_strokes),
        "tables": (tables, reader_of(tmp_path, ".csv")),
        "changed .csv": (changed(kept_as(tmp_path, ".csv")), reader_of(tmp_path, ".csv")),
        "changed .npz": (changed(kept_as(tmp_path, ".npz")), reader_of(tmp_path, ".npz")),
    }[name]
    fuzz(strategy, check, NUMBERS[name])
