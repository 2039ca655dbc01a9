"""The drawing surface made with anywidget: the browser draws the ink and reports it."""

from typing import Any

import anywidget
import numpy as np
import traitlets

from digitlib.pad.controls import PEN_WIDTH
from digitlib.pad.helper import script
from digitlib.pad.surface import INK, SIZE, Pen, Surface


class _Paper(anywidget.AnyWidget):
    """The part in the browser, any_surface.js; nothing but messages passes between the two."""

    _esm = script("paper.js", "pointer.js", "any_surface.js")
    size = traitlets.Int(SIZE).tag(sync=True)
    ink = traitlets.Unicode(INK).tag(sync=True)
    pen_width = traitlets.Float(PEN_WIDTH).tag(sync=True)
    label = traitlets.Unicode(
        "Paper to draw a digit on. Keys: p predict, c clear, z undo, q quit."
    ).tag(sync=True)


class AnySurface(Surface):
    """A canvas whose ink needs no round trip to Python."""

    name = "anywidget"

    def __init__(self, pen: Pen):
        """Make the paper and listen to it."""
        super().__init__(pen, _Paper().add_class("digitlib-paper"))
        self._drawing_view: str | None = None
        # Views draw ahead of Python. These tell them which of their strokes Python knows: the
        # number of the last stroke of each view, and the one that still grows.
        self._seen: dict[str, int] = {}
        self._open: dict[str, Any] | None = None
        self.widget.on_msg(self._on_message)

    def show(self, strokes: list[np.ndarray], pen_width: float, pen_down: bool = False) -> None:
        """Replace what every view shows by these strokes."""
        self.widget.pen_width = pen_width
        if not pen_down:
            self._open = None
        held = [stroke.tolist() for stroke in strokes]
        message = {"event": "show", "strokes": held, "width": pen_width}
        self.widget.send(message | {"seen": self._seen, "open": self._open})

    def extend(self, points: np.ndarray, from_start: bool, pen_width: float) -> None:
        """Add ink in every view but the one that drew it."""
        message = {"event": "extend", "points": points.tolist(), "first": from_start}
        self.widget.send(message | {"view": self._drawing_view})

    def _on_message(self, _, content: dict, buffers: list) -> None:
        self._drawing_view = content.get("view")
        event, points = content.get("event"), content.get("points", [])
        if event == "ready":
            self._note_ready()
        elif event == "start":
            self._open = {"view": self._drawing_view, "number": content.get("number", 0)}
            self._seen[self._drawing_view] = self._open["number"]
            self.pen.pen_start(*points[0])
        elif event == "move":
            self.pen.pen_move(points)
        elif event in ("end", "drop"):
            self._open = None
            (self.pen.pen_end if event == "end" else self.pen.pen_drop)()
        self._drawing_view = None
