"""Record `pad.gif`, the moving picture in the README: somebody draws a 3 and a 7 on the page.

Run `.venv/bin/python notebooks/images/record_pad.py` again when the page or its network changes.
It needs Chromium or Chrome, and Playwright, which comes with the `test` extra. The README's other
picture, `ten_digits.png`, is the figure of the exam in notebook 00.
"""

import io
import shutil
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from digitlib.data import example_strokes
from digitlib.pad.page import write_page

SIZE = {"width": 800, "height": 700}
TARGET = Path(__file__).with_name("pad.gif")
STEPS = 16  # pictures a stroke
MILLISECONDS, PAUSE = 70, 1600  # of a picture while somebody draws, and of the last of a digit


def draw(page: Page, digit: int) -> list[Image.Image]:
    """Draw a stored digit stroke by stroke with the mouse; return a picture of each step."""
    box = page.locator("#paper").bounding_box()
    scale = box["width"] / 280
    pictures = []
    for stroke in example_strokes(digit):
        ends = np.linspace(0, len(stroke) - 1, STEPS * 3)
        path = np.stack([np.interp(ends, range(len(stroke)), stroke[:, a]) for a in (0, 1)], 1)
        for number, (x, y) in enumerate(path * scale + (box["x"], box["y"])):
            page.mouse.move(x, y)
            if number == 0:
                page.mouse.down()
            if number % 3 == 2:
                page.wait_for_timeout(120)  # until the answer is there
                pictures.append(picture(page))
        page.mouse.up()
    page.wait_for_timeout(300)
    return [*pictures, picture(page)]


def picture(page: Page) -> Image.Image:
    """Return the paper and the answer as they are shown now."""
    boxes = [page.locator(part).bounding_box() for part in ("#sheet", "#answer")]
    left, top = (min(box[side] for box in boxes) - 12 for side in ("x", "y"))
    right = max(box["x"] + box["width"] for box in boxes) + 12
    bottom = max(box["y"] + box["height"] for box in boxes) + 12
    clip = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    return Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("RGB")


with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    page = playwright.chromium.launch(executable_path=chromium).new_page(viewport=SIZE)
    file = Path(folder) / "pad.html"
    write_page(file)
    page.goto(file.as_uri())
    pictures, pauses = [picture(page)], [800]
    for digit in (3, 7):
        page.locator("#paper").press("c")
        pictures += draw(page, digit)
        pauses += [MILLISECONDS] * (len(pictures) - len(pauses) - 1) + [PAUSE]

colours = pictures[-1].quantize(48)
small = [one.quantize(palette=colours, dither=Image.Dither.NONE) for one in pictures]
small[0].save(
    TARGET, save_all=True, append_images=small[1:], duration=pauses, loop=0, optimize=True
)
print(f"{TARGET.name}: {len(small)} pictures, {TARGET.stat().st_size:,} bytes")
