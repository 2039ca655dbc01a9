"""Every figure of notebook 03 shows what it was given."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from digitlib import plots
from digitlib.evaluation.metrics import Interval, reliability


@pytest.fixture
def generator():
    return np.random.default_rng(5)


def words(figure: Figure) -> str:
    """Return all text of a figure."""
    found = figure.findobj(match=lambda artist: hasattr(artist, "get_text"))
    return " | ".join(text.get_text() for text in found)


def test_the_confusion_matrix_counts_errors_and_colours_only_them():
    counts = np.diag([90, 80, 70])
    counts[1, 2] = 7
    figure = plots.confusion_matrix(counts)
    assert "7 errors of 247 digits" in words(figure)
    told = {text.get_text() for text in figure.axes[0].texts}
    assert told >= {"90", "80", "70", "7"}
    assert "0" not in told
    errors = figure.axes[0].collections[1].get_array()
    assert np.ma.getmaskarray(errors).reshape(3, 3).diagonal().all()
    assert errors.max() == 7


def test_intervals_are_drawn_in_percent():
    figure = plots.intervals(
        {"few": (0.9, Interval(0.8, 0.95)), "many": (0.9, Interval(0.88, 0.92))}
    )
    bar = figure.axes[0].lines[0].get_xdata()
    assert np.allclose(bar, [80, 95])
    assert "few" in words(figure)


def test_every_seed_has_its_dot():
    figure = plots.seed_spread([0.992, 0.993, 0.994], Interval(0.99, 0.995))
    assert np.allclose(figure.axes[0].lines[0].get_xdata(), [99.2, 99.3, 99.4])
    assert "seed 2" in words(figure)


def test_the_gallery_tells_label_reading_and_confidence(generator):
    images = generator.integers(0, 256, (3, 28, 28))
    figure = plots.error_gallery(images, [1, 2, 3], [7, 8, 9], [0.99, 0.99997, 0.6], "Errors")
    assert "label 1" in words(figure)
    assert "read 7:\n99.0%" in words(figure)
    assert "read 8:\nover 99.9%" in words(figure)
    assert sum(axes.get_visible() for axes in figure.axes) == 3


def test_disputed_labels_carry_their_place(generator):
    images = generator.integers(0, 256, (6, 28, 28))
    figure = plots.wrong_labels(images, [4] * 6, [9] * 6, range(940, 946))
    assert "label 4, read 9" in words(figure)
    assert "test digit 945" in words(figure)


def test_the_reliability_diagram_leaves_out_empty_bins():
    probabilities = np.array([[0.95, 0.05], [0.9, 0.1], [0.55, 0.45]])
    figure = plots.reliability_diagram(reliability(probabilities, np.array([0, 1, 0]), 10))
    heights = [bar.get_height() for bar in figure.axes[0].patches]
    assert np.allclose(sorted(heights), [0, 1, 1])
    assert len(figure.axes[1].texts) == 3


def test_the_best_temperature_is_marked():
    grid = np.linspace(0.5, 2, 7)
    figure = plots.temperatures(grid, (grid - 1.25) ** 2, 1.25)
    assert "best: 1.25" in words(figure)
    assert np.allclose(figure.axes[0].lines[1].get_xdata(), 1.25)


def test_the_best_epoch_of_each_seed_is_ringed():
    accuracies = np.array([[0.97, 0.99, 0.98], [0.98, 0.97, 0.96]])
    figure = plots.lucky_epochs(accuracies)
    rings = [line for line in figure.axes[0].lines if line.get_marker() == "o"]
    found = {(float(ring.get_xdata()[0]), float(ring.get_ydata()[0])) for ring in rings}
    assert found == {(2, 99.0), (1, 98.0)}


def test_flattery_tells_honest_from_flattering_by_more_than_colour():
    figure = plots.flattery({"last epoch": 0.985, "epoch chosen by the test part": 0.988})
    assert "98.80 %" in words(figure)
    assert "honest" in words(figure)
    assert "flattering" in words(figure)
