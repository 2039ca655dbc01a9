"""MNIST digits put back on a canvas, as somebody draws them: off-centre, small, thick, thin.

Each variant takes a framed digit, uint8 (28, 28), ink 255, and returns a picture of a canvas,
uint8 (280, 280), ink 255. What reads it must find and frame the ink by itself.
"""

from collections.abc import Callable

import numpy as np
from PIL import Image
from scipy import ndimage

CANVAS = 280
# A frame of 28 pixels fills a canvas of 280 at this scale.
FULL = CANVAS // 28


def on_canvas(digit: np.ndarray, scale: float = 6, down: float = 0, right: float = 0) -> np.ndarray:
    """Enlarge a digit `scale` times and put it `down` and `right` pixels off the middle.

    Shifts are in canvas pixels; what would leave the canvas is cut off.
    """
    side = round(28 * scale)
    large = np.asarray(Image.fromarray(digit).resize((side, side), Image.Resampling.BICUBIC))
    canvas = np.zeros((CANVAS + 2 * side, CANVAS + 2 * side), np.uint8)
    top = round(side + (CANVAS - side) / 2 + down)
    left = round(side + (CANVAS - side) / 2 + right)
    canvas[top : top + side, left : left + side] = large
    return canvas[side : side + CANVAS, side : side + CANVAS]


def filling(digit: np.ndarray) -> np.ndarray:
    """Return a canvas picture whose ink reaches from edge to edge."""
    rows, columns = (np.flatnonzero(digit.any(axis=axis)) for axis in (1, 0))
    down, right = ((ends[0] + ends[-1]) / 2 - 13.5 for ends in (rows, columns))
    scale = (CANVAS - 16) / max(np.ptp(rows) + 1, np.ptp(columns) + 1)
    return on_canvas(digit, scale, down=-down * scale, right=-right * scale)


def thickened(digit: np.ndarray) -> np.ndarray:
    """Return a canvas picture whose strokes are about 1.3 frame pixels thicker."""
    return ndimage.grey_dilation(on_canvas(digit), footprint=_disc(4))


def thinned(digit: np.ndarray) -> np.ndarray:
    """Return a canvas picture whose strokes are about 0.7 frame pixels thinner."""
    return ndimage.grey_erosion(on_canvas(digit), footprint=_disc(2))


def _disc(radius: int) -> np.ndarray:
    rows, columns = np.ogrid[-radius : radius + 1, -radius : radius + 1]
    return rows**2 + columns**2 <= radius**2


VARIANTS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "centred": on_canvas,
    "filling": filling,
    "small": lambda digit: on_canvas(digit, scale=2),
    "3 px off": lambda digit: on_canvas(digit, scale=7, down=-3 * FULL, right=3 * FULL),
    "5 px off": lambda digit: on_canvas(digit, scale=6, down=5 * FULL, right=-5 * FULL),
    "corner": lambda digit: on_canvas(digit, scale=3, down=-95, right=-95),
    "thick": thickened,
    "thin": thinned,
    "hard-edged": lambda digit: (on_canvas(digit) > 127) * np.uint8(255),
}
