"""Corruptions change a digit and repeat with the seed; on a canvas a digit lies whole."""

import numpy as np
import pytest

from digitlib.evaluation.corruptions import (
    CANVAS,
    CORRUPTIONS,
    VARIANTS,
    corrupt,
    on_canvas,
    thickened,
    thinned,
)


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


@pytest.mark.parametrize("name", VARIANTS)
def test_no_ink_is_cut_off(name, images):
    for digit in images:
        picture = VARIANTS[name](digit)
        assert picture.shape == (CANVAS, CANVAS)
        assert picture.dtype == np.uint8
        edges = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])
        assert edges.max() < 60
        assert picture.max() > 200


def middle(picture):
    rows, columns = np.indices(picture.shape)
    return np.array([(rows * picture).sum(), (columns * picture).sum()]) / picture.sum()


def test_shifts_are_canvas_pixels(images):
    moved = middle(on_canvas(images[0], 4, down=20, right=-30).astype(float))
    still = middle(on_canvas(images[0], 4).astype(float))
    np.testing.assert_allclose(moved - still, [20, -30], atol=0.01)


def test_thick_is_more_ink_and_thin_is_less(images):
    for digit in images:
        plain = on_canvas(digit).sum(dtype=float)
        assert thickened(digit).sum(dtype=float) > plain > thinned(digit).sum(dtype=float)
        assert set(np.unique(VARIANTS["hard-edged"](digit))) == {0, 255}
