"""The ink of both papers: the same live and later, by finger and pen, from code, on any screen."""

import math
from contextlib import contextmanager

from playwright.sync_api import expect

from browser.pages import Pad, finger, opened, run_all, run_code, stored

CIRCLE = [[(140 + 90 * math.cos(t / 9), 140 + 90 * math.sin(t / 9)) for t in range(57)]]


def test_ink_looks_the_same_while_it_is_drawn_and_later(pad):
    pad.draw(CIRCLE)
    pad.draw(stored(1))
    pad.settled_ink()
    live = pad.pixels()
    run_code(pad.page, "pad.set_pen_width(18)")
    pad.page.wait_for_timeout(700)
    assert pad.ink() > 0.02
    assert pad.pixels() == live


def test_a_palm_that_comes_and_goes_does_not_break_the_stroke(pad):
    with finger(pad) as touch:
        touch.send("touchStart", (40, 40))
        for x in range(50, 130, 10):
            touch.send("touchMove", (x, 40))
        touch.send("touchStart", (120, 40), (250, 250))
        touch.send("touchMove", (120, 40))
        for x in range(130, 240, 10):
            touch.send("touchMove", (x, 40))
        touch.send("touchEnd")
    pad.page.wait_for_timeout(700)
    run_code(pad.page, "assert len(pad.strokes) == 1, [s.tolist() for s in pad.strokes]")
    run_code(pad.page, "assert pad.strokes[0][-1][0] > 220")


def pen(pad: Pad, kind: str, x: float, y: float) -> None:
    """Send an event of a stylus."""
    box = pad.paper.bounding_box()
    session = pad.page.context.new_cdp_session(pad.page)
    event = {"type": kind, "x": box["x"] + x, "y": box["y"] + y, "pointerType": "pen"}
    session.send(
        "Input.dispatchMouseEvent", event | {"button": "left", "buttons": 1, "clickCount": 1}
    )
    session.detach()


def draw_with_pen(pad: Pad, stroke: list) -> None:
    pen(pad, "mousePressed", *stroke[0])
    for point in stroke[1:]:
        pen(pad, "mouseMoved", *point)
    pen(pad, "mouseReleased", *stroke[-1])


def test_a_pen_draws(pad):
    for stroke in stored(7, 1):
        draw_with_pen(pad, stroke[::2])
    pad.expect_reading("This is a 7")
    assert pad.ink() > 0.02


def test_a_pen_takes_over_from_a_palm(pad):
    with finger(pad) as touch:
        touch.send("touchStart", (250, 250))
        for stroke in stored(7, 1):
            draw_with_pen(pad, stroke[::2])
        touch.send("touchEnd")
    pad.expect_reading("This is a 7")
    run_code(pad.page, "assert all(s.max() < 245 for s in pad.strokes), pad.strokes")


@contextmanager
def slow_python(page):
    """Let Python take two seconds for each stroke before it does anything with it.

    Occupying the kernel with a cell would not do: JupyterLab lets widgets talk to a thread of
    their own.
    """
    run_code(page, "import time; take = pad.pen_start")
    run_code(page, "pad.pen_start = lambda x, y: (time.sleep(2), take(x, y))")
    yield
    run_code(page, "del pad.pen_start")


def test_code_loads_strokes_into_a_pad_that_is_shown(pad):
    run_code(pad.page, f"pad.load({stored(7, 1)})")
    pad.expect_reading("This is a 7")
    pad.expect_ink_above(0.02)


def test_a_replay_is_seen_growing(pad):
    run_code(pad.page, f"pad.replay({stored(3)}, seconds=2)")
    pad.expect_ink_above(0.005)
    early = pad.ink()
    pad.expect_ink_above(early * 1.5)
    # Nothing is announced while the pen is down.
    expect(pad.root.get_by_role("status")).to_contain_text("This is a 3")


def test_ink_is_as_fine_as_the_screen(browser, lab):
    address, dense = lab.format("anywidget.ipynb"), {"device_scale_factor": 3}
    with opened(browser, address, width=390, height=844, **dense) as page:
        run_all(page)
        pad = Pad(page)
        width, pixels = pad.paper.evaluate("(canvas) => [canvas.clientWidth, canvas.width]")
        assert pixels == width * 3
        pad.draw(stored(3))
        pad.expect_reading("This is a 3")
        page.set_viewport_size({"width": 1280, "height": 844})
        width, pixels = pad.paper.evaluate("(canvas) => [canvas.clientWidth, canvas.width]")
        expect(pad.paper).to_have_js_property("width", width * 3)
        assert pad.ink() > 0.02


def test_ink_waits_for_no_kernel(pad):
    """A busy kernel draws and reads later; the ink is there at once, and then drawn once."""
    with slow_python(pad.page):
        pad.draw(stored(7, 1), end=False)
        assert pad.seen_ink() > 0.02
        expect(pad.verdict).to_have_text("Draw a digit", timeout=100)
        pad.page.mouse.up()
        pad.expect_reading("This is a 7")
    pad.settled_ink()
    assert pad.ink() == pad.seen_ink() > 0.02


WATCH = """(paper) => {
  window.seen = [];
  const alpha = (canvas) => {
    const scale = canvas.width / canvas.getBoundingClientRect().width;
    return canvas.getContext("2d").getImageData(140 * scale, 200 * scale, 1, 1).data[3];
  };
  const look = () => {
    window.seen.push(Math.max(...[...paper.parentElement.querySelectorAll("canvas")].map(alpha)));
    requestAnimationFrame(look);
  };
  look();
}"""


def test_ink_never_vanishes_while_python_takes_over(pad):
    pad.paper.evaluate(WATCH)
    pad.draw([[(60, 200), (140, 200), (220, 200)], [(60, 100), (220, 100)]])
    pad.settled_ink()
    seen = pad.page.evaluate("window.seen")
    first = next(i for i, alpha in enumerate(seen) if alpha > 200)
    assert len(seen) - first > 10
    assert min(seen[first:]) > 200


def test_no_wet_ink_is_left(pad):
    """The sheet above the paper is empty again once Python has drawn a stroke, or dropped it."""
    for stroke in [*stored(4), *stored(8)]:
        pad.draw([stroke])
    pad.settled_ink()
    assert pad.wet_ink() == 0
    pad.draw([[(60, 200), (200, 200)]])
    pad.page.keyboard.press("c")
    pad.expect_no_ink()
    pad.page.wait_for_timeout(300)
    assert pad.wet_ink() == 0


def test_what_is_drawn_before_python_answers_stays(browser, lab):
    with opened(browser, lab.format("anywidget.ipynb")) as page:
        run_all(page)
        pad = Pad(page)
        pad.draw(stored(1))
        pad.expect_reading("This is a 1")
        with slow_python(page):
            pad.draw([[(200, 40), (240, 40)]])
            page.keyboard.press("c")
            pad.draw(stored(7, 1))
            pad.expect_reading("This is a 7")
        pad.settled_ink()
        shown = pad.pixels()
        run_code(page, "pad.set_pen_width(18)")
        page.wait_for_timeout(500)
        assert pad.pixels() == shown
