"""Open a notebook in a browser, draw on its pad with the mouse, and read what it says."""

import json
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
from playwright.sync_api import Browser, Locator, Page, expect

DIGITS = json.loads((Path(__file__).parent / "digits.json").read_text(encoding="utf-8"))
SCREENSHOTS = Path(__file__).resolve().parents[2] / "screenshots"
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
SLOW = 60_000  # milliseconds: a busy machine takes its time to start a kernel

_RUN_ALL = """async (restart) => {
  const app = window.jupyterapp;
  while (!app.shell.currentWidget?.sessionContext) await new Promise((r) => setTimeout(r, 50));
  const session = app.shell.currentWidget.sessionContext;
  await session.ready;
  while (session.kernelDisplayStatus !== "idle") await new Promise((r) => setTimeout(r, 50));
  if (restart) await session.session.kernel.restart();
  await app.commands.execute("notebook:run-all-cells");
}"""
_RUN_CODE = """async (code) => {
  const session = window.jupyterapp.shell.currentWidget.sessionContext;
  const answer = await session.session.kernel.requestExecute({ code }).done;
  const { status, ename, evalue } = answer.content;
  if (status !== "ok") throw new Error(`${ename}: ${evalue}`);
}"""
_INK = """(canvas) => {
  const { width, height } = canvas;
  const pixels = canvas.getContext("2d").getImageData(0, 0, width, height).data;
  let ink = 0;
  for (let i = 3; i < pixels.length; i += 4) ink += pixels[i] > 127;
  return ink / (width * height);
}"""


def stored(label: int, number: int = 0) -> list:
    """Return the strokes of a stored digit."""
    return [digit["strokes"] for digit in DIGITS if digit["label"] == label][number]


def write_notebook(path: Path, *cells: str) -> None:
    """Write a notebook of code cells."""
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": KERNEL})
    notebook.cells = [nbformat.v4.new_code_cell(source) for source in cells]
    nbformat.write(notebook, path)


@contextmanager
def script_alone(browser: Browser, script: str, ready: str):
    """Yield a page with nothing but a script, once `ready` is there; the script may not fail."""
    page, faults = browser.new_page(), []
    page.on("pageerror", lambda fault: faults.append(fault))
    page.set_content(f"<body></body><script type='module'>{script}</script>")
    page.wait_for_selector(ready)
    yield page
    page.close()
    assert faults == []


@contextmanager
def opened(
    browser: Browser,
    address: str,
    width: int = 1280,
    height: int = 950,
    blocked: str | None = None,
    **context,
):
    """Open a page, yield it, and fail if the console showed an error.

    `blocked` is a pattern of addresses that do not load, as where an extension is missing; the
    console is then full of that.
    """
    held = browser.new_context(viewport={"width": width, "height": height}, **context)
    page = held.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    if blocked:
        page.route(blocked, lambda route: route.abort())
    page.goto(address, timeout=SLOW)
    try:
        yield page
    finally:
        held.close()
    known = (
        # JupyterLab says these of a kernel that is being restarted, and of a stored output.
        "WebSocket",
        "Cannot send",
        "widget model not found",
        # anywidget says that it failed when a busy machine takes more than 2 s, and then goes on.
        "Failed to initialize model",
        # Notebook 7 says this of its own settings while it starts.
        "reading 'schema'",
        # The Colab badge is a picture on the web, where these tests do not go.
        "ERR_NAME_NOT_RESOLVED",
    )
    ours = [error for error in errors if not any(words in error for words in known)]
    assert blocked or not ours, f"the console shows {ours}"


def run_all(page: Page, restart: bool = False) -> None:
    """Run every cell, in a new kernel if asked, and wait until they are done."""
    page.set_default_timeout(SLOW)
    page.wait_for_function("window.jupyterapp !== undefined", timeout=SLOW)
    page.evaluate(_RUN_ALL, restart)


