"""The pad in JupyterLab, on an ipycanvas and on its own paper: drawn on, read, and left."""

import re

import pytest
from playwright.sync_api import expect

from browser.pages import SCREENSHOTS, Pad, opened, restart_kernel, run_all, stored

READS_7 = "This is a 7"
BLANK = "Draw a digit"
# What does not depend on which paper lies under the pen.
ON_ONE_PAPER = pytest.mark.parametrize("page", ["pad.ipynb"], indirect=True)


def test_a_drawn_digit_is_shown_and_read(pad):
    pad.draw(stored(7, 1), end=False)
    expect(pad.verdict).not_to_have_text(BLANK)  # while the pen moves
    pad.page.mouse.up()
    pad.expect_reading(READS_7)
    pad.expect_ink_above(0.04)
    expect(pad.root.get_by_role("status")).to_have_text(re.compile("This is a 7.*sure"))
    expect(pad.root.locator(".digitlib-wins")).to_have_text(re.compile(r"7\D*9\d"))
    seen = pad.root.locator(".digitlib-seen img").evaluate("(image) => image.naturalWidth")
    assert seen == 28
    SCREENSHOTS.mkdir(exist_ok=True)
    pad.root.screenshot(path=SCREENSHOTS / "pad_in_jupyterlab.png")


def test_keys_work_and_touch_nothing_else(pad):
    cells = pad.page.locator(".jp-Cell")
    before = cells.count()
    pad.draw(stored(7, 1))
    pad.expect_reading(READS_7)
    whole = pad.settled_ink()
    pad.page.keyboard.press("z")
    pad.expect_ink_below(whole - 0.005)
    # In a notebook x cuts the cell, dd deletes it, b and a add one.
    for key in ("p", "x", "d", "d", "a", "b"):
        pad.page.keyboard.press(key)
    pad.expect_reading(READS_7)
    assert cells.count() == before
    pad.page.keyboard.press("c")
    pad.expect_no_ink()
    pad.expect_reading(BLANK)
    pad.page.keyboard.press("Control+z")
    pad.expect_reading(READS_7)


@ON_ONE_PAPER
def test_tab_goes_from_the_paper_through_the_tools(pad):
    pad.draw(stored(1))
    expect(pad.sheet).to_be_focused()
    names = []
    for _ in range(7):
        pad.page.keyboard.press("Tab")
        names.append(pad.page.evaluate("document.activeElement.textContent"))
    assert names == ["Predict", "Undo", "Clear", "Quit", "Save", "", ""]
    pad.page.keyboard.press("Tab")
    expect(pad.button("framed")).to_be_focused()


def test_a_tap_on_clear_right_after_the_finger_was_lifted_counts(pad):
    session = pad.page.context.new_cdp_session(pad.page)
    paper, clear = pad.sheet.bounding_box(), pad.button("Clear").bounding_box()
    for kind, box, x, y in [
        ("touchStart", paper, 60, 60),
        ("touchMove", paper, 60, 200),
        ("touchEnd", None, 0, 0),
        ("touchStart", clear, 8, 8),
        ("touchEnd", None, 0, 0),
    ]:
        points = [{"x": box["x"] + x, "y": box["y"] + y}] if box else []
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    session.detach()
    pad.expect_no_ink()
    pad.page.keyboard.press("z")
    pad.expect_ink_above(0.01)


@ON_ONE_PAPER
def test_what_controls_do_is_said(pad):
    expect(pad.root.get_by_role("img", name=re.compile("Paper to draw.*z undo"))).to_be_visible()
    slider = pad.root.get_by_role("slider", name="Pen width")
    expect(slider).to_have_attribute("aria-valuetext", "18 pixels")
    pad.draw(stored(1))
    for control in (slider, pad.root.get_by_label("Guide box"), pad.button("framed")):
        # The ring shows for the keyboard only.
        while not control.evaluate("(part) => part === document.activeElement"):
            pad.page.keyboard.press("Tab")
        expect(control).to_have_css("outline-style", "solid")
        expect(control).to_have_css("outline-width", "3px")


@ON_ONE_PAPER
def test_switches_change_what_is_seen(pad):
    pad.draw(stored(3))
    pad.expect_reading("This is a 3")
    seen = pad.root.locator(".digitlib-seen img")
    framed, squeezed = pad.button("framed"), pad.button("squeezed")
    squeezed.click()
    expect(pad.root.locator("figcaption")).to_contain_text("squeezed")
    expect(squeezed).to_have_attribute("aria-pressed", "true")
    expect(framed).to_have_attribute("aria-pressed", "false")
    source = seen.get_attribute("src")
    framed.click()
    expect(seen).not_to_have_attribute("src", source)
    pad.expect_reading("This is a 3")
    guide = pad.root.get_by_label("Guide box")
    guide.check()
    expect(pad.root).to_have_class(re.compile("digitlib-guide"))
    guide.uncheck()
    expect(pad.root).not_to_have_class(re.compile("digitlib-guide"))


