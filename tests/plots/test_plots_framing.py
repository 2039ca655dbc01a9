"""The figures of the frame show what was measured."""

import numpy as np
import pytest
from figures import texts

from digitlib import plots


@pytest.fixture
def images():
    return np.random.default_rng(0).integers(0, 256, (60, 28, 28)).astype(np.uint8)


def test_framing_steps_mark_the_centre(images):
    figure = plots.framing_steps({"wide": images[0][:10], "frame": images[1]}, centre=(14, 13.5))
    dot = figure.axes[-1].lines[-1]
    assert (dot.get_xdata()[0], dot.get_ydata()[0]) == (13.5, 14)
    assert "28 x 10 pixels" in texts(figure)


def test_framing_measured_counts_extents():
    heights, widths = np.array([20, 20, 20, 12]), np.array([10, 14, 20, 20])
    centres = np.full((4, 2), 14.0)
    figure = plots.framing_measured(heights, widths, centres, centres)
    bars = {bar.get_x() + 0.4: bar.get_height() for bar in figure.axes[0].patches}
    assert bars == pytest.approx({12: 25, 20: 75})
    assert [bar.get_height() for bar in figure.axes[2].patches] == [100]


def test_framing_measured_leaves_no_middle_outside():
    sizes, mass = np.full(3, 20), np.full((3, 2), 14.0)
    boxes = np.array([[14.0, 14], [3, 14], [14, 22.5]])
    axes = plots.framing_measured(sizes, sizes, mass, boxes).axes[3]
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    assert left < boxes.min()
    assert right > boxes.max()
    assert (top, bottom) == (left, right)
