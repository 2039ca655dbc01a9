"""What one sees of the pad: paper, pen, tools and answer on one board, and their messages.

The answer stands there in words and as HTML. A notebook that is read on the web shows a picture
of the pad where the live one would be.
"""

import base64
import html
import os
import sys
import textwrap
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import numpy as np
import traitlets
from IPython.display import display
from PIL import Image, ImageDraw, ImageFont

from digitlib import wording
from digitlib.pad.drawing import INK, SIZE, Reading, curve_points

PAD_JS, PAD_WIDGET_JS, STYLE, CONTROLS = (
    (Path(__file__).parent / name).read_text(encoding="utf-8")
    for name in ("pad.js", "pad_widget.js", "pad.css", "controls.html")
)
# What each key, or button of controls.html, calls of DrawingPad.
METHODS = {"p": "predict", "z": "undo", "c": "clear", "q": "quit"}
METHODS |= {"save": "offer_png", "save kept": "offer_samples"}
# And what each event of pad_widget.js calls, with its values. A page that was reloaded in
# mid-stroke never tells where that stroke ended.
HEARD = {"begin": "pen_start", "move": "pen_move", "end": "pen_end", "ready": "pen_end"}
HEARD |= {"drop": "pen_drop", "key": "press", "set": "set"}
LABEL = "Paper to draw a digit on. Keys: p predict, z undo, c clear, q quit"
VIEWS = ("ipycanvas", "anywidget", "upload")
MOST_MB = 7  # a server breaks the connection at a message of more than 10 MB
DENSITY = 2  # pixels of an ipycanvas per pixel of the paper: ink is sharp on a dense screen
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
# What stands there while there is nothing to read: on paper, and where pictures are uploaded.
DRAW = ("Draw a digit", "The network reads while you draw.")
CHOOSE = ("Choose a picture", "The network reads it at once.")
# What stands there instead of an answer, by pad.css, when nobody reads any more.
GONE = (
    "The kernel was restarted",
    "This pad no longer reads. Choose Run > Run All Above Selected Cell, then run this cell.",
)
TEXT, QUIET, TRACK, BAR, WINNING = "#1b2733", "#54616e", "#edf1f4", "#8496a9", "#0a5a9c"
WIDTH, HEIGHT, CAPTION_HEIGHT = 640, 328, 32
# Between the large digit and what the network sees there is room for this many letters a line.
WORDS_LEFT, SEEN_LEFT, LINE_LETTERS = 394, 504, 17


