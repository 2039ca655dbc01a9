"""A pad without paper: it takes pictures, comes by itself, and refuses what would break it."""

import re
from io import BytesIO

import numpy as np
from playwright.sync_api import Locator, Page, expect

from browser.pages import SCREENSHOTS, stored
from digitlib.pad.drawing import draw_ink


def a_seven() -> bytes:
    """Return a PNG file with a seven."""
    stream = BytesIO()
    draw_ink([np.array(stroke, float) for stroke in stored(7, 1)], 18).save(stream, format="PNG")
    return stream.getvalue()


def choose(page: Page, root: Locator, content: bytes) -> None:
    """Choose a file of this content."""
    with page.expect_file_chooser() as chooser:
        root.get_by_role("button", name="Choose a picture").click()
    chooser.value.set_files({"name": "a.png", "mimeType": "image/png", "buffer": content})


def test_a_picture_is_read_and_stays_and_what_is_none_is_said(open_lab):
    page = open_lab("upload.ipynb")
    root = page.locator(".digitlib-pad")
    verdict = root.locator(".digitlib-verdict strong")
    expect(verdict).to_have_text("Choose a picture")
    expect(root.get_by_role("button", name="Undo")).not_to_be_visible()
    expect(root.get_by_role("slider")).not_to_be_visible()
    expect(root.get_by_role("status")).to_be_attached()
    expect(root.locator(".digitlib-upload button")).to_have_text("Choose a picture")
    choose(page, root, a_seven())
    expect(verdict).to_have_text("This is a 7")
    root.get_by_role("button", name="Predict").click()
    root.get_by_role("button", name="squeezed").click()
    expect(root.locator("figcaption")).to_contain_text("squeezed")
    expect(verdict).not_to_have_text("Choose a picture")
    root.get_by_role("button", name="framed").click()
    expect(verdict).to_have_text("This is a 7")
    expect(root.locator("img.digitlib-thumbnail")).to_be_visible()
    SCREENSHOTS.mkdir(exist_ok=True)
    root.screenshot(path=SCREENSHOTS / "pad_upload.png")
    root.get_by_role("button", name="Clear").click()
    expect(verdict).to_have_text("Choose a picture")
    expect(root.locator("img.digitlib-thumbnail")).to_have_count(0)
    message = root.locator(".digitlib-message")
    choose(page, root, b"no picture at all")
    expect(message).to_contain_text("picture")
    choose(page, root, b"\x89PNG" + bytes(12_000_000))
    expect(message).to_contain_text("more than 7 MB")
    # The connection is as it was.
    choose(page, root, a_seven())
    expect(verdict).to_have_text("This is a 7")
    expect(message).to_be_empty()


def test_without_anywidget_the_pad_asks_for_pictures(open_lab):
    page = open_lab("no_anywidget.ipynb")
    root = page.locator(".digitlib-pad")
    expect(root.locator(".digitlib-message")).to_contain_text("upload a picture")
    choose(page, root, a_seven())
    expect(root.locator(".digitlib-verdict strong")).to_have_text("This is a 7")


def test_where_the_page_shows_no_paper_pictures_can_be_uploaded(open_lab):
    page = open_lab("pad.ipynb", blocked=re.compile(r"extensions/(ipycanvas|anywidget)/"))
    root = page.locator(".digitlib-pad")
    expect(root.locator(".digitlib-lost")).to_contain_text("digitlib doctor", timeout=60_000)
    choose(page, root, a_seven())
    expect(root.locator(".digitlib-verdict strong")).to_have_text("This is a 7")
