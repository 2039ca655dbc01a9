"""Pictures of the pad, drawn with Pillow: the ink alone, and the pad with what it read.

A notebook that is read on the web shows the snapshot where the live pad would be.
"""

import textwrap

import numpy as np
from PIL import Image, ImageDraw, ImageFont, ImageOps

from digitlib.pad import panel
from digitlib.pad.reader import Reading
from digitlib.pad.surface import INK, SIZE, curve_points

PAPER, TEXT, QUIET, BAR, WINNING = "#fffdf7", "#1b2733", "#54616e", "#8496a9", "#0a5a9c"
DENSITY = 2
WIDTH, HEIGHT = 640, 328
# Between the large digit and what the network sees there is room for this many letters a line.
WORDS_LEFT, SEEN_LEFT, LINE_LETTERS = 394, 504, 17


def draw_ink(strokes: list[np.ndarray], pen_width: float, density: int = 1) -> Image.Image:
    """Draw strokes as the paper shows them; return an RGB picture, 280 * density pixels square."""
    # Drawn four times as large and averaged down, because Pillow's lines are not antialiased.
    large = 4 * density
    ink = Image.new("L", (SIZE * large, SIZE * large))
    pen = ImageDraw.Draw(ink)
    radius = pen_width * large / 2
    for stroke in strokes:
        points = [(x * large, y * large) for x, y in curve_points(stroke).tolist()]
        pen.line(points, fill=255, width=round(2 * radius))
        for x, y in points:
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return ImageOps.colorize(ink.reduce(4), black=PAPER, white=INK)


def draw_snapshot(ink: Image.Image, reading: Reading) -> Image.Image:
    """Draw the pad: the ink, the digit, the bars and what the network sees, in RGB."""
    snapshot = Image.new("RGB", (WIDTH * DENSITY, HEIGHT * DENSITY), "#ffffff")
    pen = ImageDraw.Draw(snapshot)
    side = SIZE * DENSITY
    snapshot.paste(ink.resize((side, side)), _scaled(24, 24))
    pen.rectangle(_scaled(24, 24, 24 + SIZE, 24 + SIZE), outline=TEXT, width=DENSITY)
    _draw_head(snapshot, pen, reading)
    _draw_bars(pen, reading)
    return snapshot


def _draw_head(snapshot: Image.Image, pen: ImageDraw.ImageDraw, reading: Reading) -> None:
    """Draw the large digit, the words beside it and the 28x28 picture."""
    digit, image, _ = panel.shown(reading)
    pen.text(_scaled(356, 78), digit, WINNING if digit != "?" else QUIET, _font(76), anchor="mm")
    pen.text(_scaled(WORDS_LEFT, 66), panel.headline(reading), TEXT, _font(16), anchor="lm")
    detail = _plain(panel.detail(reading))
    lines = textwrap.wrap(detail, LINE_LETTERS, max_lines=2, placeholder=" ...")
    for number, line in enumerate(lines):
        place = _scaled(WORDS_LEFT, 88 + 16 * number)
        pen.text(place, line, QUIET, _font(12), anchor="lm")
    seen = Image.fromarray(image).resize((112 * DENSITY,) * 2, Image.Resampling.NEAREST)
    snapshot.paste(seen, _scaled(SEEN_LEFT, 24))


def _draw_bars(pen: ImageDraw.ImageDraw, reading: Reading) -> None:
    """Draw the ten probabilities."""
    digit, _, probabilities = panel.shown(reading)
    for number, probability in enumerate(probabilities.tolist()):
        wins = str(number) == digit
        colour, y = WINNING if wins else BAR, 154 + 16.6 * number
        pen.text(_scaled(336, y), str(number), TEXT, _font(12), anchor="mm")
        pen.rectangle(_scaled(350, y - 5, 350 + 210, y + 5), fill="#edf1f4")
        if probability >= 0.005:
            pen.rectangle(_scaled(350, y - 5, 350 + 210 * probability, y + 5), fill=colour)
        if probability:
            text = _plain(panel.percent(probability))
            pen.text(_scaled(616, y), text, TEXT if wins else QUIET, _font(11.5), anchor="rm")


def _plain(text: str) -> str:
    """Return a text without thin and fixed spaces, which Pillow's own font lacks."""
    return " ".join(text.split())


def _scaled(*numbers: float) -> tuple[int, ...]:
    return tuple(round(number * DENSITY) for number in numbers)


def _font(size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.load_default(size * DENSITY)