class Board(widgets.Box):
    """The pad's parts, which pad.css puts in their places.

    `pad` is told what the hand does on any page. Raises ValueError for an unknown `view`, and
    ImportError where a view that was asked for lacks a package.
    """

    def __init__(self, pad: Any, view: str | None):
        """Make the parts that this Python can make, and say in the message what is missing."""
        self._pad = pad
        self.pen = self.paper = None
        self._paper_is_ready = False
        self.said = ""  # the reading in a sentence or two
        self._page = ""  # which page speaks
        # Pages draw ahead of Python: the number of the last stroke of each that Python knows,
        # and the latest that one of them has begun.
        self._known: dict[str, int] = {}
        self._latest: tuple[str, int] | None = None
        missing = self._make_paper(view)
        self.takes_pictures = view == "upload" or self.pen is None
        self.blank = CHOOSE if self.takes_pictures else DRAW
        self._answer = widgets.HTML().add_class("digitlib-side")
        self._message = widgets.HTML().add_class("digitlib-message")
        controls = widgets.HTML(f"<style>{STYLE}</style>{CONTROLS}")
        controls.add_class("digitlib-controls")
        super().__init__([self._box_of_paper(), self._answer, controls, self._message])
        self.add_class("digitlib-board")
        self.say(missing)

    def _make_paper(self, view: str | None) -> str:
        """Make the pen and the paper; return a sentence that says what is missing, or ""."""
        if view not in (None, *VIEWS):
            raise ValueError(f"view is {view!r}, but must be one of {', '.join(VIEWS)} or None.")
        try:
            self.pen = make_pen(self._on_page, has_sheet=view != "upload")
            # Colab shows no ipycanvas; there the pen's own sheet is the paper.
            if view == "ipycanvas" or (view is None and "google.colab" not in sys.modules):
                self.paper = make_paper(self._note_ready)
        except ImportError as error:
            if view in ("ipycanvas", "anywidget"):
                said = f"This view cannot be shown ({error}). {wording.how_to_install()}"
                raise ImportError(said) from None
            if self.pen is None:
                return "anywidget cannot be imported, so upload a picture of a digit instead."
            return "ipycanvas cannot be imported, so the pad draws with anywidget alone."
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
        if self._paper_is_ready:
            draw_on(self.paper, strokes, settings["width"])
            strokes = []
        drawn = [stroke.tolist() for stroke in strokes]
        self._tell({"event": "show", "strokes": drawn, "known": self._known, **settings})

    def _note_ready(self) -> None:
        self._paper_is_ready = True
        self._pad.show_ink()

    def show_picture(self, picture: Image.Image | None) -> None:
        """Show an uploaded picture, or an empty frame of its size."""
        self._thumbnail.value = '<div class="digitlib-thumbnail digitlib-nothing"></div>'
        if picture is not None:
            source = f'alt="The picture that is read" src="{address(picture)}"'
            self._thumbnail.value = f'<img class="digitlib-thumbnail" {source}>'

    def show_answer(self, reading: Reading, squeezed: bool, aloud: bool) -> None:
        """Show a reading, and (`aloud`) have a screen reader say it."""
        self._answer.value = answer_html(reading, squeezed, self.blank)
        self.said = ". ".join(in_words(reading, self.blank))
        if aloud:
            self._announce(self.said)

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
        self._page, event = content["view"], content["event"]
        if event == "begin":
            self._latest = (self._page, content["number"])
        if event in HEARD:
            getattr(self._pad, HEARD[event])(*content.get("values", ()))
        elif event == "file":
            self._pad.read_file(bytes(buffers[0]))
        elif event == "too large":
            self.say(f"That file has more than {MOST_MB} MB. Choose a smaller copy.")

    def _on_upload(self, change: dict[str, Any]) -> None:
        # ipywidgets 7 gives a dict by file name, ipywidgets 8 a tuple.
        files = change["new"]
        files = list(files.values() if isinstance(files, dict) else files)
        if files:
            self._pad.read_file(bytes(files[-1]["content"]))


def make_pen(receive: Callable[[dict[str, Any], list], None], has_sheet: bool) -> Any:
    """Return the pad's hand in the browser; raise ImportError without anywidget.

    It is a transparent sheet that draws ink at once. It calls `receive(content, buffers)` with
    everything that a page says, and a screen reader reads its `announcement` aloud.
    """
    import anywidget

    class Pen(anywidget.AnyWidget):
        _esm = f"{PAD_JS}\n{PAD_WIDGET_JS}"
        options = traitlets.Dict().tag(sync=True)
        announcement = traitlets.Unicode().tag(sync=True)

    options = {"size": SIZE, "ink": INK, "keys": "pzcq", "label": LABEL, "sheet": has_sheet}
    pen = Pen(options=options | {"gone": ". ".join(GONE)}).add_class("digitlib-pen")
    pen.on_msg(lambda _, content, buffers: receive(content, buffers))
    return pen


def make_paper(on_ready: Callable[[], None]) -> Any:
    """Return an ipycanvas on which Python draws the ink; raise ImportError without ipycanvas.

    `on_ready` is called whenever a browser has come to show it.
    """
    from ipycanvas import Canvas

    canvas = Canvas(width=SIZE * DENSITY, height=SIZE * DENSITY).add_class("digitlib-paper")
    canvas.on_client_ready(on_ready)
    return canvas


