"""The answer beside the drawing: in words, as HTML, and in a picture of the pad.

A notebook that is read on the web shows the picture where the live pad would be.
"""

import base64
import html
import textwrap
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from digitlib import wording
from digitlib.pad.drawing import SIZE
from digitlib.pad.reader import Reading

# What stands there while there is nothing to read: on paper, and where pictures are uploaded.
DRAW = ("Draw a digit", "The network reads while you draw.")
CHOOSE = ("Choose a picture", "The network reads it at once.")
# What stands there instead of an answer, by pad.css, when nobody reads any more.
GONE = (
    "The kernel was restarted",
    "This pad no longer reads. Choose Run > Run All Above Selected Cell, then run this cell.",
)
TEXT, QUIET, TRACK, BAR, WINNING = "#1b2733", "#54616e", "#edf1f4", "#8496a9", "#0a5a9c"
DENSITY = 2
WIDTH, HEIGHT, CAPTION_HEIGHT = 640, 328, 32
# Between the large digit and what the network sees there is room for this many letters a line.
WORDS_LEFT, SEEN_LEFT, LINE_LETTERS = 394, 504, 17


def in_words(reading: Reading, blank: tuple[str, str] = DRAW) -> tuple[str, str]:
    """Say a reading: a headline, and how sure, why not, or what to do.

    Joined by a full stop they are what a screen reader announces.
    """
    prediction = reading.prediction
    if reading.problem:
        return "No reading", reading.problem
    if prediction is None or prediction.reason == "blank":
        return blank
    if prediction.digit is None:
        nearest = wording.a_digit(int(np.argmax(prediction.probabilities)))
        return "Not a digit", f"Nearest would be {nearest}."
    sure = wording.percent(prediction.probabilities[prediction.digit])
    return f"This is {wording.a_digit(prediction.digit)}", f"{sure} sure"


def percent(probability: float) -> str:
    """Write a probability in percent, short enough for a bar; nothing for 0."""
    text = wording.percent(probability).replace("%", " %") if probability else ""
    return text.replace("over", ">").replace("under", "<")


def _shown(reading: Reading) -> tuple[str, np.ndarray, list[float]]:
    """Return what to show: the digit or "?", the 28x28 picture, the ten probabilities."""
    prediction = reading.prediction
    if prediction is None or prediction.reason == "blank":
        return "?", np.zeros((28, 28), np.uint8), [0.0] * 10
    digit = "?" if prediction.digit is None else str(prediction.digit)
    return digit, prediction.image, prediction.probabilities.tolist()


def answer_html(reading: Reading, squeezed: bool = False, blank: tuple[str, str] = DRAW) -> str:
    """Return the whole panel for a reading."""
    digit, image, probabilities = _shown(reading)
    headline, detail = in_words(reading, blank)
    state = "digitlib-unsure" if digit == "?" else "digitlib-sure"
    problem = " digitlib-problem" if reading.problem else ""
    bars = "".join(_bar(n, p, str(n) == digit) for n, p in enumerate(probabilities))
    alt = "The 28 by 28 picture that the network sees"
    seen = f'<img src="{address(_on_paper(image))}" alt="{alt}">'
    if not image.any():
        seen = '<div class="digitlib-nothing"></div>'
    return f"""<div class="digitlib-answer {state}{problem}">
<div class="digitlib-digit" aria-hidden="true">{digit}</div>
<div class="digitlib-verdict"><strong>{headline}</strong><span>{html.escape(detail)}</span></div>
<div class="digitlib-verdict digitlib-gone">
<b>{GONE[0]}</b><span>{html.escape(GONE[1])}</span></div>
<figure class="digitlib-seen">{seen}<figcaption>28 \u00d7 28,
{"squeezed" if squeezed else "framed"}</figcaption></figure>
<div class="digitlib-bars" role="list" aria-label="Probability of each digit">{bars}</div>
</div>"""


