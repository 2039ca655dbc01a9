"""A drawing: the strokes of a pen, with undo. Knows no widget."""

from collections.abc import Iterable, Sequence

import numpy as np

from digitlib.errors import PictureError
from digitlib.framing import check_strokes

SIZE = 280  # side of the paper; strokes on it are in these pixels, (0, 0) top left


class Drawing:
    """Hold pen strokes in the order they were drawn, x to the right and y down.

    A stroke runs from `start` over any number of `extend` to `end`. `version` grows with every
    change, and `pen_down` says whether a stroke has begun and not ended.
    """

    def __init__(self, strokes: Iterable[Sequence] = ()):
        """Begin with copies of `strokes`, arrays of shape (points, 2); raise PictureError else."""
        self._strokes: list[list[tuple[float, float]]] = []
        self._past: list[list] = []  # the strokes before each change
        self.pen_down = False
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

    def start(self, x: float, y: float) -> None:
        """Put the pen down at (x, y); raise PictureError unless both are finite."""
        self._become([*self._strokes, [_finite_point(x, y)]])
        self.pen_down = True

    def extend(self, x: float, y: float) -> None:
        """Move the pen to (x, y); a pen that is up, or that stands still, draws nothing."""
        point = _finite_point(x, y)
        if self.pen_down and self._strokes[-1][-1] != point:
            self._strokes[-1].append(point)
            self.version += 1

    def end(self) -> None:
        """Lift the pen; the stroke is finished."""
        self.pen_down = False

    def undo(self) -> None:
        """Take back the last change: a stroke, or `clear`. Do nothing before the first one."""
        if self._past:
            self._become(self._past[-1])
            del self._past[-2:]

    def clear(self) -> None:
        """Take every stroke away; `undo` brings them back."""
        self.pen_down = False
        if self._strokes:
            self._become([])

    def load(self, strokes: Iterable[Sequence]) -> None:
        """Replace the drawing by copies of `strokes`; empty strokes are left out.

        Raises PictureError, and keeps the old drawing, when a stroke is not a finite array of
        shape (points, 2).
        """
        checked = check_strokes(list(strokes))
        self.clear()
        for stroke in checked:
            self._become([*self._strokes, [tuple(point) for point in stroke.tolist()]])

    def _become(self, strokes: list) -> None:
        """Take these strokes for the drawing, lift the pen, and remember what was there."""
        self._past.append(self._strokes)
        self._strokes = strokes
        self.pen_down = False
        self.version += 1


def fit_on_paper(strokes: Iterable[Sequence]) -> list[np.ndarray]:
    """Return strokes in pixels of the paper.

    Strokes that lie on the paper and are not tiny stay as they are; others are scaled, aspect
    kept, to the middle three fifths of it. Raises PictureError if they are no strokes.
    """
    strokes = check_strokes(list(strokes))
    if not strokes:
        return []
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    extent = (high - low).max()
    if low.min() >= 0 and high.max() <= SIZE and extent > SIZE / 10:
        return strokes
    scale = 0.6 * SIZE / extent if extent > 0 else 1.0
    return [(stroke - (low + high) / 2) * scale + SIZE / 2 for stroke in strokes]


def _finite_point(x: float, y: float) -> tuple[float, float]:
    """Return (x, y) as floats; raise PictureError where one is no finite number."""
    try:
        point = (float(x), float(y))
    except (TypeError, ValueError):
        point = (np.nan, np.nan)
    if not np.isfinite(point).all():
        raise PictureError(f"A pen point needs two finite numbers, but got ({x!r}, {y!r}).")
    return point
