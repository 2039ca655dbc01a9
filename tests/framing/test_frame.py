"""The 28x28 frame: its rules, what must not change it, and what must not break it."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from scipy import ndimage

from digitlib import framing
from digitlib.errors import PictureError
from digitlib.framing import frame_picture, frame_strokes, place_in_frame
from digitlib.framing.frame import MOST_POINTS, check_strokes

SEVEN = [np.array([[0, 0], [30, 0], [10, 50]], float), np.array([[8, 25], [28, 25]], float)]

coordinates = st.floats(-1000, 1000, allow_nan=False, width=32)
points = st.lists(st.tuples(coordinates, coordinates), min_size=2, max_size=12)
drawings = st.lists(points, min_size=1, max_size=4).map(
    lambda strokes: [np.array(stroke, dtype=float) for stroke in strokes]
)


def nearly_the_same(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two frames differ by the rounding of pen and centre to an eighth of a pixel only."""
    difference = np.abs(one.astype(int) - other)
    return difference.max() <= 64 and difference.mean() <= 3


def difference_up_to_a_pixel(one: np.ndarray, other: np.ndarray) -> float:
    """The mean difference in grey levels; the centre of mass may fall between pixels."""
    shifted = (
        np.roll(other, (down, right), axis=(0, 1)) for down in (-1, 0, 1) for right in (-1, 0, 1)
    )
    return min(np.abs(one.astype(int) - frame).mean() for frame in shifted)


def ink_box(frame: np.ndarray) -> tuple[int, int]:
    rows, columns = (np.flatnonzero(frame.any(axis=axis)) for axis in (1, 0))
    return np.ptp(rows) + 1, np.ptp(columns) + 1


# The rules of the frame


@pytest.mark.parametrize("height", [5, 50, 5000])
def test_the_longer_side_is_20_pixels(height):
    frame = frame_strokes([np.array([[0, 0], [10, height]], float)])
    assert max(ink_box(frame)) in {20, 21}  # 21 where it does not fall on whole pixels


@settings(max_examples=60, deadline=None)
@given(drawings)
def test_the_centre_of_mass_is_where_mnist_has_it(strokes):
    """SciPy finds it within half a pixel of row 14, column 14, unless ink would be cut off."""
    frame = frame_strokes(strokes)
    touches = frame[0].any() or frame[-1].any() or frame[:, 0].any() or frame[:, -1].any()
    assert touches or ndimage.center_of_mass(frame) == pytest.approx((14, 14), abs=0.5)


def test_lopsided_ink_is_not_cut_off():
    """A heavy scribble at one end of a long line pulls the middle; all ink stays inside."""
    scribble = np.random.default_rng(0).random((200, 2)) * 8
    tail = np.array([[4, 4], [4, 100]], float)
    lopsided = frame_strokes([scribble, tail])
    assert max(ink_box(lopsided)) >= 20


