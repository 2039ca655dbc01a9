"""What a pad displays: its parts, what pages say and hear, the views, what a notebook keeps."""

import base64
import gc
import json
import re
import sys
import types
import weakref
from io import BytesIO

import numpy as np
import pytest
from fake_predictors import DOT, SEVEN, FakePredictor, draw
from ipywidgets.widgets.widget import _instances
from PIL import Image

import digitlib
from digitlib.framing import squeeze_picture
from digitlib.pad import board
from digitlib.wording import a_digit

pytest.importorskip("ipywidgets", reason="the pad needs ipywidgets")


def a_pad(view: str | None = None) -> digitlib.DrawingPad:
    return digitlib.DrawingPad(FakePredictor(), view=view)


class Page:
    """A page that shows a pad: what it says, and what it hears."""

    def __init__(self, pad, name="page"):
        self.pad, self.name, self.heard = pad, name, []
        pad._board.pen.send = lambda content, buffers=None: self.heard.append((content, buffers))

    def say(self, event: str, buffers=(), **content) -> None:
        content |= {"event": event, "view": self.name}
        self.pad._board.pen._handle_custom_msg(json.loads(json.dumps(content)), list(buffers))

    def draw(self, number: int, *points, end: bool = True) -> None:
        self.say("begin", values=points[0], number=number)
        self.say("move", values=[points[1:]])
        if end:
            self.say("end")

    def shown(self) -> dict:
        return next(content for content, _ in reversed(self.heard) if content["event"] == "show")


# What pages say and hear


def test_what_a_page_draws_is_drawn_and_told_as_known():
    page = Page(a_pad("anywidget"))
    page.draw(1, (40, 40), (60, 40))
    page.draw(2, (70, 70), (80, 80), end=False)
    assert [stroke.tolist() for stroke in page.pad.strokes] == [
        [[40, 40], [60, 40]],
        [[70, 70], [80, 80]],
    ]
    assert page.shown()["known"] == {"page": 1}
    assert page.shown()["strokes"] == [[[40, 40], [60, 40]]]
    page.say("end")
    assert page.shown()["known"] == {"page": 2}


@pytest.mark.parametrize("key", ["c", "z"])
def test_a_stroke_that_a_key_takes_away_is_known_while_it_is_drawn(key):
    page = Page(a_pad("anywidget"))
    page.draw(1, (40, 40), (60, 40), end=False)
    page.say("key", values=[key])
    assert page.shown()["known"] == {"page": 1}
    assert page.shown()["strokes"] == []
    page.say("move", values=[[(90, 90)]])
    assert page.pad.strokes == []


def test_a_palm_is_dropped_and_known():
    page = Page(a_pad("anywidget"))
    page.say("begin", values=(250, 250), number=1)
    page.say("drop")
    page.draw(2, (40, 40), (60, 40))
    assert len(page.pad.strokes) == 1
    assert page.shown()["known"] == {"page": 2}


def test_ink_that_was_drawn_ahead_goes_after_quit_too():
    page = Page(a_pad("anywidget"))
    page.pad.quit()
    page.draw(1, (40, 40), (60, 40))
    assert page.shown()["known"] == {"page": 1}
    assert page.shown()["strokes"] == []


def test_a_page_that_is_reloaded_in_mid_stroke_ends_the_stroke_and_sees_what_is_set():
    page = Page(a_pad("anywidget"))
    page.say("set", values=["width", 25])
    page.say("set", values=["guide", True])
    page.draw(1, (10, 10), end=False)
    page.name = "again"
    page.say("ready")
    page.say("move", values=[[(50, 50)]])
    assert [len(stroke) for stroke in page.pad.strokes] == [1]
    shown = page.shown()
    assert (shown["width"], shown["guide"], shown["squeezed"]) == (25, True, False)
    assert "digitlib-guide" in page.pad._dom_classes


