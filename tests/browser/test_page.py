"""The pad as one page, in a real browser without network: it reads as Python reads."""

import json

import numpy as np
import pytest

import digitlib
from browser.pages import DIGITS, opened, stored
from digitlib.data.samples import load_samples
from digitlib.errors import DataError
from digitlib.files import models_folder
from digitlib.framing import frame_strokes, squeeze_strokes
from digitlib.pad.page import write_page
from digitlib.wording import a_digit

NUM_DRAWINGS = 500
PHONE = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}
# As texts: Playwright would take minutes over millions of numbers.
READ = "text => JSON.stringify(JSON.parse(text).map((strokes) => window.digits.read(strokes)))"
KINDS = ["localStorage", "sessionStorage"]
NO_STORAGE = f"""for (const name of {KINDS}) {{
  Object.defineProperty(window, name, {{ get() {{ throw new DOMException("no"); }} }});
}}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> str:
    """The address of the page, a file."""
    path = tmp_path_factory.mktemp("page") / "digit_pad.html"
    write_page(path)
    return path.as_uri()


class PagePad:
    """The pad on an open page."""

    def __init__(self, page):
        self.page = page
        self.paper = page.locator("#paper")
        self.box = None

    def place(self, point) -> tuple[float, float]:
        """Return where on the page a point of the paper lies."""
        box = self.box = self.box or self.paper.bounding_box()
        return box["x"] + box["width"] / 280 * point[0], box["y"] + box["width"] / 280 * point[1]

    def draw(self, strokes) -> None:
        """Draw strokes with the mouse."""
        for stroke in strokes:
            self.page.mouse.move(*self.place(stroke[0]))
            self.page.mouse.down()
            # Every second point makes the same digit in half the time.
            for point in [*stroke[2:-1:2], stroke[-1]]:
                self.page.mouse.move(*self.place(point))
            self.page.mouse.up()

    def touch(self, *events) -> None:
        """Touch the page: each event is its kind and where the fingers are on the paper."""
        session = self.page.context.new_cdp_session(self.page)
        for kind, *points in events:
            places = [dict(zip("xy", self.place(point), strict=True)) for point in points]
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})
        session.detach()

    def button(self, name: str):
        return self.page.get_by_role("button", name=name, exact=True)

    def press(self, name: str) -> None:
        self.button(name).click()

    def text(self, part: str) -> str:
        return self.page.locator(part).inner_text()

    @property
    def verdict(self) -> str:
        return self.text("#verdict strong")

    def read(self, *drawings) -> list[dict]:
        """Read drawings with the page's own function."""
        plain = [[np.asarray(stroke).tolist() for stroke in strokes] for strokes in drawings]
        return json.loads(self.page.evaluate(READ, json.dumps(plain)))


@pytest.fixture
def open_pad(browser, address):
    """Return a function that opens the page without network; the console must stay clean."""
    contexts = []

    def open_it(address=address, script="", **options) -> PagePad:
        context = opened(browser, "about:blank", **{"offline": True} | options)
        contexts.append(context)
        page = context.__enter__()
        if script:
            page.add_init_script(script)
        page.goto(address)
        return PagePad(page)

    yield open_it
    for context in contexts:
        context.__exit__(None, None, None)


@pytest.fixture
def pad(open_pad) -> PagePad:
    return open_pad()


def many_drawings() -> list[list[np.ndarray]]:
    """Return pen strokes of strangers, or stored digits varied; and among them what is no digit."""
    random = np.random.default_rng(0)
    try:
        digits = [strokes for _, _, strokes in digitlib.load_pen_strokes()]
    except DataError:
        digits = [digit["strokes"] for digit in DIGITS]
    drawings = []
    for number, chosen in enumerate(random.integers(len(digits), size=NUM_DRAWINGS)):
        strokes = [np.asarray(stroke, float) for stroke in digits[chosen]]
        if number % 2 or len(digits) < NUM_DRAWINGS:  # leant, stretched, moved
            turn = np.eye(2) + random.normal(0, 0.15, (2, 2))
            scale, shift = random.uniform(0.05, 30), random.normal(0, 500, 2)
            strokes = [stroke @ turn * scale + shift for stroke in strokes]
        if number % 10 == 0:  # a tap beside it
            strokes.append(random.uniform(-300, 500, (1, 2)))
        if number % 20 == 0:  # a scribble
            strokes = [random.uniform(0, 280, (20, 2)) for _ in range(3)]
        drawings.append(strokes)
    return [*drawings, [], [[]], [[(7, 7)]], [[(0, 0)] * 5], [[(0, 0), (1e200, 1)], [(5, 1e-300)]]]


