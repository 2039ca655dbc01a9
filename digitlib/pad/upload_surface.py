"""The last resort: no surface to draw on, but a picture of a digit can be uploaded."""

from typing import Any

import ipywidgets as widgets

from digitlib.pad.surface import Pen, Surface


class UploadSurface(Surface):
    """A file button in place of the paper, with the uploaded picture under it."""

    name = "upload"

    def __init__(self, pen: Pen):
        """Make the button; the pen's `read_file` gets the bytes of what is chosen."""
        tip = "Choose a PNG or JPEG with one digit, dark on light or light on dark"
        self._button = widgets.FileUpload(accept="image/*", description="Choose a picture")
        self._button.tooltip = tip
        hint = widgets.HTML(f"<p>{tip}.</p>")
        super().__init__(pen, widgets.VBox([self._button, hint]).add_class("digitlib-upload"))
        # Core widgets come with the pad itself: where it shows, they do.
        self.is_ready = True
        self._button.observe(self._on_upload, "value")

    def _on_upload(self, change: dict[str, Any]) -> None:
        # ipywidgets 7 gives a dict by file name, ipywidgets 8 a tuple.
        files = change["new"]
        files = list(files.values() if isinstance(files, dict) else files)
        if files:
            self.pen.read_file(bytes(files[-1]["content"]))
