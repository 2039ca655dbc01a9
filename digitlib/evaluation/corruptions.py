"""Digits made harder to read: corrupted in fifteen ways, or put back on a canvas in nine.

The list of corruptions follows Mu and Gilmer, "MNIST-C: A Robustness Benchmark for Computer
Vision", 2019; the code and the strengths are our own. Training varies digits too, but with other
code (`digitlib.learning.augmentation`). Each corruption takes images float (n, 28, 28), ink 1 and
paper 0, and a NumPy random generator, and returns the same shape; `corrupt` works on uint8.

A variant takes a framed digit, uint8 (28, 28), and returns a picture of a canvas, uint8
(280, 280), both with ink 255: off-centre, small, thick, thin, as somebody draws it. What reads
it must find and frame the ink by itself.
"""

from collections.abc import Callable

import numpy as np
from PIL import Image
from scipy import ndimage

Rng = np.random.Generator
SIZE = 28
CANVAS = 280
FULL = CANVAS // SIZE  # the scale at which a frame fills the canvas
GRID = np.arange(SIZE, dtype=float)
CORRUPTIONS: dict[str, Callable[[np.ndarray, Rng], np.ndarray]] = {}


def corrupt(images: np.ndarray, name: str, seed: int = 0) -> np.ndarray:
    """Return corrupted copies of framed images uint8 (n, 28, 28); `name` is in CORRUPTIONS."""
    if name not in CORRUPTIONS:
        raise ValueError(f"No corruption is called {name!r}. Choose from {', '.join(CORRUPTIONS)}.")
    corrupted = CORRUPTIONS[name](images / 255, np.random.default_rng(seed))
    return np.round(np.clip(corrupted, 0, 1) * 255).astype(np.uint8)


def corruption(function: Callable) -> Callable:
    """Enter a function into CORRUPTIONS: `shot_noise` as "shot noise"."""
    CORRUPTIONS[function.__name__.replace("_", " ")] = function
    return function


@corruption
def shot_noise(images: np.ndarray, rng: Rng) -> np.ndarray:
    """Count few photons: grain that grows with the ink."""
    return rng.poisson(images * 5) / 5


@corruption
def impulse_noise(images: np.ndarray, rng: Rng) -> np.ndarray:
    """Turn 16 % of the pixels fully black or fully white."""
    chance = rng.random(images.shape)
    return np.where(chance < 0.08, 1.0, np.where(chance > 0.92, 0.0, images))


@corruption
def glass_blur(images: np.ndarray, rng: Rng) -> np.ndarray:
    """Look through rippled glass: pixels trade places with neighbours, then blur."""
    # For each image first the moves of its rows, then of its columns.
    moves = rng.integers(-1, 2, (len(images), 2, SIZE, SIZE))
    rows, columns = np.clip(np.indices((SIZE, SIZE)) + moves, 0, SIZE - 1).swapaxes(0, 1)
    shaken = images[np.arange(len(images))[:, None, None], rows, columns]
    return ndimage.gaussian_filter(shaken, (0, 0.7, 0.7))


@corruption
def motion_blur(images: np.ndarray, rng: Rng) -> np.ndarray:
    """Move the camera 6 pixels in a random direction."""
    steps = np.linspace(-3, 3, 13)
    blurred = []
    for image, angle in zip(images, rng.uniform(0, np.pi, len(images)), strict=True):
        shifts = np.outer(steps, [np.sin(angle), np.cos(angle)])
        blurred.append(np.mean([ndimage.shift(image, shift, order=1) for shift in shifts], axis=0))
    return np.array(blurred)


@corruption
def shear(images: np.ndarray, rng: Rng) -> np.ndarray:
    """Slant by 0.4 pixels a row, to the left or to the right."""
    return _warped(images, [[[1, 0.4 * side], [0, 1]] for side in _sides(rng, len(images))])


@corruption
def scale(images: np.ndarray, rng: Rng) -> np.ndarray:
    """Shrink to 60 to 75 % of the size."""
    return _warped(images, [np.eye(2) / factor for factor in rng.uniform(0.6, 0.75, len(images))])


@corruption
def rotate(images: np.ndarray, rng: Rng) -> np.ndarray:
    """Turn by 20 to 30 degrees, to the left or to the right."""
    angles = np.radians(rng.uniform(20, 30, len(images))) * _sides(rng, len(images))
    return _warped(images, [[[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]] for a in angles])