def test_it_reads_as_python_reads(pad):
    drawings, predictor = many_drawings(), digitlib.load_predictor()
    expected = predictor.predict_images(np.stack([frame_strokes(s) for s in drawings]))
    pairs = list(zip(pad.read(*drawings), expected, strict=True))
    same = [(r["digit"], r["reason"]) == (e.digit, e.reason) for r, e in pairs]
    assert np.mean(same) >= 0.998
    assert {e.reason for e in expected} == {None, "blank", "not a digit"}
    levels = np.array([np.abs(r["image"] - e.image.astype(float)).mean() for r, e in pairs])
    assert levels.max() <= 2
    assert (levels == 0).mean() > 0.95
    for (reading, prediction), level in zip(pairs, levels, strict=True):
        if level == 0:
            assert reading["probabilities"] == pytest.approx(prediction.probabilities, abs=0.02)


def test_it_squeezes_as_python_squeezes(pad):
    for digit in DIGITS[:10]:
        read = "strokes => window.digits.read(strokes, { squeezed: true, width: 25 }).image"
        image = np.array(pad.page.evaluate(read, digit["strokes"]))
        expected = squeeze_strokes([np.array(s) for s in digit["strokes"]], pen_width=25)
        assert np.abs(image - expected.astype(float)).mean() < 0.1


def test_another_network_can_be_inside(open_pad, tmp_path):
    model = models_folder() / "lesson_cnn.npz"
    write_page(tmp_path / "lesson.html", model)
    strokes = [digit["strokes"] for digit in DIGITS]
    readings = open_pad((tmp_path / "lesson.html").as_uri()).read(*strokes)
    expected = [digitlib.load_predictor(model).predict(s) for s in strokes]
    for reading, prediction in zip(readings, expected, strict=True):
        assert reading["digit"] == prediction.digit
        assert reading["probabilities"] == pytest.approx(prediction.probabilities, abs=0.02)


@pytest.mark.parametrize(
    ("drawing", "words"),
    [
        ("7", "Strokes must be a list"),
        ("null", "Strokes must be a list"),
        ("[[1, 2]]", "Stroke 0 is no list of points"),
        ("[[[1, 2]], [[1, NaN]]]", "Stroke 1 is no list of points"),
        ("[[[1, 2, 3]]]", "Stroke 0 is no list of points"),
        ("[[['a', 1]]]", "Stroke 0 is no list of points"),
    ],
)
def test_what_is_no_drawing_is_told(pad, drawing, words):
    told = pad.page.evaluate(
        f"() => {{ try {{ digits.read({drawing}) }} catch (e) {{ return e.message }} }}"
    )
    assert words in told


def test_stored_drawings_are_read_with_the_mouse(pad):
    for label in range(10):
        pad.draw(stored(label))
        assert pad.verdict == f"This is {a_digit(label)}"
        assert pad.text("#spoken").startswith(pad.verdict)
        pad.press("Clear")
        assert pad.verdict == "Draw a digit"


def test_the_answer_follows_the_pen_before_it_is_lifted(pad):
    stroke = stored(0)[0]
    pad.page.mouse.move(*pad.place(stroke[0]))
    pad.page.mouse.down()
    for point in stroke[1:]:
        pad.page.mouse.move(*pad.place(point))
    pad.page.locator("#verdict strong", has_text="This is a 0").wait_for()
    assert pad.text("#spoken").startswith("Draw a digit"), "it is said when the pen is up"
    pad.page.mouse.up()
    assert pad.text("#spoken").startswith("This is a 0")
    bar = pad.page.locator("#bars li").first
    assert bar.inner_text().split()[0] == "0"
    assert "99" in bar.inner_text()


