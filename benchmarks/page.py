"""Measure the pad's page in a real browser: its size, how soon it answers, its ink, its memory.

    python benchmarks/page.py [--digits 10]

The stored digits of tests/browser are drawn with the mouse at a hand's pace. Opening: from the
navigation to the answer to a drawing that the page finds on its paper. Answer: from the release
of the button to the picture that shows the answer. Ink: from a mouse move to the picture that
shows it. Bars, on an idle machine: 1 MB; opening 500 ms; answer median 30 ms, 95th percentile
60 ms; ink median 17 ms, one picture.
"""

import argparse
import gzip
import statistics
import sys
import tempfile
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, sync_playwright

from digitlib.pad.page import write_page

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from browser.pages import DIGITS  # noqa: E402
from browser.servers import browser_options  # noqa: E402
from find_chromium import find_chromium  # noqa: E402

PACE = 10  # milliseconds between two mouse moves: a mouse reports about 100 times a second
OPENINGS = 5
RECORD = """
const times = window.times = { opening: null, answer: [], ink: [] };
let released = null;
const shown = (start, list) => requestAnimationFrame(() => list.push(performance.now() - start));
addEventListener("pointermove", ({ buttons, timeStamp }) => buttons && shown(timeStamp, times.ink));
addEventListener("pointerup", (event) => { released = event.timeStamp; }, true);
addEventListener("DOMContentLoaded", () => {
  requestAnimationFrame(() => { times.opening = performance.now(); });
  new MutationObserver(() => {
    if (released !== null) shown(released, times.answer);
    released = null;
  }).observe(document.getElementById("spoken"), { childList: true });
});"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--digits", type=int, default=10, help="how many stored digits to draw")
    digits = DIGITS[:: max(1, len(DIGITS) // parser.parse_args().digits)]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "digit_pad.html"
        size, packed = write_page(path), len(gzip.compress(path.read_bytes()))
        options = {"executable_path": find_chromium(), "args": browser_options()}
        with playwright.chromium.launch(**options) as browser:
            page = browser.new_page()
            page.add_init_script(RECORD)
            page.goto(path.as_uri())
            for digit in digits:
                draw_at_a_hands_pace(page, digit["strokes"])
            times, opening = page.evaluate("times"), [reopened(page) for _ in range(OPENINGS)]
            heap = page.context.new_cdp_session(page).send("Runtime.getHeapUsage")
    answer, ink = times["answer"], times["ink"]
    print(f"size {size / 1e6:.2f} MB, gzipped {packed / 1e6:.2f} MB")
    print(f"opening to first answer median {statistics.median(opening):.0f} ms")
    slow = np.percentile(answer, 95)
    print(f"stroke end to answer median {statistics.median(answer):.0f} ms, p95 {slow:.0f} ms")
    print(f"mouse move to ink median {statistics.median(ink):.0f} ms ({len(ink)} moves)")
    print(f"memory {(heap['usedSize'] + heap['backingStorageSize']) / 1e6:.0f} MB of JavaScript")
    met = [
        size <= 1e6,
        statistics.median(opening) <= 500,
        statistics.median(answer) <= 30 and slow <= 60,
        statistics.median(ink) <= 17,
    ]
    print("bars", "met" if all(met) else "missed", "(size, opening, answer, ink:", *met, end=")\n")


def draw_at_a_hands_pace(page: Page, strokes: list) -> None:
    """Draw strokes on clean paper."""
    page.get_by_role("button", name="Clear").click()
    box = page.locator("#paper").bounding_box()
    scale = box["width"] / 280
    for stroke in strokes:
        places = [(box["x"] + scale * x, box["y"] + scale * y) for x, y in stroke]
        page.mouse.move(*places[0])
        page.mouse.down()
        for place in places[1:]:
            page.mouse.move(*place)
            page.wait_for_timeout(PACE)
        page.mouse.up()
        page.wait_for_timeout(200)


def reopened(page: Page) -> float:
    """Open the page again; return the milliseconds until it shows the answer to its drawing."""
    page.reload()
    page.wait_for_function("times.opening !== null")
    assert page.locator("#digit").inner_text() != "?"
    return page.evaluate("times.opening")


if __name__ == "__main__":
    main()
