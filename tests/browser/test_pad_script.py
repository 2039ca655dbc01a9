"""The pad's script by itself: pointer, finger, pen, palm, keys and ink, on a plain page."""

from contextlib import contextmanager
from pathlib import Path

import pytest

import digitlib

SCRIPT = (Path(digitlib.__file__).parent / "pad" / "pad.js").read_text(encoding="utf-8")
PAGE = """<body style="margin: 0; height: 3000px">
<div id="pad" style="padding: 20px"><canvas tabindex="0" style="width: 280px; height: 280px">
</canvas><button>inside</button><input type="range"></div><button id="else">elsewhere</button>"""
MAKE = """
window.done = [];
window.heard = [];
document.addEventListener("keydown", (event) => heard.push(event.key));
const note = (name) => (...values) => done.push([name, ...values]);
const names = ["begin", "move", "end", "drop", "key"];
window.hand = makePad(document.querySelector("canvas"),
  Object.fromEntries(names.map((name) => [name, note(name)])),
  { root: document.querySelector("#pad"), width: 10 });
"""
INK = """([x, y]) => {
  const canvas = document.querySelector("canvas");
  const scale = canvas.width / 280;
  return canvas.getContext("2d").getImageData(x * scale, y * scale, 1, 1).data[3];
}"""
LEFT, TOP = 20, 20


class Sheet:
    """The canvas of the page, in pixels of its paper."""

    def __init__(self, page):
        self.page, self.mouse = page, page.mouse
        self.touch = page.context.new_cdp_session(page)

    def done(self, *names: str) -> list:
        """Return what the handlers have heard, in order."""
        return [call for call in self.page.evaluate("done") if not names or call[0] in names]

    def ink(self, x: float, y: float) -> bool:
        return self.page.evaluate(INK, [x, y]) > 127

    def line(self, *points, lift: bool = True) -> None:
        self.mouse.move(LEFT + points[0][0], TOP + points[0][1])
        self.mouse.down()
        for x, y in points[1:]:
            self.mouse.move(LEFT + x, TOP + y)
        if lift:
            self.mouse.up()

    def fingers(self, kind: str, *points) -> None:
        places = [{"x": LEFT + x, "y": TOP + y} for x, y in points]
        self.touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    def stylus(self, kind: str, x: float, y: float) -> None:
        event = {"type": kind, "x": LEFT + x, "y": TOP + y, "pointerType": "pen", "buttons": 1}
        self.touch.send("Input.dispatchMouseEvent", event | {"button": "left", "clickCount": 1})


@contextmanager
def opened(browser, **options):
    context = browser.new_context(viewport={"width": 600, "height": 500}, **options)
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_content(PAGE)
    page.add_script_tag(content=SCRIPT + MAKE)
    yield Sheet(page)
    context.close()
    assert errors == []


@pytest.fixture
def sheet(browser):
    with opened(browser, has_touch=True) as sheet:
        yield sheet


def test_ink_is_there_at_once_and_the_stroke_is_told(sheet):
    sheet.line((40, 40), (140, 40), (240, 40))
    assert sheet.ink(90, 40)
    assert not sheet.ink(90, 60)
    begin, *moves, end = sheet.done()
    assert begin == ["begin", [40, 40]]
    assert [point for _, points in moves for point in points] == [[140, 40], [240, 40]]
    assert end == ["end"]


def test_a_tap_makes_a_dot(sheet):
    sheet.line((100, 100))
    assert sheet.ink(103, 103)
    assert not sheet.ink(110, 100)


def test_hovering_and_the_right_button_draw_nothing(sheet):
    sheet.mouse.move(LEFT + 20, TOP + 20)
    sheet.mouse.move(LEFT + 200, TOP + 200, steps=4)
    sheet.mouse.down(button="right")
    sheet.mouse.move(LEFT + 100, TOP + 100)
    sheet.mouse.up(button="right")
    assert sheet.done() == []


def test_what_leaves_the_paper_stays_on_its_edge_and_the_release_is_heard(sheet):
    sheet.line((200, 200), (400, 350))
    assert sheet.done()[1:] == [["move", [[280, 280]]], ["end"]]
    sheet.mouse.move(LEFT + 50, TOP + 50)
    assert len(sheet.done()) == 3


def test_points_are_of_the_paper_however_large_it_is_shown(sheet):
    sheet.page.evaluate("document.querySelector('canvas').style.width = '560px'")
    sheet.page.evaluate("document.querySelector('canvas').style.height = '560px'")
    sheet.line((280, 140))
    assert sheet.done("begin") == [["begin", [140, 70]]]


@pytest.mark.parametrize("density", [1, 3])
def test_ink_is_as_fine_as_the_screen(browser, density):
    with opened(browser, device_scale_factor=density) as sheet:
        sheet.line((40, 40), (240, 40))
        assert sheet.page.evaluate("document.querySelector('canvas').width") == 280 * density
        assert sheet.ink(140, 40)
        sheet.page.evaluate("document.querySelector('canvas').style.width = '140px'")
        sheet.page.wait_for_function(f"document.querySelector('canvas').width === {140 * density}")
        assert sheet.ink(140, 40)


