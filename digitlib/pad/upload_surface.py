"""The last resort: no surface to draw on, but a picture of a digit can be uploaded."""

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets
from PIL import Image

from digitlib.pad.panel import picture_address
from digitlib.pad.surface import SIZE, Pen, Surface

# A server breaks the connection at a message of more than 10 MB. The helper (helper_files.js)
# refuses larger files before they are sent.
MOST_MB = 7
TOO_LARGE = f"That file has more than {MOST_MB} MB. Choose a smaller copy of the picture."
TIP = f"A PNG or JPEG with one digit, dark on light or light on dark, at most {MOST_MB} MB"


class UploadSurface(Surface):
    """A file button in place of the paper, with the uploaded picture under it."""

    name = "upload"

    def __init__(self, pen: Pen):
        """Make the button; the pen's `read_file` gets the bytes of what is chosen."""
        self._button = widgets.FileUpload(accept="image/*", description="Choose a picture")
        self._button.tooltip = TIP
        self._picture = widgets.HTML(_thumbnail(None))
        parts = [self._button, widgets.HTML(f"<p>{TIP}.</p>"), self._picture]
        super().__init__(pen, widgets.VBox(parts).add_class("digitlib-upload"))
        # Core widgets come with the pad itself: where it shows, they do.
        self.is_ready = True
        self._button.observe(self._on_upload, "value")

    def show_picture(self, make: Callable[[], Image.Image] | None) -> None:
        """Show the picture that `make` makes, or an empty frame."""
        self._picture.value = _thumbnail(make and make())

    def freeze(self) -> None:
        """Switch the button off."""
        self._button.disabled = True

    def _on_upload(self, change: dict[str, Any]) -> None:
        # ipywidgets 7 gives a dict by file name, ipywidgets 8 a tuple.
        files = change["new"]
        files = list(files.values() if isinstance(files, dict) else files)
        if files:
            self.pen.read_file(bytes(files[-1]["content"]))


def _thumbnail(picture: Image.Image | None) -> str:
    """Return HTML for a picture, or for an empty frame of its size."""
    if picture is None:
        return '<div class="digitlib-thumbnail digitlib-nothing"></div>'
    place = f'src="{picture_address(picture)}" width="{SIZE}" height="{SIZE}"'
    return f'<img class="digitlib-thumbnail" alt="The picture that is read" {place}>'
