"""Choose the surface to draw on: ipycanvas where it works, else anywidget, else an upload."""

import asyncio
import importlib
import sys
from collections.abc import Callable

from digitlib.pad.surface import Pen, Surface

VIEWS = {
    "ipycanvas": ("digitlib.pad.canvas_surface", "CanvasSurface"),
    "anywidget": ("digitlib.pad.any_surface", "AnySurface"),
    "upload": ("digitlib.pad.upload_surface", "UploadSurface"),
}
# How long a browser may take to show a surface before the next one is tried. Counted in ticks of
# the event loop, so that the time in which the kernel computes something else does not count.
TICK, MOST_TICKS = 0.5, 16


class SurfaceChoice:
    """Make surfaces in order of preference until a browser shows one.

    `place(surface, notice)` is called with each surface chosen and a sentence that says why it
    is not the first choice, or "".
    """

    def __init__(self, pen: Pen, view: str | None, place: Callable[[Surface, str], None]):
        """Raise ValueError if `view` is not one of the views."""
        if view is not None and view not in VIEWS:
            raise ValueError(f"view is {view!r}, but must be one of {', '.join(VIEWS)} or None.")
        self._pen, self._place = pen, place
        self._left = [view] if view else list(VIEWS)
        self._reason = ""
        self._watcher: asyncio.Task | None = None
        self.surface: Surface | None = None
        if view is None and "google.colab" in sys.modules:
            self._left.remove("ipycanvas")
            self._reason = "Colab does not show ipycanvas reliably"

    def take_next(self) -> None:
        """Make the next surface that this Python can make, and place it."""
        while self._left:
            view = self._left.pop(0)
            try:
                module, name = VIEWS[view]
                self.surface = getattr(importlib.import_module(module), name)(self._pen)
            except ImportError as error:
                self._reason = f"{view} cannot be imported ({error})"
                continue
            self._place(self.surface, self._sentence(view))
            return
        raise ImportError(f"{self._reason}. Install it with: pip install 'digitlib[pad]'")

    def watch(self) -> None:
        """Begin to wait for a browser; do nothing if one is there or is being waited for."""
        if self.surface.is_ready or (self._watcher is not None and not self._watcher.done()):
            return
        try:
            self._watcher = asyncio.get_running_loop().create_task(self._wait())
        except RuntimeError:
            # A plain script has no browser to wait for.
            return

    def close(self) -> None:
        """Stop waiting."""
        if self._watcher is not None:
            self._watcher.cancel()

    async def _wait(self) -> None:
        """Take the next surface whenever no browser shows the present one in time."""
        while self._left:
            for _ in range(MOST_TICKS):
                await asyncio.sleep(TICK)
                if self.surface.is_ready:
                    return
            self._reason = f"No browser has shown {self.surface.name} so far"
            self.take_next()

    def _sentence(self, view: str) -> str:
        """Say why this view is taken, if it is not the first choice."""
        instead = {
            "anywidget": "this pad draws with anywidget instead",
            "upload": "upload a picture of a digit instead",
        }
        return f"{self._reason}, so {instead[view]}." if self._reason else ""
