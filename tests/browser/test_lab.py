"""The pad in JupyterLab, drawn on with a real mouse, keyboard and finger, on both papers."""

import re
import time

import pytest
from playwright.sync_api import expect

from browser.pages import DIGITS, SCREENSHOTS, Pad, finger, run_all, stored
from digitlib.wording import a_digit

READS_7 = "This is a 7"
BLANK = "Draw a digit"


def test_a_drawn_digit_is_shown_and_read(pad):
    pad.draw(stored(7, 1))
    pad.expect_reading(READS_7)
    assert 0.04 < pad.ink() < 0.2
    expect(pad.root.get_by_role("status")).to_have_text(re.compile("This is a 7.*sure"))
    expect(pad.root.locator(".digitlib-wins")).to_have_text(re.compile(r"7\D*9\d"))
    seen = pad.root.locator(".digitlib-seen img").evaluate("(image) => image.naturalWidth")
    assert seen == 28
    SCREENSHOTS.mkdir(exist_ok=True)
    pad.root.screenshot(path=SCREENSHOTS / "pad_in_jupyterlab.png")


def test_the_reading_follows_while_the_pen_moves(pad):
    pad.draw(stored(0), end=False)
    expect(pad.verdict).not_to_have_text(BLANK)
    pad.page.mouse.up()
    pad.expect_reading("This is a 0")


def test_keys_work_and_touch_nothing_else(pad):
    cells = pad.page.locator(".jp-Cell")
    before = cells.count()
    pad.draw(stored(7, 1))
    pad.expect_reading(READS_7)
    whole = pad.ink()
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


def test_tab_leaves_the_paper_and_comes_back(pad):
    pad.draw(stored(1))
    expect(pad.paper).to_be_focused()
    # Before the first reading there is nothing to save.
    expect(pad.root.get_by_role("link", name="Save", exact=True)).to_have_attribute(
        "href", re.compile("data")
    )
    pad.page.keyboard.press("Tab")
    expect(pad.button("Predict")).to_be_focused()
    pad.page.keyboard.press("Shift+Tab")
    expect(pad.paper).to_be_focused()
    names = []
    for _ in range(5):
        pad.page.keyboard.press("Tab")
        names.append(pad.page.evaluate("document.activeElement.textContent"))
    assert names == ["Predict", "Undo", "Clear", "Quit", "Save"]


def test_every_button_and_switch_says_what_it_does(pad):
    for button in pad.root.get_by_role("button").all():
        name = button.inner_text()
        assert button.get_attribute("title"), f"{name} has no tooltip"
    assert "28 by 28" in pad.button("squeezed").get_attribute("title")
    expect(pad.root.locator(".widget-checkbox, .widget-hslider")).to_have_count(2)
    for name in (".widget-checkbox", ".widget-hslider"):
        tips = "(part) => [part, ...part.querySelectorAll('*')].map((e) => e.title).join('')"
        assert pad.root.locator(name).evaluate(tips), f"{name} has no tooltip"


def test_undo_button_takes_back_one_stroke(pad):
    pad.draw(stored(4))
    pad.expect_reading("This is a 4")
    whole = pad.ink()
    pad.button("Undo").click()
    pad.expect_ink_below(whole - 0.01)
    assert pad.ink() > 0.01
    pad.button("Undo").click()
    pad.expect_no_ink()


def test_release_outside_ends_the_stroke(pad):
    box = pad.paper.bounding_box()
    mouse = pad.page.mouse
    mouse.move(box["x"] + 60, box["y"] + 140)
    mouse.down()
    mouse.move(box["x"] + 200, box["y"] + 140, steps=5)
    mouse.move(box["x"] + 330, box["y"] + 380, steps=3)
    mouse.up()
    expect(pad.verdict).not_to_have_text(BLANK)
    drawn = pad.settled_ink()
    mouse.move(box["x"] + 60, box["y"] + 40, steps=4)
    pad.page.wait_for_timeout(300)
    assert pad.ink() == drawn