@ON_ONE_PAPER
def test_the_pen_width_is_a_slider_of_the_keyboard_too(pad):
    pad.draw(stored(1))
    pad.expect_reading("This is a 1")
    thin = pad.settled_ink()
    slider = pad.root.get_by_role("slider")
    slider.focus()
    for _ in range(8):
        pad.page.keyboard.press("ArrowUp")
    pad.expect_ink_above(thin * 1.2)
    expect(slider).to_have_attribute("aria-valuetext", "26 pixels")
    for _ in range(8):
        pad.page.keyboard.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", "18 pixels")


@ON_ONE_PAPER
def test_bars_are_seen_in_the_colours_of_the_system(pad):
    pad.draw(stored(3))
    pad.expect_reading("This is a 3")
    pad.page.emulate_media(forced_colors="active")
    try:
        ground = pad.root.evaluate("(root) => getComputedStyle(root).backgroundColor")
        bar = pad.root.locator(".digitlib-wins i")
        expect(bar).not_to_have_css("background-color", ground)
        expect(pad.root.locator(".digitlib-track").first).to_have_css("border-top-width", "1px")
    finally:
        pad.page.emulate_media(forced_colors="none")


@ON_ONE_PAPER
def test_a_correction_is_kept_and_can_be_saved(pad):
    pad.draw(stored(9, 1))
    pad.expect_reading("This is a 9")
    pad.button("9").click()
    expect(pad.root.locator(".digitlib-message")).to_contain_text("Kept as a 9")
    with pad.page.expect_download() as download:
        pad.button("Save kept").click()
    rows = download.value.path().read_text().splitlines()
    assert rows[0].startswith("sample,label,")
    assert len(rows) > 30
    with pad.page.expect_download() as download:
        pad.button("Save").click()
    assert download.value.path().read_bytes().startswith(b"\x89PNG")


def test_a_reload_brings_the_drawing_back(pad):
    pad.draw(stored(5))
    pad.expect_reading("This is a 5")
    drawn = pad.settled_ink()
    pad.page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
    pad.page.reload()
    again = Pad(pad.page)
    again.expect_ink_above(drawn * 0.98)
    again.expect_reading("This is a 5")
    again.button("Clear").click()
    again.expect_no_ink()
    again.draw(stored(6))
    again.expect_reading("This is a 6")
    assert again.settled_ink() > 0.02


@ON_ONE_PAPER
@pytest.mark.parametrize("restart", [False, True])
def test_running_the_cell_again_gives_clean_paper(pad, restart):
    pad.draw(stored(5))
    pad.expect_reading("This is a 5")
    run_all(pad.page, restart=restart)
    again = Pad(pad.page)
    again.expect_no_ink()
    again.draw(stored(8))
    again.expect_reading("This is an 8")
    assert again.settled_ink() > 0.02


@ON_ONE_PAPER
def test_quit_says_goodbye_and_input_is_ignored(pad):
    pad.draw(stored(7, 1))
    pad.expect_reading(READS_7)
    drawn = pad.settled_ink()
    pad.page.keyboard.press("q")
    message = pad.root.locator(".digitlib-message .widget-html-content")
    expect(message).to_contain_text("Goodbye")
    expect(message).to_be_focused()
    pad.draw(stored(1))
    pad.page.keyboard.press("c")
    pad.page.wait_for_timeout(300)
    assert pad.ink() == drawn
    expect(pad.verdict).to_have_text(READS_7)
    run_all(pad.page)


def test_a_pad_whose_kernel_was_restarted_says_so(browser, lab):
    with opened(browser, lab.format("again.ipynb")) as page:
        run_all(page)
        pad = Pad(page)
        pad.draw(stored(4))
        pad.expect_reading("This is a 4")
        drawn = pad.settled_ink()
        restart_kernel(page)
        expect(pad.root.locator(".digitlib-gone")).to_contain_text(
            "Choose Run > Run All Above Selected Cell, then run this cell."
        )
        expect(pad.verdict).not_to_be_visible()
        expect(pad.root.get_by_role("status")).to_contain_text("The kernel was restarted")
        pad.draw(stored(1))
        page.keyboard.press("c")
        page.wait_for_timeout(500)
        assert pad.ink() == drawn
        run_all(page)
        again = Pad(page)
        again.expect_no_ink()
        again.draw(stored(7, 1))
        again.expect_reading(READS_7)
