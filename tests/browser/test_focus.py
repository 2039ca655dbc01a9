"""Who hears the keys, where the focus goes, what a screen reader hears, and a lost kernel."""

import re

import pytest
from playwright.sync_api import expect

from browser.pages import Pad, opened, restart_kernel, run_all, stored

READS_4 = "This is a 4"
SCRIBBLE = [[(20 + 240 * (n % 2), 20 + 8 * n) for n in range(30)]]


def test_keys_leave_the_pad_with_the_pointer(pad):
    pad.draw(stored(4))
    pad.expect_reading(READS_4)
    pad.page.locator(".jp-InputPrompt").first.click()
    pad.page.keyboard.press("c")
    pad.page.wait_for_timeout(500)
    expect(pad.verdict).to_have_text(READS_4)
    expect(pad.paper).not_to_be_focused()


def test_escape_leaves_the_paper(pad):
    pad.draw(stored(4))
    pad.expect_reading(READS_4)
    expect(pad.paper).to_be_focused()
    pad.page.keyboard.press("Escape")
    expect(pad.paper).not_to_be_focused()
    pad.page.keyboard.press("c")
    pad.page.wait_for_timeout(500)
    expect(pad.verdict).to_have_text(READS_4)


def test_focus_stays_where_the_link_is_replaced(pad):
    pad.draw(stored(4))
    pad.expect_reading(READS_4)
    save = pad.root.get_by_role("link", name="Save", exact=True)
    before = save.get_attribute("href")
    save.focus()
    pad.page.keyboard.press("z")
    expect(save).not_to_have_attribute("href", before)
    expect(save).to_be_focused()
    pad.page.keyboard.press("c")
    pad.expect_no_ink()
    expect(pad.paper).to_be_focused()


def test_what_the_widgets_leave_unsaid_is_said(pad):
    expect(pad.root.get_by_role("slider", name="Pen width")).to_be_attached()
    framed, squeezed = (pad.root.get_by_role("button", name=n) for n in ("framed", "squeezed"))
    expect(framed).to_have_attribute("aria-pressed", "true")
    squeezed.click()
    expect(framed).to_have_attribute("aria-pressed", "false")
    expect(squeezed).to_have_attribute("aria-pressed", "true")
    framed.click()
    expect(pad.root.get_by_role("img", name=re.compile("Paper to draw"))).to_be_attached()


def test_no_digit_is_announced_as_none(pad):
    pad.draw(SCRIBBLE)
    pad.expect_reading("Not a digit")
    expect(pad.root.get_by_role("status")).to_have_text(
        re.compile(r"Not a digit\. Nearest would be an?\s\d\.")
    )


def test_after_quit_the_focus_is_on_the_last_words(pad):
    pad.button("Quit").focus()
    pad.page.keyboard.press("Enter")
    message = pad.root.locator(".digitlib-message")
    expect(message).to_contain_text("Goodbye")
    expect(message).to_be_focused()
    run_all(pad.page)
    Pad(pad.page)


@pytest.mark.parametrize("name", ["again.ipynb", "again_anywidget.ipynb"])
def test_a_pad_whose_kernel_was_restarted_says_so(browser, lab, name):
    with opened(browser, lab.format(name)) as page:
        run_all(page)
        pad = Pad(page)
        pad.draw(stored(4))
        pad.expect_reading(READS_4)
        drawn = pad.settled_ink()
        restart_kernel(page)
        words = "The kernel was restarted. Run the cell again."
        expect(pad.root.locator(".digitlib-message")).to_have_text(words)
        expect(pad.root.get_by_role("status")).to_have_text(words)
        pad.draw(stored(1))
        pad.page.keyboard.press("c")
        pad.page.wait_for_timeout(500)
        assert pad.ink() == drawn
        run_all(page)
        again = Pad(page)
        again.expect_no_ink()
        again.draw(stored(7, 1))
        again.expect_reading("This is a 7")
