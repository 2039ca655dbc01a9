"""The result beside the drawing, as HTML: the digit, the bars, and what the network sees."""

import base64
import html
from io import BytesIO

import numpy as np
from PIL import Image

from digitlib import wording as in_words
from digitlib.pad.reader import Reading
from digitlib.wording import a_digit

# What stands there while there is nothing to read: on paper, and where pictures are uploaded.
DRAW = ("Draw a digit", "The network reads while you draw.")
CHOOSE = ("Choose a picture", "The network reads it at once.")
NO_BREAK = "\N{NO-BREAK SPACE}"


def headline(reading: Reading, blank: tuple[str, str] = DRAW) -> str:
    """Say a reading in a few words, for eyes and for a screen reader."""
    prediction = reading.prediction
    if reading.problem:
        return "No reading"
    if prediction is None or prediction.reason == "blank":
        return blank[0]
    if prediction.digit is None:
        return "Not a digit"
    return f"This is {a_digit(prediction.digit)}"


def detail(reading: Reading, blank: tuple[str, str] = DRAW) -> str:
    """Say what stands under the headline: how sure, why not, or what to do."""
    prediction = reading.prediction
    if reading.problem:
        return reading.problem
    if prediction is None or prediction.reason == "blank":
        return blank[1]
    if prediction.digit is None:
        nearest = a_digit(int(np.argmax(prediction.probabilities)))
        return f"Nearest would be {nearest.replace(' ', NO_BREAK)}."
    return f"{in_words.percent(prediction.probabilities[prediction.digit])} sure"


def spoken(reading: Reading, blank: tuple[str, str] = DRAW) -> str:
    """Return the reading as the sentence that a screen reader announces."""
    return f"{headline(reading, blank)}. {detail(reading, blank)}"


def percent(probability: float) -> str:
    """Write a probability in percent, short enough for a bar, and on one line."""
    text = in_words.percent(probability).replace("%", f"{NO_BREAK}%")
    return text.replace("over ", ">\N{THIN SPACE}").replace("under ", "<\N{THIN SPACE}")


def shown(reading: Reading) -> tuple[str, np.ndarray, np.ndarray]:
    """Return what to show: the digit or "?", the 28x28 picture, the ten probabilities."""
    prediction = reading.prediction
    if prediction is None or prediction.reason == "blank":
        return "?", np.zeros((28, 28), np.uint8), np.zeros(10)
    digit = "?" if prediction.digit is None else str(prediction.digit)
    return digit, prediction.image, prediction.probabilities


def result_html(reading: Reading, squeezed: bool = False, blank: tuple[str, str] = DRAW) -> str:
    """Return the whole panel for a reading."""
    digit, image, probabilities = shown(reading)
    state = "digitlib-unsure" if digit == "?" else "digitlib-sure"
    problem = " digitlib-problem" if reading.problem else ""
    bars = "".join(_bar(n, p, str(n) == digit) for n, p in enumerate(probabilities.tolist()))
    how = "squeezed" if squeezed else "framed"
    seen = _seen(image) if image.any() else '<div class="digitlib-nothing"></div>'
    return f"""<div class="digitlib-result {state}{problem}">
<div class="digitlib-head">
<div class="digitlib-digit" aria-hidden="true">{digit}</div>
<div class="digitlib-verdict"><strong>{headline(reading, blank)}</strong>
<span>{html.escape(detail(reading, blank))}</span></div>
<figure class="digitlib-seen">{seen}<figcaption>28 \u00d7 28, {how}</figcaption></figure>
</div><div class="digitlib-bars" role="list" aria-label="Probability of each digit">{bars}</div>
</div>"""


def _seen(image: np.ndarray) -> str:
    """Return what the network sees, (28, 28) uint8, four times as large."""
    address = picture_address(Image.fromarray(image))
    alt = "The 28 by 28 picture that the network sees"
    return f'<img src="{address}" alt="{alt}" width="112" height="112">'


def _bar(number: int, probability: float, wins: bool) -> str:
    """Return one row: the digit, its bar and its percentage."""
    wins_class = " digitlib-wins" if wins else ""
    told = f"{number}: {in_words.percent(probability)}" if probability else str(number)
    return (
        f'<div class="digitlib-bar{wins_class}" role="listitem" aria-label="{told}">'
        f'<b>{number}</b><span class="digitlib-track">'
        f'<i style="width:{100 * probability:.1f}%"></i></span>'
        f"<em>{percent(probability) if probability else ''}</em></div>"
    )


def picture_address(picture: Image.Image) -> str:
    """Return a picture as a data address that a browser shows."""
    return f"data:image/png;base64,{base64.b64encode(png_bytes(picture)).decode()}"


def png_bytes(picture: Image.Image) -> bytes:
    """Return a picture as the bytes of a PNG file."""
    stream = BytesIO()
    picture.save(stream, format="PNG")
    return stream.getvalue()
