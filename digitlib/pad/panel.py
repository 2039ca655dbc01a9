"""The answer beside the drawing, as HTML: the digit, the bars, and what the network sees."""

import base64
import html
from io import BytesIO

import numpy as np
from PIL import Image

from digitlib import wording
from digitlib.pad.reader import Reading
from digitlib.wording import a_digit

# What stands there while there is nothing to read: on paper, and where pictures are uploaded.
DRAW = ("Draw a digit", "The network reads while you draw.")
CHOOSE = ("Choose a picture", "The network reads it at once.")
# What stands there instead of an answer, by pad.css, when nobody reads any more.
GONE = (
    "The kernel was restarted",
    "This pad no longer reads. Choose Run > Run All Above Selected Cell, then run this cell.",
)
NO_BREAK = "\N{NO-BREAK SPACE}"


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
        nearest = a_digit(int(np.argmax(prediction.probabilities))).replace(" ", NO_BREAK)
        return "Not a digit", f"Nearest would be {nearest}."
    sure = wording.percent(prediction.probabilities[prediction.digit])
    return f"This is {a_digit(prediction.digit)}", f"{sure} sure"


def percent(probability: float) -> str:
    """Write a probability in percent, short enough for a bar, and on one line."""
    text = wording.percent(probability).replace("%", f"{NO_BREAK}%")
    return text.replace("over ", ">\N{THIN SPACE}").replace("under ", "<\N{THIN SPACE}")


def shown(reading: Reading) -> tuple[str, np.ndarray, np.ndarray]:
    """Return what to show: the digit or "?", the 28x28 picture, the ten probabilities."""
    prediction = reading.prediction
    if prediction is None or prediction.reason == "blank":
        return "?", np.zeros((28, 28), np.uint8), np.zeros(10)
    digit = "?" if prediction.digit is None else str(prediction.digit)
    return digit, prediction.image, prediction.probabilities


def answer_html(reading: Reading, squeezed: bool = False, blank: tuple[str, str] = DRAW) -> str:
    """Return the whole panel for a reading."""
    digit, image, probabilities = shown(reading)
    headline, detail = in_words(reading, blank)
    state = "digitlib-unsure" if digit == "?" else "digitlib-sure"
    problem = " digitlib-problem" if reading.problem else ""
    bars = "".join(_bar(n, p, str(n) == digit) for n, p in enumerate(probabilities.tolist()))
    alt = "The 28 by 28 picture that the network sees"
    seen = f'<img src="{address(Image.fromarray(image))}" alt="{alt}">'
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


def _bar(number: int, probability: float, wins: bool) -> str:
    """Return one row: the digit, its bar and its percentage."""
    wins_class = " digitlib-wins" if wins else ""
    told = f"{number}: {wording.percent(probability)}" if probability else str(number)
    return (
        f'<div class="digitlib-bar{wins_class}" role="listitem" aria-label="{told}">'
        f'<b>{number}</b><span class="digitlib-track">'
        f'<i style="width:{100 * probability:.1f}%"></i></span>'
        f"<em>{percent(probability) if probability else ''}</em></div>"
    )


def address(picture: Image.Image) -> str:
    """Return a picture as a data address that a browser shows."""
    return f"data:image/png;base64,{base64.b64encode(png_bytes(picture)).decode()}"


def png_bytes(picture: Image.Image) -> bytes:
    """Return a picture as the bytes of a PNG file."""
    stream = BytesIO()
    picture.save(stream, format="PNG")
    return stream.getvalue()
