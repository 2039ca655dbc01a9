"""What a drawing pad does, whatever it looks like: pen, keys, readings. No widget."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from digitlib.errors import DigitlibError
from digitlib.pad.drawing import Drawing
from digitlib.pad.files import PadFiles
from digitlib.pad.reader import Reader
from digitlib.pad.replay import Replay
from digitlib.pad.surface import clamp, fit_on_paper


class PadControl(PadFiles):
    """A drawing and its reader behind the four keys and the pen.

    A widget inherits it and overrides the calls of `PadView`.
    """

    def __init__(self, predictor: Any = None, **view_arguments: Any):
        """Begin with clean paper; `view_arguments` go on to the next class, the view."""
        self._drawing = Drawing()
        self._reader = Reader(self._drawing, predictor, self._show_reading)
        self._replay = Replay(self._touch, self._draw_on, self._lift)
        self._keys = {"p": self.predict, "c": self.clear, "z": self.undo, "q": self.quit}
        super().__init__(**view_arguments)

    @property
    def strokes(self) -> list[np.ndarray]:
        """The strokes drawn, float arrays (points, 2) in pixels of the paper, y down."""
        return self._drawing.strokes

    @property
    def prediction(self) -> Any:
        """The latest Prediction, or None while the paper is clean or the network failed."""
        return self._reader.reading.prediction

    def predict(self) -> Any:
        """Read the drawing now and return the Prediction (None on clean paper)."""
        return self._reader.read_now().prediction

    def clear(self) -> None:
        """Start again on clean paper."""
        self._change(self._drawing.clear)

    def undo(self) -> None:
        """Take back the last stroke."""
        self._change(self._drawing.undo)

    def load(self, strokes: Iterable[Sequence]) -> None:
        """Show and read stored strokes of any scale; raise PictureError if they are none.

        Strokes that fit on the paper stay where they are; others are scaled to it.
        """
        self._change(lambda: self._drawing.load(fit_on_paper(strokes)))

    def replay(self, strokes: Iterable[Sequence] | None = None, seconds: float = 1.5) -> Any:
        """Draw strokes again as the hand drew them, in so many seconds; return the task.

        `strokes` are those on the paper by default. Without an event loop they appear at once.
        """
        strokes = self.strokes if strokes is None else fit_on_paper(strokes)
        if self._has_quit:
            return None
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            self.load(strokes)
            return None
        self.clear()
        return self._replay.play(strokes, seconds)

    def quit(self) -> None:
        """Say goodbye, release the worker and ignore whatever comes later."""
        if not self._has_quit:
            self._replay.stop()
            self._reader.close()
            self._has_quit = True
            self._show_goodbye()

    def press(self, key: str) -> None:
        """Do what a key means: p predict, c clear, z undo, q quit; ignore any other."""
        action = self._keys.get(key.lower())
        if action is not None and not self._has_quit:
            action()

    def read_file(self, content: bytes) -> None:
        """Read an uploaded picture in place of the drawing; say so if it is none."""
        from digitlib.framing.picture_files import open_picture

        if self._has_quit:
            return
        try:
            picture = open_picture(content)
        except DigitlibError as error:
            self._show_message(str(error))
            return
        self._change(lambda: self._take(picture))

    def pen_start(self, x: float, y: float) -> None:
        """Put the pen down; a replay gives way to the hand."""
        if not self._has_quit:
            self._replay.stop()
            self._show_message("")
            self._touch(x, y)

    def pen_move(self, points: Sequence[tuple[float, float]]) -> None:
        """Draw on through `points`; a pen that only hovers draws nothing."""
        if not self._has_quit and not self._replay.is_running:
            self._draw_on(points)

    def pen_end(self) -> None:
        """Lift the pen, on the paper or outside it."""
        # A mouse that merely leaves the paper must not lift the pen of a replay.
        if not self._replay.is_running:
            self._lift()

    def pen_drop(self) -> None:
        """Take back the stroke that is being drawn: a palm's, it turns out."""
        if self._drawing.pen_down:
            self.undo()

    def set_pen_width(self, width: float) -> None:
        """Draw with a pen of `width` pixels of the paper (of 280)."""
        if not self._has_quit:
            self._reader.pen_width = float(width)
            self._refresh()

    def set_squeezed(self, squeezed: bool) -> None:
        """Let the network see the whole paper squeezed to 28x28, or (False) the framed ink."""
        if not self._has_quit:
            self._reader.squeezed = bool(squeezed)
            self._refresh()

    def _take(self, picture: np.ndarray) -> None:
        self._drawing.clear()
        self._reader.picture = picture

    def _touch(self, x: float, y: float) -> None:
        self._reader.picture = None
        self._drawing.start(*clamp(x, y))
        self._show_new_ink(1)
        self._reader.ask()

    def _draw_on(self, points: Sequence[tuple[float, float]]) -> None:
        drawn = sum(self._drawing.extend(*clamp(x, y)) for x, y in points)
        if drawn:
            self._show_new_ink(drawn)
            self._reader.ask()

    def _lift(self) -> None:
        if self._drawing.pen_down:
            self._drawing.end()
            self._show_finished_ink()
            self._reader.ask()

    def _change(self, change: Callable[[], None]) -> None:
        """Apply a change other than the pen's, show it and read it at once."""
        if self._has_quit:
            return
        self._replay.stop()
        self._reader.picture = None
        change()
        self._refresh()

    def _refresh(self) -> None:
        """Show the ink afresh and read it at once; a replay goes on."""
        self._show_message("")
        self._show_ink()
        self.predict()
