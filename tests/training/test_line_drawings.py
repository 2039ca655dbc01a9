"""Digits in a thin, hard-edged line."""

import numpy as np
import pytest

from training.digits_by_rule import random_strokes
from training.line_drawings import angular, line_drawing, line_drawing_frames

CURVE = [np.stack([np.cos(t := np.linspace(0, 6, 60)), np.sin(t)], axis=1)]


@pytest.mark.parametrize("seed", range(20))
def test_a_picture_has_one_dark_level_and_keeps_its_distance(seed):
    picture = line_drawing(CURVE, np.random.default_rng(seed))
    assert set(np.unique(picture)) == {0, 255}
    assert picture.shape[0] == picture.shape[1] >= 28
    rim = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])
    assert (rim == 255).all()


def test_a_curve_becomes_a_few_straight_lines_near_it():
    (corners,) = angular(CURVE, np.random.default_rng(0))
    assert 4 <= len(corners) < 20
    distances = np.linalg.norm(corners[:, None] - CURVE[0], axis=2).min(axis=1)
    assert distances.max() == pytest.approx(0, abs=1e-9)


def test_a_tap_is_drawn_too():
    picture = line_drawing([np.zeros((1, 2))], np.random.default_rng(0))
    assert (picture == 0).any()


def test_frames_hold_ink_and_come_again_with_the_same_seed():
    first, again = (line_drawing_frames(random_strokes, 12, np.random.default_rng(3)) for _ in "ab")
    images, labels = first
    np.testing.assert_array_equal(images, again[0])
    assert images.any(axis=(1, 2)).all()
    assert labels.shape == (12,)
    assert set(labels) <= set(range(10))
