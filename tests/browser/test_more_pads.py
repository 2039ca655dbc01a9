"""Several pads, pads that fall back, stored drawings, and the pad in Notebook 7."""

from io import BytesIO

from PIL import Image
from playwright.sync_api import expect

from browser.pages import SCREENSHOTS, Pad, opened, run_all, stored


def test_two_pads_do_not_mix_and_one_pad_twice_is_one(open_lab):
    page = open_lab("two.ipynb", height=1700)
    first, second, first_again = (Pad(page, number) for number in range(3))
    first.draw(stored(7, 1))
    first.expect_reading("This is a 7")
    second.draw(stored(3))
    second.expect_reading("This is a 3")
    first.expect_reading("This is a 7")
    first_again.expect_reading("This is a 7")
    assert first_again.settled_ink() == first.settled_ink() != second.settled_ink()
    first_again.button("Clear").click()
    first.expect_no_ink()
    assert second.settled_ink() > 0.02
    first_again.draw(stored(2))
    first.expect_reading("This is a 2")


def test_strokes_loaded_before_the_pad_is_shown_are_there(open_lab):
    pad = Pad(open_lab("stored.ipynb"))
    pad.expect_reading("This is a 7")
    pad.expect_ink_above(0.02)


def test_without_ipycanvas_the_pad_says_so_and_draws(open_lab):
    pad = Pad(open_lab("fallback.ipynb"))
    expect(pad.root.locator(".digitlib-message")).to_contain_text("anywidget alone")
    pad.draw(stored(7, 1))
    pad.expect_reading("This is a 7")
    assert pad.settled_ink() > 0.04


def test_where_the_page_lacks_ipycanvas_the_pen_draws_alone(open_lab):
    pad = Pad(open_lab("pad.ipynb", blocked="**/extensions/ipycanvas/**"))
    pad.draw(stored(7, 1))
    pad.expect_reading("This is a 7")
    pad.page.wait_for_timeout(500)
    assert pad.wet_ink() > 0.04


def box_of(part) -> dict:
    """Return where a part is; a new reading may just be replacing it."""
    for _ in range(100):
        if box := part.bounding_box():
            return box
        part.page.wait_for_timeout(100)
    raise AssertionError(f"{part} is not shown")


def test_paper_and_answer_are_seen_together_and_in_the_dark_theme(open_lab):
    pad = Pad(open_lab("pad.ipynb", width=1024, height=600))
    for width, height in ((1024, 600), (1920, 1080)):
        pad.page.set_viewport_size({"width": width, "height": height})
        pad.draw(stored(7, 1))
        pad.expect_reading("This is a 7")
        notebook = pad.page.locator(".jp-WindowedPanel-outer").bounding_box()
        for part in (pad.sheet, pad.verdict, pad.root.locator(".digitlib-bars")):
            box = box_of(part)
            assert box["y"] >= notebook["y"]
            assert box["y"] + box["height"] <= notebook["y"] + notebook["height"]
            assert box["x"] + box["width"] <= notebook["x"] + notebook["width"]
        pad.page.screenshot(path=SCREENSHOTS / f"pad_{width}.png")
        pad.button("Clear").click()
    change_theme = "theme => jupyterapp.commands.execute('apputils:change-theme', {theme})"
    pad.page.evaluate(change_theme, "JupyterLab Dark")
    expect(pad.page.locator("body")).to_have_attribute("data-jp-theme-light", "false")
    pad.draw(stored(9, 1))
    pad.expect_reading("This is a 9")
    assert Image.open(BytesIO(pad.root.screenshot())).convert("L").getpixel((8, 300)) < 80
    pad.root.screenshot(path=SCREENSHOTS / "pad_dark.png")
    pad.page.evaluate(change_theme, "JupyterLab Light")


def test_a_saved_notebook_that_is_opened_again_shows_a_picture(browser, lab):
    with opened(browser, lab.format("kept.ipynb")) as page:
        run_all(page)
        pad = Pad(page)
        # While there is a pad there is no picture.
        expect(page.locator(".jp-RenderedImage")).not_to_be_visible()
        pad.draw(stored(7, 1))
        pad.expect_reading("This is a 7")
        page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
        page.evaluate("window.jupyterapp.commands.execute('kernelmenu:shutdown')")
        page.wait_for_timeout(1000)
    with opened(browser, lab.format("kept.ipynb")) as page:
        expect(page.locator(".jp-RenderedImage img")).to_be_visible(timeout=60_000)
        page.wait_for_timeout(2000)
        assert "not found" not in page.locator(".jp-OutputArea").first.inner_text()
        page.screenshot(path=SCREENSHOTS / "pad_reopened.png")


def test_notebook_7_draws_and_reads(browser, notebook7):
    with opened(browser, notebook7.format("anywidget.ipynb")) as page:
        run_all(page)
        pad = Pad(page)
        pad.draw(stored(7, 1))
        pad.expect_reading("This is a 7")
        assert pad.settled_ink() > 0.04
        pad.page.keyboard.press("c")
        pad.expect_no_ink()


def test_a_phone_sees_the_whole_pad(browser, notebook7):
    size = {"width": 390, "height": 844, "has_touch": True, "device_scale_factor": 2}
    with opened(browser, notebook7.format("pad.ipynb"), **size) as page:
        run_all(page)
        pad = Pad(page)
        pad.draw(stored(3))
        pad.expect_reading("This is a 3")
        # The bars are replaced with every reading.
        pad.settled_reading()
        inside = pad.root.bounding_box()
        assert inside["x"] + inside["width"] <= 390
        for part in (pad.sheet, pad.root.locator(".digitlib-bars"), pad.button("9")):
            part.scroll_into_view_if_needed()
            box = part.bounding_box()
            assert inside["x"] <= box["x"]
            assert box["x"] + box["width"] <= inside["x"] + inside["width"]
        pad.root.screenshot(path=SCREENSHOTS / "pad_phone.png")
