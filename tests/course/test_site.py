"""The site: lessons, pad and index, without anything from the web."""

import re

import pytest

from digitlib.pad.page import build_page
from notebooks.build import course_notebooks, main


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The folder of a site built by the command."""
    pytest.importorskip("latex2mathml", reason="needs the package latex2mathml")
    folder = tmp_path_factory.mktemp("site")
    assert main(["site", "--folder", str(folder)]) == 0
    return folder


def test_the_index_leads_to_every_lesson_and_to_the_pad(site):
    index = (site / "index.html").read_text(encoding="utf-8")
    pages = [name for name in re.findall(r'href="([^"]+)"', index) if "://" not in name]
    assert pages == ["pad.html", *(f"{path.stem}.html" for path in course_notebooks())]
    assert all((site / name).is_file() for name in pages)
    assert "What does the network get to see?" in index
    assert "{{" not in index
    assert (site / "pad.html").read_text(encoding="utf-8") == build_page()


def test_lessons_fetch_nothing_and_show_their_formulas(site):
    for path in course_notebooks():
        page = (site / f"{path.stem}.html").read_text(encoding="utf-8")
        assert not re.findall(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="(?:https?:)?//', page)
        formulas = re.findall(r"\$[^$\n]+\$", path.read_text(encoding="utf-8"))
        assert not formulas or page.count("<math ") >= len(formulas) / 2
        assert "@formula" not in page
        assert "installs what is missing" not in page, "a page needs no setup cell"
    assert "<msqrt>" in (site / "01_explore_the_data.html").read_text(encoding="utf-8")
