"""Keep the reading of a drawing up to date without ever making the pen wait. No widget here."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from digitlib.framing import squeeze_picture, squeeze_strokes
from digitlib.pad.drawing import Drawing

PEN_WIDTH = 18  # pixels of the paper
# Seconds between two readings while the pen moves: quick enough to feel live, and it leaves
# the kernel free for the pen.
PAUSE = 0.04


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
