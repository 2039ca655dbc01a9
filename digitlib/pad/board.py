"""What one sees of the pad: paper, pen, tools and answer on one board, and their messages."""

import html
import importlib
import os
import sys
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import numpy as np
from IPython.display import display
from PIL import Image

from digitlib.pad import panel
from digitlib.pad.controls import KEYS, LABEL, controls_html
from digitlib.pad.drawing import SIZE
from digitlib.pad.reader import Reading
from digitlib.pad.snapshot import INK
from digitlib.wording import how_to_install

STYLE = (Path(__file__).parent / "pad.css").read_text(encoding="utf-8")
VIEWS = ("ipycanvas", "anywidget", "upload")
MOST_MB = 7  # a server breaks the connection at a message of more than 10 MB
WIDGET_TYPE = "application/vnd.jupyter.widget-view+json"
# A saved notebook that is opened again has no kernel that knows the pad. JupyterLab then says
# "model not found" where the pad was; the picture beside it is to be seen instead. While there
# is a pad, the picture hides. (The outputs of the cell are: pad, picture, this.)
STILL_STYLE = """<style class="digitlib-still">
.jp-OutputArea-child:has(.digitlib-pad) + .jp-OutputArea-child:has(+ * .digitlib-still),
.jp-OutputArea-child:not(:has(.digitlib-pad)):has(+ * + * .digitlib-still) { display: none; }
</style>"""
UPLOAD = f"A PNG or JPEG with one digit, dark on light or light on dark, at most {MOST_MB} MB."
NO_PAPER = "This page shows no paper to draw on, so upload a picture. `digitlib doctor` says why."


