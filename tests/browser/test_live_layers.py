"""The layers beside the pad in a browser: they follow the pen, and their sums come out right."""

import base64
import json
import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

import digitlib.plots.widgets as module
from browser.pages import SCREENSHOTS, SLOW, Pad, script_alone, stored, write_notebook
from digitlib.network.numpy_cnn import Layer, Network
from digitlib.network.predictor import Predictor

SCRIPT = Path(module.__file__).with_name("live_layers.js").read_text(encoding="utf-8")
RNG = np.random.default_rng(6)


def _layer(kind, *shape, **options):
    weights = RNG.normal(size=shape).astype(np.float32) / 3
    return Layer(kind, weights, RNG.normal(size=shape[-1]).astype(np.float32), **options)


# Pooled and not, with margins and without.
PREDICTOR = Predictor(
    Network(
        (
            _layer("convolution", 3, 3, 1, 4, pool=2),
            _layer("convolution", 3, 3, 4, 5, padding="same"),
            _layer("dense", 845, 10),
        )
    )
)
PICTURES = RNG.integers(0, 256, (2, 28, 28)).astype(np.uint8)
FIRST, SECOND = (PREDICTOR.layers(picture) for picture in PICTURES)
TEN_SUMS = 3
MAKE_PAGE = """{
    const bytes = (text) => new DataView(Uint8Array.from(atob(text), (c) => c.charCodeAt()).buffer);
    const traits = TRAITS, listeners = {};
    for (const name of ["weights", "values"]) traits[name] = bytes(traits[name]);
    window.show = (text) => { traits.values = bytes(text); listeners["change:values"](); };
    render({ el: document.body, model: {
        get: (name) => traits[name], on: (name, act) => { listeners[name] = act; },
    } });
}"""


def _text(values: bytes) -> str:
    return base64.b64encode(values).decode()


@pytest.fixture
def page(browser):
    """A page with nothing but the layers of the first picture."""
    view = module.LayersView(PREDICTOR)
    view.show(PICTURES[0])
    traits = {name: _text(getattr(view, name)) for name in ("weights", "values")}
    program = MAKE_PAGE.replace("TRAITS", json.dumps(traits | {"layers": view.layers}))
    script = SCRIPT.replace("export default { render };", program)
    with script_alone(browser, script, ".ll-sum") as page:
        yield page


def shown(page) -> list[float]:
    """Return the numbers of the last line: sum, bias, both, and after ReLU."""
    line = page.inner_text(".ll-sum").replace("\N{MINUS SIGN}", "-")
    return [float(found) for found in re.findall(r"[+-]?\d+\.\d+", line)]


def choose(page, layer: int, map_: int) -> None:
    """Click on a map of a layer."""
    columns = int(np.ceil(np.sqrt(FIRST[layer - 1][1].shape[-1])))
    box = page.locator(".ll-strip canvas").nth(layer).bounding_box()
    rows = -(-FIRST[layer - 1][1].shape[-1] // columns)
    down, right = divmod(map_, columns)
    x, y = (right + 0.5) * box["width"] / columns, (down + 0.5) * box["height"] / rows
    page.mouse.click(box["x"] + x, box["y"] + y)


@pytest.mark.parametrize(("layer", "map_"), [(1, 0), (1, 3), (2, 4)])
def test_a_click_on_a_map_takes_its_largest_number_apart(page, layer, map_):
    choose(page, layer, map_)
    *_, after = shown(page)
    assert after == pytest.approx(FIRST[layer - 1][1][..., map_].max(), abs=0.006)
    assert page.locator(".ll td").count() == 9
    products = [
        float(text.replace("\N{MINUS SIGN}", "-"))
        for text in page.locator(".ll td b").all_inner_texts()
    ]
    pressed = page.locator(".ll-parts [aria-pressed=true]")
    share = (
        shown(page)[0]
        if layer == 1
        else float(pressed.inner_text().split()[-1].replace("\N{MINUS SIGN}", "-"))
    )
    assert sum(products) == pytest.approx(share, abs=0.06)


def test_the_pointer_and_the_arrows_move_over_the_map(page):
    choose(page, 2, 1)
    large = page.locator(".ll-detail canvas")
    box = large.bounding_box()
    size = box["width"] / 13
    values = np.maximum(FIRST[1][1][..., 1], 0)
    page.mouse.move(box["x"] + 0.5 * size, box["y"] + 12.5 * size)  # a corner, with margins
    assert shown(page)[-1] == pytest.approx(values[12, 0], abs=0.006)
    large.focus()
    for key in ("ArrowUp", "ArrowRight", "ArrowRight"):
        large.press(key)
    assert shown(page)[-1] == pytest.approx(values[11, 2], abs=0.006)
    for _ in range(20):
        large.press("ArrowRight")
    assert shown(page)[-1] == pytest.approx(values[11, 12], abs=0.006)


def test_a_new_picture_changes_the_numbers(page):
    page.locator(".ll-strip canvas").nth(TEN_SUMS).focus()
    page.keyboard.press("ArrowRight")  # from digit 0 to digit 1
    assert shown(page)[-1] == pytest.approx(FIRST[2][1][1], abs=0.006)
    view = module.LayersView(PREDICTOR)
    view.show(PICTURES[1])
    page.evaluate("(text) => window.show(text)", _text(view.values))
    assert shown(page)[-1] == pytest.approx(SECOND[2][1][1], abs=0.006)


LIVE = """\
import digitlib
from io import BytesIO
from PIL import Image
from digitlib import plots
from digitlib.files import models_folder
from digitlib.plots.widgets import live_layers, live_picture
plots.use_course_style()
lesson = digitlib.load_predictor(models_folder() / "lesson_cnn.npz")
def draw(image):
    Image.fromarray(image).resize((600, 700)).save(stream := BytesIO(), "PNG")
    return stream.getvalue()
"""
PIXELS = "(canvas) => canvas.toDataURL()"


def test_layers_and_picture_follow_the_pen_in_jupyterlab(folder, open_lab):
    live = LIVE + "live_layers(digitlib.DrawingPad(lesson), lesson)"
    picture = "live_picture(digitlib.DrawingPad(lesson), draw, title='Seen by the network')"
    write_notebook(folder / "live.ipynb", live, picture)
    page = open_lab("live.ipynb")
    page.wait_for_selector(".ll-sum", timeout=SLOW)
    maps = page.locator(".ll-strip canvas").nth(1)
    blank, pad = maps.evaluate(PIXELS), Pad(page)
    pad.draw(stored(7, 1), end=False)  # while the pen is still down
    page.wait_for_function(
        f"before => ({PIXELS})(document.querySelectorAll('.ll-strip canvas')[1]) !== before",
        arg=blank,
    )
    page.mouse.up()
    pad.expect_reading("This is a 7")
    drawn = maps.evaluate(PIXELS)
    maps.click(position={"x": 20, "y": 20})
    expect(page.locator(".ll td")).to_have_count(25)
    assert maps.evaluate(PIXELS) != drawn  # the chosen map is marked
    SCREENSHOTS.mkdir(exist_ok=True)
    page.locator(".digitlib-beside").first.screenshot(path=SCREENSHOTS / "live_layers.png")
    pad.button("Clear").click()
    pad.expect_reading("Draw a digit")
    other = Pad(page, 1)
    seen = page.locator(".jupyter-widgets.widget-image")
    before = seen.get_attribute("src")
    other.draw(stored(3))
    expect(seen).not_to_have_attribute("src", before)
