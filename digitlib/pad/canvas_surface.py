"""The drawing surface made with ipycanvas: Python draws the ink, the browser reports the pen."""

import math

import numpy as np
from ipycanvas import Canvas, hold_canvas

from digitlib.pad.surface import INK, SIZE, Pen, Surface, smooth_path

# Canvas pixels per CSS pixel, so that ink is sharp on a dense screen.
DENSITY = 2
# How far off a finger is another finger, in canvas pixels.
REACH = 40 * DENSITY
# What a key begins with that no keyboard has.
HELPER = "digitlib:"
Place = tuple[float, float]


class CanvasSurface(Surface):
    """An ipycanvas `Canvas` that survives a page reload and being drawn on before it is shown."""

    name = "ipycanvas"

    def __init__(self, pen: Pen):
        """Make the canvas and listen to it."""
        self._canvas = Canvas(width=SIZE * DENSITY, height=SIZE * DENSITY)
        # Without a size in its layout a box stretches the canvas.
        self._canvas.layout.width = self._canvas.layout.height = f"{SIZE}px"
        super().__init__(pen, self._canvas.add_class("digitlib-paper"))
        self._finger: Place | None = None
        self._listen()

    def show(self, strokes: list[np.ndarray], pen_width: float, pen_down: bool = False) -> None:
        """Replace what is shown by these strokes; do nothing before a browser is there."""
        if not self.is_ready:
            return
        # ipycanvas remembers which canvas the browser draws on, and is wrong after a reload; it
        # must say it again. The name is private, hence the version pin in pyproject.toml and
        # the reload test in tests/browser.
        self._canvas._canvas_manager._current_canvas = None
        with hold_canvas():
            self._prepare(pen_width)
            for stroke in strokes:
                self._draw(stroke, pen_width, from_start=True)

    def extend(self, points: np.ndarray, from_start: bool, pen_width: float) -> None:
        """Draw the end of a stroke as soon as it comes."""
        if self.is_ready:
            with hold_canvas():
                self._draw(points, pen_width, from_start)

    def finish(self, strokes: list[np.ndarray], pen_width: float) -> None:
        """Draw all again: ink that comes in pieces is lumpy where they meet."""
        self.show(strokes, pen_width)

    def _prepare(self, pen_width: float) -> None:
        """Clear the canvas and choose the pen."""
        canvas = self._canvas
        canvas.clear()
        canvas.set_transform(DENSITY, 0, 0, DENSITY, 0, 0)
        canvas.line_width = pen_width
        canvas.line_cap = canvas.line_join = "round"
        canvas.stroke_style = canvas.fill_style = INK

    def _draw(self, points: np.ndarray, pen_width: float, from_start: bool) -> None:
        """Draw a dot or a smooth line."""
        if len(points) == 1:
            self._canvas.fill_circle(*points[0].tolist(), pen_width / 2)
            return
        self._canvas.begin_path()
        for command, arguments in smooth_path(points, from_start):
            getattr(self._canvas, command)(*arguments)
        self._canvas.stroke()

    def _listen(self) -> None:
        """Turn the canvas's mouse, touch and key events into the pen's."""
        canvas = self._canvas
        canvas.on_client_ready(self._note_ready)
        canvas.on_mouse_down(lambda x, y: self._put_down((x, y)))
        canvas.on_mouse_move(lambda x, y: self._move_to((x, y)))
        canvas.on_mouse_up(lambda x, y: self.pen.pen_end())
        canvas.on_mouse_out(lambda x, y: self.pen.pen_end())
        canvas.on_touch_start(self._on_touch_start)
        canvas.on_touch_move(self._on_touch_move)
        canvas.on_touch_end(self._on_touch_end)
        canvas.on_touch_cancel(self._on_touch_end)
        canvas.on_key_down(self._on_key)

    def _on_key(self, key: str, shift: bool, ctrl: bool, meta: bool) -> None:
        """Take a key, or what helper_ink.js says in place of one to keep the order."""
        if key == f"{HELPER}drop":
            self._finger = None
            self.pen.pen_drop()
        elif key.startswith(f"{HELPER}lifted "):
            self.pen.ink_is_dry(key.partition(" ")[2])
        elif not (ctrl or meta):
            self.pen.press(key)

    def _put_down(self, place: Place) -> None:
        self.pen.pen_start(place[0] / DENSITY, place[1] / DENSITY)

    def _move_to(self, place: Place) -> None:
        self.pen.pen_move([(place[0] / DENSITY, place[1] / DENSITY)])

    # ipycanvas tells where all fingers are, but not which is which: the one that draws is the
    # one nearest to where it was.

    def _on_touch_start(self, touches: list[Place]) -> None:
        # A further finger (a resting palm) must not start a stroke.
        if touches and (self._finger is None or len(touches) == 1):
            self._finger = touches[-1]
            self._put_down(self._finger)

    def _on_touch_move(self, touches: list[Place]) -> None:
        if self._finger is not None and touches:
            self._finger = min(touches, key=self._way_of_finger)
            self._move_to(self._finger)

    def _on_touch_end(self, touches: list[Place]) -> None:
        # The finger that draws stays where it is while another one is lifted.
        if self._finger is None or min(map(self._way_of_finger, touches), default=REACH) >= REACH:
            self._finger = None
            self.pen.pen_end()

    def _way_of_finger(self, touch: Place) -> float:
        return math.dist(touch, self._finger)
