"""Twenty thousand random inputs: a frame, drawings or one of our own errors, never a crash."""

import functools

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from digitlib.data.pen_strokes import read_digits
from digitlib.data.samples import COLUMNS, Sample, load_samples, save_samples
from digitlib.errors import DataError, PictureError
from digitlib.framing import frame_picture, frame_strokes, squeeze_picture, squeeze_strokes

any_float = st.floats(allow_nan=True, allow_infinity=True, width=64)


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


# Strokes and pictures


def strokes_of(numbers):
    shapes = st.tuples(st.integers(0, 12), st.just(2))
    return st.lists(hnp.arrays(np.float64, shapes, elements=numbers), max_size=5)


small_shapes = hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4)
strange_types = st.sampled_from(["f8", "i4", "u1", "?", "c16", "U3"])
drawings = st.one_of(
    strokes_of(st.floats(-1e4, 1e4)),
    strokes_of(any_float),
    st.lists(hnp.arrays(strange_types, small_shapes), max_size=3),
    st.recursive(
        st.none() | any_float | st.text(max_size=3),
        lambda inner: st.lists(inner, max_size=4),
        max_leaves=12,
    ),
)
pictures = hnp.arrays(
    st.sampled_from(["u1", "u2", "i2", "i8", "f2", "f4", "f8", "?", "c8"]),
    hnp.array_shapes(min_dims=1, max_dims=4, min_side=0, max_side=40),
)


def frames_or_refuses(ways, drawing):
    for frame in ways:
        try:
            image = frame(drawing)
        except PictureError:
            continue
        assert (image.dtype, image.shape) == (np.uint8, (28, 28))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("strategy", "ways", "number"),
    [
        (drawings, (frame_strokes, squeeze_strokes), 5_000),
        (pictures, (frame_picture, squeeze_picture), 3_000),
    ],
    ids=["strokes", "pictures"],
)
def test_no_drawing_crashes_the_framing(strategy, ways, number):
    fuzz(strategy, functools.partial(frames_or_refuses, ways), number)


# Files

PEN_TEXT = '.SEGMENT DIGIT 0-1 ? "7"\n.WRITER_ID 12\n' + ".PEN_DOWN\n 100 400\n 3 40\n.PEN_UP\n" * 2
KEPT = [
    Sample(7, [np.array([[1.0, 2.0], [3.0, 4.5]]), np.array([[2.0, 2.0]])], "2026-01-31T12:00:00"),
    Sample(1, [np.array([[5.0, 5.0], [5.0, 9.0]])], "2026-01-31T12:00:01"),
]
cells = st.one_of(st.integers().map(str), any_float.map(repr), st.text(max_size=6))
tables = st.lists(st.lists(cells, min_size=4, max_size=7).map(",".join), max_size=6).map(
    lambda rows: "\n".join([",".join(COLUMNS), *rows]).encode("utf-8", "surrogatepass")
)


def changed(content: bytes):
    """Return a strategy of `content` with a piece replaced, taken out or put in."""

    def change(parts):
        start, length, piece = parts
        start %= len(content) + 1
        return content[:start] + piece + content[start + length :]

    number = st.integers(0, 2**16)
    return st.tuples(number, st.integers(0, 20), st.binary(max_size=20)).map(change)


def assert_are_drawings(digits):
    for digit in digits:
        assert 0 <= digit.label <= 9
        for stroke in digit.strokes:
            assert stroke.shape[1] == 2
            assert np.isfinite(stroke).all()


def reads_or_refuses_strokes(content):
    try:
        assert_are_drawings(read_digits(content.decode("latin-1")))
    except DataError:
        return


def reads_or_refuses_samples(path, content):
    path.write_bytes(content)
    try:
        assert_are_drawings(load_samples(path))
    except (DataError, PictureError):
        return


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".csv", ".npz"])
@pytest.mark.parametrize("how", ["changed", "made up"])
def test_no_file_of_samples_crashes_the_reader(tmp_path, suffix, how):
    good = save_samples(tmp_path / f"good{suffix}", KEPT).read_bytes()
    strategy = changed(good) if how == "changed" else tables
    check = functools.partial(reads_or_refuses_samples, tmp_path / f"a{suffix}")
    fuzz(strategy, check, 2_500)


@pytest.mark.slow
def test_no_file_of_pen_strokes_crashes_the_reader():
    fuzz(changed(PEN_TEXT.encode()), reads_or_refuses_strokes, 5_000)
