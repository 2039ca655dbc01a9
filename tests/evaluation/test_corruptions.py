"""Corruptions change a digit, keep its form, and repeat with the seed."""

import numpy as np
import pytest

from digitlib.evaluation.corruptions import CORRUPTIONS, corrupt


@pytest.fixture(scope="module")
def images(digits):
    return digits.x_train[:12]


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_each_changes_every_image_and_repeats(name, images):
    before = images.copy()
    corrupted = corrupt(images, name, seed=1)
    assert corrupted.shape == images.shape
    assert corrupted.dtype == np.uint8
    assert (corrupted != images).any(axis=(1, 2)).all()
    np.testing.assert_array_equal(images, before)
    np.testing.assert_array_equal(corrupted, corrupt(images, name, seed=1))


def test_an_unknown_name_is_answered_with_the_list(images):
    with pytest.raises(ValueError, match="shot noise"):
        corrupt(images, "rain")


def test_rotation_keeps_the_ink_and_turns_it():
    bar = np.zeros((1, 28, 28), np.uint8)
    bar[0, 6:22, 13:15] = 255
    turned = corrupt(bar, "rotate")
    assert turned.sum() == pytest.approx(bar.sum(), rel=0.1)
    columns = np.flatnonzero(turned[0].sum(axis=0) > 50)
    assert 6 <= np.ptp(columns) <= 10  # 16 rows turned by 20 to 30 degrees


def test_translation_moves_by_three():
    dot = np.zeros((1, 28, 28), np.uint8)
    dot[0, 14, 14] = 255
    row, column = np.argwhere(corrupt(dot, "translate")[0])[0]
    assert {abs(row - 14), abs(column - 14)} == {3}
