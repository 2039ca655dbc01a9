"""Measure how soon the pad in JupyterLab shows ink and readings, in a real browser.

    python benchmarks/pad_latency.py [--view ipycanvas] [--digits 10]

The stored digits of tests/browser are drawn with the mouse at a hand's pace. Ink: from a mouse
move to the pixel just ahead of it turning dark. Reading: from the release of the button to the
last change of what the pad shows. Bars: ink median under 30 ms, reading p95 under 250 ms.
"""

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from browser.pages import DIGITS, Pad, opened, run_all, write_notebook  # noqa: E402
from browser.servers import browser_options, jupyter_server  # noqa: E402
from find_chromium import find_chromium  # noqa: E402

# Milliseconds between two mouse moves: a mouse reports about 100 times a second.
PACE = 10

_RECORD = """(canvas) => {
  const root = canvas.closest(".digitlib-pad");
  const records = (window.records = { ink: [], reading: [] });
  let before = null, released = null, last = null;
  // The paper, and above it the sheet of the pen.
  const inked = (x, y) => [...root.querySelectorAll("canvas")].some((sheet) => {
    const scale = sheet.width / sheet.getBoundingClientRect().width;
    return sheet.getContext("2d").getImageData(x * scale, y * scale, 1, 1).data[3] > 127;
  });
  window.addEventListener("pointermove", (event) => {
    if (!(event.buttons & 1)) { before = null; return; }
    const box = canvas.getBoundingClientRect();
    const here = [event.clientX - box.left, event.clientY - box.top];
    if (before !== null) {
      const far = Math.hypot(here[0] - before[0], here[1] - before[1]);
      // Within the round end of the stroke to come, beyond that of the stroke so far.
      const ahead = here.map((value, axis) => value + (6 * (value - before[axis])) / far);
      if (far > 4 && !inked(...ahead)) {
        const look = () => {
          const waited = performance.now() - event.timeStamp;
          if (inked(...ahead) || waited > 5000) records.ink.push(waited);
          else setTimeout(look, 1);
        };
        setTimeout(look, 0);
      }
    }
    before = here;
  }, true);
  const onRelease = (event) => { released = event.timeStamp; last = null; };
  window.addEventListener("pointerup", onRelease, true);
  new MutationObserver(() => { if (released !== null) last = performance.now() - released; })
    .observe(root.querySelector(".digitlib-side"), { subtree: true, childList: true });
  window.settle = () => { if (last !== null) records.reading.push(last); released = last = null; };
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--view", default="ipycanvas", choices=["ipycanvas", "anywidget"])
    parser.add_argument("--digits", type=int, default=10, help="how many stored digits to draw")
    chosen = parser.parse_args()
    ink, reading = measure(chosen.view, DIGITS[:: max(1, len(DIGITS) // chosen.digits)])
    print(f"pad in JupyterLab on {chosen.view}, {len(reading)} strokes")
    report("mouse move to ink", ink)
    report("stroke end to reading", reading)
    met = statistics.median(ink) < 30 and percentile(reading, 95) < 250
    print("bars", "met" if met else "missed", "(ink median < 30 ms, reading p95 < 250 ms)")


def measure(view: str, digits: list) -> tuple[list[float], list[float]]:
    """Draw the digits in a new JupyterLab; return milliseconds to ink and to reading."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        write_notebook(folder / "pad.ipynb", f"import digitlib\ndigitlib.DrawingPad(view={view!r})")
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=browser_options()
        )
        with (
            jupyter_server(folder) as address,
            opened(browser, f"{address}/lab/tree/pad.ipynb?reset") as page,
        ):
            run_all(page)
            pad = Pad(page)
            pad.draw(digits[0]["strokes"])
            pad.settled_reading()
            pad.paper.evaluate(_RECORD)
            for digit in digits:
                draw_at_a_hands_pace(pad, digit["strokes"])
            records = page.evaluate("window.records")
    return records["ink"], records["reading"]


def draw_at_a_hands_pace(pad: Pad, strokes: list) -> None:
    """Draw strokes on clean paper and wait after each until the reading stands."""
    pad.button("Clear").click()
    pad.expect_no_ink()
    box, mouse = pad.paper.bounding_box(), pad.page.mouse
    for stroke in strokes:
        mouse.move(box["x"] + stroke[0][0], box["y"] + stroke[0][1])
        mouse.down()
        for x, y in stroke[1:]:
            mouse.move(box["x"] + x, box["y"] + y)
            pad.page.wait_for_timeout(PACE)
        mouse.up()
        pad.page.wait_for_timeout(600)
        pad.page.evaluate("window.settle()")


def report(name: str, milliseconds: list[float]) -> None:
    median, p95 = statistics.median(milliseconds), percentile(milliseconds, 95)
    print(f"{name:22} median {median:5.0f} ms  p95 {p95:5.0f} ms  ({len(milliseconds)} measured)")


def percentile(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


if __name__ == "__main__":
    main()
