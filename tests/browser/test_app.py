"""The web app in a browser: on a desk with a mouse, and on a phone with a finger."""

import time

import pytest
from playwright.sync_api import expect

pytest.importorskip("voila", reason="needs the extra app: pip install 'digitlib[app]'")

from web_app import served_app

from browser.pages import SCREENSHOTS, Pad, finger, opened, stored

WIDE = {"width": 1280, "height": 950}
PHONE = {
    "width": 390,
    "height": 844,
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """The app as `digitlib app` serves it."""
    with served_app(tmp_path_factory.mktemp("app")) as served:
        yield served


@pytest.fixture(scope="module")
def page(browser, app):
    """The page on a desk; its console is checked at the end."""
    with opened(browser, app.address, **WIDE) as page:
        yield page


def keep_picture(page, name: str) -> None:
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / name, full_page=True)


def test_page_has_its_own_title_and_no_code(page):
    Pad(page)
    assert page.title() == "Draw a digit"
    expect(page.get_by_role("heading", level=1)).to_have_text("Draw a digit")
    expect(page.locator(".jp-CodeCell, .jp-InputArea, pre")).to_have_count(0)
    expect(page.locator("#app-waiting")).to_have_count(0)


def test_mouse_draws_and_the_digit_is_read(page):
    pad = Pad(page)
    pad.draw(stored(7))
    pad.expect_reading("This is a 7")
    assert 0.03 < pad.ink() < 0.2
    keep_picture(page, "app_wide.png")
    page.keyboard.press("c")
    pad.expect_reading("Draw a digit")
    pad.expect_no_ink()


def test_quit_says_how_to_begin_again(page):
    pad = Pad(page)
    pad.button("Quit").click()
    expect(pad.root).to_contain_text("Load the page again for a new pad")


def test_a_phone_draws_with_a_finger_and_nothing_is_cut_off(browser, app):
    with opened(browser, app.address, **PHONE) as page:
        pad = Pad(page)
        width = pad.paper.bounding_box()["width"]
        assert 280 <= width <= 390
        with finger(pad) as touch:
            for stroke in stored(3):
                touch([(x * width / 280, y * width / 280) for x, y in stroke])
        pad.expect_reading("This is a 3")
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        assert page.evaluate("window.scrollY") == 0
        keep_picture(page, "app_phone.png")


def test_a_reload_gives_a_clean_pad_that_works(browser, app):
    with opened(browser, app.address, **WIDE) as page:
        Pad(page).draw(stored(1))
        began = time.monotonic()
        page.reload()
        pad = Pad(page)
        print(f"page to pad with a warm kernel: {time.monotonic() - began:.1f} s")
        pad.expect_no_ink()
        pad.draw(stored(4))
        pad.expect_reading("This is a 4")
