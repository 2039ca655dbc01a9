"""Show how a digit was read (a `Prediction`): in a terminal, as JSON, or as a figure."""

import importlib.util
import io
import json
import os
import sys

import numpy as np

from digitlib.files import atomic_path
from digitlib.wording import percent

SHADES = " .:-=+*#%@"
BAR_WIDTH = 40  # characters


def describe_reading(title: str, prediction) -> str:
    """Return several lines: the title, the picture that the network saw, answer and bars."""
    answer = prediction.reason if prediction.digit is None else prediction.digit
    text = f"{title}\n\n{picture_as_text(prediction.image)}\n\nRead as: {answer}"
    if not prediction.image.any():
        return text
    return f"{text}\n\n{bar_table(prediction.probabilities)}"


def json_line(title: str, prediction) -> str:
    """Return one line of JSON: the title, digit (or null), reason, probabilities and score."""
    return json.dumps(
        {
            "picture": title,
            "digit": prediction.digit,
            "reason": prediction.reason,
            "probabilities": [round(float(value), 6) for value in prediction.probabilities],
            "digit_score": round(prediction.digit_score, 6),
        }
    )


def picture_as_text(image: np.ndarray) -> str:
    """Return uint8 (28, 28) as 14 lines of 28 letters, darker ones for more ink.

    A letter is about twice as high as wide, so two rows of pixels share a line.
    """
    pairs = image.reshape(14, 2, 28).mean(axis=1)
    levels = np.round(pairs / 255 * (len(SHADES) - 1)).astype(int)
    return "\n".join("".join(SHADES[level] for level in row) for row in levels)


def bar_table(probabilities: np.ndarray) -> str:
    """Return ten lines, each a digit, its probability in per cent and a bar."""
    lines = []
    for digit, probability in enumerate(probabilities):
        bar = "#" * round(BAR_WIDTH * float(probability))
        lines.append(f"  {digit}  {percent(float(probability)):>10}  {bar}".rstrip())
    return "\n".join(lines)


def can_open_window() -> bool:
    """Tell whether somebody watches who could see a window, and Matplotlib can draw for it."""
    if sys.platform in {"win32", "darwin"}:
        display = not os.environ.get("SSH_CONNECTION")
    else:
        display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return bool(display and sys.stdout.isatty() and importlib.util.find_spec("matplotlib"))


def draw_reading(prediction, picture: np.ndarray, path: str | None, window: bool) -> None:
    """Draw picture, frame and probabilities; save the figure, or open it in a window, or both."""
    from PIL import Image

    from digitlib.plots import reading, use_course_style

    use_course_style()
    stream = io.BytesIO()
    reading(prediction, picture).savefig(stream, format="png", dpi=150)
    if path:
        with atomic_path(path) as temporary:
            temporary.write_bytes(stream.getvalue())
    if window:
        # Pillow hands the picture to the system's own viewer and does not wait for it.
        Image.open(stream).show()
