"""Figures of what goes on inside a network, and a place on the map of digits."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from sklearn.neighbors import KNeighborsRegressor

from digitlib import plots

RNG = np.random.default_rng(6)
POINTS, CODES = RNG.normal(size=(30, 2)), RNG.normal(size=(30, 8))
IMAGES = RNG.integers(1, 256, (30, 28, 28)).astype(np.uint8)
MAP = plots.DigitMap(POINTS, CODES, IMAGES, np.arange(30) % 10)


def test_a_place_is_the_mean_of_its_neighbours_as_scikit_learn_weighs_them():
    fitted = KNeighborsRegressor(5, weights="distance").fit(CODES, POINTS)
    for code in RNG.normal(size=(4, 8)):
        place, nearest = MAP.place(code)
        assert place == pytest.approx(fitted.predict([code])[0])
        assert nearest.tolist() == fitted.kneighbors([code])[1][0].tolist()


def test_a_digit_of_the_map_lies_on_itself():
    place, nearest = MAP.place(CODES[7])
    assert nearest[0] == 7
    assert place == pytest.approx(POINTS[7])
    x, y = MAP.pixel(place)
    assert MAP.paper[round(y) - 14 : round(y) + 14, round(x) - 14 : round(x) + 14].min() < 255


def test_the_picture_marks_a_drawing_and_nothing_on_clean_paper():
    blank, drawn = (
        np.asarray(Image.open(BytesIO(MAP.png(image, CODES[3]))))
        for image in (np.zeros((28, 28), np.uint8), IMAGES[3])
    )
    side = len(MAP.paper)
    assert (blank[:side] == MAP.paper).all()
    assert (blank[side:] == 255).all()
    changed = np.argwhere((drawn[:side] != blank[:side]).any(axis=2))
    assert changed.mean(axis=0)[::-1] == pytest.approx(MAP.pixel(POINTS[3]), abs=3)
    assert drawn[side:].min() < 255


def test_the_parts_of_a_number_add_up():
    values, weights = RNG.random((6, 6, 4)), RNG.normal(size=(3, 3, 4))
    figure = plots.one_number(values, weights, 0.5, 2, 1, "A number")
    bars = [bar.get_height() for bar in figure.axes[-1].patches]
    total = (values[2:5, 1:4] * weights).sum()
    assert sum(bars) == pytest.approx(total)
    assert f"{total + 0.5:.2f}" in figure.axes[-1].get_title()