def _on_paper(image: np.ndarray) -> Image.Image:
    # Dark ink on white, as in every figure of the course; the network gets ink 255.
    return Image.fromarray(255 - image)


def _bar(number: int, probability: float, wins: bool) -> str:
    wins_class = " digitlib-wins" if wins else ""
    told = f"{number}: {wording.percent(probability)}" if probability else str(number)
    return (
        f'<div class="digitlib-bar{wins_class}" role="listitem" aria-label="{told}">'
        f'<b>{number}</b><span class="digitlib-track">'
        f'<i style="width:{100 * probability:.1f}%"></i></span>'
        f"<em>{html.escape(percent(probability))}</em></div>"
    )


def address(picture: Image.Image) -> str:
    """Return a picture as a data address that a browser shows."""
    return f"data:image/png;base64,{base64.b64encode(png_bytes(picture)).decode()}"


def png_bytes(picture: Image.Image) -> bytes:
    """Return a picture as the bytes of a PNG file."""
    stream = BytesIO()
    picture.save(stream, format="PNG")
    return stream.getvalue()


def draw_snapshot(ink: Image.Image, reading: Reading, caption: str = "") -> Image.Image:
    """Draw the pad: the ink, the digit, the bars and what the network sees, in RGB.

    A caption stands under them.
    """
    height = HEIGHT + CAPTION_HEIGHT * bool(caption)
    snapshot = Image.new("RGB", (WIDTH * DENSITY, height * DENSITY), "#ffffff")
    pen = ImageDraw.Draw(snapshot)
    snapshot.paste(ink.resize((SIZE * DENSITY,) * 2), _scaled(24, 24))
    pen.rectangle(_scaled(24, 24, 24 + SIZE, 24 + SIZE), outline=TEXT, width=DENSITY)
    digit, image, probabilities = _shown(reading)
    seen = _on_paper(image).resize((112 * DENSITY,) * 2, Image.Resampling.NEAREST)
    snapshot.paste(seen, _scaled(SEEN_LEFT, 24))
    pen.rectangle(_scaled(SEEN_LEFT, 24, SEEN_LEFT + 112, 136), outline=QUIET, width=DENSITY)
    _write(pen, (356, 78), digit, WINNING if digit != "?" else QUIET, 76)
    headline, detail = in_words(reading)
    _write(pen, (WORDS_LEFT, 66), headline, TEXT, 16, "lm")
    lines = textwrap.wrap(detail, LINE_LETTERS, max_lines=2, placeholder=" ...")
    for number, line in enumerate(lines):
        _write(pen, (WORDS_LEFT, 88 + 16 * number), line, QUIET, 12, "lm")
    _draw_bars(pen, digit, probabilities)
    if caption:
        pen.rectangle(_scaled(0, HEIGHT, WIDTH, height), fill=TRACK)
        _write(pen, (WIDTH / 2, HEIGHT + CAPTION_HEIGHT / 2), caption, TEXT, 15)
    return snapshot


def _draw_bars(pen: ImageDraw.ImageDraw, digit: str, probabilities: list[float]) -> None:
    for number, probability in enumerate(probabilities):
        wins, y = str(number) == digit, 154 + 16.6 * number
        _write(pen, (336, y), str(number), TEXT, 12)
        pen.rectangle(_scaled(350, y - 5, 350 + 210, y + 5), fill=TRACK)
        if probability >= 0.005:
            end = 350 + 210 * probability
            pen.rectangle(_scaled(350, y - 5, end, y + 5), fill=WINNING if wins else BAR)
        _write(pen, (616, y), percent(probability), TEXT if wins else QUIET, 11.5, "rm")


def _write(pen, place: tuple, text: str, colour: str, size: float, anchor: str = "mm") -> None:
    pen.text(_scaled(*place), text, colour, ImageFont.load_default(size * DENSITY), anchor)


def _scaled(*numbers: float) -> tuple[int, ...]:
    return tuple(round(number * DENSITY) for number in numbers)
