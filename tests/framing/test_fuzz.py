"""Eight thousand random drawings: a frame or one of our own errors, never a crash."""

import numpy as np
import pytest
from fuzzing import any_float, fuzz
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from digitlib.errors import PictureError
from digitlib.framing import frame_picture, frame_strokes, squeeze_picture, squeeze_strokes


def assert_is_frame(image):
    assert image.dtype == np.uint8
    assert image.shape == (28, 28)


# Strokes and pictures

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


RUNS = {
    "strokes": (5_000, strokes, frames_or_refuses_strokes),
    "pictures": (3_000, pictures, frames_or_refuses_picture),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", RUNS)
def test_never_crashes(name):
    number, strategy, check = RUNS[name]
    fuzz(strategy, check, number)
