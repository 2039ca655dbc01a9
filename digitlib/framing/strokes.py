"""Check strokes that may come from anywhere before anything is drawn from them."""

from collections.abc import Iterable, Sequence

import numpy as np

from digitlib.errors import PictureError

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


def check_strokes(strokes: Strokes) -> list[np.ndarray]:
    """Return strokes as float64 arrays (points, 2), empty ones left out, of 20,000 points at most.

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