def test_placing_matches_pillow_s_own_area_average():
    """Ink whose box is 40 x 20 is halved exactly as Pillow's box filter halves it."""
    ink = np.random.default_rng(1).integers(60, 255, (40, 20), dtype=np.uint8)
    half = np.asarray(Image.fromarray(ink).resize((10, 20), Image.Resampling.BOX), float)
    frame = place_in_frame(np.pad(ink, 30))
    rows, columns = (np.flatnonzero(frame.any(axis=axis)) for axis in (1, 0))
    placed = frame[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    np.testing.assert_allclose(placed, half * 255 / half.max(), atol=1.5)


def test_mnist_digits_keep_their_place(mnist):
    """A digit that is framed already comes back nearly as it was (MNIST's training part)."""
    digits = mnist.x_train[::150]
    framed = np.array([frame_picture(digit) for digit in digits])
    difference = np.abs(framed.astype(int) - digits).mean(axis=(1, 2))
    assert difference.mean() < 0.6  # of 255 grey levels
    assert np.percentile(difference, 98) < 2


def test_the_network_reads_reframed_mnist_as_well(mnist):
    """Accuracy changes by at most 0.1 points (training part: the test set is not for tuning)."""
    import digitlib

    digits, labels = mnist.x_train[-1000:], mnist.y_train[-1000:]
    predictor = digitlib.load_predictor()
    framed = np.array([frame_picture(digit) for digit in digits])
    before, after = (
        (predictor.probabilities(images).argmax(axis=1) == labels).mean()
        for images in (digits, framed)
    )
    assert abs(before - after) <= 0.001


# What must not change the frame


@settings(max_examples=60, deadline=None)
@given(drawings, st.floats(-1e4, 1e4), st.floats(-1e4, 1e4), st.floats(1e-3, 1e3))
def test_shift_and_scale_change_nothing(strokes, right, down, scale):
    """Within the rounding of coordinates to an eighth of a pixel of the frame."""
    if np.ptp(np.concatenate(strokes), axis=0).max() < 1:
        return  # rounding of the sum would be larger than the drawing
    moved = [(stroke + np.array([right, down])) * scale for stroke in strokes]
    assert nearly_the_same(frame_strokes(moved), frame_strokes(strokes))


@settings(max_examples=60, deadline=None)
@given(drawings, st.randoms())
def test_order_direction_and_doubled_points_change_nothing_at_all(strokes, random):
    other = [stroke[::-1] if random.random() < 0.5 else stroke for stroke in strokes]
    other[0] = np.repeat(other[0], 3, axis=0)
    random.shuffle(other)
    np.testing.assert_array_equal(frame_strokes(other), frame_strokes(strokes))


@pytest.mark.parametrize("place", [(-40, 20), (15, 120), (300, 300)])
def test_a_tap_far_away_changes_nothing_at_all(place):
    """Else it would shrink the digit: a palm on the glass, a click beside the canvas."""
    tap = np.array(place, float) + np.array([[0, 0], [1, 2]])
    np.testing.assert_array_equal(frame_strokes([tap, *SEVEN]), frame_strokes(SEVEN))


def test_a_short_drag_counts_as_stray_only_when_it_is_further_away():
    near, far = (np.array([[x, 20], [x + 7, 21.5]]) for x in (50, 70))  # a seventh of the seven
    np.testing.assert_array_equal(frame_strokes([*SEVEN, far]), frame_strokes(SEVEN))
    assert (frame_strokes([*SEVEN, near]) != frame_strokes(SEVEN)).any()


def test_a_second_digit_a_dot_near_the_drawing_and_dots_alone_stay():
    second, dot = [stroke * 0.3 + [90, 0] for stroke in SEVEN], [np.array([[35.0, 50.0]])]
    for more in (second, dot):
        assert (frame_strokes([*SEVEN, *more]) != frame_strokes(SEVEN)).any()
    dots = frame_strokes([np.array([[0.0, 0.0]]), np.array([[0.0, 90.0]])])
    assert ink_box(dots)[0] in {20, 21}


def test_a_wider_pen_leaves_more_ink_in_the_same_box():
    ink = [frame_strokes(SEVEN, pen_width=width).mean() for width in (0.5, 1, 2.4, 4, 8)]
    assert ink == sorted(ink)
    assert max(ink_box(frame_strokes(SEVEN, pen_width=4))) in {20, 21}


@pytest.mark.parametrize("size", [60, 140, 280, 300, 500, 900])
def test_a_picture_frames_nearly_the_same_at_any_resolution(size):
    large = Image.fromarray(255 - np.kron(frame_strokes(SEVEN), np.ones((40, 40), np.uint8)))
    small = np.asarray(large.resize((size, size), Image.Resampling.BOX))
    frames = frame_picture(small), frame_picture(np.asarray(large))
    assert difference_up_to_a_pixel(*frames) < 5


def test_strokes_and_their_picture_give_nearly_the_same_frame():
    frame = frame_strokes(SEVEN)
    enlarged = Image.fromarray(frame).resize((280, 280), Image.Resampling.BICUBIC)
    assert difference_up_to_a_pixel(frame_picture(np.asarray(enlarged)), frame) < 10


# Degenerate strokes


@pytest.mark.parametrize("strokes", [[], (), [[]], [[], []], [np.empty((0, 2))], np.empty(0)])
def test_no_points_give_a_blank_frame(strokes):
    assert not frame_strokes(strokes).any()


@pytest.mark.parametrize("scale", [0, 1, 1e-310, 1e-200, 1e200, 1.7e308])
def test_a_single_point_gives_a_dot(scale):
    frame = frame_strokes([np.array([[3.0, 1.0]]) / 3 * scale])
    assert frame.any()
    assert max(ink_box(frame)) <= 4


@pytest.mark.parametrize("scale", [1e-300, 1e-150, 1e-9, 1e9, 1e150, 3e306])
def test_huge_and_tiny_drawings_look_like_any(scale):
    assert nearly_the_same(frame_strokes([s * scale for s in SEVEN]), frame_strokes(SEVEN))


@pytest.mark.parametrize("kind", [int, np.uint8, np.float16, np.float32, object, list, tuple])
def test_points_of_any_number_type(kind):
    """Arrays of objects come from lists of unequal length and from data frames."""
    if kind in (list, tuple):
        strokes = [kind(map(kind, stroke.tolist())) for stroke in SEVEN]
    else:
        strokes = [stroke.astype(kind) for stroke in SEVEN]
    np.testing.assert_array_equal(frame_strokes(strokes), frame_strokes(SEVEN))


BAD_STROKES = {
    "None": (None, "list of arrays"),
    "a number": (7, "list of arrays"),
    "text": ("seven", "list of arrays"),
    "bytes": (b"seven", "list of arrays"),
    "a dictionary": ({"x": [1], "y": [2]}, "list of arrays"),
    "strokes of text": ([["a", "b"]], "does not hold numbers"),
    "numbers as text": ([[["1", "2"]]], "does not hold numbers"),
    "None inside": ([[[1, None]]], "does not hold numbers"),
    "complex numbers": ([[[1j, 2]]], "does not hold numbers"),
    "ragged": ([[[1, 2], [3]]], "does not hold numbers"),
    "one stroke, not a list": ([[1, 2], [3, 4]], r"shape \(2,\)"),
    "three columns": ([np.zeros((5, 3))], r"shape \(5, 3\)"),
    "three dimensions": ([np.zeros((2, 5, 2))], r"shape \(2, 5, 2\)"),
    "NaN": ([[[1, 2], [np.nan, 3]]], "NaN or infinity"),
    "infinity": ([[[1, 2], [3, -np.inf]]], "NaN or infinity"),
    "a wrong second stroke": ([SEVEN[0], np.zeros(3)], "Stroke 1 "),
}


@pytest.mark.parametrize("name", BAD_STROKES)
def test_what_are_no_strokes_is_refused_in_words(name):
    strokes, words = BAD_STROKES[name]
    with pytest.raises(PictureError, match=words):
        frame_strokes(strokes)


def test_millions_of_points_take_little_memory():
    stroke = np.random.default_rng(0).random((3_000_000, 2), dtype=np.float32)
    tracemalloc.start()
    frame = frame_strokes([stroke])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert frame.any()
    assert peak < 15e6


@pytest.mark.parametrize("width", [0, -1, 0.49, 8.1, np.nan, np.inf, "2", [2], 1j])
def test_impossible_pens(width):
    with pytest.raises(PictureError, match="pen_width"):
        frame_strokes(SEVEN, pen_width=width)


def test_very_many_strokes_are_thinned():
    random = np.random.default_rng(2)
    strokes = [random.random((40, 2)) for _ in range(5000)]
    assert sum(map(len, check_strokes(strokes))) <= MOST_POINTS
    assert frame_strokes(strokes).any()


def test_thinning_keeps_the_shape():
    turns = np.linspace(0, 20 * np.pi, 300_000)
    circle = np.stack([np.cos(turns), np.sin(turns)], axis=1)
    frames = frame_strokes([circle]), frame_strokes([circle[:30_000:10]])
    assert difference_up_to_a_pixel(*frames) < 5


# Degenerate pictures; test_ink.py has what ink is found in real ones


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (28, 28), (280, 280), (28, 28, 3)])
@pytest.mark.parametrize("level", [0, 1, 127, 255])
def test_pixels_that_are_all_equal_give_a_blank_frame(shape, level):
    assert not frame_picture(np.full(shape, level, np.uint8)).any()