def test_the_pen_gives_up_its_ink_to_an_ipycanvas_once_that_is_shown():
    pytest.importorskip("ipycanvas", reason="needs ipycanvas")
    page = Page(a_pad())
    page.draw(1, (10, 10), (20, 20))
    assert len(page.shown()["strokes"]) == 1
    page.pad._board._note_ready()
    assert page.shown()["strokes"] == []


def test_only_the_page_that_asks_saves_a_file():
    page = Page(a_pad("anywidget"))
    page.say("key", values=["save"])
    assert "Draw a digit first" in page.pad._board._message.value
    page.draw(1, (40, 40), (60, 40))
    page.say("key", values=["save"])
    content, (png,) = page.heard[-1]
    assert content == {"event": "download", "view": "page", "name": "my_digit.png"}
    assert Image.open(BytesIO(png)).size == (280, 280)
    page.say("key", values=["8"])
    page.say("key", values=["save kept"])
    content, (table,) = page.heard[-1]
    assert content["name"] == "my_digits.csv"
    assert b",8," in table


def test_a_screen_reader_hears_readings_and_messages_but_nothing_while_one_draws():
    page = Page(a_pad("anywidget"))
    pen = page.pad._board.pen
    page.draw(1, *SEVEN[0], end=False)
    assert not pen.announcement.startswith("This is")
    page.say("end")
    assert pen.announcement == "This is a 5. 91.0% sure"
    page.say("key", values=["5"])
    assert pen.announcement == "Kept as a 5. 1 kept so far."


# Tools


def test_buttons_say_their_keys_and_each_does_something():
    shown = re.findall(r'data-key="([\w ]+)"\s+title="([^"]*)"[^>]*>([\w ]+)<', board.CONTROLS)
    assert [text for _, _, text in shown][:5] == ["Predict", "Undo", "Clear", "Quit", "Save"]
    assert [key for key, tip, _ in shown if tip.endswith(f"(key {key})")] == list("pzcq")
    tips = {key: tip for key, tip, _ in shown if key.isdigit()}
    assert tips == {str(n): f"Keep the drawing, labelled as {a_digit(n)}" for n in range(10)}
    assert {key for key, _, _ in shown} > set(board.METHODS)
    assert all(callable(getattr(digitlib.DrawingPad, name)) for name in board.METHODS.values())


# Views


def parts(pad) -> tuple[bool, bool, bool]:
    """Tell whether there are a pen, an ipycanvas, and pictures in place of both."""
    return pad._board.pen is not None, pad._board.paper is not None, pad._board.takes_pictures


def test_the_views_have_their_parts():
    assert parts(a_pad()) == parts(a_pad("ipycanvas")) == (True, True, False)
    assert parts(a_pad("anywidget")) == (True, False, False)
    assert parts(a_pad("upload")) == (True, False, True)
    with pytest.raises(ValueError, match="ipycanvas, anywidget, upload"):
        a_pad("webgl")


def test_without_ipycanvas_the_pen_draws_alone_and_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "ipycanvas", None)
    pad = a_pad()
    assert parts(pad) == (True, False, False)
    assert "ipycanvas cannot be imported" in pad._board._message.value
    with pytest.raises(ImportError, match=r'pip install "digitlib\[course\] @ git'):
        a_pad("ipycanvas")


def test_without_anywidget_the_pad_takes_pictures(monkeypatch):
    monkeypatch.setitem(sys.modules, "anywidget", None)
    pad = a_pad()
    assert parts(pad) == (False, False, True)
    assert "upload a picture" in pad._board._message.value
    # ipywidgets 8 gives a tuple of files, ipywidgets 7 a dict by name.
    pad._board._on_upload({"new": ({"name": "../a.png", "content": memoryview(picture_file())},)})
    assert pad.prediction.digit == 3
    pad._board._on_upload({"new": {"b.png": {"content": picture_file(height=44)}}})
    assert pad.prediction.digit == 4


