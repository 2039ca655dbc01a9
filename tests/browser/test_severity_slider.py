"""Notebook 07's slider makes the drawing on the pad worse, and both networks read it again."""

import nbformat
from playwright.sync_api import expect

from browser.pages import SLOW, Pad, run_code, stored, write_notebook

BEFORE = """\
import numpy as np
import digitlib
from digitlib import plots
from digitlib.data import example_strokes
from digitlib.files import models_folder
from digitlib.framing import frame_strokes
plots.use_course_style()
lesson = digitlib.load_predictor(models_folder() / "lesson_cnn.npz")
shipped = digitlib.load_predictor()
networks = {"lesson network": lesson, "shipped network": shipped}
seen = []"""
AFTER = """
pictures = plots.worse_pictures
plots.worse_pictures = lambda *shown: seen.append(shown) or pictures(*shown)"""


def test_the_slider_harms_the_learners_own_drawing(root, folder, open_lab):
    notebook = nbformat.read(root / "notebooks" / "07_know_when_not_to_answer.ipynb", 4)
    sources = [cell.source for cell in notebook.cells]
    pad_cell = next(source for source in sources if "digitlib.DrawingPad" in source)
    slider_cell = next(source for source in sources if "FigureSlider(look" in source)
    write_notebook(folder / "slider.ipynb", BEFORE + AFTER, pad_cell, slider_cell)
    page = open_lab("slider.ipynb", height=1400)
    handle = page.locator(".widget-hslider .noUi-handle")
    handle.wait_for(timeout=SLOW)
    pad = Pad(page)
    pad.button("Clear").click()
    pad.expect_no_ink()
    pad.draw(stored(7, 1))
    pad.expect_reading("This is a 7")
    picture = page.locator(".jupyter-widgets.widget-image")
    for severity in (3, 4):
        before = picture.get_attribute("src")
        handle.press("ArrowRight")
        expect(picture).not_to_have_attribute("src", before, timeout=SLOW)
        run_code(page, f"assert seen[-1][2] == 'Severity {severity}', seen[-1][2]")
    run_code(page, "assert np.array_equal(seen[-1][0]['dusty'].shape, (28, 28))")
    # At severity 0 every picture is the drawing itself, and is read as the pad reads it.
    for _ in range(4):
        before = picture.get_attribute("src")
        handle.press("ArrowLeft")
        expect(picture).not_to_have_attribute("src", before, timeout=SLOW)
    run_code(
        page,
        "shown, read, _ = seen[-1]; mine = frame_strokes(pad.strokes)\n"
        "assert all(np.array_equal(image, mine) for image in shown.values())",
    )