@pytest.mark.parametrize("shape", [(0,), (0, 0), (5, 0), (28,), (2, 3, 4, 5), (28, 28, 5)])
def test_shapes_that_are_no_picture(shape):
    with pytest.raises(PictureError, match="shape"):
        frame_picture(np.zeros(shape))


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e300])
def test_pixels_that_are_no_grey_levels(bad):
    picture = np.zeros((40, 40))
    picture[10:30, 15:20] = 1
    picture[3, 4] = bad
    with pytest.raises(PictureError, match="NaN, infinity"):
        frame_picture(picture)


@pytest.mark.parametrize("ink", [np.zeros((3, 3, 3)), np.full((4, 4), np.nan), np.zeros(5)])
def test_placing_refuses_what_is_no_ink(ink):
    with pytest.raises(PictureError, match="Ink"):
        place_in_frame(ink)


# The naive way, kept to show why it fails


def test_squeezing_depends_on_the_place_and_framing_does_not():
    corner = [stroke + 10 for stroke in SEVEN]
    middle = [stroke + 120 for stroke in SEVEN]
    squeezed = [framing.squeeze_strokes(strokes) for strokes in (corner, middle)]
    assert np.abs(squeezed[0].astype(int) - squeezed[1]).mean() > 10
    assert nearly_the_same(frame_strokes(corner), frame_strokes(middle))


def test_squeezing_a_picture_is_pillow_s_area_average():
    picture = np.random.default_rng(3).integers(0, 100, (280, 280), dtype=np.uint8)
    small = Image.fromarray(picture).resize((28, 28), Image.Resampling.BOX)
    squeezed = framing.squeeze_picture(picture)
    assert np.abs(squeezed.astype(int) - np.asarray(small)).max() <= 1
