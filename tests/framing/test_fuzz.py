"""Twenty thousand random inputs: a right answer or one of our own errors, never a crash."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from test_pen_strokes import SEVEN

from digitlib.data.pen_strokes import read_digits
from digitlib.data.samples import COLUMNS, Sample, load_samples, save_samples
from digitlib.errors import DataError, PictureError
from digitlib.framing import frame_picture, frame_strokes, squeeze_picture, squeeze_strokes


def fuzz(strategy, check, number: int):
    """Feed `check` with `number` inputs; make sure that so many really came."""
    seen = 0

    @settings(
        max_examples=number,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def run(value):
        nonlocal seen
        seen += 1
        check(value)

    run()
    assert seen >= number


def assert_is_frame(image):
    assert image.dtype == np.uint8
    assert image.shape == (28, 28)


# Strokes and pictures

any_float = st.floats(allow_nan=True, allow_infinity=True, width=64)
screen_float = st.floats(-1e4, 1e4)


def stroke_of(numbers):
    return hnp.arrays(np.float64, st.tuples(st.integers(0, 12), st.just(2)), elements=numbers)


strokes = st.one_of(
    st.lists(stroke_of(screen_float), max_size=5),
    st.lists(stroke_of(any_float), max_size=4),
    st.lists(hnp.arrays(st.sampled_from(["f8", "i4", "u1", "?", "c16", "U3"]),
                        hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4)),
             max_size=3),
    st.recursive(st.none() | any_float | st.text(max_size=3),
                 lambda inner: st.lists(inner, max_size=4), max_leaves=12),
)  # fmt: skip

pictures = hnp.arrays(
    st.sampled_from(["u1", "u2", "i2", "i8", "f2", "f4", "f8", "?", "c8"]),
    hnp.array_shapes(min_dims=1, max_dims=4, min_side=0, max_side=40),
)


def frames_or_refuses_strokes(drawing):
    for frame in (frame_strokes, squeeze_strokes):
        try:
            image = frame(drawing)
        except PictureError:
            continue
        assert_is_frame(image)


def frames_or_refuses_picture(picture):
    for frame in (frame_picture, squeeze_picture):
        try:
            image = frame(picture)
        except PictureError:
            continue
        assert_is_frame(image)


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


RUNS = {
    "strokes": 5_000,
    "pictures": 3_000,
    "changed stroke file": 7_000,
    "tables": 2_500,
    "changed .csv": 2_500,
    "changed .npz": 2_500,
}


def test_the_runs_make_twenty_thousand_inputs():
    assert sum(RUNS.values()) >= 20_000


@pytest.mark.slow
@pytest.mark.parametrize("name", RUNS)
def test_never_crashes(tmp_path, name):
    strategy, check = {
        "strokes": (strokes, frames_or_refuses_strokes),
        "pictures": (pictures, frames_or_refuses_picture),
        "changed stroke file": (changed(SEVEN.encode() * 2), reads_or_refuses_strokes),
        "tables": (tables, reader_of(tmp_path, ".csv")),
        "changed .csv": (changed(kept_as(tmp_path, ".csv")), reader_of(tmp_path, ".csv")),
        "changed .npz": (changed(kept_as(tmp_path, ".npz")), reader_of(tmp_path, ".npz")),
    }[name]
    fuzz(strategy, check, RUNS[name])