def test_undo_takes_back_strokes_and_clear(pad):
    strokes = [*stored(4), [(10, 10), (20, 20)]]
    pad.draw(strokes)
    before = pad.paper.evaluate("(canvas) => canvas.toDataURL()")
    ways = [
        lambda: pad.page.keyboard.press("z"),
        lambda: pad.page.keyboard.press("Control+z"),
        lambda: pad.press("Undo"),
    ]
    for way in ways:
        pad.press("Clear")
        assert pad.verdict == "Draw a digit"
        way()
        assert pad.paper.evaluate("(canvas) => canvas.toDataURL()") == before
    for _ in strokes:
        pad.page.keyboard.press("z")
    assert pad.verdict == "Draw a digit"
    pad.page.keyboard.press("z")
    assert pad.verdict == "Draw a digit"


def test_keys_predict_and_clear_but_not_in_the_number(pad):
    pad.draw(stored(7))
    pad.page.evaluate("document.getElementById('spoken').textContent = ''")
    pad.page.keyboard.press("p")
    assert pad.text("#spoken").startswith("This is a 7")
    number = pad.page.get_by_label("My number")
    number.focus()
    pad.page.keyboard.type("c1z2")
    assert number.input_value() == "12"
    assert pad.verdict == "This is a 7"
    pad.paper.focus()
    pad.page.keyboard.press("c")
    assert pad.verdict == "Draw a digit"


def test_tab_reaches_everything_and_leaves(pad):
    seen = []
    for _ in range(24):
        pad.page.keyboard.press("Tab")
        seen.append(
            pad.page.evaluate("document.activeElement.textContent || document.activeElement.id")
        )
    for part in ("the course", "paper", "Predictp", "Undoz", "Clearc", "0", "9", "width", "guide"):
        assert part in seen


def test_switches_change_what_it_sees_and_shows(pad):
    pixels = "document.getElementById('seen').toDataURL()"
    pad.draw([[(20, 20), (60, 20), (40, 80)]])
    framed, thin = pad.page.evaluate(pixels), pad.paper.evaluate("(c) => c.toDataURL()")
    pad.page.get_by_text("squeezed").click()
    squeezed = pad.page.evaluate(pixels)
    assert squeezed != framed
    assert "shrunk to 28" in pad.text("#how")
    pad.page.get_by_label("Pen width").fill("36")
    assert pad.paper.evaluate("(c) => c.toDataURL()") != thin
    assert pad.page.evaluate(pixels) != squeezed
    pad.page.get_by_label("Guide box").check()
    assert "guide" in pad.page.locator("#sheet").get_attribute("class")


def test_a_scribble_is_not_a_digit(pad):
    zigzag = [(20 + 240 * (n % 2), 20 + 12 * n) for n in range(20)]
    pad.draw([zigzag, [(y, x) for x, y in zigzag]])
    assert pad.verdict == "Not a digit"
    assert pad.text("#digit") == "?"
    assert pad.text("#verdict span").startswith("Nearest would be a")


def test_a_finger_draws_and_does_not_scroll(open_pad):
    pad = open_pad(**PHONE)
    points = stored(7)[0]
    pad.touch(("touchStart", points[0]), *(("touchMove", p) for p in points[1:]), ("touchEnd",))
    assert pad.verdict == "This is a 7"
    assert pad.page.evaluate("scrollY") == 0


# Two screens, small laptops (one at 125 %), phones upright and lying, a tablet.
SCREENS = [(1280, 720), (1920, 1080), (1024, 600), (1093, 500)]
SCREENS += [(390, 844), (360, 600), (844, 390), (820, 1180)]


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_paper_and_answer_are_seen_together(open_pad, width, height):
    pad = open_pad(width=width, height=height)
    for part in ("#paper", "#digit", "#verdict", "#seen", "#bars"):
        box = pad.page.locator(part).bounding_box()
        assert box["x"] >= 0
        assert box["y"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] + box["height"] <= height
    assert pad.page.evaluate("document.documentElement.scrollWidth") <= width
    paper = pad.paper.bounding_box()
    assert paper["width"] == pytest.approx(paper["height"], abs=1)
    assert paper["width"] >= 200


