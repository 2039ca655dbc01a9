"""Put any drawing or picture into the 28x28 frame that MNIST's makers used.

MNIST's digits were scaled, aspect kept, so that the longer side of the ink measures 20 pixels,
smoothed by the scaling, and placed with their centre of mass in the middle of a 28x28 frame
(LeCun, Bottou, Bengio and Haffner, "Gradient-Based Learning Applied to Document Recognition",
Proceedings of the IEEE, 1998). A network trained on such frames must be shown such frames:
training, evaluation and the drawing pad all come through here.
"""

import os
from collections.abc import Iterable, Sequence
from numbers import Real

import numpy as np
from PIL import Image, ImageChops, ImageDraw

from digitlib.errors import PictureError
from digitlib.framing.digit_search import ink_of_picture
from digitlib.framing.pictures import grey_of_picture, open_picture

FRAME_SIZE = 28
BOX_SIZE = 20
# Row and column of the pixel on which MNIST's digits have their centre of mass (measured: 14.0).
CENTRE = 14
# The pen, in pixels of the frame, with which rendered strokes carry as much ink as MNIST's digits
# (benchmarks/framing.py measures both).
PEN_WIDTH = 2.4
# Strokes are drawn this many times larger and averaged down: that makes the ink antialiased.
OVERSAMPLING = 8
ARRAY_LIKE = ("__array__", "__array_interface__")  # what NumPy takes for an array
FLAT = 16  # rows: an array (rows, columns, 2) of fewer is no picture, but strokes of equal length
# A drawing of more points is thinned evenly; a hand makes a few hundred in a digit.
MOST_POINTS = 20_000
# A touch of the palm far from the drawing would shrink the digit; parts of one digit lie nearer
# together. A short drag must lie further away than a tap to count as such.
# (Odd numbers: coordinates made of round ones never lie on the limit.)
STRAYS = (
    (0.197, 0.593),  # a drag: of the largest stroke's longer side; of the drawing's longer side
    (0.097, 0.293),  # a tap: the same
)

Strokes = Sequence[np.ndarray]


def frame_drawing(drawing: object) -> np.ndarray:
    """Put a drawing of any kind into MNIST's frame; return uint8 (28, 28).

    `drawing` is a list of strokes, each (points, 2), x to the right and y down, any scale; a
    picture, an array or a Pillow image: grey or colour, any size, either polarity; the path or
    the bytes of a picture file; or anything with `.strokes`. Raises PictureError (a ValueError)
    for anything else.
    """
    if hasattr(drawing, "strokes"):
        return frame_strokes(drawing.strokes)
    if isinstance(drawing, str | bytes | bytearray | os.PathLike):
        return frame_picture(open_picture(drawing))
    if isinstance(drawing, Image.Image):
        return frame_picture(drawing)
    if isinstance(drawing, memoryview) or any(hasattr(drawing, name) for name in ARRAY_LIKE):
        array = np.asarray(drawing)
        if array.ndim == 2 and array.shape[1] == 2:
            return frame_strokes([array])
        # NumPy makes arrays of lists of strokes: of objects, or too flat for a picture.
        flat = array.ndim == 3 and array.shape[0] < FLAT and array.shape[2] == 2
        listed = array.ndim == 1 and array.dtype == object
        return frame_strokes(array) if flat or listed else frame_picture(array)
    if isinstance(drawing, Sequence):
        return frame_strokes(drawing)
    raise PictureError(
        f"Cannot read a {type(drawing).__name__} as a drawing. Give a list of strokes, each an "
        "array (points, 2), or a picture: an array, a Pillow image, or a file's path or bytes."
    )


def frame_strokes(strokes: Strokes, pen_width: float | None = None) -> np.ndarray:
    """Draw strokes into MNIST's frame.

    `strokes` is a list of arrays (points, 2): x to the right, y down, any scale and place.
    `pen_width` is in pixels of the frame, 0.5 to 8; by default it matches MNIST's ink.
    Returns uint8 (28, 28), ink 255, paper 0; blank if there are no points. A tap, or a short
    drag, far from the rest is left out. Raises PictureError (a ValueError) if an array has
    another shape or a value is not finite.
    """
    strokes = check_strokes(strokes)
    if not strokes:
        return blank_frame()
    width = _check_pen_width(PEN_WIDTH if pen_width is None else pen_width)
    strokes = _fit_into_box(without_strays(strokes), BOX_SIZE - width)
    large = _draw_ink(strokes, width)
    return np.asarray(_centre_of_mass_to_middle(large).reduce(OVERSAMPLING))


def frame_picture(picture: np.ndarray) -> np.ndarray:
    """Find the ink in a picture and put it into MNIST's frame.

    `picture` is grey (h, w) or colour (h, w, 3 or 4), any size, dark ink on light paper or the
    reverse, integers or floats. Returns uint8 (28, 28), ink 255; blank if there is no ink.
    Raises PictureError (a ValueError) for what is no picture.
    """
    return place_in_frame(ink_of_picture(picture))


