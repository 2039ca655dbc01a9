"""What every drawing surface of the pad is: something to display that reports pen and keys."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

import numpy as np
from PIL import Image

from digitlib.framing import check_strokes

# Side of the drawing surface in CSS pixels; strokes are in these units, (0, 0) top left.
SIZE = 280
INK = "#12263a"


class Pen(Protocol):
    """What a surface reports to: the pad."""

    def pen_start(self, x: float, y: float) -> None:
        """Note that the pen touched the surface."""

    def pen_move(self, points: list[tuple[float, float]]) -> None:
        """Note where the pen moved, hovering included."""

    def pen_end(self) -> None:
        """Note that the pen left the surface."""

    def pen_drop(self) -> None:
        """Note that what has touched the surface was no pen."""

    def ink_is_dry(self, stroke: str) -> None:
        """Note that a stroke that the page has named is drawn."""

    def press(self, key: str) -> None:
        """Note that a key was pressed."""

    def read_file(self, content: bytes) -> None:
        """Note that a picture was uploaded."""

    def surface_ready(self, surface: "Surface") -> None:
        """Note that a browser shows the surface."""


class Surface:
    """The common part: a widget, the pen it reports to, and whether a browser shows it."""

    name = ""

    def __init__(self, pen: Pen, widget: Any):
        """Keep the two; no browser shows the widget yet."""
        self.pen = pen
        self.widget = widget
        self.is_ready = False

    def show(self, strokes: list[np.ndarray], pen_width: float, pen_down: bool = False) -> None:
        """Replace what is shown by these strokes; `pen_down` says that the last still grows."""

    def extend(self, points: np.ndarray, from_start: bool, pen_width: float) -> None:
        """Add the end of a stroke to what is shown.

        `points` begins with two that are shown already, or is (`from_start`) the whole stroke.
        """

    def finish(self, strokes: list[np.ndarray], pen_width: float) -> None:
        """Make what is shown look as `show` would, now that a stroke has ended."""

    def show_picture(self, make: Callable[[], Image.Image] | None) -> None:
        """Show what is read, where it is not drawn: the picture that `make` makes, or none."""

    def freeze(self) -> None:
        """Take nothing more from the user."""

    def _note_ready(self) -> None:
        self.is_ready = True
        self.pen.surface_ready(self)


def clamp(x: float, y: float) -> tuple[float, float]:
    """Return the point of the paper nearest to (x, y): what is read is what can be seen."""
    return min(max(float(x), 0.0), float(SIZE)), min(max(float(y), 0.0), float(SIZE))


def smooth_path(points: np.ndarray, from_start: bool) -> list[tuple[str, tuple[float, ...]]]:
    """Turn at least two points (n, 2) into canvas commands for a smooth line through them.

    Each point bends a quadratic curve between the middles of its two neighbouring segments.
    `from_start` says that the first point begins the stroke; else the path begins in the middle
    of the first segment, where the ink so far ends.
    """
    middles = ((points[:-1] + points[1:]) / 2).tolist()
    points = points.tolist()
    path = [("move_to", tuple(points[0])), ("line_to", tuple(middles[0]))]
    if not from_start:
        path = [("move_to", tuple(middles[0]))]
    bends = zip(points[1:-1], middles[1:], strict=True)
    path += [("quadratic_curve_to", (*point, *middle)) for point, middle in bends]
    return [*path, ("line_to", tuple(points[-1]))]


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


def curve_points(stroke: np.ndarray, per_bend: int = 4) -> np.ndarray:
    """Return points along the smooth line of `smooth_path`, for a drawer without curves."""
    if len(stroke) < 3:
        return stroke
    middles = (stroke[:-1] + stroke[1:]) / 2
    t = np.linspace(0, 1, per_bend, endpoint=False)[None, :, None]
    begin, bend, end = middles[:-1, None], stroke[1:-1, None], middles[1:, None]
    curve = (1 - t) ** 2 * begin + 2 * t * (1 - t) * bend + t**2 * end
    return np.concatenate([stroke[:1], curve.reshape(-1, 2), middles[-1:], stroke[-1:]])