def test_it_is_dark_where_the_system_is_dark(open_pad):
    look = "getComputedStyle(document.body).backgroundColor"
    light, dark = (
        sum(map(int, open_pad(color_scheme=scheme).page.evaluate(look)[4:-1].split(",")))
        for scheme in ("light", "dark")
    )
    assert dark < 150 < 600 < light


def test_kept_drawings_survive_a_reload_and_load_in_python(pad, tmp_path):
    pad.page.get_by_label("My number").fill("12")
    pad.draw(stored(3))
    pad.press("5")
    pad.press("3")
    assert pad.text("#message") == "Kept as a 3. 1 kept in this browser.", "it replaces the 5"
    pad.press("Clear")
    pad.draw(stored(8))
    pad.press("8")
    assert pad.text("#message").startswith("Kept as an 8. 2 kept")
    pad.page.reload()
    assert pad.verdict == "This is an 8", "the drawing is still there"
    assert "2 kept" in pad.text("#message")
    with pad.page.expect_download() as download:
        pad.press("Save my drawings")
    assert download.value.suggested_filename == "drawings-12.json"
    path = tmp_path / "drawings.json"
    download.value.save_as(path)
    held = json.loads(path.read_text())
    assert held["format"] == "digitlib-drawings-1"
    assert [(d["label"], d["writer"]) for d in held["drawings"]] == [(3, 12), (8, 12)]
    samples = load_samples(path)
    assert [(sample.label, sample.writer) for sample in samples] == [(3, 12), (8, 12)]
    predictor = digitlib.load_predictor()
    assert [predictor.predict(d["strokes"]).digit for d in held["drawings"]] == [3, 8]


def test_forgotten_drawings_can_be_brought_back_until_a_reload(pad):
    assert pad.button("Save my drawings").is_disabled()
    pad.press("4")
    assert pad.text("#message").startswith("Draw a digit first")
    pad.draw(stored(1))
    pad.press("1")
    pad.press("Forget them")
    assert pad.text("#message") == "Forgotten. Nothing kept in this browser."
    assert pad.button("Save my drawings").is_disabled()
    pad.press("Bring them back")
    assert "1 kept" in pad.text("#message")
    pad.press("Forget them")
    pad.page.reload()
    assert pad.button("Forget them").is_disabled()


def test_a_browser_that_keeps_nothing_says_so(open_pad):
    pad = open_pad(script=NO_STORAGE)
    pad.draw(stored(2))
    assert pad.verdict == "This is a 2"
    pad.press("2")
    assert "save your drawings before you close it" in pad.text("#message")
    with pad.page.expect_download():
        pad.press("Save my drawings")


@pytest.mark.parametrize("left", ['"nonsense', '[["x"]]'])
def test_foreign_entries_in_storage_do_no_harm(open_pad, left):
    names = ["digitlib-drawings", "digitlib-paper", "digitlib-writer"]
    sets = (f"{kind}.setItem('{name}', {left!r});" for name in names for kind in KINDS)
    script = "".join(sets)
    pad = open_pad(script=f"try {{ {script} }} catch {{}}")
    pad.draw(stored(6))
    assert pad.verdict == "This is a 6"


def test_drawings_of_one_point_of_many_and_outside(pad):
    pad.page.mouse.click(*pad.place((140, 140)))
    assert pad.verdict == "Not a digit"
    pad.press("Clear")
    x, y = pad.place((140, 140))
    pad.page.mouse.move(x, y)
    pad.page.mouse.down()
    pad.page.mouse.move(x, -50, steps=5)
    pad.page.mouse.move(x, 5000, steps=5)
    pad.page.mouse.up()
    assert pad.verdict == "This is a 1"
    many = np.random.default_rng(0).uniform(0, 280, (10_000, 2))
    assert pad.read([many])[0]["reason"] == "not a digit"


def test_it_asks_nothing_of_any_host(browser, address):
    with browser.new_context() as context:
        page, asked = context.new_page(), []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        PagePad(page).draw(stored(5))
        assert [url for url in asked if not url.startswith("data:")] == [address]
        refused = """() => new Promise((done) => {
          const tell = ({ violatedDirective }) => done(violatedDirective);
          document.addEventListener("securitypolicyviolation", tell);
          fetch("http://127.0.0.1:9/").catch(() => {});
        })"""
        assert page.evaluate(refused) == "connect-src"
