"""The figures of many drawings draw the shares and intervals that they were given (notebook 04)."""

import matplotlib
import numpy as np
import pytest

from digitlib import plots

SCORE = (0.5, 0.4, 0.7)
OTHER = (0.9, 0.8, 0.95)


def markers(axes) -> list[np.ndarray]:
    return [line.get_xydata() for line in axes.lines]


def intervals(axes) -> list[np.ndarray]:
    collections = axes.findobj(matplotlib.collections.LineCollection)
    segments = [segment for collection in collections for segment in collection.get_segments()]
    return [segment for segment in segments if len(segment) == 2]


def test_variant_scores_draws_a_panel_for_each_network():
    ways = {
        "squeezed": {"small": SCORE, "thick": OTHER},
        "framed": {"small": OTHER, "thick": OTHER},
    }
    figure = plots.variant_scores({"one": ways, "two": ways})
    first, second = figure.axes
    assert (first.get_title(), second.get_title()) == ("one", "two")
    squeezed, framed = markers(first)
    np.testing.assert_allclose(squeezed, [[50, 0], [90, 1]])
    np.testing.assert_allclose(framed, [[90, 0], [90, 1]])
    assert [label.get_text() for label in first.get_yticklabels()] == ["small", "thick"]
    assert any(np.allclose(line, [[40, 0], [70, 0]]) for line in intervals(first))


def test_paper_use_draws_boxes_and_the_longer_side():
    boxes = np.array([[2, 3, 8, 20], [1, 1, 13, 5], [5, 5, 9, 10]], dtype=float)
    figure = plots.paper_use(boxes, num_shown=2)
    paper, sizes = figure.axes
    shown = [(*box.get_xy(), box.get_width(), box.get_height()) for box in paper.patches]
    assert shown == [(2, 3, 6, 17), (1, 1, 12, 4), (4, 4, 20, 20)]
    heights = {bar.get_x(): bar.get_height() for bar in sizes.patches if bar.get_height()}
    assert heights == {17: 1, 12: 1, 5: 1}
    assert "2 of 3" in paper.get_title()


def test_writer_scores_draws_a_tick_for_each_writer():
    figure = plots.writer_scores({"a, framed": ("framed", SCORE, [0.2, 0.6, 0.7])})
    (axes,) = figure.axes
    share, ticks = markers(axes)
    np.testing.assert_allclose(share[:, 0], [50])
    np.testing.assert_allclose(ticks[:, 0], [20, 60, 70])
    assert "50.0 %" in {text.get_text() for text in axes.texts}
    assert any(np.allclose(line[:, 0], [40, 70]) for line in intervals(axes))


def test_accuracy_by_digit_keeps_two_networks_apart():
    scores = {"one": dict.fromkeys(range(10), SCORE), "two": dict.fromkeys(range(10), OTHER)}
    (axes,) = plots.accuracy_by_digit(scores).axes
    first, second = markers(axes)
    np.testing.assert_allclose(first[:, 1], 50)
    np.testing.assert_allclose(second[:, 1], 90)
    assert (np.abs(first[:, 0] - second[:, 0]) > 0.1).all()


@pytest.mark.parametrize(("lowest", "is_cut"), [(0.86, True), (0.05, False)])
def test_accuracy_by_digit_says_where_its_axis_begins(lowest, is_cut):
    scores = {name: dict.fromkeys(range(10), (0.9, lowest, 0.95)) for name in ("a", "b")}
    (axes,) = plots.accuracy_by_digit(scores).axes
    assert ("the axis is cut" in axes.get_ylabel()) is is_cut
    assert bool(axes.get_ylim()[0] > 0) is is_cut
    assert axes.get_ylim()[0] < 100 * lowest


@pytest.mark.parametrize("name", ["variant_scores", "paper_use", "writer_scores"])
def test_the_figures_are_known_to_plots_and_not_to_pyplot(name):
    from matplotlib import pyplot

    assert callable(getattr(plots, name))
    assert pyplot.get_fignums() == []
