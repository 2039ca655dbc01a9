"""The figures of drawings show the ink, the answers and the shares they were given (00, 04)."""

import numpy as np
import pytest
from figures import pictures, texts

from digitlib import plots
from digitlib.data import example_strokes
from digitlib.network.predictor import Prediction
from digitlib.plots.kinds import WAYS

IMAGES = np.random.default_rng(0).integers(0, 256, (40, 28, 28)).astype(np.uint8)


def prediction(top: float, digit: int | None = 3, reason: str | None = None) -> Prediction:
    probabilities = np.full(10, (1 - top) / 9)
    probabilities[3] = top
    return Prediction(digit, probabilities, IMAGES[0], reason)


def labels_below(figure) -> list[str]:
    return [axes.get_xlabel() for axes in figure.axes]


@pytest.mark.parametrize(("top", "printed"), [(0.4, "40.0%"), (0.99996, "over 99.9%")])
def test_a_reading_prints_its_answer_and_no_certainty(top, printed):
    figure = plots.reading(prediction(top), example_strokes(3))
    assert {printed, "what it answers: a 3"} <= set(texts(figure))
    assert printed in figure.alt
    widths = [bar.get_width() for bar in figure.axes[2].patches]
    np.testing.assert_allclose(widths, 100 * prediction(top).probabilities)


def test_a_reading_of_a_picture_shows_it_and_the_frame():
    figure = plots.reading(prediction(0.5), np.zeros((50, 40), np.uint8))
    assert pictures(figure)[0].shape == (50, 40)
    np.testing.assert_array_equal(pictures(figure)[1], IMAGES[0])


def test_a_reading_of_no_digit_says_why():
    figure = plots.reading(prediction(0.3, None, "not a digit"), [np.array([[10.0, 20], [30, 60]])])
    assert "what it answers: not a digit" in texts(figure)
    paper = figure.axes[0]
    assert paper.get_ylim() == (280, 0)  # y goes down
    np.testing.assert_array_equal(paper.lines[0].get_xydata(), [[10, 20], [30, 60]])


def test_readings_cross_out_what_is_wrong():
    rows = {"one network": IMAGES[:3], "another network": IMAGES[:3]}
    answers = {"one network": [1, None, 3], "another network": np.array([1, 2, 4])}
    figure = plots.readings(rows, answers, [1, 2, 4], title="What two networks answer")
    below = [label for label in labels_below(figure) if label]
    assert below == ["1", "× no digit", "× 3", "1", "2", "4"]
    assert figure.get_suptitle() == "What two networks answer (× marks an error)"
    assert "one\nnetwork" in texts(figure)
    assert "one network: 1; no digit (wrong); 3 (wrong); another network: 1; 2; 4;" in figure.alt


def test_framing_steps_mark_the_centre():
    steps = {"wide": IMAGES[0][:10], "frame": IMAGES[1]}
    figure = plots.framing_steps(steps, centre=(14, 13.5))
    np.testing.assert_array_equal(figure.axes[-1].lines[-1].get_xydata(), [[13.5, 14]])
    assert "28 x 10 pixels" in texts(figure)


def test_squeezed_and_framed_shows_both_pictures_and_answers():
    one, other = np.full(10, 0.02), np.full(10, 0.01)
    one[4], other[2] = 0.82, 0.91
    figure = plots.squeezed_and_framed(
        example_strokes(2), Prediction(4, one, IMAGES[0]), Prediction(2, other, IMAGES[1])
    )
    assert labels_below(figure)[1:3] == ["read as: 4 (82.0%)", "read as: 2 (91.0%)"]
    np.testing.assert_array_equal(pictures(figure), IMAGES[:2])
    bars = figure.axes[3].patches
    np.testing.assert_allclose([b.get_width() for b in bars], 100 * np.concatenate([one, other]))
    assert [bool(bar.get_hatch()) for bar in bars] == [True] * 10 + [False] * 10
    assert [text.get_text() for text in figure.legends[0].texts] == ["squeezed", "framed"]


def test_curves_are_drawn_in_percent_the_two_ways_in_their_colours():
    positions, curve = [0, 10, 20], np.array([0.1, 0.5, 1.0])
    sweeps = {name: (positions, {"squeezed": curve, "framed": curve**2}) for name in "abc"}
    figure = plots.curve_panels(sweeps, "How far?", "probability of a 7 (%)")
    assert labels_below(figure) == ["a", "b", "c"]
    squeezed, framed = figure.axes[1].lines
    np.testing.assert_allclose(squeezed.get_xydata(), [[0, 10], [10, 50], [20, 100]])
    np.testing.assert_allclose(framed.get_ydata(), [1, 25, 100])
    assert [line.get_color() for line in (framed, squeezed)] == [w["color"] for w in WAYS.values()]
    assert "probability of a 7 (%)" in texts(figure)


def test_every_person_has_a_row_with_handwriting_and_score():
    samples = IMAGES[:30].reshape(3, 10, 28, 28)
    scores = [(0.8, 0.7, 0.9), (0.95, 0.9, 1.0), (1.0, 0.98, 1.0)]
    figure = plots.people_scores([28, 3, 26], samples, scores)
    ink, dots = figure.axes
    names = [label.get_text() for label in ink.get_yticklabels()]
    assert names == ["Ruby (28)", "person 3", "Azure (26)"]
    np.testing.assert_array_equal(ink.images[0].get_array()[28:56, :28], samples[1, 0])
    assert [line.get_xdata()[0] for line in dots.lines] == [80, 95, 100]
    assert "read correctly (%), with 95% interval" in texts(figure)
