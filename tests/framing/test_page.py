"""Digits on photos of pages: found, framed, in the order of reading, and nothing else."""

import numpy as np
import pytest

from digitlib.data import sample_page
from digitlib.errors import PictureError
from digitlib.framing import find_digits
from digitlib.framing.page import without_lines
from digitlib.network.predictor import load_predictor


# The Sudoku was written in such haste that the network refuses some of its digits.
@pytest.mark.parametrize(("name", "least"), [("squared", 0.97), ("lined", 0.97), ("sudoku", 0.8)])
def test_the_sample_pages_are_read(name, least):
    picture, written = sample_page(name)
    page = find_digits(picture)
    answers = load_predictor().predict_images(np.stack([digit.frame for digit in page.digits]))
    right = 0
    for one in written:
        top, left, bottom, right_side = one["box"]
        inside = [
            answer.digit == one["label"]
            for digit, answer in zip(page.digits, answers, strict=True)
            if top < (digit.box[0] + digit.box[2]) / 2 < bottom
            and left < (digit.box[1] + digit.box[3]) / 2 < right_side
        ]
        right += inside == [True]
    assert len(page.digits) == len(written)
    assert right >= least * len(written)
    assert (page.corners is not None) == (name == "sudoku")


def test_digits_come_in_the_order_of_reading():
    paper = np.full((300, 400), 230, np.uint8)
    for top, left in ((30, 40), (34, 140), (26, 240), (130, 60)):
        paper[top : top + 30, left : left + 4] = paper[top + 26 : top + 30, left : left + 20] = 30
    lefts = [digit.box[1] for digit in find_digits(paper).digits]
    assert np.allclose(lefts, [40, 140, 240, 60], atol=4)


@pytest.mark.parametrize("level", [0, 128, 255])
def test_an_empty_page_has_no_digits(level):
    page = find_digits(np.full((120, 160), level, np.uint8))
    assert page.digits == []
    assert page.corners is None


def test_grain_is_no_digit():
    grain = np.random.default_rng(0).normal(200, 6, (300, 400))
    assert find_digits(np.clip(grain, 0, 255).astype(np.uint8)).digits == []


def test_lines_go_and_strokes_that_cross_them_stay():
    darkness = np.zeros((300, 300), np.float32)
    darkness[150:153] = 0.6
    darkness[130:172, 100:105] = 0.8
    ink, lines = without_lines(darkness)
    assert lines[151, 10:290].mean() > 0.95
    assert not ink[:, 5:90].any()
    assert ink[132:170, 102].all()


def test_what_is_no_picture_is_refused():
    with pytest.raises(PictureError):
        find_digits("page.jpg")
    with pytest.raises(PictureError):
        find_digits(np.full((30, 30), np.nan))


def form(teeth: int, rows=(40, 150), cells=9) -> np.ndarray:
    """Draw rows of printed cells: boxes whose sides are `teeth` high, or a comb of short ones."""
    paper = np.full((260, 400), 225, np.uint8)
    for bottom in (row + 60 for row in rows):
        edges = [bottom] if teeth < 60 else [bottom - teeth, bottom]
        for edge in edges:
            paper[edge : edge + 2, 20 : 20 + 40 * cells] = 120
        for left in range(20, 21 + 40 * cells, 40):
            paper[bottom - teeth : bottom + 2, left : left + 2] = 120
    return paper


@pytest.mark.parametrize("teeth", [60, 18])
def test_the_sides_of_printed_cells_are_no_digits(teeth):
    paper = form(teeth)
    for left in (36, 76, 156):
        paper[60:90, left : left + 4] = paper[86:90, left : left + 14] = 20
    assert [digit.box[1] for digit in find_digits(paper).digits] == pytest.approx(
        [36, 76, 156], abs=4
    )


def test_upright_strokes_between_two_lines_are_digits_though_they_are_alike():
    paper = np.full((260, 400), 225, np.uint8)
    paper[[60, 61, 100, 101]] = 150
    for left in range(30, 380, 35):
        paper[60:102, left : left + 5] = 20
    assert len(find_digits(paper).digits) == 10