def place_in_frame(ink: np.ndarray) -> np.ndarray:
    """Crop ink, scale its longer side to 20 pixels and put its centre of mass in the middle.

    `ink` is (h, w), 0 for paper and larger for more ink, any range. Returns uint8 (28, 28) whose
    darkest ink is 255.
    """
    ink = np.asarray(ink, dtype=np.float32)
    top = ink.max(initial=0)
    if ink.ndim != 2 or not np.isfinite(top):
        raise PictureError(f"Ink must be finite numbers of shape (h, w), not {ink.shape}.")
    if top <= 0:
        return blank_frame()
    rows, columns = (np.flatnonzero((ink > 0.1 * top).any(axis=axis)) for axis in (1, 0))
    ink = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    small = _resize_longest_side(ink / top, BOX_SIZE)
    frame = _paste_at_centre_of_mass(small)
    return np.round(frame * (255 / frame.max())).astype(np.uint8)


def squeeze_strokes(strokes: Strokes, size: int = 280, pen_width: float = 18) -> np.ndarray:
    """Draw strokes on a canvas and shrink all of it to 28x28: what most tutorials do.

    The strokes' coordinates are pixels of a canvas of `size` by `size`; `pen_width` too.
    Returns uint8 (28, 28), ink 255. Shown for comparison: it is why they fail on drawings.
    """
    strokes = check_strokes(strokes)
    scale = FRAME_SIZE / size
    large = _draw_ink([stroke * scale for stroke in strokes], pen_width * scale)
    return np.asarray(large.reduce(OVERSAMPLING))


def squeeze_picture(picture: np.ndarray) -> np.ndarray:
    """Shrink a whole picture to 28x28 without framing it; return uint8 (28, 28), ink 255."""
    grey = grey_of_picture(picture)
    if np.median(grey) > (grey.max() + grey.min()) / 2:
        grey = grey.max() - grey
    small = Image.fromarray(grey).resize((FRAME_SIZE, FRAME_SIZE), Image.Resampling.BOX)
    return np.clip(np.round(np.asarray(small) * 255), 0, 255).astype(np.uint8)


def blank_frame() -> np.ndarray:
    """Return an empty frame, uint8 (28, 28)."""
    return np.zeros((FRAME_SIZE, FRAME_SIZE), dtype=np.uint8)


def _check_pen_width(width: float) -> float:
    """Return a pen width as float; raise PictureError unless it is a number from 0.5 to 8."""
    if not isinstance(width, Real) or not 0.5 <= width <= 8:
        raise PictureError(f"pen_width is {width!r}, but must be a number of pixels, 0.5 to 8.")
    return float(width)


def _fit_into_box(strokes: list[np.ndarray], side: float) -> list[np.ndarray]:
    """Scale strokes to a longer side of `side` and move their box to the middle of the frame."""
    largest = max(float(np.abs(stroke).max()) for stroke in strokes)
    if not 1e-100 < largest < 1e100:
        # Squares and differences of such numbers leave the range of floats.
        strokes = [stroke / largest if largest else stroke for stroke in strokes]
        largest = 1.0
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    extent = (high - low).max()
    # A dot has no extent: it stays a dot. (Below this, rounding is all that is left of a shape.)
    scale = side / extent if extent > 1e-9 * largest else 0.0
    middle = (low + high) / 2
    return [(stroke - middle) * scale + FRAME_SIZE / 2 for stroke in strokes]


def _draw_ink(strokes: Strokes, pen_width: float) -> Image.Image:
    """Draw strokes, in pixels of the frame, with a round pen on an enlarged frame, ink 255."""
    canvas = Image.new("L", (FRAME_SIZE * OVERSAMPLING,) * 2)
    pen = ImageDraw.Draw(canvas)
    radius = pen_width * OVERSAMPLING / 2
    for stroke in strokes:
        points = np.clip(np.round(stroke * OVERSAMPLING - 0.5), -1e6, 1e6).astype(int)
        points = points[np.r_[True, (np.diff(points, axis=0) != 0).any(axis=1)]]
        for corners in _swept(points, radius).tolist():
            pen.polygon(corners, fill=255)
        for box in np.hstack([points - radius, points + radius]).tolist():
            pen.ellipse(box, fill=255)
    return canvas


def _swept(points: np.ndarray, radius: float) -> np.ndarray:
    """Return the corners of the rectangles that a pen sweeps between points, (n - 1, 8)."""
    # From left to right, then from top to bottom: the same ink whichever way the hand moved.
    order = points @ np.array([4_000_000, 1])
    turned = (order[:-1] > order[1:])[:, None]
    start = np.where(turned, points[1:], points[:-1])
    end = np.where(turned, points[:-1], points[1:])
    along = end - start
    across = along[:, ::-1] * [-1, 1] * (radius / np.hypot(*along.T))[:, None]
    return np.hstack([start + across, end + across, end - across, start - across])


def _centre_of_mass(ink: np.ndarray) -> tuple[float, float]:
    """Return the row and the column of the centre of mass, in pixels from the top left centre."""
    shares = (ink.sum(axis=axis, dtype=np.float64) for axis in (1, 0))
    row, column = (float(share @ np.arange(len(share)) / share.sum()) for share in shares)
    return row, column


