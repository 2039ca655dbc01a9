"""Check strokes that may come from anywhere before anything is drawn from them."""

from collections.abc import Iterable, Sequence

import numpy as np

from digitlib.errors import PictureError

# A drawing of more points is thinned evenly; a hand makes a few hundred in a digit.
MOST_POINTS = 20_000

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
    return [stroke for stroke in checked if len(stroke)]


def _check_stroke(number: int, stroke: np.ndarray) -> np.ndarray:
    """Return one stroke as float64 (points, 2); raise PictureError if it is none."""
    try:
        points = np.asarray(stroke)
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
    points = points.astype(np.float64)
    if not np.isfinite(points).all():
        raise PictureError(f"Stroke {number} holds NaN or infinity. Leave those points out.")
    return points
