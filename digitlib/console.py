"""Show digits and numbers in a terminal of any kind: plain ASCII, no colour, no window needed."""

import os
import sys

import numpy as np

from digitlib.wording import percent

SHADES = " .:-=+*#%@"
BAR_WIDTH = 40


def survive_any_locale() -> None:
    """Make printing a letter that the terminal lacks write its escape instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def has_display() -> bool:
    """Tell whether a window could be opened."""
    if sys.platform in {"win32", "darwin"}:
        return not os.environ.get("SSH_CONNECTION")
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


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
