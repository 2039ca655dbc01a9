"""A drawing keeps strokes as the pen made them, and nothing that is no stroke."""

import numpy as np
import pytest

from digitlib.errors import PictureError
from digitlib.pad.drawing import SIZE, Drawing, fit_on_paper


def drawn(*strokes) -> Drawing:
    """Return a drawing made as a pen makes it."""
    drawing = Drawing()
    for stroke in strokes:
        drawing.start(*stroke[0])
        drawing.extend(stroke[1:])
        drawing.end()
    return drawing


def lengths(drawing: Drawing) -> list[int]:
    return [len(stroke) for stroke in drawing.strokes]


def test_strokes_are_copies_of_what_the_pen_drew():
    drawing = drawn([(1, 2), (3, 4), (5, 6)], [(7, 8)])
    drawing.strokes[0][:] = 99
    np.testing.assert_array_equal(drawing.strokes[0], [[1, 2], [3, 4], [5, 6]])
    np.testing.assert_array_equal(drawing.strokes[1], [[7, 8]])
    assert drawing.strokes[0].dtype == float


def test_hovering_and_standing_still_draw_nothing_and_the_unfinished_stroke_counts():
    drawing = Drawing()
    drawing.extend([(1, 1)])
    assert drawing.strokes == []
    drawing.start(5, 5)
    assert drawing.pen_down
    drawing.extend([(5, 5), (5, 5)])
    assert lengths(drawing) == [1]
    drawing.end()
    drawing.extend([(6, 6)])
    assert lengths(drawing) == [1]


def test_undo_takes_back_clear_and_then_what_was_drawn_before():
    drawing = drawn([(0, 0), (1, 1)], [(2, 2)])
    drawing.clear()
    drawing.clear()
    drawing.start(9, 9)
    for expected in ([], [2, 1], [2], [], []):
        drawing.undo()
        assert lengths(drawing) == expected


def test_undo_takes_back_what_was_loaded_stroke_by_stroke():
    drawing = drawn([(0, 0), (1, 1)])
    drawing.load([[(1, 2), (3, 4), (5, 6)], [(7, 8)]])
    for expected in ([3], [], [2]):
        drawing.undo()
        assert lengths(drawing) == expected


@pytest.mark.parametrize("act", [Drawing.undo, Drawing.clear])
def test_undo_and_clear_lift_the_pen(act):
    drawing = Drawing()
    drawing.start(1, 1)
    act(drawing)
    drawing.extend([(2, 2)])
    assert drawing.strokes == []


def test_load_replaces_copies_and_leaves_out_empty_strokes():
    stroke = np.array([[1.0, 2.0], [3.0, 4.0]])
    drawing = drawn([(9, 9)])
    drawing.load([stroke, np.empty((0, 2)), [(5, 6)]])
    stroke[:] = 0
    assert lengths(drawing) == [2, 1]
    np.testing.assert_array_equal(drawing.strokes[0], [[1, 2], [3, 4]])


@pytest.mark.parametrize(
    "strokes", [[[(1, 2, 3)]], [[(np.nan, 1)]], ["abc"], [[(1, 2), (3,)]], [7]]
)
def test_load_refuses_what_is_no_stroke_and_keeps_the_old_drawing(strokes):
    drawing = drawn([(1, 2), (3, 4)])
    with pytest.raises(PictureError, match="[Ss]troke 0"):
        drawing.load(strokes)
    assert lengths(drawing) == [2]


@pytest.mark.parametrize("point", [(np.nan, 1), (1, -np.inf), (None, 2), ("x", 3)])
def test_a_point_must_be_two_finite_numbers(point):
    drawing = Drawing()
    with pytest.raises(PictureError, match="NaN or infinity|does not hold numbers"):
        drawing.start(*point)
    assert drawing.strokes == []


def test_strokes_of_any_scale_fit_on_the_paper():
    for strokes in ([[(0, 0), (0.1, 0.4)]], [[(-5000, 200), (9000, 10)]], [[(7, 7)]]):
        points = np.concatenate(fit_on_paper(strokes))
        assert points.min() >= 0
        assert points.max() <= SIZE
    assert fit_on_paper([]) == []
    seven = [(80, 60), (200, 60), (120, 230)]
    np.testing.assert_array_equal(fit_on_paper([seven])[0], seven)
