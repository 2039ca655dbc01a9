"""What the pad displays, which surface it takes, and the geometry of its ink."""

import asyncio
import base64
import gc
import re
import sys
import types
import weakref
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from colours import contrast
from fake_predictors import SEVEN, FakePredictor, draw
from PIL import Image

import digitlib
from digitlib.framing import squeeze_picture
from digitlib.network.predictor import Prediction
from digitlib.pad import choice, drawing_pad, panel, snapshot
from digitlib.pad.controls import PEN_WIDTH
from digitlib.pad.reader import Reading
from digitlib.pad.surface import INK, SIZE, curve_points, fit_on_paper, smooth_path
from digitlib.pad.upload_surface import MOST_MB

pytest.importorskip("ipywidgets", reason="the pad needs ipywidgets: pip install 'digitlib[pad]'")

from ipywidgets.widgets.widget import _instances

WIDGET_TYPE = "application/vnd.jupyter.widget-view+json"


def test_the_displayed_pad_carries_a_picture_for_readers_without_a_kernel():
    pad = digitlib.DrawingPad(FakePredictor())
    pad.load(SEVEN)
    bundle, metadata = pad._repr_mimebundle_()
    assert bundle[WIDGET_TYPE]["model_id"] == pad.model_id
    assert "This is a 5" in bundle["text/plain"]
    with Image.open(BytesIO(base64.b64decode(bundle["image/png"]))) as picture:
        assert picture.width == 2 * metadata["image/png"]["width"]


@pytest.mark.parametrize(
    ("reading", "headline", "detail"),
    [
        (Reading(), "Draw a digit", "while you draw"),
        (Reading(Prediction(None, np.full(10, 0.1), np.zeros((28, 28)), "blank")), "Draw", ""),
        (Reading(FakePredictor().reading(4)), "This is a 4", "91.0"),
        (Reading(FakePredictor().reading(8)), "This is an 8", "91.0"),
        (
            Reading(Prediction(None, np.eye(10)[3], np.zeros((28, 28), np.uint8), "not a digit")),
            "Not a digit",
            "a\N{NO-BREAK SPACE}3",
        ),
        (
            Reading(Prediction(8, np.eye(10)[8], np.zeros((28, 28), np.uint8), "")),
            "This is an 8",
            "over 99.9% sure",
        ),
        (Reading(problem="It broke <b>here</b>."), "No reading", "It broke"),
    ],
)
def test_every_reading_is_said_in_words(reading, headline, detail):
    assert panel.headline(reading).startswith(headline)
    assert detail in panel.detail(reading)
    shown = panel.result_html(reading)
    assert panel.headline(reading) in shown
    assert "<b>here" not in shown
    assert shown.count('role="listitem"') == 10


@pytest.mark.parametrize(
    ("probability", "text"),
    [
        (0.9999, "> 99.9 %"),
        (0.9985, "99.9 %"),
        (0.5, "50.0 %"),
        (0.0004, "< 0.1 %"),
        (0, "< 0.1 %"),
    ],
)
def test_percentages_never_claim_certainty(probability, text):
    spaces = str.maketrans({"\N{THIN SPACE}": " ", "\N{NO-BREAK SPACE}": " "})
    assert panel.percent(probability).translate(spaces) == text


@pytest.mark.parametrize(
    "reading",
    [
        Reading(),
        Reading(problem="The network gave no answer: ZeroDivisionError, the network is on fire."),
        *(Reading(FakePredictor().reading(digit)) for digit in range(10)),
        *(
            Reading(Prediction(None, row, np.zeros((28, 28), np.uint8), "not a digit"))
            for row in np.eye(10)
        ),
    ],
)
def test_no_word_of_the_snapshot_reaches_what_the_network_sees(reading):
    picture = snapshot.draw_snapshot(snapshot.draw_ink([], 12), reading)
    left = snapshot.SEEN_LEFT * snapshot.DENSITY
    margin = np.asarray(picture)[: 140 * snapshot.DENSITY, left - 4 : left]
    assert (margin == 255).all()
    words = np.asarray(picture)[: 140 * snapshot.DENSITY, left - 200 : left]
    assert (words < 255).any()


@pytest.mark.parametrize("view", list(choice.VIEWS))
def test_a_closed_pad_leaves_nothing_behind(view):
    digitlib.DrawingPad(FakePredictor(), view=view).close()  # what is shared is made by now
    before = set(_instances)
    pad = digitlib.DrawingPad(FakePredictor(), view=view)
    draw(pad, SEVEN)
    assert repr(pad) == f"DrawingPad(1 strokes on {view})"
    gone = weakref.ref(pad)
    pad.close()
    pad.close()
    pad.load(SEVEN)
    del pad
    gc.collect()
    assert set(_instances) == before
    assert gone() is None


