"""`DrawingPad`: the widget that ties a drawing and its reader to what one sees of them."""

import asyncio
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import numpy as np
from PIL import Image, ImageOps

from digitlib.data.samples import Sample, samples_csv, save_samples
from digitlib.errors import DataError, DigitlibError
from digitlib.files import atomic_path
from digitlib.framing import open_picture
from digitlib.pad.board import (
    METHODS,
    Board,
    address,
    close_all,
    draw_snapshot,
    png_bytes,
    show_in_notebook,
)
from digitlib.pad.drawing import SIZE, Drawing, Reader, Reading, draw_ink, fit_on_paper
from digitlib.wording import a_digit

STEP = 1 / 30  # seconds between two steps of a replay


class DrawingPad(widgets.VBox):
    """A sheet of paper to draw a digit on, with what the network reads beside it.

    Display it in a cell. `predictor` is what `digitlib.load_predictor` returns, by default the
    shipped network. `view` is "ipycanvas", "anywidget" or "upload"; by default the pad takes
    the first of them that works here. Raises ValueError for another `view`, and ImportError
    where a view that was asked for lacks a package. `samples` are the drawings kept with their
    labels, oldest first.
    """

    def __init__(self, predictor: Any = None, view: str | None = None):
        """Make a pad with clean paper."""
        self._drawing = Drawing()
        self._listeners: list[Callable[[Any], None]] = []
        self._reader = Reader(self._drawing, predictor, self._show_reading)
        self._replay: asyncio.Task | None = None
        self.samples: list[Sample] = []
        self._kept_last: list = []
        self._has_quit = False
        self._board = Board(self, view)
        super().__init__([self._board])
        self.add_class("digitlib-pad")
        if self._board.takes_pictures:
            self.add_class("digitlib-uploads")
        self._show_reading(Reading())

    def __repr__(self) -> str:
        """Say how much is drawn."""
        return f"DrawingPad({len(self.strokes)} strokes)"

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

    def on_reading(self, listener: Callable[[Any], None]) -> None:
        """Call `listener(prediction)` now and after each reading; None means clean paper."""
        self._listeners.append(listener)
        listener(self.prediction)

    def clear(self) -> None:
        """Start again on clean paper; `undo` brings the drawing back."""
        self._change(self._drawing.clear)

    def undo(self) -> None:
        """Take back the last stroke, or `clear`."""
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
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return self.load(strokes)
        if not self._has_quit:
            self.clear()
            self._replay = loop.create_task(self._draw_again(strokes, seconds))
        return self._replay

    def keep(self, label: int) -> None:
        """Keep the drawing as a sample of `label`; a second label for it replaces the first."""
        if self._has_quit:
            return
        drawn = [stroke.tolist() for stroke in self.strokes]
        if not drawn:
            self._board.say("Draw a digit first, then say which one it is.")
            return
        sample = Sample(label, drawn)
        if self.samples and drawn == self._kept_last:
            self.samples.pop()
        self.samples.append(sample)
        self._kept_last = drawn
        self.add_class("digitlib-has-kept")
        self._board.say(f"Kept as {a_digit(label)}. {len(self.samples)} kept so far.")

    def save_samples(self, path: str | os.PathLike) -> Path:
        """Write the samples to `path`, whose ending chooses the format; return the path."""
        return save_samples(path, self.samples)

    def offer_samples(self) -> None:
        """Let the browser save the samples."""
        self._board.offer("my_digits.csv", samples_csv(self.samples).encode())

    def picture(self) -> Image.Image:
        """Return the ink on the paper, or the uploaded picture, in 280 by 280 pixels, RGB."""
        held = self._reader.picture
        if held is None:
            return draw_ink(self.strokes, self._reader.pen_width)
        ground = int(np.median(held))
        return ImageOps.pad(Image.fromarray(held), (SIZE, SIZE), color=ground).convert("RGB")

    def save_png(self, path: str | os.PathLike) -> Path:
        """Write the drawing to `path`, a .png file; return the path.

        Raises DataError for another ending, and where the file cannot be written.
        """
        path = Path(path)
        if path.suffix.lower() != ".png":
            raise DataError(f"Cannot save the drawing as {path.name!r}: end the name in .png.")
        with atomic_path(path, DataError) as temporary:
            self.picture().save(temporary, format="PNG")
        return path

    def offer_png(self) -> None:
        """Let the browser save the drawing."""
        if self.strokes:
            self._board.offer("my_digit.png", png_bytes(self.picture()))
        else:
            self._board.say("Draw a digit first, then save it.")

    def snapshot(self, caption: str = "") -> Image.Image:
        """Return a picture of the pad: the ink, the digit, the bars and what the network sees."""
        return draw_snapshot(self.picture(), self._reader.reading, caption, self._board.blank)

    def read_file(self, content: bytes) -> None:
        """Read an uploaded picture in place of the drawing; say so if it is none."""
        if self._has_quit:
            return
        try:
            self._change(self._drawing.clear, open_picture(content))
        except DigitlibError as error:
            self._board.say(str(error))

    def quit(self) -> None:
        """Say goodbye, release the worker and ignore whatever comes later."""
        if not self._has_quit:
            self._stop_replay()
            self._drawing.end()
            self._reader.close()
            self._has_quit = self._board.upload.disabled = True
            self.add_class("digitlib-off")
            self._board.say("Goodbye. Run the cell again for a new pad.")

    def close(self) -> None:
        """Quit, and free the widgets of the pad in Python and in every page that shows them."""
        # Python calls this of a pad, too, that could not be made.
        if self.comm is not None and self.children:
            self.quit()
            close_all(self._board)
            self.layout.close()
        super().close()

    def press(self, key: str) -> None:
        """Do what a key or a button means (METHODS, or a digit: keep); ignore any other."""
        if self._has_quit:
            return
        if key in ("framed", "squeezed"):
            self.set("squeezed", key == "squeezed")
        elif key in set("0123456789"):
            self.keep(int(key))
        elif method := METHODS.get(key.lower()):
            getattr(self, method)()

    def set(self, name: str, value: float | bool) -> None:
        """Set "width" (of the pen, in pixels of the paper), "guide" or "squeezed" (booleans).

        Squeezed, the network sees the whole paper shrunk to 28x28, and not the framed ink.
        """
        if name == "width":
            self._reader.pen_width = value
        elif name == "squeezed":
            self._reader.squeezed = value
        elif name == "guide":
            (self.add_class if value else self.remove_class)("digitlib-guide")
        self._refresh()

    def pen_start(self, x: float, y: float) -> None:
        """Put the pen down; a replay gives way to the hand."""
        if not self._has_quit:
            self._stop_replay()
            self._reader.picture = None
            self._board.say("")
            self._drawing.start(x, y)
            self._reader.ask()

    def pen_move(self, points: Sequence[Sequence[float]]) -> None:
        """Draw on through `points`; a pen that is up draws nothing."""
        if self._replay is None:
            self._drawing.extend(points)
            self._reader.ask()

    def pen_end(self) -> None:
        """Lift the pen, on the paper or outside it."""
        if self._replay is None:
            self._lift()

    def pen_drop(self) -> None:
        """Take back the stroke that is being drawn: a palm's, it turns out."""
        if self._drawing.pen_down:
            self.undo()

    def _change(self, change: Callable[[], None], picture: np.ndarray | None = None) -> None:
        """Apply a change other than the pen's, show it and read it at once."""
        if not self._has_quit:
            self._stop_replay()
            change()
            self._reader.picture = picture
            self._board.show_picture(None if picture is None else self.picture())
            self._refresh()

    def _refresh(self) -> None:
        """Show the ink afresh and read it at once; a replay goes on."""
        if not self._has_quit:
            self._board.say("")
            self.show_ink()
            self._reader.read_now()

    def _lift(self) -> None:
        self._drawing.end()
        self.show_ink()
        self._reader.ask()

    def _stop_replay(self) -> None:
        if self._replay is not None:
            self._replay.cancel()
            self._replay = None
            # Not in the task, which learns of it only after a hand may have put the pen down.
            self._drawing.end()

    async def _draw_again(self, strokes: list[np.ndarray], seconds: float) -> None:
        """Move the pen along the strokes, about 30 steps a second."""
        num_points = max(1, sum(map(len, strokes)))
        per_step = -(-num_points // max(1, round(seconds / STEP)))
        for stroke in strokes:
            points = stroke.tolist()
            self._drawing.start(*points[0])
            for first in range(1, len(points), per_step):
                await asyncio.sleep(seconds * per_step / num_points)
                self._drawing.extend(points[first : first + per_step])
                self._reader.ask()
                self.show_ink()
            self._lift()
        self._replay = None

    def show_ink(self) -> None:
        """Show all that is drawn, and what is set, on every page."""
        self._board.show_ink(
            self.strokes,
            self._drawing.pen_down,
            width=self._reader.pen_width,
            guide="digitlib-guide" in self._dom_classes,
            squeezed=self._reader.squeezed,
        )

    def _show_reading(self, reading: Reading) -> None:
        # Nothing is said aloud while one draws.
        aloud = not self._drawing.pen_down
        self._board.show_answer(reading, self._reader.squeezed, aloud)
        for listener in self._listeners:
            listener(reading.prediction)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return a picture of the pad, for those who read the notebook without a kernel."""
        said = f"DrawingPad: {self._board.said}"
        # Few colours make a small file: the picture is stored in the notebook.
        picture = self.snapshot("A picture of the pad: run this cell to draw").quantize(48)
        data = {"text/plain": said, "image/png": address(picture).partition(",")[2]}
        return data, {"image/png": {"width": picture.width // 2, "alt": said}}

    def _ipython_display_(self, **kwargs: Any) -> None:
        show_in_notebook(self, *self._repr_mimebundle_())
