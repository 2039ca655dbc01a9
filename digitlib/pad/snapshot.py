"""Pictures of the pad, drawn with Pillow: the ink alone, and the pad with what it read.

A notebook that is read on the web shows the snapshot where the live pad would be.
"""

import textwrap

import numpy as np
from PIL import Image, ImageDraw, ImageFont, ImageOps

from digitlib.pad import panel
from digitlib.pad.drawing import SIZE
from digitlib.pad.reader import Reading

INK, PAPER, TEXT, QUIET = "#12263a", "#fffdf7", "#1b2733", "#54616e"
TRACK, BAR, WINNING = "#edf1f4", "#8496a9", "#0a5a9c"
DENSITY = 2
WIDTH, HEIGHT = 640, 328
CAPTION_HEIGHT = 32
# Between the large digit and what the network sees there is room for this many letters a line.
WORDS_LEFT, SEEN_LEFT, LINE_LETTERS = 394, 504, 17


def curve_points(stroke: np.ndarray, per_bend: int = 4) -> np.ndarray:
    """Return points along a smooth line through a stroke (points, 2), as pad.js draws it.

    Each point bends a quadratic curve between the middles of its two neighbouring segments.
    """
    if len(stroke) < 3:
        return stroke
    middles = (stroke[:-1] + stroke[1:]) / 2
    t = np.linspace(0, 1, per_bend, endpoint=False)[None, :, None]
    begin, bend, end = middles[:-1, None], stroke[1:-1, None], middles[1:, None]
    curve = (1 - t) ** 2 * begin + 2 * t * (1 - t) * bend + t**2 * end
    return np.concatenate([stroke[:1], curve.reshape(-1, 2), middles[-1:], stroke[-1:]])


def draw_ink(strokes: list[np.ndarray], pen_width: float) -> Image.Image:
    """Draw strokes as the paper shows them; return an RGB picture, 280 pixels square."""
    # Drawn four times as large and averaged down, because Pillow's lines are not antialiased.
    ink = Image.new("L", (SIZE * 4, SIZE * 4))
    pen = ImageDraw.Draw(ink)
    radius = pen_width * 2
    for stroke in strokes:
        points = [(x * 4, y * 4) for x, y in curve_points(stroke).tolist()]
        pen.line(points, fill=255, width=round(2 * radius))
        for x, y in points:
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return ImageOps.colorize(ink.reduce(4), black=PAPER, white=INK)


def draw_snapshot(ink: Image.Image, reading: Reading, caption: str = "") -> Image.Image:
    """Draw the pad: the ink, the digit, the bars and what the network sees, in RGB.

    A caption stands under them.
    """
    height = HEIGHT + CAPTION_HEIGHT * bool(caption)
    snapshot = Image.new("RGB", (WIDTH * DENSITY, height * DENSITY), "#ffffff")
    pen = ImageDraw.Draw(snapshot)
    snapshot.paste(ink.resize((SIZE * DENSITY,) * 2), _scaled(24, 24))
    pen.rectangle(_scaled(24, 24, 24 + SIZE, 24 + SIZE), outline=TEXT, width=DENSITY)
    _draw_head(snapshot, pen, reading)
    _draw_bars(pen, reading)
    if caption:
        pen.rectangle(_scaled(0, HEIGHT, WIDTH, height), fill=TRACK)
        middle = _scaled(WIDTH / 2, HEIGHT + CAPTION_HEIGHT / 2)
        pen.text(middle, caption, TEXT, _font(15), anchor="mm")
    return snapshot


def _draw_head(snapshot: Image.Image, pen: ImageDraw.ImageDraw, reading: Reading) -> None:
    """Draw the large digit, the words beside it and the 28x28 picture."""
    digit, image, _ = panel.shown(reading)
    headline, detail = panel.in_words(reading)
    pen.text(_scaled(356, 78), digit, WINNING if digit != "?" else QUIET, _font(76), anchor="mm")
    pen.text(_scaled(WORDS_LEFT, 66), headline, TEXT, _font(16), anchor="lm")
    lines = textwrap.wrap(_plain(detail), LINE_LETTERS, max_lines=2, placeholder=" ...")
    for number, line in enumerate(lines):
        pen.text(_scaled(WORDS_LEFT, 88 + 16 * number), line, QUIET, _font(12), anchor="lm")
    seen = Image.fromarray(image).resize((112 * DENSITY,) * 2, Image.Resampling.NEAREST)
    snapshot.paste(seen, _scaled(SEEN_LEFT, 24))


def _draw_bars(pen: ImageDraw.ImageDraw, reading: Reading) -> None:
    """Draw the ten probabilities."""
    digit, _, probabilities = panel.shown(reading)
    for number, probability in enumerate(probabilities.tolist()):
        wins = str(number) == digit
        colour, y = WINNING if wins else BAR, 154 + 16.6 * number
        pen.text(_scaled(336, y), str(number), TEXT, _font(12), anchor="mm")
        pen.rectangle(_scaled(350, y - 5, 350 + 210, y + 5), fill=TRACK)
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
