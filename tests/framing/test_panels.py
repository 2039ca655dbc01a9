"""A picture inside a picture: the framed area that holds the digit is read, not what is around."""

import numpy as np
import pytest
from photos import likeness
from PIL import Image, ImageDraw

import digitlib
from digitlib.framing import frame_picture
from digitlib.framing.digit_search import find_panels

TWO = [(0, 0.25), (0.1, 0.06), (0.3, 0), (0.5, 0.08), (0.55, 0.25), (0.4, 0.5), (0, 1), (0.6, 1)]
BLACK, WHITE, BLUE, GREY = (0, 0, 0), (255, 255, 255), (20, 40, 160), (200, 200, 200)


def draw_two(pen: ImageDraw.ImageDraw, left: float, top: float, height: float, ink, width: int):
    places = [(left + x * height, top + y * height) for x, y in TWO]
    pen.line(places, fill=ink, width=width, joint="curve")


def figure(size: tuple[int, int], page, panel, ink) -> Image.Image:
    """A saved plot: a panel with spines, ticks, numbers at them, and a title."""
    image = Image.new("RGB", size, page)
    pen, edge = ImageDraw.Draw(image), WHITE if sum(page) < 380 else BLACK
    side = int(0.6 * min(size))
    left, top = int(0.3 * size[0]), int(0.2 * size[1])
    pen.rectangle((left, top, left + side, top + side), fill=panel, outline=edge)
    for k in range(5):
        at = int((k + 0.3) * side / 5)
        pen.line((left - 4, top + at, left, top + at), fill=edge)
        pen.line((left + at, top + side, left + at, top + side + 4), fill=edge)
        pen.text((left + at - 3, top + side + 6), str(5 * k), fill=edge)
    pen.text((left + side // 3, top // 3), "A sample", fill=edge, font_size=16)
    draw_two(pen, left + 0.3 * side, top + 0.2 * side, 0.6 * side, ink, max(3, side // 14))
    return image


def web_page(page, panel, ink, header: bool) -> Image.Image:
    """A drawing app: a title or a header, a canvas, and a row of buttons under it."""
    image = Image.new("RGB", (900, 700), page)
    pen, text = ImageDraw.Draw(image), WHITE if sum(page) < 380 else BLACK
    if header:
        pen.rectangle((0, 0, 900, 60), fill=(60, 80, 180))
    pen.text((40, 14), "Digit Recognizer", fill=WHITE if header else text, font_size=32)
    pen.rectangle((60, 120, 410, 470), fill=panel, outline=(128, 128, 128))
    for k, name in enumerate(("Predict", "Clear", "Save")):
        left, colour = 60 + 170 * k, ((0, 120, 220), (220, 60, 60), (70, 160, 70))[k]
        pen.rounded_rectangle((left, 500, left + 150, 550), 8, fill=colour)
        pen.text((left + 30, 512), name, fill=WHITE, font_size=20)
    draw_two(pen, 170, 180, 220, ink, 18)
    return image


def alone(height: float, width: int) -> np.ndarray:
    image = Image.new("L", (int(2 * height), int(2 * height)), 255)
    draw_two(ImageDraw.Draw(image), height / 2, height / 2, height, 0, width)
    return frame_picture(image)


@pytest.mark.parametrize("size", [(640, 480), (400, 400), (1280, 960)])
@pytest.mark.parametrize("page", [WHITE, (30, 30, 30)])
@pytest.mark.parametrize(("panel", "ink"), [(BLACK, WHITE), (WHITE, BLACK), (WHITE, BLUE)])
def test_a_saved_figure(size, page, panel, ink):
    side = int(0.6 * min(size))
    expected = alone(0.6 * side, max(3, side // 14))
    assert likeness(expected, frame_picture(figure(size, page, panel, ink))) > 0.85


@pytest.mark.parametrize("page", [WHITE, (238, 238, 238), (30, 30, 30)])
@pytest.mark.parametrize(("panel", "ink"), [(BLACK, WHITE), (WHITE, BLACK), (WHITE, BLUE)])
@pytest.mark.parametrize("header", [False, True])
def test_a_screenshot_of_a_drawing_app(page, panel, ink, header):
    found = frame_picture(web_page(page, panel, ink, header))
    assert likeness(alone(220, 18), found) > 0.85


def test_a_canvas_on_a_card_on_a_page():
    card = web_page(WHITE, BLACK, WHITE, header=False)
    page = Image.new("RGB", (1200, 900), GREY)
    page.paste(card, (150, 100))
    assert likeness(alone(220, 18), frame_picture(page)) > 0.85


def test_two_digits_on_one_canvas_stay_refused():
    image = web_page(WHITE, BLACK, WHITE, header=False)
    pen = ImageDraw.Draw(image)
    pen.rectangle((61, 121, 409, 469), fill=BLACK)
    for left in (90, 250):
        draw_two(pen, left, 180, 220, WHITE, 16)
    assert digitlib.load_predictor().predict(image).digit is None


@pytest.mark.parametrize("width", [3, 10])
def test_a_digit_that_has_a_box_in_it_is_no_panel(width):
    """A square 0 frames nothing: what is read is its outline."""
    image = Image.new("L", (280, 280), 255)
    ImageDraw.Draw(image).rectangle((80, 50, 200, 230), outline=0, width=width)
    found = frame_picture(image)
    assert found[4:24].any(axis=1).all()
    assert not found[12:16, 13:16].any()


def test_no_digit_of_mnist_is_taken_for_a_panel(mnist):
    """A squarish 0 or a bold 8 has nearly straight sides and something inside."""
    digits = mnist.x_train[-3000:]
    assert not any(find_panels(digit > 10) for digit in digits)


@pytest.mark.parametrize("half", [45, 60, 80])
@pytest.mark.parametrize("width", [4, 7, 10])
def test_an_eight_drawn_as_two_boxes_is_no_panel_with_a_bar(half, width):
    picture = Image.new("L", (280, 280), 255)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((140 - half, 50, 140 + half, 230), outline=0, width=width)
    pen.line((140 - half, 140, 140 + half, 140), fill=0, width=width)
    inked = frame_picture(np.asarray(picture)) > 0
    assert inked.any(axis=1).sum() >= 20, "the whole height of the 8"
    assert inked[:, inked.any(axis=0)].mean(axis=0)[[0, -1]].min() > 0.5, "both sides of it"