def test_a_finger_draws_and_the_page_stays(sheet):
    sheet.fingers("touchStart", (60, 60))
    for y in range(80, 220, 20):
        sheet.fingers("touchMove", (60, y))
    sheet.fingers("touchEnd")
    assert sheet.ink(60, 150)
    assert sheet.done()[-1] == ["end"]
    assert sheet.page.evaluate("window.scrollY") == 0


def test_a_palm_that_comes_and_goes_does_not_break_the_stroke(sheet):
    sheet.fingers("touchStart", (40, 40))
    sheet.fingers("touchMove", (60, 40))
    sheet.fingers("touchStart", (60, 40), (250, 250))
    sheet.fingers("touchMove", (90, 40), (252, 250))
    sheet.fingers("touchMove", (90, 40))
    sheet.fingers("touchMove", (120, 40))
    sheet.fingers("touchEnd")
    names = [name for name, *_ in sheet.done()]
    assert names.count("begin") == names.count("end") == 1
    assert sheet.done("move")[-1] == ["move", [[120, 40]]]
    assert not sheet.ink(250, 250)


def test_a_pen_takes_over_from_a_palm(sheet):
    sheet.fingers("touchStart", (250, 250))
    sheet.stylus("mousePressed", 40, 40)
    sheet.stylus("mouseMoved", 80, 40)
    sheet.stylus("mouseReleased", 80, 40)
    sheet.fingers("touchEnd")
    names = [name for name, *_ in sheet.done()]
    assert names == ["begin", "drop", "begin", "move", "end"]
    assert sheet.ink(60, 40)
    assert not sheet.ink(250, 250)


def test_a_touch_that_the_browser_takes_away_ends_the_stroke(sheet):
    sheet.fingers("touchStart", (60, 60))
    sheet.fingers("touchCancel")
    assert sheet.done()[-1] == ["end"]
    assert not sheet.page.evaluate("hand.isDown()")


def test_show_replaces_the_ink_but_not_what_is_being_drawn(sheet):
    sheet.line((40, 40), (240, 40))
    sheet.line((40, 240), (140, 240), lift=False)
    sheet.page.evaluate("hand.show([[[40, 100], [240, 100]]], 20)")
    assert sheet.ink(140, 108)
    assert not sheet.ink(140, 40)
    assert sheet.ink(90, 240)
    sheet.mouse.move(LEFT + 240, TOP + 240)
    assert sheet.ink(200, 240)
    sheet.mouse.up()
    assert sheet.done()[-1] == ["end"]


def test_strokes_that_are_not_known_yet_stay(sheet):
    for y in (40, 100, 160):
        sheet.line((40, y), (240, y))
    sheet.page.evaluate("hand.show([], 10, 2)")
    assert [sheet.ink(140, y) for y in (40, 100, 160)] == [False, False, True]


def test_a_stroke_that_is_known_while_it_is_drawn_ends(sheet):
    sheet.line((40, 40), (140, 40), lift=False)
    sheet.page.evaluate("hand.show([], 10, 1)")
    assert not sheet.page.evaluate("hand.isDown()")
    sheet.mouse.move(LEFT + 240, TOP + 40)
    sheet.mouse.up()
    assert not sheet.ink(90, 40)
    assert sheet.done("end") == []


def test_keys_reach_the_pad_and_nothing_else(sheet):
    sheet.line((40, 40))
    for key in ("c", "Z", "x", "p", "Enter"):
        sheet.page.keyboard.press(key)
    assert sheet.done("key") == [["key", "c"], ["key", "z"], ["key", "p"]]
    assert sheet.page.evaluate("heard") == []


@pytest.mark.parametrize("control", ["Control", "Meta"])
def test_control_z_is_undo_and_other_chords_are_left_alone(sheet, control):
    sheet.line((40, 40))
    sheet.page.keyboard.press(f"{control}+z")
    for chord in (f"{control}+c", "Alt+q", "Shift+Enter"):
        sheet.page.keyboard.press(chord)
    assert sheet.done("key") == [["key", "z"]]
    assert {"c", "q", "Enter"} <= set(sheet.page.evaluate("heard"))


def test_tab_and_escape_leave_the_paper(sheet):
    focused = "document.activeElement.tagName"
    sheet.line((40, 40))
    assert sheet.page.evaluate(focused) == "CANVAS"
    sheet.page.keyboard.press("Tab")
    assert sheet.page.evaluate("document.activeElement.textContent") == "inside"
    sheet.page.keyboard.press("Shift+Tab")
    assert sheet.page.evaluate(focused) == "CANVAS"
    sheet.page.keyboard.press("Escape")
    assert sheet.page.evaluate(focused) == "BODY"


def test_keys_leave_the_pad_with_the_pointer(sheet):
    sheet.line((40, 40))
    sheet.mouse.click(500, 400)
    sheet.page.keyboard.press("c")
    assert sheet.done("key") == []
    assert sheet.page.evaluate("heard") == ["c"]


def test_a_pad_that_is_stopped_hears_nothing(sheet):
    sheet.page.evaluate("hand.stop()")
    sheet.line((40, 40), (90, 40))
    sheet.page.keyboard.press("c")
    assert sheet.done() == []