def test_an_unknown_view_is_refused():
    with pytest.raises(ValueError, match="ipycanvas, anywidget, upload"):
        digitlib.DrawingPad(view="webgl")


def picture_file(height: int = 33, width: int = 20) -> bytes:
    """Return a PNG file of a white picture."""
    stream = BytesIO()
    Image.fromarray(np.full((height, width), 255, np.uint8)).save(stream, format="PNG")
    return stream.getvalue()


@pytest.fixture
def upload_pad():
    """A pad that takes pictures; the fake network reads their height, or a 9 when squeezed."""
    return digitlib.DrawingPad(FakePredictor(), view="upload")


def test_an_uploaded_picture_is_read_and_a_bad_one_is_said(upload_pad):
    surface = upload_pad._choice.surface
    surface._on_upload({"new": ({"name": "../a.png", "content": picture_file()},)})
    assert upload_pad.prediction.digit == 3
    surface._on_upload({"new": {"b.png": {"content": b"no picture"}}})
    assert upload_pad._message.value
    assert upload_pad.prediction.digit == 3
    assert surface._button.accept == "image/*"


def test_the_page_hands_on_files_and_says_which_it_has_refused(upload_pad):
    upload_pad._on_helper({"event": "too large"}, [])
    assert "7 MB" in upload_pad._message.value
    upload_pad._on_helper({"event": "file"}, [memoryview(picture_file())])
    assert upload_pad.prediction.digit == 3
    assert upload_pad._message.value == ""
    script = (Path(drawing_pad.__file__).parent / "helper_files.js").read_text(encoding="utf-8")
    assert f"MOST_BYTES = {MOST_MB}e6" in script


def test_an_uploaded_picture_stays_until_it_is_cleared(upload_pad):
    thumbnail = upload_pad._choice.surface._picture
    empty = thumbnail.value
    upload_pad.read_file(picture_file())
    assert "data:image/png" in thumbnail.value
    upload_pad.press("p")
    upload_pad.set_pen_width(20)
    assert upload_pad.prediction.digit == 3
    upload_pad.set_squeezed(True)
    assert upload_pad.prediction.digit == 9
    np.testing.assert_array_equal(
        upload_pad._reader._predictor.shown[-1][0], squeeze_picture(np.full((33, 20), 255))
    )
    upload_pad.set_squeezed(False)
    assert upload_pad.prediction.digit == 3
    assert upload_pad.picture().size == (SIZE, SIZE)
    upload_pad.clear()
    assert upload_pad.prediction is None
    assert thumbnail.value == empty
    assert "Choose a picture" in upload_pad._result.value


def test_after_quit_no_picture_is_taken(upload_pad):
    upload_pad.quit()
    said = upload_pad._message.value
    upload_pad.read_file(b"junk")
    upload_pad.read_file(picture_file())
    assert upload_pad._message.value == said
    assert upload_pad.prediction is None
    assert upload_pad._choice.surface._button.disabled


def test_without_paper_what_belongs_to_paper_is_hidden(upload_pad):
    hidden = [
        part.description or "Save"
        for part in (*upload_pad._tools.children, *upload_pad._settings.children[:2])
        if part.layout.display == "none"
    ]
    assert hidden == ["Undo", "Save", "Pen width", "Guide box"]
    assert upload_pad._labels.layout.display == "none"
    assert "Choose a picture" in upload_pad._result.value


def without(monkeypatch, *modules: str) -> None:
    """Make importing these modules fail."""
    for module in modules:
        monkeypatch.setitem(sys.modules, module, None)
        monkeypatch.delitem(sys.modules, choice.VIEWS[module][0], raising=False)


def test_without_ipycanvas_the_pad_draws_with_anywidget_and_says_so(monkeypatch):
    without(monkeypatch, "ipycanvas")
    pad = digitlib.DrawingPad(FakePredictor())
    assert pad._choice.surface.name == "anywidget"
    assert "ipycanvas cannot be imported" in pad._notice.value
    draw(pad, SEVEN)
    assert pad.prediction.digit == 5


def test_without_both_the_pad_takes_pictures(monkeypatch):
    without(monkeypatch, "ipycanvas", "anywidget")
    pad = digitlib.DrawingPad(FakePredictor())
    assert pad._choice.surface.name == "upload"
    assert "upload a picture" in pad._notice.value


def test_a_forced_view_that_is_missing_says_what_to_install(monkeypatch):
    without(monkeypatch, "ipycanvas")
    with pytest.raises(ImportError, match=r"digitlib\[pad\]"):
        digitlib.DrawingPad(FakePredictor(), view="ipycanvas")