def restart_kernel(page: Page) -> None:
    """Restart the kernel and run nothing."""
    session = "window.jupyterapp.shell.currentWidget.sessionContext.session"
    page.evaluate(f"async () => {{ await {session}.kernel.restart(); }}")


def run_code(page: Page, code: str) -> None:
    """Run code in the notebook's kernel, as another cell would."""
    page.evaluate(_RUN_CODE, code)


class Pad:
    """One pad on a page."""

    def __init__(self, page: Page, number: int = 0):
        """Wait until the pad is there and can be drawn on."""
        self.page = page
        self.root = page.locator(".digitlib-pad").nth(number)
        self.sheet = self.root.locator("canvas.digitlib-sheet")
        expect(self.sheet).to_be_visible(timeout=SLOW)
        # The ipycanvas under the sheet, or the sheet itself.
        self.paper = self.root.locator("canvas").first

    def draw(self, strokes: Sequence, end: bool = True) -> None:
        """Draw strokes with the mouse; without `end` the button stays down."""
        self.paper.scroll_into_view_if_needed()
        box = self.paper.bounding_box()
        mouse = self.page.mouse
        for stroke in strokes:
            # Every second point makes the same digit in half the time.
            points = [self._place(box, point) for point in [*stroke[:-1:2], stroke[-1]]]
            mouse.move(*points[0])
            mouse.down()
            for point in points[1:]:
                mouse.move(*point)
            if end:
                mouse.up()

    @staticmethod
    def _place(box: dict, point: Sequence[float]) -> tuple[float, float]:
        """Return where on the page a point of the paper lies; the paper may be larger there."""
        scale = box["width"] / 280
        return box["x"] + scale * point[0], box["y"] + scale * point[1]

    def pixels(self) -> str:
        """Return all pixels of the paper in one text, to compare."""
        return self.paper.evaluate("(canvas) => canvas.toDataURL()")

    def ink(self) -> float:
        """Return the share of the paper that is inked."""
        return self.paper.evaluate(_INK)

    def wet_ink(self) -> float:
        """Return the share of the pen's sheet that is inked."""
        return self.sheet.evaluate(_INK)

    @property
    def verdict(self) -> Locator:
        """The words of the reading."""
        return self.root.locator(".digitlib-verdict strong")

    def button(self, name: str) -> Locator:
        """Return the button of this name."""
        return self.root.get_by_role("button", name=name, exact=True)

    def expect_reading(self, text: str) -> None:
        """Wait until the pad says `text`."""
        expect(self.verdict).to_have_text(text, timeout=10_000)

    def expect_no_ink(self) -> None:
        """Wait until the paper is clean."""
        self._expect("=== 0")

    def expect_ink_above(self, share: float) -> None:
        """Wait until more than this share of the paper is inked."""
        self._expect(f"> {share}")

    def expect_ink_below(self, share: float) -> None:
        """Wait until less than this share of the paper is inked."""
        self._expect(f"< {share}")

    def settled_reading(self) -> str:
        """Return what the pad says when it has said the same for a while."""
        return self._settled(self.verdict.inner_text, lambda said: said != "Draw a digit")

    def settled_ink(self) -> float:
        """Return the share of the paper that is inked when nothing more is drawn."""
        return self._settled(self.ink, lambda share: share > 0)

    def _settled(self, look: Callable[[], Any], is_wanted: Callable[[Any], bool]) -> Any:
        """Return what `look` sees when it is wanted and has been the same for 0.6 seconds."""
        seen = [None]
        while len(seen) < 8 or len(set(seen[-8:])) > 1 or not is_wanted(seen[-1]):
            self.page.wait_for_timeout(80)
            seen.append(look())
        return seen[-1]

    def _expect(self, condition: str) -> None:
        paper = self.paper.element_handle()
        self.page.wait_for_function(f"(canvas) => ({_INK})(canvas) {condition}", arg=paper)
