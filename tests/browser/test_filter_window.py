"""The filter window of notebook 02 in a browser: it moves, multiplies, adds, and draws its map."""

import json
from pathlib import Path

import numpy as np
import pytest

import digitlib.plots.widgets as module
from browser.pages import SLOW, script_alone, write_notebook

SCRIPT = Path(module.__file__).with_name("filter_window.js").read_text(encoding="utf-8")
PICTURE = np.random.default_rng(3).random((12, 14)).round(3)
WEIGHTS = np.array([[-1.0, -1, -1], [0, 0, 0], [1, 1, 1]])
ROWS, COLUMNS = 10, 12  # places for a window of 3


@pytest.fixture
def page(browser):
    """A page with nothing but the widget, as anywidget would show it."""
    traits = json.dumps({"picture": PICTURE.tolist(), "weights": WEIGHTS.tolist()})
    program = f"""{SCRIPT.replace("export default { render };", "")}
        const traits = {traits};
        render({{ model: {{ get: (name) => traits[name] }}, el: document.body }});"""
    with script_alone(browser, program, ".sum") as page:
        yield page


def shown_sum(page) -> float:
    return float(page.inner_text(".sum").removeprefix("sum = ").replace("\N{MINUS SIGN}", "-"))


def right_sum(row, column, weights=WEIGHTS) -> float:
    return (PICTURE[row : row + 3, column : column + 3] * weights).sum()


def press(page, *keys):
    page.focus("canvas")
    for key in keys:
        page.keyboard.press(key)


# Counts the places of the map that are no longer the grey of "not yet".
COUNT = """([rows, columns]) => {
    const map = document.querySelectorAll("canvas")[1], size = map.width / columns;
    const drawing = map.getContext("2d");
    let number = 0;
    for (let row = 0; row < rows; row++) {
        for (let column = 0; column < columns; column++) {
            const x = (column + 0.5) * size, y = (row + 0.5) * size;
            const [red, green] = drawing.getImageData(x, y, 1, 1).data;
            if (red !== 217 || green !== 217) number++;
        }
    }
    return number;
}"""


def map_size(page) -> int:
    """Return how many places of the map are filled."""
    return page.evaluate(COUNT, [ROWS, COLUMNS])


def test_arrows_move_the_window_and_the_sum_is_right(page):
    assert shown_sum(page) == pytest.approx(right_sum(5, 6), abs=0.051)
    press(page, "ArrowDown", "ArrowRight", "ArrowRight", "ArrowUp", "ArrowUp")
    assert shown_sum(page) == pytest.approx(right_sum(4, 8), abs=0.051)


def test_the_window_stops_at_the_edge(page):
    press(page, *["ArrowLeft"] * 20, *["ArrowUp"] * 20)
    assert shown_sum(page) == pytest.approx(right_sum(0, 0), abs=0.051)


def test_the_pointer_moves_the_window(page):
    box = page.locator("canvas").first.bounding_box()
    page.mouse.move(box["x"] + 9 * 2.5, box["y"] + 9 * 7.5)  # pixel (7, 2), in the middle
    assert shown_sum(page) == pytest.approx(right_sum(6, 1), abs=0.051)


def test_a_click_changes_a_weight_and_begins_a_new_map(page):
    press(page, "ArrowDown", "ArrowDown")
    assert map_size(page) == 3
    page.locator("td button").nth(0).click()  # -1 becomes 0
    changed = WEIGHTS.copy()
    changed[0, 0] = 0
    assert shown_sum(page) == pytest.approx(right_sum(7, 6, changed), abs=0.051)
    assert map_size(page) == 1
    page.get_by_text("turned").click()
    assert shown_sum(page) == pytest.approx(right_sum(7, 6, WEIGHTS.T), abs=0.051)


def test_sliding_over_all_fills_the_map(page):
    page.get_by_text("slide over all").click()
    for _ in range(100):
        if map_size(page) == ROWS * COLUMNS:
            break
        page.wait_for_timeout(100)
    assert map_size(page) == ROWS * COLUMNS
    assert shown_sum(page) == pytest.approx(right_sum(ROWS - 1, COLUMNS - 1), abs=0.051)


IN_JUPYTERLAB = """\
import numpy as np
from digitlib import plots
from digitlib.plots.widgets import FigureSlider, FilterWindow
plots.use_course_style()
def draw(value):
    return plots.descents(np.square, {value: [1.0, 0.5]})
FilterWindow(np.eye(28), np.eye(3), still=(4, 4))"""
SLIDER = 'FigureSlider(draw, values=[1, 2, 3], start=1, name="step", still=draw(1))'


def test_both_widgets_of_notebook_02_work_in_jupyterlab(folder, open_lab):
    write_notebook(folder / "widgets.ipynb", IN_JUPYTERLAB, SLIDER)
    page = open_lab("widgets.ipynb")
    page.wait_for_selector(".fw .sum", timeout=SLOW)
    assert page.inner_text(".sum") == "sum = 3.0"  # on the diagonal
    cells = page.locator(".jp-Cell").count()
    press_in = page.locator(".fw canvas").first
    press_in.focus()
    press_in.press("ArrowDown")
    assert page.inner_text(".sum") == "sum = 0.0"
    assert page.locator(".jp-Cell").count() == cells
    picture = page.locator(".jupyter-widgets.widget-image")
    before = picture.get_attribute("src")
    page.locator(".widget-hslider .noUi-handle").press("ArrowRight")
    page.wait_for_function(
        "before => document.querySelector('.widget-image').src !== before", arg=before, timeout=SLOW
    )
