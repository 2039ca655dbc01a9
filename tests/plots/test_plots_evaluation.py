"""The figures of an evaluation show what was measured (notebook 03)."""

import figures
import numpy as np
from figures import texts

from digitlib import plots
from digitlib.evaluation import Interval, reliability, wilson_interval

IMAGES = np.random.default_rng(5).integers(0, 256, (6, 28, 28))


def test_the_confusion_matrix_counts_errors_and_colours_only_them():
    counts = np.diag([90, 80, 70])
    counts[1, 2] = 7
    figure = plots.confusion_matrix(counts)
    assert figure.get_suptitle() == "7 errors of 247 digits"
    told = {text.get_text() for text in figure.axes[0].texts}
    assert told - {""} == {"90", "80", "70", "7"}
    errors = figure.axes[0].collections[1].get_array()
    assert np.ma.getmaskarray(errors).reshape(3, 3).diagonal().all()
    assert errors.max() == 7
    assert "row 1, column 2: 7 (errors)" in figure.alt


def test_intervals_are_drawn_in_percent():
    by_name = {"few": (0.9, Interval(0.8, 0.95)), "many": (0.9, Interval(0.88, 0.92))}
    figure = plots.intervals(by_name)
    np.testing.assert_allclose(figures.intervals(figure.axes[0]), [(80, 95), (88, 92)])
    assert "few 90.0% (80.0 to 95.0)" in figure.alt


def test_every_seed_has_its_dot():
    figure = plots.seed_spread([0.992, 0.993, 0.994], Interval(0.99, 0.995))
    np.testing.assert_allclose(figure.axes[0].lines[0].get_xdata(), [99.2, 99.3, 99.4])
    assert "seed 2" in texts(figure)


def test_the_gallery_tells_label_reading_and_confidence():
    figure = plots.error_gallery(IMAGES[:3], [1, 2, 3], [7, 8, 9], [0.99, 0.99997, 0.6], "Errors")
    assert {"label 1", "read 7:\n99.0%", "read 8:\nover 99.9%"} <= set(texts(figure))
    assert sum(axes.get_visible() for axes in figure.axes) == 3
    figure = plots.wrong_labels(IMAGES, [4] * 6, [9] * 6, range(940, 946))
    assert {"label 4, read 9", "test digit 945"} <= set(texts(figure))


def test_the_reliability_diagram_gives_each_filled_bin_its_interval():
    probabilities = np.array([[0.95, 0.05], [0.9, 0.1], [0.55, 0.45]])
    figure = plots.reliability_diagram(reliability(probabilities, np.array([0, 1, 0]), 10))
    points = figure.axes[0].containers[0].lines[0].get_xydata()
    np.testing.assert_allclose(points, [[55, 100], [90, 0], [95, 100]])
    one_right = 100 * np.array(wilson_interval(1, 1))
    np.testing.assert_allclose(figures.intervals(figure.axes[0])[0], one_right)
    assert len(figure.axes[1].texts) == 3


def test_the_best_and_the_growing_luck_are_drawn():
    scores = np.array([0.88, 0.9, 0.9, 0.91, 0.97])
    best_of = {1: np.full(9, 0.9), 10: np.linspace(0.92, 0.96, 9)}
    figure = plots.luck_lab(scores, best_of, skill=0.9)
    left, right = figure.axes
    assert any("the best: 97%" in text for text in texts(figure))
    median = next(line for line in right.lines if line.get_label() == "median")
    np.testing.assert_allclose(median.get_ydata(), [90, 94])
    assert [line.get_ydata()[0] for line in left.lines][-1] == 90
