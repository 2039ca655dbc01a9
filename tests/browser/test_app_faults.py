"""The web app when something is missing: the pad, the network, the kernel, or daylight."""

import pytest
from playwright.sync_api import expect

pytest.importorskip("voila", reason="needs the extra app: pip install 'digitlib[app]'")

from web_app import served_app

from browser.pages import SCREENSHOTS, SLOW, Pad, opened, stored

PHONE = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}
INERT = "xpath=ancestor-or-self::*[@inert]"
LOOK = "document.dispatchEvent(new Event('visibilitychange'))"


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """The app as `digitlib app` serves it."""
    with served_app(tmp_path_factory.mktemp("app")) as served:
        yield served


@pytest.fixture
def page(browser, app):
    """A page whose console is not checked: it rightly says here what is missing."""
    with browser.new_context(viewport={"width": 1000, "height": 900}) as context:
        page = context.new_page()
        page.set_default_timeout(SLOW)
        yield page


def end_kernel(page, app) -> None:
    """End the page's kernel, as the server does where a page is left alone."""
    settings = page.locator("#jupyter-config-data").text_content()
    kernel = settings.split('"kernelId": "')[1].split('"')[0]
    assert page.request.post(f"{app.address}/voila/api/shutdown/{kernel}").ok


def expect_awake(page, pad) -> None:
    """Wait until nothing on the page is at rest, and draw."""
    expect(page.locator("#app-asleep")).to_be_hidden()
    expect(page.locator("[inert]")).to_have_count(0)
    pad.draw(stored(7))
    pad.expect_reading("This is a 7")


def test_a_pad_that_does_not_come_is_told(page, app):
    page.clock.install()
    page.route("**/labextensions/**", lambda route: route.abort())
    page.goto(app.address)
    waiting = page.locator("#app-waiting")
    expect(waiting).to_have_text("The paper is coming ...")
    page.clock.fast_forward(21_000)
    expect(waiting).to_have_text("The pad did not come. Load the page again.")
    expect(waiting).to_have_role("status")


@pytest.mark.parametrize(
    ("event", "answer"),
    [
        ("requestfailed", lambda route: route.abort()),
        ("response", lambda route: route.fulfill(status=500)),
    ],
    ids=["lost", "broken"],
)
def test_a_lost_request_does_not_put_the_page_to_rest(page, app, event, answer):
    page.goto(app.address)
    pad = Pad(page)
    page.route("**/api/kernels/*", answer)
    with page.expect_event(event):
        page.evaluate(LOOK)
    page.wait_for_timeout(300)
    expect_awake(page, pad)


def test_a_page_that_was_put_to_rest_wakes_when_the_kernel_answers(page, app):
    page.goto(app.address)
    pad = Pad(page)
    page.route("**/api/kernels/*", lambda route: route.fulfill(status=404))
    page.evaluate(LOOK)
    expect(page.locator("#app-asleep")).to_be_visible()
    page.unroute("**/api/kernels/*")
    page.evaluate(LOOK)
    expect_awake(page, pad)


def test_a_page_whose_kernel_is_gone_says_so_and_leads_to_a_new_one(page, app):
    page.goto(app.address)
    Pad(page)
    page.evaluate("window.forgotten = true")
    end_kernel(page, app)
    page.evaluate(LOOK)
    expect(page.locator("#app-kept")).to_be_hidden()
    page.get_by_role("link", name="Get a new pad").click()
    Pad(page)
    assert not page.evaluate("window.forgotten === true")


def test_what_was_kept_can_be_saved_when_the_kernel_is_gone(page, app):
    page.clock.install()
    page.goto(app.address)
    pad = Pad(page)
    pad.draw(stored(7))
    pad.expect_reading("This is a 7")
    pad.button("7").click()
    link = pad.root.get_by_role("link", name="Save 1 kept")
    expect(link).to_be_visible()
    end_kernel(page, app)
    # The pen finds out by itself, long before the page would ask again.
    page.clock.fast_forward(4_000)
    pad.draw(stored(1))
    expect(page.get_by_text("You can still save what you kept")).to_be_visible()
    for part in (pad.paper, pad.button("Clear"), pad.button("7")):
        expect(part.locator(INERT)).to_have_count(1)
    expect(link.locator(INERT)).to_have_count(0)
    with page.expect_download() as download:
        link.click()
    assert "\n0,7," in download.value.path().read_text(encoding="utf-8")
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / "app_asleep.png", full_page=True)


def background(locator) -> list[int]:
    """Return the red, green and blue of what an element stands on."""
    colour = locator.evaluate("(element) => getComputedStyle(element).backgroundColor")
    return [int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]


def test_the_page_is_dark_where_the_system_is(browser, app):
    with opened(browser, app.address, color_scheme="dark") as page:
        pad = Pad(page)
        pad.draw(stored(4))
        pad.expect_reading("This is a 4")
        for part in (page.locator("body"), pad.root):
            assert max(background(part)) < 64
        SCREENSHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SCREENSHOTS / "app_dark.png", full_page=True)
        page.emulate_media(color_scheme="light")
        for part in (page.locator("body"), pad.root):
            assert min(background(part)) > 220


def test_save_stands_in_line_with_its_neighbours_on_a_phone(browser, app):
    with opened(browser, app.address, **PHONE) as page:
        pad = Pad(page)
        pad.draw(stored(1))
        pad.expect_reading("This is a 1")
        save = pad.root.get_by_role("link", name="Save", exact=True)
        boxes = [part.bounding_box() for part in (pad.button("Quit"), save)]
        texts = [part.evaluate(TEXT_MIDDLE) for part in (pad.button("Quit"), save)]
    for first, second in (boxes[0]["y"], boxes[1]["y"]), texts:
        assert abs(first - second) < 0.6


TEXT_MIDDLE = """(element) => {
  const range = document.createRange();
  range.selectNodeContents(element);
  const box = range.getBoundingClientRect();
  return box.y + box.height / 2;
}"""