class Board(widgets.Box):
    """The pad's parts, which pad.css puts in their places.

    `pad` is told what the hand does on any page. Raises ValueError for an unknown `view`, and
    ImportError where a view that was asked for lacks a package.
    """

    def __init__(self, pad: Any, view: str | None):
        """Make the parts that this Python can make, and say in the message what is missing."""
        self._pad = pad
        self.pen = self.paper = None
        self._page = ""  # which page speaks
        # Pages draw ahead of Python: the number of the last stroke of each that Python knows,
        # and the latest that one of them has begun.
        self._known: dict[str, int] = {}
        self._latest: tuple[str, int] | None = None
        missing = self._make_paper(view)
        self.takes_pictures = view == "upload" or self.pen is None
        self._blank = panel.CHOOSE if self.takes_pictures else panel.DRAW
        self._answer = widgets.HTML().add_class("digitlib-side")
        self._message = widgets.HTML().add_class("digitlib-message")
        controls = widgets.HTML(f"<style>{STYLE}</style>{controls_html()}")
        controls.add_class("digitlib-controls")
        super().__init__([self._box_of_paper(), self._answer, controls, self._message])
        self.add_class("digitlib-board")
        self.say(missing)

    def _make_paper(self, view: str | None) -> str:
        """Make the pen and the paper; return a sentence that says what is missing, or ""."""
        if view is not None and view not in VIEWS:
            raise ValueError(f"view is {view!r}, but must be one of {', '.join(VIEWS)} or None.")
        pen = _class_from("pen", "Pen", is_needed=view in VIEWS[:2])
        if pen is None:
            return "anywidget cannot be imported, so upload a picture of a digit instead."
        page = {"size": SIZE, "ink": INK, "keys": KEYS, "label": LABEL}
        self.pen = pen(self._on_page, **page, sheet=view != "upload", gone=". ".join(panel.GONE))
        # Colab shows no ipycanvas; there the pen's own sheet is the paper.
        if view in VIEWS[1:] or (view is None and _in_colab()):
            return ""
        paper = _class_from("paper", "Paper", is_needed=view == "ipycanvas")
        if paper is None:
            return "ipycanvas cannot be imported, so the pad draws with anywidget alone."
        self.paper = paper(self._pad.show_ink)
        return ""

    def _box_of_paper(self) -> widgets.Box:
        """Return the paper with the pen above it; under both lies what to do without them."""
        self.upload = widgets.FileUpload(accept="image/*", description="Choose a picture")
        self.upload.tooltip = UPLOAD
        self.upload.observe(self._on_upload, "value")
        self._thumbnail = widgets.HTML()
        self.show_picture(None)
        texts = widgets.HTML(f'<p class="digitlib-lost">{NO_PAPER}</p><p>{UPLOAD}</p>')
        without = widgets.VBox([texts, self.upload, self._thumbnail]).add_class("digitlib-upload")
        box = widgets.Box([part for part in (without, self.paper, self.pen) if part is not None])
        return box.add_class("digitlib-paper-box")

    def show_ink(self, strokes: list[np.ndarray], pen_down: bool, **settings: Any) -> None:
        """Show all that is drawn, and let the pages forget the ink that they drew ahead."""
        if self._latest is not None and not pen_down:
            self._known.update([self._latest])
        if self.paper is not None:
            self.paper.show(strokes, settings["width"])
            strokes = [] if self.paper.is_ready else strokes
        self._tell(
            {"event": "show", "strokes": [stroke.tolist() for stroke in strokes]}
            | {"known": self._known, **settings}
        )

    def show_picture(self, picture: Image.Image | None) -> None:
        """Show an uploaded picture, or an empty frame of its size."""
        self._thumbnail.value = '<div class="digitlib-thumbnail digitlib-nothing"></div>'
        if picture is not None:
            source = f'alt="The picture that is read" src="{panel.address(picture)}"'
            self._thumbnail.value = f'<img class="digitlib-thumbnail" {source}>'

    def show_answer(self, reading: Reading, squeezed: bool, aloud: bool) -> None:
        """Show a reading, and (`aloud`) have a screen reader say it."""
        self._answer.value = panel.answer_html(reading, squeezed, self._blank)
        if aloud:
            self._announce(self.in_words(reading))

    def in_words(self, reading: Reading) -> str:
        """Return a reading in a sentence or two."""
        return ". ".join(panel.in_words(reading, self._blank))

    def say(self, message: str) -> None:
        """Show one sentence under the pad, or none for ""."""
        self._message.value = html.escape(message)
        if message:
            self._announce(message)

    def offer(self, name: str, content: bytes) -> None:
        """Let the page that spoke last save `content` where its browser saves files."""
        self._tell({"event": "download", "view": self._page, "name": name}, [content])

    def _announce(self, sentence: str) -> None:
        if self.pen is not None:
            self.pen.announcement = sentence

    def _tell(self, content: dict[str, Any], buffers: list | None = None) -> None:
        if self.pen is not None:
            self.pen.send(content, buffers)

    def _on_page(self, content: dict[str, Any], buffers: list) -> None:
        """Do what a page says (pad_widget.js)."""
        self._page, event, pad = content.get("view", ""), content.get("event"), self._pad
        if event == "begin":
            self._latest = (self._page, content["number"])
            pad.pen_start(*content["point"])
        elif event == "move":
            pad.pen_move(content["points"])
        elif event in ("end", "ready"):
            # A page that was reloaded in mid-stroke never tells where that stroke ended.
            pad.pen_end()
        elif event == "drop":
            pad.pen_drop()
        elif event == "key":
            pad.press(content["key"])
        elif event == "set":
            pad.set(content["name"], content["value"])
        elif event == "file":
            pad.read_file(bytes(buffers[0]))
        elif event == "too large":
            self.say(f"That file has more than {MOST_MB} MB. Choose a smaller copy.")

    def _on_upload(self, change: dict[str, Any]) -> None:
        # ipywidgets 7 gives a dict by file name, ipywidgets 8 a tuple.
        files = change["new"]
        files = list(files.values() if isinstance(files, dict) else files)
        if files:
            self._pad.read_file(bytes(files[-1]["content"]))


def show_in_notebook(widget: widgets.DOMWidget, still: dict, metadata: dict) -> None:
    """Display a live widget, and a still picture for those who open the notebook later."""
    model = {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}
    if "JPY_SESSION_NAME" in os.environ and not _in_colab():  # JupyterLab or Notebook 7
        display({WIDGET_TYPE: model}, raw=True)
        display(still, metadata=metadata, raw=True)
        display({"text/html": STILL_STYLE}, raw=True)
    else:
        display(still | {WIDGET_TYPE: model}, metadata=metadata, raw=True)


def close_all(widget: widgets.Widget) -> None:
    """Close a widget and all that belongs to it; none of it can be shown again."""
    parts = (getattr(widget, name, None) for name in ("style", "layout"))
    for part in (*getattr(widget, "children", ()), *parts):
        if isinstance(part, widgets.Widget):
            close_all(part)
    widget.close()


def _in_colab() -> bool:
    return "google.colab" in sys.modules


def _class_from(module: str, name: str, is_needed: bool) -> type | None:
    """Return a class of this room, or None where a package that it needs is missing."""
    try:
        return getattr(importlib.import_module(f"digitlib.pad.{module}"), name)
    except ImportError as error:
        if is_needed:
            raise ImportError(f"This view cannot be shown ({error}). {how_to_install()}") from None
        return None
