"""A drawing: the strokes of a pen, with undo, and its ink as a picture. Knows no widget."""

from collections.abc import Iterable, Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageOps

from digitlib.framing import check_strokes

SIZE = 280  # side of the paper; strokes on it are in these pixels, (0, 0) top left
INK, PAPER = "#12263a", "#fffdf7"


class Drawing:
    """Hold pen strokes in the order they were drawn, x to the right and y down.

    A stroke runs from `start` over any number of `extend` to `end`; `pen_down` says whether one
    has begun and not ended. Raises PictureError for what is no finite point or stroke.
    """

    def __init__(self, strokes: Iterable[Sequence] = ()):
        """Begin with copies of `strokes`, arrays of shape (points, 2)."""
        self._strokes: list[list[list[float]]] = []
        self._past: list[list] = []  # the strokes before each change
        self.pen_down = False
        self.load(strokes)

    @property
    def strokes(self) -> list[np.ndarray]:
        """The strokes as new float arrays of shape (points, 2), the unfinished one included."""
        return [np.array(stroke, dtype=float) for stroke in self._strokes]

    def start(self, x: float, y: float) -> None:
        """Put the pen down at (x, y)."""
        self._become([*self._strokes, *_checked([[(x, y)]])])
        self.pen_down = True

    def extend(self, points: Sequence[Sequence[float]]) -> None:
        """Move the pen through `points`; one that is up, or that stands still, draws nothing."""
        for point in (point for stroke in _checked([points]) for point in stroke):
            if self.pen_down and self._strokes[-1][-1] != point:
                self._strokes[-1].append(point)

    def end(self) -> None:
        """Lift the pen; the stroke is finished."""
        self.pen_down = False

    def undo(self) -> None:
        """Take back the last change: a stroke, or `clear`. Do nothing before the first one."""
        self.pen_down = False
        if self._past:
            self._strokes = self._past.pop()

    def clear(self) -> None:
        """Take every stroke away; `undo` brings them back."""
        self.pen_down = False
        if self._strokes:
            self._become([])

    def load(self, strokes: Iterable[Sequence]) -> None:
        """Replace the drawing by copies of `strokes`; keep the old one if they are none."""
        checked = _checked(strokes)
        self.clear()
        for stroke in checked:
            self._become([*self._strokes, stroke])

    def _become(self, strokes: list) -> None:
        self._past.append(self._strokes)
        self._strokes = strokes


def _checked(strokes: Iterable[Sequence]) -> list[list[list[float]]]:
    return [stroke.tolist() for stroke in check_strokes(list(strokes))]


def fit_on_paper(strokes: Iterable[Sequence]) -> list[np.ndarray]:
    """Return strokes in pixels of the paper; raise PictureError if they are no strokes.

    Strokes that lie on the paper and are not tiny stay as they are; others are scaled, aspect
    kept, to the middle three fifths of it.
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
    """Return points along a smooth line through a stroke (points, 2), as pad.js draws it.

    Each point bends a quadratic curve between the middles of its two neighbouring segments.
    """
    if len(stroke) < 3:
        return stroke
    middles = (stroke[:-1] + stroke[1:]) / 2
    t = np.linspace(0, 1, per_bend, endpoint=False)[None, :, None]
    begin, bend, end = middles[:-1, None], stroke[1:-1, None], middles[1:, None]
    curve = (1 - t) ** 2 * begin + 2 * t * (1 - t) * bend + t**2 * end
    return np.concatenate([stroke[:1], curve.reshape(-1, 2), middles[-1:], stroke[-1:]])


def draw_ink(strokes: list[np.ndarray], pen_width: float) -> Image.Image:
    """Draw strokes as the paper shows them; return an RGB picture, 280 pixels square."""
    # Drawn four times as large and averaged down, because Pillow's lines are not antialiased.
    ink = Image.new("L", (SIZE * 4, SIZE * 4))
    pen = ImageDraw.Draw(ink)
    radius = pen_width * 2
    for stroke in strokes:
        points = [(x * 4, y * 4) for x, y in curve_points(stroke).tolist()]
        pen.line(points, fill=255, width=round(2 * radius))
        for x, y in points:
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return ImageOps.colorize(ink.reduce(4), black=PAPER, white=INK)