def test_hovering_and_the_right_button_draw_nothing(pad):
    box = pad.paper.bounding_box()
    mouse = pad.page.mouse
    mouse.move(box["x"] + 20, box["y"] + 20)
    mouse.move(box["x"] + 200, box["y"] + 200, steps=5)
    mouse.down(button="right")
    mouse.move(box["x"] + 200, box["y"] + 100, steps=3)
    mouse.up(button="right")
    pad.page.keyboard.press("Escape")
    pad.page.wait_for_timeout(300)
    assert pad.ink() == 0


def test_a_finger_draws_and_the_page_stays(pad):
    before = pad.paper.bounding_box()
    with finger(pad) as touch:
        for stroke in stored(2, 1):
            touch(stroke)
    pad.expect_reading("This is a 2")
    assert pad.paper.bounding_box() == before


def test_a_second_finger_does_not_draw(pad):
    with finger(pad) as touch:
        touch([(60, 60), (60, 120)], second=(220, 220))
    pad.page.wait_for_timeout(300)
    corner = "(c) => c.getContext('2d').getImageData(0.72 * c.width, 0.72 * c.height, 40, 40).data"
    assert not any(pad.paper.evaluate(f"(c) => Array.from(({corner})(c))"))


def test_switches_change_what_is_seen(pad):
    pad.draw(stored(3))
    pad.expect_reading("This is a 3")
    seen = pad.root.locator(".digitlib-seen img")
    pad.root.get_by_role("button", name="squeezed").click()
    expect(pad.root.locator("figcaption")).to_contain_text("squeezed")
    squeezed = seen.get_attribute("src")
    pad.root.get_by_role("button", name="framed").click()
    expect(pad.root.locator("figcaption")).to_contain_text("framed")
    expect(seen).not_to_have_attribute("src", squeezed)
    pad.expect_reading("This is a 3")
    guide = pad.root.get_by_label("Guide box")
    guide.check()
    expect(pad.root.locator(".digitlib-guide")).to_be_attached()
    guide.uncheck()
    expect(pad.root.locator(".digitlib-guide")).not_to_be_attached()


def box_of(part) -> dict:
    """Return where an element is, though a new one may take its place while one looks."""
    end = time.monotonic() + 10
    while (box := part.bounding_box()) is None:
        assert time.monotonic() < end, "the element is gone"
    return box


def test_the_switch_moves_nothing_and_stays_with_its_label(pad):
    pad.draw(stored(3))
    pad.expect_reading("This is a 3")
    parts = [pad.root.locator(part) for part in (".digitlib-seen img", ".digitlib-bars")]
    before = [box_of(part) for part in parts]
    pad.root.get_by_role("button", name="squeezed").click()
    expect(pad.root.locator("figcaption")).to_contain_text("squeezed")
    assert [box_of(part) for part in parts] == before
    pad.root.get_by_role("button", name="framed").click()
    expect(pad.root.locator("figcaption")).to_contain_text("framed")
    label, switch = (
        pad.root.locator(f".digitlib-switch > {part}").bounding_box()
        for part in (".widget-html", ".widget-toggle-buttons")
    )
    assert abs(label["y"] + label["height"] / 2 - switch["y"] - switch["height"] / 2) < 8


def test_messages_look_like_notices(pad):
    pad.draw(stored(3))
    pad.button("3").click()
    message = pad.root.locator(".digitlib-message")
    expect(message).to_contain_text("Kept as a 3")
    expect(message).to_have_css("font-size", "13px")
    expect(message).to_have_css("margin-top", "8px")
    expect(message.locator(".widget-html-content")).to_have_css("color", "rgb(84, 97, 110)")


def test_a_blank_pad_shows_an_empty_frame(pad):
    expect(pad.root.locator(".digitlib-seen .digitlib-nothing")).to_be_visible()
    expect(pad.root.locator(".digitlib-seen img")).to_have_count(0)


