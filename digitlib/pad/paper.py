"""The paper in a notebook: an ipycanvas on which Python draws the ink. The pen lies above it."""

from collections.abc import Callable

import numpy as np
from ipycanvas import Canvas, hold_canvas

from digitlib.pad.drawing import SIZE
from digitlib.pad.snapshot import INK, curve_points

DENSITY = 2  # canvas pixels per pixel of the paper, so that ink is sharp on a dense screen


class Paper(Canvas):
    """A canvas that survives a page reload and being drawn on before it is shown."""

    def __init__(self, on_ready: Callable[[], None]):
        """Make clean paper; `on_ready` is called whenever a browser has come to show it."""
        super().__init__(width=SIZE * DENSITY, height=SIZE * DENSITY)
        self.is_ready = False
        self._tell = on_ready
        self.add_class("digitlib-paper")
        self.on_client_ready(self._note_ready)

    def show(self, strokes: list[np.ndarray], pen_width: float) -> None:
        """Replace what is shown by these strokes; do nothing before a browser is there."""
        if not self.is_ready:
            return
        # ipycanvas remembers which canvas the browser draws on, and is wrong after a reload; it
        # must say it again. The name is private, hence the version pin in pyproject.toml and
        # the reload test in tests/browser.
        self._canvas_manager._current_canvas = None
        with hold_canvas():
            self.clear()
            self.set_transform(DENSITY, 0, 0, DENSITY, 0, 0)
            self.line_width = pen_width
            self.line_cap = self.line_join = "round"
            self.stroke_style = self.fill_style = INK
            for stroke in strokes:
                if len(stroke) == 1:
                    self.fill_circle(*stroke[0].tolist(), pen_width / 2)
                else:
                    self.stroke_lines(curve_points(stroke))

    def _note_ready(self) -> None:
        self.is_ready = True
        self._tell()