def draw_on(canvas: Any, strokes: list[np.ndarray], pen_width: float) -> None:
    """Replace what an ipycanvas shows by these strokes; a browser must show it already."""
    from ipycanvas import hold_canvas

    # ipycanvas remembers which canvas the browser draws on, and is wrong after a reload; it must
    # say it again. The name is private, hence the version pin in pyproject.toml and the reload
    # test in tests/browser.
    canvas._canvas_manager._current_canvas = None
    with hold_canvas():
        canvas.clear()
        canvas.set_transform(DENSITY, 0, 0, DENSITY, 0, 0)
        canvas.line_width = pen_width
        canvas.line_cap = canvas.line_join = "round"
        canvas.stroke_style = canvas.fill_style = INK
        for stroke in strokes:
            if len(stroke) == 1:
                canvas.fill_circle(*stroke[0].tolist(), pen_width / 2)
            else:
                canvas.stroke_lines(curve_points(stroke))


def show_in_notebook(widget: widgets.DOMWidget, still: dict, metadata: dict) -> None:
    """Display a live widget, and a still picture for those who open the notebook later."""
    model = {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}
    # JupyterLab or Notebook 7
    if "JPY_SESSION_NAME" in os.environ and "google.colab" not in sys.modules:
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


def in_words(reading: Reading, blank: tuple[str, str] = DRAW) -> tuple[str, str]:
    """Say a reading: a headline, and how sure, why not, or what to do.

    Joined by a full stop they are what a screen reader announces.
    """
    prediction = reading.prediction
    if reading.problem:
        return "No reading", reading.problem
    if prediction is None or prediction.reason == "blank":
        return blank
    if prediction.digit is None:
        nearest = wording.a_digit(int(np.argmax(prediction.probabilities)))
        return "Not a digit", f"Nearest would be {nearest}."
    sure = wording.percent(prediction.probabilities[prediction.digit])
    return f"This is {wording.a_digit(prediction.digit)}", f"{sure} sure"


def percent(probability: float) -> str:
    """Write a probability in percent, short enough for a bar; nothing for 0."""
    text = wording.percent(probability).replace("%", " %") if probability else ""
    return text.replace("over", ">").replace("under", "<")


def _shown(reading: Reading) -> tuple[str, np.ndarray, list[float]]:
    """Return what to show: the digit or "?", the 28x28 picture, the ten probabilities."""
    prediction = reading.prediction
    if prediction is None or prediction.reason == "blank":
        return "?", np.zeros((28, 28), np.uint8), [0.0] * 10
    digit = "?" if prediction.digit is None else str(prediction.digit)
    return digit, prediction.image, prediction.probabilities.tolist()


def answer_html(reading: Reading, squeezed: bool = False, blank: tuple[str, str] = DRAW) -> str:
    """Return the whole panel for a reading."""
    digit, image, probabilities = _shown(reading)
    headline, detail = in_words(reading, blank)
    state = "digitlib-unsure" if digit == "?" else "digitlib-sure"
    problem = " digitlib-problem" if reading.problem else ""
    bars = "".join(_bar(n, p, str(n) == digit) for n, p in enumerate(probabilities))
    alt = "The 28 by 28 picture that the network sees"
    seen = f'<img src="{address(_on_paper(image))}" alt="{alt}">'
    if not image.any():
        seen = '<div class="digitlib-nothing"></div>'
    return f"""<div class="digitlib-answer {state}{problem}">
<div class="digitlib-digit" aria-hidden="true">{digit}</div>
<div class="digitlib-verdict"><strong>{headline}</strong><span>{html.escape(detail)}</span></div>
<div class="digitlib-verdict digitlib-gone">
<b>{GONE[0]}</b><span>{html.escape(GONE[1])}</span></div>
<figure class="digitlib-seen">{seen}<figcaption>28 \u00d7 28,
{"squeezed" if squeezed else "framed"}</figcaption></figure>
<div class="digitlib-bars" role="list" aria-label="Probability of each digit">{bars}</div>
</div>"""


