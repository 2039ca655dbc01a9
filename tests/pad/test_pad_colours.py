"""The colours of the pad, in notebooks and on the page, light and dark, pass WCAG AA."""

import re
from pathlib import Path

import pytest
from colours import contrast

import digitlib.pad
from digitlib.pad.drawing import INK

FOLDER = Path(digitlib.pad.__file__).parent
PAIRS = [
    *(("text", "ground", 4.5), ("quiet", "ground", 4.5), ("strong", "ground", 4.5)),
    *(("on-strong", "strong", 4.5), ("line", "ground", 3)),
    *(("bar", "faint", 3), ("strong", "faint", 3)),
]
NOTEBOOK = [*PAIRS, ("warn", "ground", 4.5), ("ink", "paper", 4.5)]
PAGE = [*PAIRS, ("text", "back", 4.5), ("quiet", "back", 4.5), ("strong", "back", 4.5)]
PAGE += [("line", "back", 3), ("hint", "paper", 4.5)]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("name", "pairs"), [("pad.css", NOTEBOOK), ("page.css", PAGE)])
def test_colours_pass_wcag_aa(name, pairs, theme):
    blocks = (FOLDER / name).read_text(encoding="utf-8").split("}")
    block = [block for block in blocks if re.search(r"--(pad-)?ground:", block)][theme]
    colours = dict(re.findall(r"--(?:pad-)?([\w-]+): (#\w{6});", block)) | {"ink": INK}
    for front, ground, ratio in pairs:
        assert contrast(colours[front], colours[ground]) >= ratio, (front, ground)
