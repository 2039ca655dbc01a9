"""A drawing: strokes with undo and their ink as a picture; and the reader that follows it.

No widget here: the reader keeps the reading of a drawing up to date without ever making the pen
wait.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageOps

from digitlib.framing import check_strokes, squeeze_picture, squeeze_strokes

SIZE = 280  # side of the paper; strokes on it are in these pixels, (0, 0) top left
INK, PAPER = "#12263a", "#fffdf7"
PEN_WIDTH = 18  # pixels of the paper
# Seconds between two readings while the pen moves: quick enough to feel live, and it leaves
# the kernel free for the pen.
PAUSE = 0.04


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


@dataclass(frozen=True)
class Reading:
    """What the pad knows about the drawing: a prediction, or a problem in words, or neither."""

    prediction: Any = None
    problem: str = ""


class Reader:
    """Read a drawing with a predictor, always its latest state, one reading at a time.

    `predictor` has `predict(strokes)`; None loads the shipped network when it is first needed.
    `on_reading` is called with each new Reading. A predictor that raises or cannot be loaded
    makes a Reading with a problem; the next change of the drawing tries again.
    """

    def __init__(self, drawing: Drawing, predictor: Any, on_reading: Callable[[Reading], None]):
        """Keep the three; nothing is loaded or read yet."""
        self.drawing = drawing
        self.reading = Reading()
        # An uploaded picture, grey uint8 (h, w), that is read in place of the drawing.
        self.picture: np.ndarray | None = None
        self.squeezed = False
        self.pen_width = PEN_WIDTH
        self._predictor = predictor
        self._on_reading = on_reading
        self._task: asyncio.Task | None = None
        self._closed = False
        # Requests are counted. A slow reading that began before one that is shown already is of
        # a drawing, or a switch, that is no more.
        self._asked = self._shown = 0

    def ask(self) -> None:
        """Have the latest drawing read soon; return at once.

        Where no event loop runs, as in a plain script, the drawing is read here and now.
        """
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            loop = None
        if loop is None or not len(self._material):
            self.read_now()
            return
        self._asked += 1
        if self._task is None or self._task.done():
            self._task = loop.create_task(self._work())

    def read_now(self) -> Reading:
        """Read the picture or else the drawing before returning, and return the Reading."""
        self._asked += 1
        self._show(self._read(self._material), self._asked)
        return self.reading

    def close(self) -> None:
        """Show nothing any more; a reading that is being made comes to nothing."""
        self._closed = True

    async def _work(self) -> None:
        while self._shown < self._asked and not self._closed:
            request = self._asked
            self._show(await asyncio.to_thread(self._read, self._material), request)
            await asyncio.sleep(PAUSE)

    def _show(self, reading: Reading, request: int) -> None:
        if request > self._shown and not self._closed:
            self.reading, self._shown = reading, request
            self._on_reading(reading)

    @property
    def _material(self) -> np.ndarray | list[np.ndarray]:
        return self.drawing.strokes if self.picture is None else self.picture

    def _read(self, material: np.ndarray | list[np.ndarray]) -> Reading:
        """Return the Reading of a picture or of strokes, framed or squeezed."""
        if not len(material):
            return Reading()
        doing = "The network could not be loaded."
        try:
            if self._predictor is None:
                from digitlib.network.predictor import load_predictor

                self._predictor = load_predictor()
            doing = "The network could not read this."
            if not self.squeezed:
                return Reading(self._predictor.predict(material))
            if isinstance(material, np.ndarray):
                image = squeeze_picture(material)
            else:
                image = squeeze_strokes(material, pen_width=self.pen_width)
            return Reading(self._predictor.predict_images(image[None])[0])
        except Exception as error:  # whatever a predictor raises must not stop the pen
            said = f": {error}" if str(error) else "."
            return Reading(problem=f"{doing} {type(error).__name__}{said}")
