"""The figures of one reading say what the prediction says."""

import numpy as np
import pytest
from figures import texts

from digitlib import plots
from digitlib.data.examples import example_strokes
from digitlib.network.predictor import Prediction

IMAGE = np.arange(784, dtype=np.uint8).reshape(28, 28)


def prediction(top: float, digit: int | None = 3, reason: str | None = None) -> Prediction:
    probabilities = np.full(10, (1 - top) / 9)
    probabilities[3] = top
    return Prediction(digit, probabilities, IMAGE, reason)


@pytest.mark.parametrize(
    ("top", "printed"), [(0.82, "82.0%"), (0.4, "40.0%"), (0.99996, "over 99.9%")]
)
def test_a_reading_prints_its_answer_and_no_certainty(top, printed):
    figure = plots.reading(prediction(top), example_strokes(3))
    assert {printed, "what it answers: a 3"} <= set(texts(figure))
    widths = [bar.get_width() for bar in figure.axes[2].patches]
    np.testing.assert_allclose(widths, 100 * prediction(top).probabilities)


def test_a_reading_of_a_picture_shows_it_and_the_frame():
    picture = np.zeros((50, 40), np.uint8)
    figure = plots.reading(prediction(0.5), picture)
    assert figure.axes[0].images[0].get_array().shape == (50, 40)
    np.testing.assert_array_equal(figure.axes[1].images[0].get_array(), IMAGE)


def test_a_reading_of_no_digit_says_why():
    figure = plots.reading(prediction(0.3, None, "not a digit"), example_strokes(3))
    assert "what it answers: not a digit" in texts(figure)


def test_strokes_are_drawn_with_y_down():
    axes = plots.reading(prediction(0.5), [np.array([[10.0, 20], [30, 60]])]).axes[0]
    assert axes.get_ylim() == (280, 0)
    np.testing.assert_array_equal(axes.lines[0].get_xydata(), [[10, 20], [30, 60]])


def test_readings_cross_out_what_is_wrong():
    rows = {"one": np.stack([IMAGE] * 3)}
    figure = plots.readings(rows, {"one": [1, None, 3]}, [1, 2, 4])
    assert {"1", "× no digit", "× 3"} <= set(texts(figure))
    assert "× 1" not in texts(figure)


def test_readings_of_two_networks_are_not_called_one():
    rows = {"one network": IMAGE[None], "another network": IMAGE[None]}
    figure = plots.readings(
        rows, {name: [4] for name in rows}, [4], title="What two networks answer"
    )
    assert figure.get_suptitle() == "What two networks answer (× marks an error)"
    assert {"one\nnetwork", "another\nnetwork"} <= set(texts(figure))
