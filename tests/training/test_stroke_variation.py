"""Pen strokes as another hand would draw them: other shapes, the same digit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_data import some_pen_digits

from digitlib import load_predictor
from digitlib.framing import frame_strokes
from training.stroke_variation import vary_strokes

SEVEN = [np.array([(0, 0), (60, 0), (25, 100)], float), np.array([(10, 50), (55, 48)], float)]


def varied(seed, strength=1.0, strokes=SEVEN):
    return vary_strokes(strokes, np.random.default_rng(seed), strength)


def test_without_strength_the_drawing_stays():
    frames = [frame_strokes(strokes).astype(int) for strokes in (SEVEN, varied(0, strength=0))]
    assert np.abs(frames[0] - frames[1]).mean() < 3


def test_hands_differ_each_seed_has_its_own_and_the_given_strokes_stay():
    before = [stroke.copy() for stroke in SEVEN]
    first, again, other = (frame_strokes(varied(seed)).astype(int) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert np.abs(first - other).mean() > 5
    assert all((now == old).all() for now, old in zip(SEVEN, before, strict=True))


@given(
    strokes=st.lists(
        st.lists(st.tuples(*[st.floats(-1e3, 1e3)] * 2), min_size=1, max_size=12),
        min_size=1,
        max_size=4,
    ),
    seed=st.integers(0, 99),
)
@settings(max_examples=60, deadline=None)
def test_any_strokes_give_as_many_finite_strokes(strokes, seed):
    given_strokes = [np.array(stroke) for stroke in strokes]
    result = varied(seed, 1.0, given_strokes)
    assert len(result) == len(strokes)
    assert all(np.isfinite(stroke).all() and stroke.shape[1] == 2 for stroke in result)


@pytest.mark.parametrize("digit", some_pen_digits()[:4], ids=lambda digit: str(digit.label))
def test_a_varied_digit_is_still_read(digit):
    """The pen digits here are made up, so no network has learned from them."""
    frames = np.array([frame_strokes(varied(seed, 0.5, digit.strokes)) for seed in range(20)])
    shipped = load_predictor()
    assert (shipped.probabilities(frames).argmax(1) == digit.label).mean() >= 0.9
