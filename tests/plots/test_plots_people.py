"""The figures of notebook 05 draw the numbers that they are given, and name the people."""

import numpy as np
import pytest
from figures import texts

from digitlib import plots
from digitlib.evaluation import Interval

FRAMES = np.random.default_rng(5).integers(0, 256, (11, 28, 28)).astype(np.uint8)


def test_the_table_writes_every_count_and_adds_up_each_person():
    counts = np.zeros((2, 10), int)
    counts[0, 9], counts[0, 1] = 12, 3
    figure = plots.misread_table(counts, [28, 4], "Who is misread?")
    (axes,) = figure.axes
    rows = [label.get_text() for label in axes.get_yticklabels()]
    assert rows == ["Ruby (28): 15", "person 4: 0"]
    np.testing.assert_array_equal(axes.images[0].get_array(), counts)
    assert {"12", "3"} <= set(texts(figure))
    assert "1 of them never" in figure.alt
    assert "12 of the digit 9" in figure.alt


def test_a_table_without_errors_can_be_drawn():
    assert plots.misread_table(np.zeros((1, 10), int), [4], "Nobody").alt


def test_shares_have_seeds_a_mean_and_two_intervals():
    share = plots.Share([0.1, 0.3], Interval(0.15, 0.25), Interval(0.05, 0.4))
    figure = plots.shares({"people": {"a": share, "b": share}}, "Shares", "misread (%)")
    drawn = [line.get_xdata() for line in figure.axes[0].lines[:4]]
    for line, right in zip(drawn, [(5, 40), (15, 25), (20,), (10, 30)], strict=True):
        assert list(np.ravel(line)) == pytest.approx(right)
    legend = [text.get_text() for text in figure.legends[0].get_texts()]
    assert legend == ["95% interval over people", "over digits", "mean", "one seed each"]
    assert "a 20.0% (5.0 to 40.0), b 20.0% (5.0 to 40.0)" in figure.alt


def test_a_share_of_one_training_has_no_circles_and_people_may_be_missing():
    rows = {"a": plots.Share([0.1], Interval(0.0, 0.2))}
    figure = plots.shares({"MNIST": rows}, "Shares", "misread (%)")
    assert len(figure.axes[0].lines) == 2
    rows["b"] = plots.Share([0.1, 0.2], Interval(0.0, 0.2))
    figure = plots.shares({"MNIST": rows}, "Shares", "misread (%)")
    legend = [text.get_text() for text in figure.legends[0].get_texts()]
    assert legend == ["95% interval over digits", "mean", "one seed each"]


def test_each_person_has_a_mark_for_every_training():
    by_recipe = {"before": [0.2, 0.1], "after": [0.05, 0.15]}
    figure = plots.misread_by_person(by_recipe, [28, 21], "Two people")
    marks = {line.get_label(): list(line.get_xdata()) for line in figure.axes[0].lines}
    assert marks["before"] == pytest.approx([20, 10])
    assert marks["after"] == pytest.approx([5, 15])
    assert "after: Ruby (28) 5.0%, person 21 15.0%." in figure.alt


def test_a_morph_shows_the_curves_that_matter_and_the_vote():
    places = np.linspace(0, 1, 11)
    values = np.zeros((11, 10))
    values[:, 1], values[:, 7], values[:, 4] = 0.95 - 0.9 * places, 0.9 * places, 0.05
    answers = {"lesson": values, "shipped": values[::-1]}
    figure = plots.morphs({"flag": (places, FRAMES, answers)}, {"flag": 0.4})
    strip, lesson, _ = figure.axes
    assert strip.images[0].get_array().shape == (28, 6 * 28)
    curves = [line for line in lesson.lines if len(line.get_xdata()) == 11]
    np.testing.assert_allclose([line.get_ydata() for line in curves], 100 * values.T[[1, 7]])
    assert "our class" in texts(figure)
    assert "1 from 95% to 5%; 7 from 0% to 90%;" in figure.alt
    unvoted = plots.morphs({"flag": (places, FRAMES, answers)}, {"flag": None})
    assert "our class" not in texts(unvoted)


def test_a_moment_names_each_network_with_its_answer():
    figure = plots.morph_moment(FRAMES[0], {"lesson": np.eye(10)[7], "shipped": np.eye(10)[1]})
    title = "the lesson network reads a 7; the shipped network reads a 1"
    assert figure.get_suptitle() == title
    picture, bars = figure.axes
    np.testing.assert_array_equal(picture.images[0].get_array(), FRAMES[0])
    widths = [bar.get_width() for bar in bars.patches]
    assert (widths[7], widths[11], sum(widths)) == (100, 100, 200)
