"""A drawing: the strokes of a pen, with undo and clear. Knows no widget."""

from collections.abc import Iterable, Sequence

import numpy as np

from digitlib.errors import PictureError
from digitlib.framing import check_strokes


class Drawing:
    """Hold pen strokes in the order they were drawn, x to the right and y down.

    A stroke runs from `start` over any number of `extend` to `end`. `version` grows with every
    change, so a reader can tell whether what it read is still what is drawn.
    """

    def __init__(self, strokes: Iterable[Sequence] = ()):
        """Begin with copies of `strokes`, arrays of shape (points, 2); raise PictureError else."""
        self._strokes: list[list[tuple[float, float]]] = []
        self._pen_down = False
        self.version = 0
        self.load(strokes)

    def __repr__(self) -> str:
        """Say how much is drawn."""
        points = sum(map(len, self._strokes))
        return f"Drawing({len(self._strokes)} strokes, {points} points)"

    @property
    def strokes(self) -> list[np.ndarray]:
        """The strokes as new float arrays of shape (points, 2), the unfinished one included."""
        return [np.array(stroke, dtype=float) for stroke in self._strokes]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is drawn."""
        return not self._strokes

    @property
    def pen_down(self) -> bool:
        """Whether a stroke has begun and not ended."""
        return self._pen_down

    def tail(self, num_points: int) -> tuple[np.ndarray, bool]:
        """Return the last points of the last stroke, (points, 2), and whether that is all of it.

        What has just been drawn can be shown without copying the whole drawing.
        """
        stroke = self._strokes[-1] if self._strokes else []
        return np.array(stroke[-num_points:], dtype=float), len(stroke) <= num_points

    def start(self, x: float, y: float) -> None:
        """Put the pen down at (x, y); raise PictureError unless both are finite."""
        point = _finite_point(x, y)
        self._strokes.append([point])
        self._pen_down = True
        self.version += 1

    def extend(self, x: float, y: float) -> bool:
        """Move the pen to (x, y) and say whether that drew anything.

        Nothing is drawn while the pen is up, which is what a hovering mouse does, nor where the
        pen already is.
        """
        point = _finite_point(x, y)
        if not self._pen_down or self._strokes[-1][-1] == point:
            return False
        self._strokes[-1].append(point)
        self.version += 1
        return True

    def end(self) -> None:
        """Lift the pen; the stroke is finished."""
        self._pen_down = False

    def undo(self) -> None:
        """Take back the last stroke; do nothing on an empty drawing."""
        self._pen_down = False
        if self._strokes:
            self._strokes.pop()
            self.version += 1

    def clear(self) -> None:
        """Take back every stroke."""
        self._pen_down = False
        self._strokes = []
        self.version += 1

    def load(self, strokes: Iterable[Sequence]) -> None:
        """Replace the drawing by copies of `strokes`; empty strokes are left out.

        Raises PictureError, and keeps the old drawing, when a stroke is not a finite array of
        shape (points, 2).
        """
        checked = check_strokes(list(strokes))
        self._strokes = [[tuple(point) for point in stroke.tolist()] for stroke in checked]
        self._pen_down = False
        self.version += 1


def _finite_point(x: float, y: float) -> tuple[float, float]:
    """Return (x, y) as floats; raise PictureError where one is no finite number."""
    try:
        point = (float(x), float(y))
    except (TypeError, ValueError):
        point = (np.nan, np.nan)
    if not np.isfinite(point).all():
        raise PictureError(f"A pen point needs two finite numbers, but got ({x!r}, {y!r}).")
    return point
