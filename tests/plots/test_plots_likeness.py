"""The figures of look-alikes and shifts show the distances they were given."""

import matplotlib
import numpy as np
import pytest
from figures import pictures, texts

from digitlib import plots
from digitlib.plots import likeness, style


@pytest.fixture
def images():
    return np.random.default_rng(0).integers(0, 256, (60, 28, 28)).astype(np.uint8)


def test_neighbour_classes_prints_per_cent_off_the_diagonal():
    figure = plots.neighbour_classes((np.ones((10, 10)) - np.eye(10)) / 9)
    assert texts(figure).count("11") == 90


def test_overlay_is_black_where_both_and_coloured_where_one():
    first, second = np.array([[255, 255, 0, 0]]), np.array([[255, 0, 255, 0]])
    both, blue, orange, none = likeness.overlay(first, second)[0]
    np.testing.assert_allclose(both, 0)
    np.testing.assert_allclose(blue, matplotlib.colors.to_rgb(style.BLUE))
    np.testing.assert_allclose(orange, matplotlib.colors.to_rgb(style.ORANGE))
    np.testing.assert_allclose(none, 1)


def test_look_alikes_draw_trios(images):
    figure = plots.look_alikes([(images[0], images[1], "a pair")] * 4, per_row=3)
    assert len(pictures(figure)) == 12
    assert texts(figure).count("a pair") == 4
    assert {"only the first digit", "only the second", "both"} <= set(texts(figure))


def test_shifted_example_shows_every_picture(images):
    figure = plots.shifted_example({"here": images[0], "there": images[1]})
    assert [len(pictures(figure)), {"here", "there"} <= set(texts(figure))] == [2, True]


def test_distance_after_shift_draws_medians_and_yardsticks():
    distances = np.arange(3)[:, None] + np.linspace(-1, 1, 11)
    figure = plots.distance_after_shift(range(3), distances, {"far": 5.0, "near": 1.0})
    curve, far, near = figure.axes[0].lines
    np.testing.assert_allclose(curve.get_ydata(), [0, 1, 2], atol=1e-12)
    assert (far.get_ydata()[0], near.get_ydata()[0]) == (5.0, 1.0)
    assert {"far", "near"} <= set(texts(figure))


def test_accuracy_after_shift_is_in_per_cent():
    figure = plots.accuracy_after_shift(range(3), {"a": [0.9, 0.5, 0.1], "b": [0.8, 0.4, 0.2]})
    np.testing.assert_allclose(figure.axes[0].lines[0].get_ydata(), [90, 50, 10])


def test_three_classifiers_differ_in_more_than_colour():
    by_shift = {name: [0.9, 0.5] for name in "abc"}
    lines = plots.accuracy_after_shift([0, 1], by_shift).axes[0].lines
    assert [line.get_label() for line in lines[:3]] == ["a", "b", "c"]
    assert len({line.get_marker() for line in lines[:3]}) == 3