def test_on_colab_the_pad_draws_with_anywidget(monkeypatch):
    monkeypatch.setitem(sys.modules, "google.colab", types.ModuleType("google.colab"))
    monkeypatch.setitem(
        sys.modules,
        "google.colab.output",
        types.SimpleNamespace(enable_custom_widget_manager=lambda: None),
    )
    pad = digitlib.DrawingPad(FakePredictor())
    assert pad._choice.surface.name == "anywidget"
    assert "Colab" in pad._notice.value


def test_a_canvas_that_the_page_does_not_show_gives_way_and_comes_back(monkeypatch):
    monkeypatch.setattr(choice, "TICK", 0.01)

    async def main():
        pad = digitlib.DrawingPad(FakePredictor())
        canvas = pad._choice.surface
        # Also what a pad in a box hears, which is never displayed by itself.
        pad._on_helper({"event": "alive"}, [])
        while pad._choice.surface is canvas:
            await asyncio.sleep(0.005)
        fallen = pad._choice.surface.name
        notice = pad._notice.value
        draw(pad, SEVEN)
        canvas._note_ready()
        return fallen, notice, pad._choice.surface is canvas, pad._notice.value

    fallen, notice, back, later = asyncio.run(main())
    assert fallen == "anywidget"
    assert "No browser has shown ipycanvas" in notice
    assert back
    assert later == ""


def test_where_there_is_no_browser_nothing_is_given_up(monkeypatch):
    monkeypatch.setattr(choice, "TICK", 0.01)

    async def main():
        pad = digitlib.DrawingPad(FakePredictor())
        pad._repr_mimebundle_()
        await asyncio.sleep(0.5)
        unseen = pad._choice.surface.name, pad._notice.value
        pad._on_helper({"event": "alive"}, [])
        seen = pad._notice.value
        pad._choice.surface._note_ready()
        await asyncio.sleep(0.3)
        return unseen, seen, pad._choice.surface.name

    (name, notice), seen, later = asyncio.run(main())
    assert name == later == "ipycanvas"
    assert "No browser has shown the paper" in notice
    assert "upload" in notice
    assert seen == ""


def test_without_anywidget_waiting_has_to_do(monkeypatch):
    monkeypatch.setattr(choice, "TICK", 0.01)
    without(monkeypatch, "anywidget")

    async def main():
        pad = digitlib.DrawingPad(FakePredictor())
        pad._repr_mimebundle_()
        await asyncio.sleep(0.5)
        return pad._choice.surface.name

    assert asyncio.run(main()) == "upload"


def test_a_canvas_that_a_browser_shows_stays(monkeypatch):
    monkeypatch.setattr(choice, "TICK", 0.01)

    async def main():
        pad = digitlib.DrawingPad(FakePredictor())
        pad._repr_mimebundle_()
        await asyncio.sleep(0.05)
        pad._choice.surface._note_ready()
        await asyncio.sleep(0.3)
        return pad._choice.surface.name

    assert asyncio.run(main()) == "ipycanvas"


def touched(*events) -> list[list]:
    """Send touch events (kind, places on the paper) to an ipycanvas paper; return its strokes."""
    pad = digitlib.DrawingPad(FakePredictor(), view="ipycanvas")
    for kind, *places in events:
        heard = getattr(pad._choice.surface, f"_on_touch_{kind}")
        heard([(2 * x, 2 * y) for x, y in places])
    return [stroke.tolist() for stroke in pad.strokes]


def test_a_palm_that_comes_and_goes_does_not_break_the_stroke():
    strokes = touched(
        ("start", (40, 40)),
        ("move", (60, 40)),
        ("start", (60, 40), (250, 250)),
        ("move", (250, 250), (70, 40)),
        ("end", (72, 40)),
        ("move", (90, 40)),
        ("end",),
    )
    assert strokes == [[[40, 40], [60, 40], [70, 40], [90, 40]]]


def test_a_palm_that_stays_is_not_drawn_to():
    strokes = touched(
        ("start", (40, 40)),
        ("start", (40, 40), (250, 250)),
        ("end", (250, 250)),
        ("move", (251, 250)),
        ("start", (251, 250), (100, 100)),
        ("move", (251, 250), (110, 100)),
        ("end",),
    )
    assert strokes == [[[40, 40]], [[100, 100], [110, 100]]]


