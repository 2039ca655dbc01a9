"""Pictures of digits as people take them, made from framed digits: photos, scans, screenshots.

Each maker takes a digit, float (size, size), 0 paper to 1 ink, and a random generator, and returns
grey float (size, size), 0 black to 1 white.
"""

from collections.abc import Callable
from io import BytesIO

import numpy as np
from PIL import Image, ImageFilter

Maker = Callable[[np.ndarray, np.random.Generator], np.ndarray]
PAPER, PEN = 0.88, 0.2


def enlarge(digit: np.ndarray, size: int, rng: np.random.Generator) -> np.ndarray:
    """Put a framed digit, uint8 (28, 28), somewhere on a larger empty picture, float 0..1."""
    side = int(size * rng.uniform(0.5, 0.8))
    large = Image.fromarray(digit).resize((side, side), Image.Resampling.BICUBIC)
    sharp = np.clip((np.asarray(large) / 255 - 0.5) * 3 + 0.5, 0, 1)
    picture = np.zeros((size, size))
    top, left = rng.integers(0, size - side + 1, 2)
    picture[top : top + side, left : left + side] = sharp
    return picture


def written(ink: np.ndarray) -> np.ndarray:
    return PAPER - (PAPER - PEN) * ink


def plain(ink, rng):
    return written(ink)


def gradient(ink, rng):
    """A lamp at one side: the far side gets 40 % of the light."""
    angle = rng.uniform(0, 2 * np.pi)
    return written(ink) * (0.7 + 0.3 * _slope(len(ink), angle))


def shadow(ink, rng):
    """The shadow of a hand or a phone with a soft edge."""
    slope = _slope(len(ink), rng.uniform(0, 2 * np.pi))
    return written(ink) * (1 - 0.4 / (1 + np.exp(-20 * (slope - rng.uniform(-0.3, 0.3)))))


def vignette(ink, rng):
    y, x = np.mgrid[-1 : 1 : len(ink) * 1j, -1 : 1 : len(ink) * 1j]
    return written(ink) * (1 - 0.25 * (x**2 + y**2))


def noisy(ink, rng):
    return written(ink) + rng.normal(0, 0.05, ink.shape)


def dirty(ink, rng):
    """Dust and blots of 1 to 3 pixels."""
    grey = written(ink)
    y, x = np.mgrid[: len(ink), : len(ink)]
    for _ in range(25):
        row, column = rng.integers(0, len(ink), 2)
        grey[(y - row) ** 2 + (x - column) ** 2 <= rng.uniform(0, 2.5)] = 0.1
    return grey


def salted(ink, rng):
    chance = rng.random(ink.shape)
    return np.where(chance < 0.015, 0, np.where(chance > 0.985, 1, written(ink)))


def ruled(ink, rng):
    """Ruled paper, a little askew; the lines run through the digit."""
    grey = written(ink)
    y, x = np.mgrid[: len(ink), : len(ink)]
    across = y + rng.uniform(-0.04, 0.04) * x + rng.uniform(0, 60)
    return np.where(across % 60 < 2, np.minimum(grey, 0.62), grey)


def boxed(ink, rng):
    """The printed box of a form round the digit."""
    grey = written(ink)
    margin, width = int(0.02 * len(ink)), int(rng.integers(2, 6))
    frame = np.ones(ink.shape, bool)
    frame[margin + width : -margin - width, margin + width : -margin - width] = False
    frame[:margin] = frame[-margin:] = frame[:, :margin] = frame[:, -margin:] = False
    return np.where(frame, 0.2, grey)


def on_a_table(ink, rng):
    """The sheet ends before the picture does: a dark table at one side."""
    strip = np.zeros(ink.shape, bool)
    strip[: int(0.06 * len(ink))] = True
    return np.where(np.rot90(strip, rng.integers(4)), 0.25, written(ink))


def blurred(ink, rng):
    return _through_pillow(written(ink), lambda image: image.filter(ImageFilter.GaussianBlur(2)))


def compressed(ink, rng):
    def save(image):
        buffer = BytesIO()
        image.save(buffer, "JPEG", quality=30)
        return Image.open(buffer)

    return _through_pillow(gradient(ink, rng), save)


def chalk(ink, rng):
    """Light chalk on a dark, wiped blackboard."""
    clouds = Image.fromarray(rng.random((4, 4)).astype(np.float32))
    board = 0.12 + 0.12 * np.asarray(clouds.resize(ink.shape, Image.Resampling.BICUBIC))
    return board + 0.6 * ink + rng.normal(0, 0.02, ink.shape)


def pencil(ink, rng):
    """A hard pencil: a third of a pen's contrast, on slightly uneven paper."""
    return (PAPER - 0.25 * ink) * (0.85 + 0.15 * _slope(len(ink), rng.uniform(0, 6)))


def everything(ink, rng):
    """A bad photo: gradient, ruled lines, dust, noise, blur and compression at once."""
    grey = np.minimum(ruled(ink, rng), dirty(ink, rng)) * (0.8 + 0.2 * _slope(len(ink), 1.0))
    grey = _through_pillow(grey, lambda image: image.filter(ImageFilter.GaussianBlur(1)))
    return grey + rng.normal(0, 0.02, ink.shape)


MAKERS: dict[str, Maker] = {
    maker.__name__: maker
    for maker in (
        *(plain, gradient, shadow, vignette, noisy, dirty, salted, ruled, boxed),
        *(on_a_table, blurred, compressed, chalk, pencil, everything),
    )
}


def take_photo(
    digit: np.ndarray, maker: Maker, rng: np.random.Generator, size: int = 280
) -> np.ndarray:
    """Return a picture, uint8 (size, size), of a framed digit, uint8 (28, 28)."""
    grey = maker(enlarge(digit, size, rng), rng)
    return np.round(np.clip(grey, 0, 1) * 255).astype(np.uint8)


def likeness(one: np.ndarray, other: np.ndarray) -> float:
    """The correlation of two frames at the best of nine places, 1 for the same picture."""
    one = one / np.linalg.norm(one.astype(float))
    shifted = [
        np.roll(other, (down, right), axis=(0, 1)) for down in (-1, 0, 1) for right in (-1, 0, 1)
    ]
    return max(float((one * f).sum() / max(np.linalg.norm(f.astype(float)), 1)) for f in shifted)


def _slope(size: int, angle: float) -> np.ndarray:
    """A plane that rises in one direction from about -1 to 1, (size, size)."""
    y, x = np.mgrid[-1 : 1 : size * 1j, -1 : 1 : size * 1j]
    return (np.cos(angle) * x + np.sin(angle) * y) / np.sqrt(2)


def _through_pillow(grey: np.ndarray, change: Callable[[Image.Image], Image.Image]) -> np.ndarray:
    """Apply a change of Pillow's to a grey float picture."""
    image = Image.fromarray(np.round(np.clip(grey, 0, 1) * 255).astype(np.uint8))
    return np.asarray(change(image)) / 255
