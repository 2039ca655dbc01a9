"""The example drawings: well formed, and where people draw."""

import numpy as np
import pytest

from digitlib import framing
from digitlib.data import samples as examples


@pytest.mark.parametrize("digit", range(10))
def test_an_example_is_a_drawing_on_the_canvas(digit):
    strokes = examples.example_strokes(digit)
    points = np.concatenate(strokes)
    assert all(stroke.ndim == 2 and stroke.shape[1] == 2 for stroke in strokes)
    assert points.min() >= 0
    assert points.max() <= 280
    assert framing.frame_strokes(strokes).max() == 255


def test_the_caller_cannot_spoil_the_store():
    examples.example_strokes(3)[0][:] = 0
    assert examples.example_strokes(3)[0].min() > 0


@pytest.mark.parametrize("digit", [-1, 10, "seven", None, 3.5])
def test_there_is_no_example_of_what_is_no_digit(digit):
    with pytest.raises(ValueError, match="from 0 to 9"):
        examples.example_strokes(digit)


def test_scattered_examples_are_the_same_drawings_smaller_and_elsewhere():
    for digit, scattered in enumerate(examples.scattered_examples()):
        points = np.concatenate(scattered)
        original = np.concatenate(examples.example_strokes(digit))
        np.testing.assert_allclose(np.ptp(points, axis=0), 0.6 * np.ptp(original, axis=0))
        assert 0 <= points.min() <= points.max() <= 280
