"""Digits on a canvas lie where they should, whole."""

import numpy as np
import pytest

from digitlib.evaluation.canvas import CANVAS, VARIANTS, on_canvas, thickened, thinned


@pytest.fixture(scope="module")
def some(digits):
    return digits.x_train[:20]


@pytest.mark.parametrize("name", VARIANTS)
def test_no_ink_is_cut_off(name, some):
    for digit in some:
        picture = VARIANTS[name](digit)
        assert picture.shape == (CANVAS, CANVAS)
        assert picture.dtype == np.uint8
        edges = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])
        assert edges.max() < 60
        assert picture.max() > 200


def middle(picture):
    rows, columns = np.indices(picture.shape)
    return np.array([(rows * picture).sum(), (columns * picture).sum()]) / picture.sum()


def test_shifts_are_canvas_pixels(some):
    moved = middle(on_canvas(some[0], 4, down=20, right=-30).astype(float))
    still = middle(on_canvas(some[0], 4).astype(float))
    np.testing.assert_allclose(moved - still, [20, -30], atol=0.01)


def test_thick_is_more_ink_and_thin_is_less(some):
    for digit in some:
        plain = on_canvas(digit).sum(dtype=float)
        assert thickened(digit).sum(dtype=float) > plain > thinned(digit).sum(dtype=float)
        assert set(np.unique(VARIANTS["hard-edged"](digit))) == {0, 255}
