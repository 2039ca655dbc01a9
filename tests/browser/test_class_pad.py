"""Notebook 08 takes what was kept on its pad in as the drawings of one more person."""

import nbformat

from browser.pages import Pad, run_code, stored, write_notebook


def test_drawings_kept_on_the_pad_join_the_class(root, folder, open_lab):
    notebook = nbformat.read(root / "notebooks" / "08_your_handwriting.ipynb", 4)
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    place = next(i for i, source in enumerate(sources) if "digitlib.DrawingPad" in source)
    pad_cell, stand_ins, reading = sources[place : place + 3]
    write_notebook(folder / "class.ipynb", "import digitlib", pad_cell)
    page = open_lab("class.ipynb", height=1400)
    pad = Pad(page)
    pad.button("Clear").click()
    pad.expect_no_ink()
    pad.draw(stored(7, 1))
    pad.expect_reading("This is a 7")
    pad.button("7").click()
    run_code(page, stand_ins)
    run_code(page, reading + "\nassert meant[writers >= 1000].tolist() == [7], writers")
    assert (folder / "drawings_from_the_pad.json").is_file()