def _on_paper(image: np.ndarray) -> Image.Image:
    # Dark ink on white, as in every figure of the course; the network gets ink 255.
    return Image.fromarray(255 - image)


def _bar(number: int, probability: float, wins: bool) -> str:
    wins_class = " digitlib-wins" if wins else ""
    told = f"{number}: {wording.percent(probability)}" if probability else str(number)
    return (
        f'<div class="digitlib-bar{wins_class}" role="listitem" aria-label="{told}">'
        f'<b>{number}</b><span class="digitlib-track">'
        f'<i style="width:{100 * probability:.1f}%"></i></span>'
        f"<em>{html.escape(percent(probability))}</em></div>"
    )


def address(picture: Image.Image) -> str:
    """Return a picture as a data address that a browser shows."""
    return f"data:image/png;base64,{base64.b64encode(png_bytes(picture)).decode()}"


def png_bytes(picture: Image.Image) -> bytes:
    """Return a picture as the bytes of a PNG file."""
    stream = BytesIO()
    picture.save(stream, format="PNG")
    return stream.getvalue()


def draw_snapshot(
    ink: Image.Image, reading: Reading, caption: str = "", blank: tuple[str, str] = DRAW
) -> Image.Image:
    """Draw the pad: the ink, the digit, the bars and what the network sees, in RGB.

    A caption stands under them; `blank` is what is said of a blank pad.
    """
    height = HEIGHT + CAPTION_HEIGHT * bool(caption)
    snapshot = Image.new("RGB", (WIDTH * DENSITY, height * DENSITY), "#ffffff")
    pen = ImageDraw.Draw(snapshot)
    snapshot.paste(ink.resize((SIZE * DENSITY,) * 2), _scaled(24, 24))
    pen.rectangle(_scaled(24, 24, 24 + SIZE, 24 + SIZE), outline=TEXT, width=DENSITY)
    digit, image, probabilities = _shown(reading)
    seen = _on_paper(image).resize((112 * DENSITY,) * 2, Image.Resampling.NEAREST)
    snapshot.paste(seen, _scaled(SEEN_LEFT, 24))
    pen.rectangle(_scaled(SEEN_LEFT, 24, SEEN_LEFT + 112, 136), outline=QUIET, width=DENSITY)
    _write(pen, (356, 78), digit, WINNING if digit != "?" else QUIET, 76)
    headline, detail = in_words(reading, blank)
    _write(pen, (WORDS_LEFT, 66), headline, TEXT, 16, "lm")
    lines = textwrap.wrap(detail, LINE_LETTERS, max_lines=2, placeholder=" ...")
    for number, line in enumerate(lines):
        _write(pen, (WORDS_LEFT, 88 + 16 * number), line, QUIET, 12, "lm")
    _draw_bars(pen, digit, probabilities)
    if caption:
        pen.rectangle(_scaled(0, HEIGHT, WIDTH, height), fill=TRACK)
        _write(pen, (WIDTH / 2, HEIGHT + CAPTION_HEIGHT / 2), caption, TEXT, 15)
    return snapshot


def _draw_bars(pen: ImageDraw.ImageDraw, digit: str, probabilities: list[float]) -> None:
    for number, probability in enumerate(probabilities):
        wins, y = str(number) == digit, 154 + 16.6 * number
        _write(pen, (336, y), str(number), TEXT, 12)
        pen.rectangle(_scaled(350, y - 5, 350 + 210, y + 5), fill=TRACK)
        if probability >= 0.005:
            end = 350 + 210 * probability
            pen.rectangle(_scaled(350, y - 5, end, y + 5), fill=WINNING if wins else BAR)
        _write(pen, (616, y), percent(probability), TEXT if wins else QUIET, 11.5, "rm")


def _write(pen, place: tuple, text: str, colour: str, size: float, anchor: str = "mm") -> None:
    pen.text(_scaled(*place), text, colour, ImageFont.load_default(size * DENSITY), anchor)


def _scaled(*numbers: float) -> tuple[int, ...]:
    return tuple(round(number * DENSITY) for number in numbers)
