"""The ink of both papers: at once, the same live and later, from code, without a gap."""

import math
from contextlib import contextmanager

from playwright.sync_api import expect

from browser.pages import run_code, stored

CIRCLE = [[(140 + 90 * math.cos(t / 9), 140 + 90 * math.sin(t / 9)) for t in range(57)]]


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


def test_ink_looks_the_same_while_it_is_drawn_and_later(pad):
    pad.draw(CIRCLE)
    pad.draw(stored(1))
    pad.settled_ink()
    live = pad.pixels()
    run_code(pad.page, "pad.set('width', 18)")
    pad.page.wait_for_timeout(700)
    assert pad.ink() > 0.02
    assert pad.pixels() == live


def test_a_replay_is_seen_growing(pad):
    run_code(pad.page, f"pad.replay({stored(3)}, seconds=2)")
    pad.expect_ink_above(0.005)
    pad.expect_ink_above(pad.ink() * 1.5)
    expect(pad.root.get_by_role("status")).to_contain_text("This is a 3")


def test_ink_waits_for_no_kernel(pad):
    """A busy kernel draws and reads later; the ink is there at once, and then drawn once."""
    with slow_python(pad.page):
        pad.draw(stored(7, 1), end=False)
        assert pad.wet_ink() > 0.02
        expect(pad.verdict).to_have_text("Draw a digit", timeout=100)
        pad.page.mouse.up()
        pad.expect_reading("This is a 7")
    pad.expect_ink_above(0.02)


WATCH = """(sheet) => {
  window.seen = [];
  const papers = [...sheet.closest(".digitlib-pad").querySelectorAll("canvas")];
  const alpha = (canvas) => {
    const scale = canvas.width / canvas.getBoundingClientRect().width;
    return canvas.getContext("2d").getImageData(140 * scale, 200 * scale, 1, 1).data[3];
  };
  const look = () => {
    window.seen.push(Math.max(...papers.map(alpha)));
    requestAnimationFrame(look);
  };
  look();
}"""


def test_ink_never_vanishes_while_python_takes_over(pad):
    pad.sheet.evaluate(WATCH)
    pad.draw([[(60, 200), (140, 200), (220, 200)], [(60, 100), (220, 100)]])
    pad.settled_ink()
    seen = pad.page.evaluate("window.seen")
    first = next(i for i, alpha in enumerate(seen) if alpha > 200)
    assert len(seen) - first > 10
    assert min(seen[first:]) > 200


def test_no_wet_ink_is_left_above_an_ipycanvas(pad):
    if pad.root.locator("canvas").count() == 1:
        return  # the sheet is the paper, and keeps its ink
    for stroke in [*stored(4), *stored(8)]:
        pad.draw([stroke])
    pad.settled_ink()
    pad.page.wait_for_timeout(300)
    assert pad.wet_ink() == 0
    pad.draw([[(60, 200), (200, 200)]])
    pad.page.keyboard.press("c")
    pad.expect_no_ink()
    pad.page.wait_for_timeout(300)
    assert pad.wet_ink() == 0


def test_what_is_drawn_before_python_answers_stays(pad):
    pad.draw(stored(1))
    pad.expect_reading("This is a 1")
    with slow_python(pad.page):
        pad.draw([[(200, 40), (240, 40)]])
        pad.page.keyboard.press("c")
        pad.draw(stored(7, 1))
        pad.expect_reading("This is a 7")
    pad.settled_ink()
    shown = pad.pixels()
    run_code(pad.page, "pad.set('width', 18)")
    pad.page.wait_for_timeout(500)
    assert pad.pixels() == shown
