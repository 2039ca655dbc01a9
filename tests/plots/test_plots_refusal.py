"""The figures of knowing when not to answer show what was measured (notebook 07)."""

import numpy as np
from figures import texts

from digitlib import plots

IMAGE = np.random.default_rng(5).integers(0, 256, (28, 28)).astype(np.uint8)
ROWS = {"Ruby": (0.2, 0.1, 0.3), "person 2": (0.05, 0.02, 0.1)}


def test_shares_stand_in_their_rows_beside_each_other():
    series = {"before": ROWS, "after": {"person 2": (0.01, 0.0, 0.04)}}
    figure = plots.compare_shares(series, "Two ways", "wrong (%)", {"Ruby": "21% not answered"})
    axes = figure.axes[0]
    before, after = (bars.lines[0].get_xydata() for bars in axes.containers)
    np.testing.assert_allclose(before, [[20, -0.11], [5, 0.89]])
    np.testing.assert_allclose(after, [[1, 1.11]])
    assert [label.get_fontweight() for label in axes.get_yticklabels()] == ["bold", "normal"]
    assert "21% not answered" in texts(figure)
    assert "Ruby: 21% not answered." in figure.alt


def test_coverage_and_risk_are_drawn_in_percent_with_what_was_chosen():
    curve = np.array([[0.6, 1.0], [0.01, 0.04], [0.0, 0.02], [0.02, 0.06]])
    figure = plots.risk_coverage({"people": curve}, {"strict": {"people": (0.8, 0.02)}}, 0.002)
    line, chosen, promise = figure.axes[0].lines
    np.testing.assert_allclose(line.get_xydata(), [[60, 1], [100, 4]])
    np.testing.assert_allclose(chosen.get_xydata(), [[80, 2]])
    assert promise.get_ydata()[0] == 0.2
    assert "strict: people 2.00% wrong at 80%." in figure.alt


def test_roc_curves_tell_what_is_caught_at_the_working_point():
    curves = {"weak": (np.array([0, 0.01, 0.5, 1]), np.array([0, 0.3, 0.9, 1]))}
    figure = plots.roc_curves(curves, 0.02)
    np.testing.assert_allclose(figure.axes[1].lines[0].get_xdata(), [0, 1, 50, 100])
    assert "weak: 30% caught where 2.0% of digits are refused." in figure.alt


def test_what_networks_say_stands_below_each_picture():
    answers = {"lesson": ["2", "7"], "shipped": ["2", "not a digit"]}
    figure = plots.worse_pictures({"blurred": IMAGE, "turned": IMAGE}, answers, "Severity 3")
    assert {"blurred", "turned", "2\n2", "7\nnot a digit"} <= set(texts(figure))


def test_a_small_change_is_shown_with_its_size_and_what_is_read():
    rows = {"an aimed step": (IMAGE / 255, np.where(IMAGE > 99, 0.15, -0.15), IMAGE / 255)}
    figure = plots.small_changes(rows, ["a 2", "a 7"], "One step")
    assert {"read as a 2", "read as a 7", "+ an aimed step"} <= set(texts(figure))
    assert "orange +0.15, purple \N{MINUS SIGN}0.15" in texts(figure)


def test_the_cheapest_threshold_is_marked():
    coverage, cost = np.array([0.5, 0.9, 1]), np.array([0.5, 0.2, 3])
    figure = plots.cost_curves(coverage, {"a letter": cost}, {"a letter": (0.9, 0.2)})
    np.testing.assert_allclose(figure.axes[0].lines[1].get_xydata(), [[90, 0.2]])
    assert "cheapest at 90.0% answered, where a digit costs 0.20; 3.00 if everything" in figure.alt
