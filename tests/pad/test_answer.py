"""What the pad says and shows of a reading: in words, as HTML and as a picture."""

import numpy as np
import pytest
from fake_predictors import DOT, SEVEN, FakePredictor

from digitlib.network.predictor import Prediction
from digitlib.pad import board
from digitlib.pad.drawing import Reading, draw_ink

BLACK = np.zeros((28, 28), np.uint8)
NO_DIGIT = [Reading(Prediction(None, row, BLACK, "not a digit")) for row in np.eye(10)]
DIGITS = [Reading(FakePredictor().reading(digit)) for digit in range(10)]
PROBLEM = Reading(problem="It broke <b>here</b>.")


@pytest.mark.parametrize(
    ("reading", "headline", "detail"),
    [
        (Reading(), "Draw a digit", "while you draw"),
        (Reading(Prediction(None, np.full(10, 0.1), BLACK, "blank")), "Draw a digit", ""),
        (DIGITS[8], "This is an 8", "91.0"),
        (NO_DIGIT[3], "Not a digit", "a 3"),
        (Reading(Prediction(8, np.eye(10)[8], BLACK, "")), "This is an 8", "over 99.9% sure"),
        (PROBLEM, "No reading", "It broke"),
    ],
)
def test_every_reading_is_said_in_words(reading, headline, detail):
    said = board.in_words(reading)
    assert said[0] == headline
    assert detail in said[1]
    shown = board.answer_html(reading)
    assert headline in shown
    assert "<b>here" not in shown
    assert shown.count('role="listitem"') == 10


@pytest.mark.parametrize(
    ("probability", "text"),
    [
        (0.9999, "> 99.9 %"),
        (0.9985, "99.9 %"),
        (0.5, "50.0 %"),
        (0.0004, "< 0.1 %"),
        (0, ""),
    ],
)
def test_percentages_never_claim_certainty(probability, text):
    assert board.percent(probability) == text


@pytest.mark.parametrize("reading", [Reading(), PROBLEM, *DIGITS, *NO_DIGIT])
def test_no_word_of_the_snapshot_reaches_what_the_network_sees(reading):
    picture = board.draw_snapshot(draw_ink([], 12), reading)
    left = board.SEEN_LEFT * board.DENSITY
    margin = np.asarray(picture)[: 140 * board.DENSITY, left - 4 : left]
    assert (margin == 255).all()
    words = np.asarray(picture)[: 140 * board.DENSITY, left - 200 : left]
    assert (words < 255).any()


def test_a_caption_stands_under_the_snapshot_and_changes_nothing_else():
    ink = draw_ink([np.array(SEVEN[0], float)], 18)
    plain, told = (board.draw_snapshot(ink, DIGITS[7], caption) for caption in ("", "Draw!"))
    assert told.height > plain.height
    assert told.crop((0, 0, *plain.size)).tobytes() == plain.tobytes()
    under = told.crop((0, plain.height, *told.size))
    assert len(under.getcolors(10_000)) > 5


def test_ink_is_as_wide_as_the_pen_and_where_the_strokes_are():
    strokes = [np.array([(40, 140), (240, 140)], float), np.array(DOT[0], float)]
    ink = np.asarray(draw_ink(strokes, 20).convert("L")) < 128
    assert ink.shape == (280, 280)
    assert 19 <= ink[:, 200].sum() <= 21
    assert ink[100, 92:108].all()
    assert not ink[100, 120:].any()
