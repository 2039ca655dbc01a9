"""The figures of a set of digits show the digits and numbers they were given (notebook 01)."""

import matplotlib
import numpy as np
import pytest
from figures import pictures, texts

from digitlib import plots
from digitlib.plots import data, style

IMAGES = np.random.default_rng(0).integers(0, 256, (60, 28, 28)).astype(np.uint8)
LABELS = np.arange(60) % 10


def test_pixel_table_prints_the_numbers_of_its_square():
    figure = plots.pixel_table(IMAGES[0], top=3, left=20, size=4)
    printed = [int(text) for text in texts(figure) if text.isdigit()]
    assert printed == IMAGES[0][3:7, 20:24].ravel().tolist()


def test_class_counts_prints_the_counts_and_draws_shares():
    figure = plots.class_counts(np.repeat(np.arange(10), np.arange(1, 11)), LABELS)
    heights = [bar.get_height() for bar in figure.axes[0].patches]
    np.testing.assert_allclose(heights, 100 * np.arange(1, 11) / 55)
    np.testing.assert_allclose(figure.axes[0].lines[0].get_ydata(), 10)
    assert {str(count) for count in range(1, 11)} <= set(texts(figure))


def test_mean_digits_share_one_scale_of_spread():
    figure = plots.mean_digits(IMAGES[:10].astype(float), IMAGES[10:20] / 4)
    tops = [image.get_clim()[1] for image in figure.findobj(matplotlib.image.AxesImage)]
    assert tops == [255] * 10 + [IMAGES[10:20].max() / 4] * 10


def test_framing_measured_counts_extents_and_leaves_no_middle_outside():
    heights, widths = np.array([20, 20, 20, 12]), np.array([10, 14, 20, 20])
    boxes = np.array([[14.0, 14], [3, 14], [14, 22.5], [14, 14]])
    figure = plots.framing_measured(heights, widths, np.full((4, 2), 14.0), boxes)
    panels = {axes.get_label(): axes for axes in figure.axes}
    bars = {bar.get_x() + 0.4: bar.get_height() for bar in panels["height"].patches}
    assert bars == pytest.approx({12: 25, 20: 75})
    assert [bar.get_height() for bar in panels["longer side"].patches] == [100]
    left, right = panels["centre"].get_xlim()
    assert left < boxes.min() < boxes.max() < right
    assert panels["centre"].get_ylim() == (right, left)


def test_thumbnail_map_puts_pictures_where_their_points_are():
    ink = np.full((2, 28, 28), 255, np.uint8)
    paper = pictures(plots.thumbnail_map(np.array([[0.0, 0], [1, 1]]), ink, np.array([0, 1]), 3))[0]
    assert paper.shape == (84, 84, 3)
    np.testing.assert_allclose(paper[-28:, :28], 0)  # class 0 is black; low y is at the bottom
    second = matplotlib.colors.to_rgb(style.DIGIT_COLORS[1])
    np.testing.assert_allclose(paper[:28, -28:], np.broadcast_to(second, (28, 28, 3)))
    np.testing.assert_allclose(paper[28:56], 1)
    in_one_place = plots.thumbnail_map(np.ones((60, 2), np.float32), IMAGES, LABELS)
    assert "A map of 1 small pictures" in in_one_place.alt


def test_neighbour_classes_prints_percent_off_the_diagonal():
    shares = (np.ones((10, 10)) - np.eye(10)) / 9
    shares[4, 9] = 0.5
    figure = plots.neighbour_classes(shares)
    assert texts(figure).count("11") == 89
    assert "row 4, column 9: 50" in figure.alt


def test_overlay_is_black_where_both_and_coloured_where_one():
    first, second = np.array([[255, 255, 0, 0]]), np.array([[255, 0, 255, 0]])
    colors = [matplotlib.colors.to_rgb(c) for c in ("black", style.BLUE, style.ORANGE, "white")]
    np.testing.assert_allclose(data.overlay(first, second)[0], colors, atol=1e-9)


def test_look_alikes_draw_both_pictures_and_their_overlay():
    figure = plots.look_alikes([(IMAGES[0], IMAGES[1], "a pair")] * 4, per_row=3)
    trio = pictures(figure)[0]
    np.testing.assert_allclose(trio[:, :28, 0], 1 - IMAGES[0] / 255)
    np.testing.assert_allclose(trio[:, -28:], data.overlay(IMAGES[0], IMAGES[1]))
    assert {"a pair", "only the first digit", "only the second", "both"} <= set(texts(figure))


def test_weight_templates_share_a_scale_with_zero_in_its_middle():
    weights = np.random.default_rng(2).normal(size=(10, 28, 28))
    shown = plots.weight_templates(weights).findobj(matplotlib.image.AxesImage)
    limits = {image.get_clim() for image in shown[:10]}
    assert limits == {(-np.abs(weights).max(), np.abs(weights).max())}


def test_accuracies_are_in_percent():
    figure = plots.accuracy_after_shift(range(3), {"a": [0.9, 0.5, 0.1], "b": [0.8, 0.4, 0.2]})
    np.testing.assert_allclose(figure.axes[0].lines[0].get_ydata(), [90, 50, 10])
    assert "a runs from 90 to 10" in figure.alt
    bars = plots.accuracy_bars({"guess": 0.1, "mean": 0.825})
    assert {"10.0%", "82.5%"} <= set(texts(bars))
    assert bars.axes[0].get_xlim()[0] == 0