def _centre_of_mass_to_middle(large: Image.Image) -> Image.Image:
    """Shift a square of ink by whole pixels so that its centre of mass is where MNIST has it.

    Ink that lies very lopsided is shifted less: none of it leaves the square.
    """
    middle = (CENTRE + 0.5) * OVERSAMPLING - 0.5
    row, column = _centre_of_mass(np.asarray(large))
    left, top, right, bottom = large.getbbox()
    return ImageChops.offset(
        large,
        int(np.clip(round(middle - column), -left, large.width - right)),
        int(np.clip(round(middle - row), -top, large.height - bottom)),
    )


def _resize_longest_side(ink: np.ndarray, side: int) -> np.ndarray:
    """Scale float32 ink (h, w) so that its longer side is `side`, antialiased, aspect kept."""
    height, width = ink.shape
    if max(height, width) == side:
        return ink
    scale = side / max(height, width)
    shape = max(1, round(width * scale)), max(1, round(height * scale))
    filter_ = Image.Resampling.BOX if scale < 1 else Image.Resampling.BICUBIC
    return np.clip(np.asarray(Image.fromarray(ink).resize(shape, filter_)), 0, None)


def _paste_at_centre_of_mass(small: np.ndarray) -> np.ndarray:
    """Put ink of at most 20x20 on an empty frame, centre of mass in the middle, no ink lost."""
    frame = np.zeros((FRAME_SIZE, FRAME_SIZE), dtype=np.float32)
    height, width = small.shape
    row, column = _centre_of_mass(small)
    top = int(np.clip(round(CENTRE - row), 0, FRAME_SIZE - height))
    left = int(np.clip(round(CENTRE - column), 0, FRAME_SIZE - width))
    frame[top : top + height, left : left + width] = small
    return frame


def check_strokes(strokes: Strokes) -> list[np.ndarray]:
    """Return strokes as float64 arrays (points, 2), empty ones left out, of about 20,000 points.

    Raises PictureError if they are not a list of finite (points, 2) arrays.
    """
    if isinstance(strokes, str | bytes | dict) or not isinstance(strokes, Iterable):
        raise PictureError(
            f"Strokes must be a list of arrays (points, 2), not {type(strokes).__name__}."
        )
    checked = [_check_stroke(number, stroke) for number, stroke in enumerate(strokes)]
    excess = sum(map(len, checked)) // MOST_POINTS + 1
    if excess > 1:
        # Whole strokes are left out only where there are far too many of them.
        checked = [stroke[::excess] for stroke in checked]
        checked = checked[:: len(checked) // MOST_POINTS + 1]
    # Only now, when there are few: converting millions of points would take memory.
    return [stroke.astype(np.float64) for stroke in checked if len(stroke)]


def without_strays(strokes: list[np.ndarray]) -> list[np.ndarray]:
    """Leave out strokes that are hardly more than a dot and lie far from all others.

    `strokes` are as from `check_strokes`. What is all dots stays as it is.
    """
    # Halved, so that no difference leaves the range of floats.
    lows, highs = (
        np.array([end(stroke, axis=0) for stroke in strokes]).reshape(-1, 2) / 2
        for end in (np.min, np.max)
    )
    kept = np.arange(len(strokes))
    for size, distance in STRAYS:
        kept = kept[_belong_together(lows[kept], highs[kept], size, distance)]
    return [strokes[number] for number in kept]


def _belong_together(
    lows: np.ndarray, highs: np.ndarray, size: float, distance: float
) -> np.ndarray:
    """Tell which boxes are larger than `size` or lie within `distance` of all those that are."""
    sizes = (highs - lows).max(axis=1, initial=0)
    drawn = sizes > size * sizes.max(initial=0)
    if drawn.all() or not drawn.any():
        return np.ones(len(sizes), bool)
    low, high = lows[drawn].min(axis=0), highs[drawn].max(axis=0)
    gaps = np.maximum(lows - high, low - highs).max(axis=1)
    return drawn | (gaps <= distance * (high - low).max())


def _check_stroke(number: int, stroke: np.ndarray) -> np.ndarray:
    """Return one stroke as numbers (points, 2); raise PictureError if it is none."""
    try:
        points = np.asarray(stroke)
        if points.dtype == object:
            points = np.asarray(points.tolist())
    except (TypeError, ValueError):
        points = np.empty(0, dtype=object)
    if points.size == 0 and points.dtype != object:
        return np.empty((0, 2))
    if points.dtype.kind not in "biuf":
        raise PictureError(
            f"Stroke {number} does not hold numbers. Give each as an array (points, 2)."
        )
    if points.ndim != 2 or points.shape[1] != 2:
        raise PictureError(
            f"Stroke {number} has shape {points.shape}. Give a list of arrays, each (points, 2): "
            "x to the right, y down."
        )
    if not np.isfinite([float(points.min()), float(points.max())]).all():
        raise PictureError(f"Stroke {number} holds NaN or infinity. Leave those points out.")
    return points
