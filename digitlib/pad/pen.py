"""The pad's hand in the browser, an anywidget: pad.js, and pad_widget.js for notebooks."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import traitlets

FOLDER = Path(__file__).parent


class Pen(anywidget.AnyWidget):
    """A transparent sheet that draws ink at once and tells Python what the hand does.

    `options` are those of pad.js and the sentences of the page; `announcement` is read aloud by
    a screen reader. Else messages are all that passes: see `DrawingPad`.
    """

    _esm = "\n".join((FOLDER / name).read_text("utf-8") for name in ("pad.js", "pad_widget.js"))
    options = traitlets.Dict().tag(sync=True)
    announcement = traitlets.Unicode().tag(sync=True)

    def __init__(self, receive: Callable[[dict[str, Any], list], None], **options: Any):
        """Call `receive(content, buffers)` with everything that the page says."""
        super().__init__(options=options)
        self.add_class("digitlib-pen")
        self.on_msg(lambda _, content, buffers: receive(content, buffers))