def test_a_pen_takes_over_from_a_palm():
    pad = digitlib.DrawingPad(FakePredictor(), view="anywidget")
    sent = []
    pad._choice.surface.widget.send = sent.append
    for content in (
        {"event": "start", "points": [[250, 250]], "number": 1},
        {"event": "drop"},
        {"event": "start", "points": [[40, 40]], "number": 2},
        {"event": "move", "points": [[60, 40]]},
    ):
        pad._choice.surface._on_message(None, content | {"view": "v"}, [])
    assert [stroke.tolist() for stroke in pad.strokes] == [[[40, 40], [60, 40]]]
    shown = [message for message in sent if message["event"] == "show"]
    assert shown[-1]["strokes"] == []
    pad.set_pen_width(20)
    assert sent[-1]["seen"] == {"v": 2}
    assert sent[-1]["open"] == {"view": "v", "number": 2}
    pad.clear()
    assert sent[-1]["open"] is None


def test_a_pen_takes_over_from_a_palm_on_ipycanvas():
    pad = digitlib.DrawingPad(FakePredictor(), view="ipycanvas")
    surface = pad._choice.surface
    surface._on_touch_start([(500, 500)])
    surface._on_key("digitlib:drop", False, False, False)
    surface._put_down((80, 80))
    surface._on_touch_move([(510, 500)])
    surface._move_to((120, 80))
    assert [stroke.tolist() for stroke in pad.strokes] == [[[40, 40], [60, 40]]]


def test_wet_ink_is_let_go_once_python_has_drawn_it():
    pad = digitlib.DrawingPad(FakePredictor(), view="ipycanvas")
    sent = []
    pad._helper.send = sent.append
    pad.quit()
    # Nothing is drawn any more; the ink that the page drew ahead must go all the same.
    pad._choice.surface._on_key("digitlib:lifted v-3", False, False, False)
    assert sent == [{"dry": "v-3"}]


def test_wet_ink_is_as_wide_as_the_pen():
    pad = digitlib.DrawingPad(FakePredictor(), view="ipycanvas")
    assert pad._helper.pen_width == PEN_WIDTH
    pad.set_pen_width(25)
    assert pad._helper.pen_width == 25


def test_a_page_that_is_reloaded_in_mid_stroke_ends_the_stroke():
    pad = digitlib.DrawingPad(FakePredictor(), view="anywidget")
    pad.pen_start(10, 10)
    pad._choice.surface._note_ready()
    pad.pen_move([(50, 50)])
    assert [len(stroke) for stroke in pad.strokes] == [1]


def test_a_smooth_path_passes_through_the_ends_and_joins_its_pieces():
    points = np.array([[0.0, 0], [10, 0], [20, 10], [30, 10]])
    whole = smooth_path(points, from_start=True)
    assert whole[0] == ("move_to", (0, 0))
    assert whole[-1] == ("line_to", (30, 10))
    assert smooth_path(points[1:], from_start=False)[0] == ("move_to", (15, 5))
    assert ("quadratic_curve_to", (10, 0, 15, 5)) in whole


def test_curve_points_follow_the_smooth_path():
    points = np.array([[0.0, 0], [10, 0], [20, 10], [30, 10]])
    curve = curve_points(points)
    np.testing.assert_array_equal(curve[[0, -1]], points[[0, -1]])
    # The middle of a quadratic curve: a quarter of each end and half of the bend.
    np.testing.assert_allclose(
        curve[1 + 2], 0.25 * np.array([5, 0]) + [5, 0] + np.array([15, 5]) / 4
    )
    np.testing.assert_array_equal(curve_points(points[:2]), points[:2])


def test_strokes_of_any_scale_fit_on_the_paper():
    for strokes in ([[(0, 0), (0.1, 0.4)]], [[(-5000, 200), (9000, 10)]], [[(7, 7)]]):
        points = np.concatenate(fit_on_paper(strokes))
        assert points.min() >= 0
        assert points.max() <= SIZE
    assert fit_on_paper([]) == []
    np.testing.assert_array_equal(fit_on_paper(SEVEN)[0], SEVEN[0])


# Colours


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("front", "ground", "ratio"),
    [
        ("text", "ground", 4.5),
        ("quiet", "ground", 4.5),
        ("warn", "ground", 4.5),
        ("strong", "ground", 4.5),
        ("on-strong", "strong", 4.5),
        ("line", "ground", 3),
        ("bar", "faint", 3),
        ("strong", "faint", 3),
        ("ink", "paper", 4.5),
    ],
)
def test_colours_pass_wcag_aa(theme, front, ground, ratio):
    block = drawing_pad.STYLE.split("}")[theme]
    colours = dict(re.findall(r"--pad-([\w-]+): (#\w{6});", block)) | {"ink": INK}
    assert contrast(colours[front], colours[ground]) >= ratio


def test_the_contrast_of_black_on_white_is_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
