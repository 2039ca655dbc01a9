"""The morphs of notebook 05 in JupyterLab: the slider moves, and both networks answer anew."""

import nbformat

from browser.pages import SLOW, write_notebook

BEFORE = """\
import numpy as np
import digitlib
from digitlib import plots
from digitlib.files import models_folder
from digitlib.framing import frame_strokes
plots.use_course_style()
lesson = digitlib.load_predictor(models_folder() / "lesson_cnn.npz")"""
SHOWN = "image => ({ src: image.src, drawn: image.naturalWidth, width: image.offsetWidth })"


def test_a_growing_flag_is_read_anew_at_each_step(folder, open_lab, root):
    notebook = nbformat.read(root / "notebooks" / "05_close_the_gap.ipynb", as_version=4)
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    cells = [source for source in sources if "MORPHS = {" in source or "FigureSlider(" in source]
    write_notebook(folder / "morph.ipynb", BEFORE, *cells)
    page = open_lab("morph.ipynb")
    picture = page.locator(".jupyter-widgets.widget-image")
    picture.wait_for(timeout=SLOW)
    seen = [picture.evaluate(SHOWN)]
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        page.locator(".widget-hslider .noUi-handle").press(key)
        page.wait_for_function(
            "before => document.querySelector('.widget-image').src !== before",
            arg=seen[-1]["src"],
            timeout=SLOW,
        )
        seen.append(picture.evaluate(SHOWN))
    assert all(shown["width"] == shown["drawn"] > 400 for shown in seen), "sharp, not stretched"
    assert page.locator(".widget-readout").inner_text() == "0.5"
