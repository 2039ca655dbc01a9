"""Make frames that hold no digit: scribbles, shapes, letters, and several digits at once.

A network is judged on drawings that no training has seen: scribbles of other kinds, letters of
other fonts, pairs of held-out digits. They are kept in `models/non_digits.npz`.
"""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from digitlib.files import atomic_path
from digitlib.framing import frame_picture, frame_strokes, place_in_frame
from training.glyphs import LETTERS, SYMBOLS, random_glyphs
from training.line_drawings import line_drawing
from training.scribbles import SCRIBBLES, shape, smooth_curve

Rng = np.random.Generator
PEN_WIDTHS = (1.0, 3.6)
LINE_DRAWINGS = 0.2  # the share of scribbles and shapes that are pictures in a thin line


def scribble_frames(count: int, rng: Rng) -> np.ndarray:
    """Return framed scribbles, uint8 (count, 28, 28)."""
    makers = [SCRIBBLES[i] for i in rng.integers(0, len(SCRIBBLES), count)]
    return _stacked(_frame(make(rng), rng) for make in makers)


def shape_frames(count: int, rng: Rng) -> np.ndarray:
    """Return framed hand-made shapes, uint8 (count, 28, 28)."""
    return _stacked(_frame(shape(rng), rng) for _ in range(count))


def _frame(strokes: list[np.ndarray], rng: Rng) -> np.ndarray:
    """Frame strokes with some pen, or as a picture in a thin line."""
    if rng.random() < LINE_DRAWINGS:
        return frame_picture(line_drawing(strokes, rng))
    return frame_strokes(strokes, rng.uniform(*PEN_WIDTHS))


def letter_frames(count: int, rng: Rng, held_out: bool = False) -> np.ndarray:
    """Return framed letters that look like no digit, uint8 (count, 28, 28)."""
    return random_glyphs(LETTERS, count, rng, held_out)[0]


def pair_frames(digits: np.ndarray, count: int, rng: Rng) -> np.ndarray:
    """Frame two (sometimes three) digits side by side as one picture, uint8 (count, 28, 28).

    `digits` is uint8 (n, 28, 28), framed; they are chosen at random.
    """
    return _stacked(_side_by_side(digits, rng) for _ in range(count))


def _stacked(frames: Iterable[np.ndarray]) -> np.ndarray:
    """Return frames as uint8 (n, 28, 28), also when there are none."""
    return np.array([*frames], np.uint8).reshape(-1, 28, 28)


def _side_by_side(digits: np.ndarray, rng: Rng) -> np.ndarray:
    """Put random digits next to each other, a small random gap between their ink."""
    number = 3 if rng.random() < 0.15 else 2
    cropped = [_columns_of_ink(digit) for digit in digits[rng.integers(0, len(digits), number)]]
    pieces = [cropped[0]]
    for digit in cropped[1:]:
        pieces += [
            np.zeros((28, rng.integers(1, 9)), np.uint8),
            np.roll(digit, rng.integers(-3, 4), 0),
        ]
    return place_in_frame(np.hstack(pieces))


def _columns_of_ink(digit: np.ndarray) -> np.ndarray:
    columns = np.flatnonzero(digit.any(axis=0))
    return digit[:, columns[0] : columns[-1] + 1]


def nondigit_frames(digits: np.ndarray, count: int, seed: int) -> np.ndarray:
    """Return a mixture of all kinds for training, uint8 (count, 28, 28).

    `digits`, uint8 (n, 28, 28), are the training digits that pairs are made of.
    """
    rng = np.random.default_rng(seed)
    shares = {"pairs": 0.22, "letters": 0.33, "symbols": 0.05, "shapes": 0.1}
    numbers = {kind: round(share * count) for kind, share in shares.items()}
    frames = [
        pair_frames(digits, numbers["pairs"], rng),
        letter_frames(numbers["letters"], rng),
        random_glyphs(SYMBOLS, numbers["symbols"], rng)[0],
        shape_frames(numbers["shapes"], rng),
        scribble_frames(count - sum(numbers.values()), rng),
    ]
    return rng.permutation(np.concatenate(frames))


def brownian_path(rng: Rng) -> list[np.ndarray]:
    """Follow a smoothed Brownian motion in the plane."""
    steps = rng.normal(size=(rng.integers(60, 200), 2))
    kernel = np.hanning(9) / np.hanning(9).sum()
    smooth = [np.convolve(steps[:, axis], kernel, mode="same") for axis in (0, 1)]
    return [np.cumsum(np.stack(smooth, axis=1), axis=0)]


def lissajous_figure(rng: Rng) -> list[np.ndarray]:
    """Swing in two directions at once, three times or more in one of them."""
    across, up = rng.choice([(3, 2), (2, 3), (3, 4), (5, 2), (5, 3), (4, 5)])
    t = np.linspace(0, 2 * np.pi, 300)
    phase = rng.uniform(0.3, 1.2)
    return [np.stack([np.sin(across * t + phase), np.sin(up * t)], axis=1)]


def broken_curves(rng: Rng) -> list[np.ndarray]:
    """Draw four to eight short strokes anywhere, lifting the pen between them."""
    starts = rng.random((rng.integers(4, 9), 1, 2))
    return [smooth_curve(start + rng.normal(0, 0.18, (4, 2))) for start in starts]


def rings(rng: Rng) -> list[np.ndarray]:
    """Draw three to five rings, one inside the other."""
    t = np.linspace(0, 2 * np.pi, 60)
    circle = np.stack([np.cos(t), np.sin(t)], axis=1)
    radii = np.linspace(0.2, 1, rng.integers(3, 6))
    return [circle * radius + rng.normal(0, 0.05, 2) for radius in radii]


def angular_path(rng: Rng) -> list[np.ndarray]:
    """Jump between eight to fifteen random corners."""
    return [rng.random((rng.integers(8, 16), 2))]


UNSEEN_SCRIBBLES = (brownian_path, lissajous_figure, broken_curves, rings, angular_path)


def unseen_non_digits(held_out_digits: np.ndarray, count: int, seed: int = 7) -> dict:
    """Return name -> frames uint8 (count, 28, 28) of drawings that are no digit.

    `held_out_digits`, uint8 (n, 28, 28), are digits that no training has seen.
    """
    rng = np.random.default_rng(seed)
    kinds = [UNSEEN_SCRIBBLES[i] for i in rng.integers(0, len(UNSEEN_SCRIBBLES), count)]
    return {
        "scribbles": _stacked(frame_strokes(kind(rng), rng.uniform(1.3, 3.3)) for kind in kinds),
        "letters": letter_frames(count, rng, held_out=True),
        "two digits side by side": pair_frames(held_out_digits, count, rng),
    }


def save_unseen_non_digits(held_out_digits: np.ndarray, path: Path) -> None:
    """Keep what a network is judged on as a file of under 400 kB, for `digitlib evaluate`.

    They are the first 700 of a thousand of each kind.
    """
    sets = unseen_non_digits(held_out_digits, count=1000)
    with atomic_path(path) as temporary:
        np.savez_compressed(temporary, **{name: frames[:700] for name, frames in sets.items()})
