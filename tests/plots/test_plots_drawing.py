"""The figures of one drawing show what they were given (notebook 04)."""

import matplotlib
import numpy as np
import pytest

from digitlib import plots
from digitlib.data.examples import example_strokes
from digitlib.network.predictor import Prediction
from digitlib.plots.drawing import WAY_STYLES


@pytest.fixture
def images():
    return np.random.default_rng(0).integers(0, 256, (40, 28, 28)).astype(np.uint8)


def texts(figure) -> set[str]:
    return {text.get_text() for text in figure.findobj(matplotlib.text.Text)}


def pictures(figure) -> list[np.ndarray]:
    return [np.asarray(image.get_array()) for image in figure.findobj(matplotlib.image.AxesImage)]


def labels_below(figure) -> list[str]:
    return [axes.get_xlabel() for axes in figure.axes]


def test_strokes_and_ink_marks_box_and_centre_of_mass():
    ink = np.zeros((280, 280), np.uint8)
    ink[30:51, 100:201] = 255
    left, right = plots.strokes_and_ink(example_strokes(7), ink).axes
    assert {"1", "2", "3"} <= {text.get_text() for text in left.texts}
    assert left.get_ylim() == (280, 0)
    (box,) = right.patches
    assert (box.get_xy(), box.get_width(), box.get_height()) == ((100, 30), 100, 20)
    ring, cross = right.lines
    np.testing.assert_allclose(ring.get_xydata(), [[150, 40]])
    np.testing.assert_allclose(cross.get_xydata(), [[139.5, 139.5]])


def test_squeezed_and_framed_shows_both_pictures_and_answers(images):
    one, other = np.full(10, 0.02), np.full(10, 0.01)
    one[4], other[2] = 0.82, 0.91
    figure = plots.squeezed_and_framed(
        example_strokes(2), Prediction(4, one, images[0]), Prediction(2, other, images[1])
    )
    assert labels_below(figure)[1:3] == ["read as: 4 (82.0%)", "read as: 2 (91.0%)"]
    np.testing.assert_array_equal(pictures(figure), images[:2])
    widths = [bar.get_width() for bar in figure.axes[3].patches]
    np.testing.assert_allclose(widths, 100 * np.concatenate([one, other]))
    hatches = [bar.get_hatch() for bar in figure.axes[3].patches]
    assert all(hatches[:10])
    assert not any(hatches[10:])
    assert [text.get_text() for text in figure.legends[0].texts] == ["squeezed", "framed"]


def test_slider_sweeps_draws_each_curve_in_percent():
    positions, curve = [0, 10, 20], np.array([0.1, 0.5, 1.0])
    sweeps = {name: (positions, {"squeezed": curve, "framed": curve**2}) for name in "abc"}
    figure = plots.slider_sweeps(sweeps, truth=7)
    assert labels_below(figure) == ["a", "b", "c"]
    squeezed, framed = figure.axes[1].lines
    np.testing.assert_allclose(squeezed.get_xydata(), [[0, 10], [10, 50], [20, 100]])
    np.testing.assert_allclose(framed.get_ydata(), [1, 25, 100])
    assert "probability of a 7 (%)" in texts(figure)


def test_the_two_ways_differ_in_more_than_colour():
    squeezed, framed = WAY_STYLES["squeezed"], WAY_STYLES["framed"]
    assert all(squeezed[part] != framed[part] for part in ("color", "marker", "ls"))


def test_canvas_variants_titles_columns_and_rows(images):
    figure = plots.canvas_variants({"paper": images[:3], "framed": images[3:6]}, "abc")
    np.testing.assert_array_equal(pictures(figure), images[:6])
    assert {"a", "b", "c", "paper", "framed"} <= texts(figure)


@pytest.mark.parametrize("number", [1, 4])
def test_nearest_pictures_crosses_strangers(images, number):
    labels = np.tile([7, 1], (number, 1))
    neighbours = images[: 2 * number].reshape(number, 2, 28, 28)
    figure = plots.nearest_pictures(
        images[-number:], [1] * number, [7] * number, neighbours, labels
    )
    assert len(pictures(figure)) == 3 * number
    below = labels_below(figure)
    assert below.count("× 7") == number
    assert below.count("1") == number
    assert "a 1,\nread as 7" in texts(figure)
