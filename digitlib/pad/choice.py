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
# How long a page may take to show a surface before the next one is tried. Counted in ticks of
# the event loop, so that the time in which the kernel computes something else does not count.
TICK, MOST_TICKS = 0.5, 16
UNSEEN = (
    "No browser has shown the paper so far. If you see this and no paper, run "
    "digitlib.DrawingPad(view='upload') instead."
)


class SurfaceChoice:
    """Make surfaces in order of preference until a browser shows one.

    `place(surface, notice)` is called with each surface chosen and a sentence that says why it
    is not the first choice, or "". `warn(notice)` is called with another sentence while no
    browser is there, and with the first one again when one is.
    """

    def __init__(
        self,
        pen: Pen,
        view: str | None,
        place: Callable[[Surface, str], None],
        warn: Callable[[str], None],
    ):
        """Raise ValueError if `view` is not one of the views."""
        if view is not None and view not in VIEWS:
            raise ValueError(f"view is {view!r}, but must be one of {', '.join(VIEWS)} or None.")
        self._pen, self._place, self._warn = pen, place, warn
        self._left = [view] if view else list(VIEWS)
        self._reason = ""
        self._watcher: asyncio.Task | None = None
        self._said, self._is_warning = "", False
        # Without anywidget no page can say that it is there; then waiting has to do.
        self._page_is_there = not can_import("anywidget")
        self.surface: Surface | None = None
        self.made: list[Surface] = []
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
            self.made.append(self.surface)
            self._said = self._sentence(view)
            self._place(self.surface, self._said)
            return
        raise ImportError(f"{self._reason}. Install it with: pip install 'digitlib[pad]'")

    def watch(self) -> None:
        """Begin to wait for a surface; do nothing if one is there or is being waited for."""
        if self.surface.is_ready or (self._watcher is not None and not self._watcher.done()):
            return
        try:
            self._watcher = asyncio.get_running_loop().create_task(self._wait())
        except RuntimeError:
            # A plain script has no browser to wait for.
            return

    def note_page(self) -> None:
        """Note that a page shows the pad; from now on the surface may be expected."""
        if not self._page_is_there:
            self._page_is_there = True
            self.close()
        self._take_warning_back()
        self.watch()

    def note_ready(self, surface: Surface) -> None:
        """Note that a browser shows a surface; one that was given up comes back."""
        if surface is not self.surface:
            self.surface, self._said = surface, ""
            self._place(surface, "")
        self._take_warning_back()

    def _take_warning_back(self) -> None:
        if self._is_warning:
            self._is_warning = False
            self._warn(self._said)

    def close(self) -> None:
        """Stop waiting."""
        if self._watcher is not None:
            self._watcher.cancel()
            self._watcher = None

    async def _wait(self) -> None:
        """Take the next surface whenever the page does not show the present one in time.

        Where no page is known to be there, as while a pad lies far down in a notebook or runs
        without a browser, nothing is given up.
        """
        while not await self._comes_up():
            if not self._page_is_there:
                self._is_warning = True
                self._warn(UNSEEN)
                return
            if not self._left:
                return
            self._reason = f"No browser has shown {self.surface.name} so far"
            self.take_next()

    async def _comes_up(self) -> bool:
        """Wait for the surface; tell whether it came up in time."""
        for _ in range(MOST_TICKS):
            await asyncio.sleep(TICK)
            if self.surface.is_ready:
                return True
        return False

    def _sentence(self, view: str) -> str:
        """Say why this view is taken, if it is not the first choice."""
        instead = {
            "anywidget": "this pad draws with anywidget instead",
            "upload": "upload a picture of a digit instead",
        }
        return f"{self._reason}, so {instead[view]}." if self._reason else ""


def can_import(module: str) -> bool:
    """Tell whether a module can be imported."""
    try:
        importlib.import_module(module)
    except ImportError:
        return False
    return True