def test_on_colab_the_pen_draws_alone(monkeypatch):
    monkeypatch.setitem(sys.modules, "google.colab", types.ModuleType("google.colab"))
    output = types.SimpleNamespace(enable_custom_widget_manager=lambda: None)
    monkeypatch.setitem(sys.modules, "google.colab.output", output)
    assert parts(a_pad()) == (True, False, False)


def test_the_picture_of_a_pad_says_what_to_do_there():
    drawn, chosen = (np.asarray(a_pad(view).snapshot()) for view in (None, "upload"))
    assert (drawn != chosen).any(), "without paper one chooses a picture"


@pytest.mark.parametrize("view", board.VIEWS)
def test_a_closed_pad_leaves_nothing_behind(view):
    a_pad(view).close()  # what is shared is made by now
    before = set(_instances)
    pad = a_pad(view)
    draw(pad, SEVEN)
    gone = weakref.ref(pad)
    pad.close()
    pad.close()
    pad.load(SEVEN)
    del pad
    gc.collect()
    assert set(_instances) == before
    assert gone() is None


# Pictures in place of the paper


def picture_file(height: int = 33, width: int = 20) -> bytes:
    """Return a PNG file of a white picture."""
    stream = BytesIO()
    Image.fromarray(np.full((height, width), 255, np.uint8)).save(stream, format="PNG")
    return stream.getvalue()


def test_an_uploaded_picture_is_read_until_it_is_cleared():
    pad = a_pad("upload")
    thumbnail, answer = pad._board._thumbnail, pad._board._answer
    empty = thumbnail.value
    pad.read_file(picture_file())
    assert "data:image/png" in thumbnail.value
    pad.press("p")
    assert pad.prediction.digit == 3
    pad.press("squeezed")
    assert pad.prediction.digit == 9
    np.testing.assert_array_equal(
        pad._reader._predictor.shown[-1][0], squeeze_picture(np.full((33, 20), 255))
    )
    pad.press("framed")
    assert pad.prediction.digit == 3
    assert pad.picture().size == (280, 280)
    pad.clear()
    assert pad.prediction is None
    assert thumbnail.value == empty
    assert "Choose a picture" in answer.value


def test_what_is_no_picture_and_what_is_too_large_is_said():
    page = Page(a_pad("upload"))
    page.say("file", [memoryview(picture_file())])
    page.say("file", [b"no picture"])
    assert "picture" in page.pad._board._message.value
    assert page.pad.prediction.digit == 3
    page.say("too large")
    assert f"{board.MOST_MB} MB" in page.pad._board._message.value
    assert f"MOST_BYTES = {board.MOST_MB}e6" in page.pad._board.pen._esm


# What a notebook keeps


def displayed(pad, monkeypatch) -> list[dict]:
    """Return the outputs of a cell that ends in the pad."""
    shown = []
    monkeypatch.setattr(board, "display", lambda data, **options: shown.append(data))
    pad._ipython_display_()
    return shown


def test_a_picture_with_alt_text_is_kept_beside_the_live_pad(monkeypatch):
    pad = a_pad()
    draw(pad, SEVEN + DOT)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    (kept,) = displayed(pad, monkeypatch)
    assert kept[board.WIDGET_TYPE]["model_id"] == pad.model_id
    assert "This is a 6" in kept["text/plain"]
    with Image.open(BytesIO(base64.b64decode(kept["image/png"]))) as picture:
        _, metadata = pad._repr_mimebundle_()
        assert picture.width == 2 * metadata["image/png"]["width"]
        assert "This is a 6" in metadata["image/png"]["alt"]


def test_in_jupyterlab_the_picture_is_an_output_of_its_own(monkeypatch):
    """An output that holds a widget shows nothing else when its kernel is gone."""
    monkeypatch.setenv("JPY_SESSION_NAME", "a.ipynb")
    live, still, style = displayed(a_pad(), monkeypatch)
    assert set(live) == {board.WIDGET_TYPE}
    assert set(still) == {"text/plain", "image/png"}
    assert set(style) == {"text/html"}