def test_bars_are_seen_in_the_colours_of_the_system(pad):
    pad.draw(stored(3))
    pad.expect_reading("This is a 3")
    bar = pad.root.locator(".digitlib-wins i")
    pad.page.emulate_media(forced_colors="active")
    try:
        ground = pad.root.evaluate("(root) => getComputedStyle(root).backgroundColor")
        expect(bar).not_to_have_css("background-color", ground)
        expect(pad.root.locator(".digitlib-track").first).to_have_css("border-top-width", "1px")
    finally:
        pad.page.emulate_media(forced_colors="none")


def test_the_pen_width_is_a_slider_of_the_keyboard_too(pad):
    pad.draw(stored(1))
    pad.expect_reading("This is a 1")
    thin = pad.ink()
    slider = pad.root.get_by_role("slider")
    slider.focus()
    for _ in range(8):
        pad.page.keyboard.press("ArrowRight")
    pad.expect_ink_above(thin * 1.2)
    for _ in range(8):
        pad.page.keyboard.press("ArrowLeft")


def test_a_correction_is_kept_and_can_be_saved(pad):
    pad.draw(stored(9, 1))
    pad.expect_reading("This is a 9")
    pad.button("9").click()
    expect(pad.root.locator(".digitlib-message")).to_contain_text("Kept as a 9")
    save = pad.root.get_by_role("link", name=re.compile("Save . kept"))
    with pad.page.expect_download() as download:
        save.click()
    rows = download.value.path().read_text().splitlines()
    assert rows[0] == "sample,label,time,stroke,x,y"
    assert len(rows) > 30
    with pad.page.expect_download() as download:
        pad.root.get_by_role("link", name="Save", exact=True).click()
    assert download.value.path().read_bytes().startswith(b"\x89PNG")


def test_thirty_digits_are_read(pad, request):
    if "anywidget" in request.node.callspec.id:
        pytest.skip("the paper makes no difference to what is read; drawn on ipycanvas")
    wrong = []
    for digit in DIGITS:
        pad.button("Clear").click()
        pad.expect_reading(BLANK)
        pad.draw(digit["strokes"])
        reading = pad.settled_reading()
        if reading != f"This is {a_digit(digit['label'])}":
            wrong.append(f"{digit['label']} ({digit['style']}): {reading}")
    assert len(DIGITS) == 30
    assert len(wrong) <= 1, wrong


def test_a_reload_brings_the_drawing_back(pad):
    pad.draw(stored(5))
    pad.expect_reading("This is a 5")
    drawn = pad.ink()
    pad.page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
    pad.page.reload()
    again = Pad(pad.page)
    again.expect_ink_above(drawn * 0.98)
    again.expect_reading("This is a 5")
    again.button("Clear").click()
    again.expect_no_ink()
    again.draw(stored(6))
    again.expect_reading("This is a 6")
    assert again.ink() > 0.02


def test_running_the_cell_again_gives_clean_paper(pad):
    pad.draw(stored(5))
    pad.expect_reading("This is a 5")
    run_all(pad.page)
    again = Pad(pad.page)
    again.expect_no_ink()
    again.draw(stored(7, 1))
    again.expect_reading(READS_7)
    assert again.ink() > 0.02


def test_a_restarted_kernel_gives_a_pad_that_works(pad):
    pad.draw(stored(5))
    run_all(pad.page, restart=True)
    again = Pad(pad.page)
    again.expect_no_ink()
    again.draw(stored(8))
    again.expect_reading("This is an 8")
    assert again.ink() > 0.02


def test_quit_says_goodbye_and_input_is_ignored(pad):
    pad.draw(stored(7, 1))
    pad.expect_reading(READS_7)
    drawn = pad.settled_ink()
    pad.page.keyboard.press("q")
    expect(pad.root.locator(".digitlib-message")).to_contain_text("Goodbye")
    expect(pad.button("Predict")).to_be_disabled()
    pad.draw(stored(1))
    pad.page.keyboard.press("c")
    pad.page.wait_for_timeout(300)
    assert pad.ink() == drawn
    expect(pad.verdict).to_have_text(READS_7)
    run_all(pad.page)