@corruption
def brightness(images: np.ndarray, rng: Rng) -> np.ndarray:
    """Darken the paper by 30 to 60 % of full ink."""
    return images + rng.uniform(0.3, 0.6, (len(images), 1, 1))


@corruption
def translate(images: np.ndarray, rng: Rng) -> np.ndarray:
    """Shift by 3 pixels, in each direction, to a random side."""
    shifts = 3 * np.stack([_sides(rng, len(images)), _sides(rng, len(images))], axis=1)
    return np.array([ndimage.shift(i, s, order=0) for i, s in zip(images, shifts, strict=True)])


@corruption
def stripe(images: np.ndarray, rng: Rng) -> np.ndarray:
    """Swap ink and paper in a band of 4 pixels at each side."""
    striped = images.copy()
    for edge in (slice(2, 6), slice(22, 26)):
        striped[:, :, edge] = 1 - striped[:, :, edge]
    return striped


@corruption
def fog(images: np.ndarray, rng: Rng) -> np.ndarray:
    """Lay smooth random haze over the image."""
    haze = ndimage.gaussian_filter(rng.random(images.shape), (0, 4, 4))
    haze -= haze.min(axis=(1, 2), keepdims=True)
    haze /= haze.max(axis=(1, 2), keepdims=True)
    return images * 0.7 + 0.5 * haze


@corruption
def spatter(images: np.ndarray, rng: Rng) -> np.ndarray:
    """Splash small drops of ink over the image."""
    drops = ndimage.gaussian_filter(rng.normal(size=images.shape), (0, 1.1, 1.1))
    level = np.quantile(drops, 0.94, axis=(1, 2), keepdims=True)
    return np.maximum(images, np.clip((drops - level) * 6, 0, 1))


@corruption
def dotted_line(images: np.ndarray, rng: Rng) -> np.ndarray:
    """Draw a dotted line across the image."""
    marked = images.copy()
    for image in marked:
        start, end = rng.uniform(4, 24, 2)
        for x in range(1, SIZE, 3):
            y = round(start + (end - start) * x / SIZE)
            image[y : y + 2, x : x + 2] = 1
    return marked


@corruption
def zigzag(images: np.ndarray, rng: Rng) -> np.ndarray:
    """Draw a thin zigzag across the image."""
    lines = []
    for _ in images:
        corners = rng.uniform(-4, 4) + np.linspace(*rng.uniform(6, 22, 2), 8)
        corners += 3 * (-1.0) ** np.arange(8)
        height = np.interp(GRID, np.linspace(0, SIZE - 1, 8), corners)
        slope = np.hypot(1, np.gradient(height))
        lines.append(np.clip(1.2 - np.abs(GRID[:, None] - height) / slope, 0, 1))
    return np.maximum(images, np.array(lines))


@corruption
def canny_edges(images: np.ndarray, rng: Rng) -> np.ndarray:
    """Keep only the edges that Canny's detector finds."""
    from skimage.feature import canny

    return np.array([canny(image, sigma=0.5) for image in images]).astype(float)


def _sides(rng: Rng, count: int) -> np.ndarray:
    """Return -1 or 1 for each image."""
    return rng.choice([-1, 1], count)


def _warped(images: np.ndarray, matrices: list) -> np.ndarray:
    """Read each image through its own 2x2 matrix, (row, column) to its source, about the middle."""
    middle = np.full(2, (SIZE - 1) / 2)
    return np.array(
        [
            ndimage.affine_transform(image, matrix, middle - matrix @ middle, order=1)
            for image, matrix in zip(images, np.asarray(matrices, float), strict=True)
        ]
    )


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
    """Put a digit on a canvas so that its ink reaches from edge to edge."""
    rows, columns = (np.flatnonzero(digit.any(axis=axis)) for axis in (1, 0))
    down, right = ((ends[0] + ends[-1]) / 2 - 13.5 for ends in (rows, columns))
    scale = (CANVAS - 16) / max(np.ptp(rows) + 1, np.ptp(columns) + 1)
    return on_canvas(digit, scale, down=-down * scale, right=-right * scale)


def thickened(digit: np.ndarray) -> np.ndarray:
    """Put a digit on a canvas with strokes about 1.3 frame pixels thicker."""
    return ndimage.grey_dilation(on_canvas(digit), footprint=_disc(4))


def thinned(digit: np.ndarray) -> np.ndarray:
    """Put a digit on a canvas with strokes about 0.7 frame pixels thinner."""
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
