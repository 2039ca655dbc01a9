"""Make frames that hold no digit: scribbles, shapes, letters, and several digits at once."""

from collections.abc import Iterable

import numpy as np

from digitlib.framing import frame_strokes, place_in_frame
from training.glyphs import LETTERS, SYMBOLS, random_glyphs
from training.scribbles import SCRIBBLES
from training.shapes import shape

PEN_WIDTHS = (1.0, 3.6)


def scribble_frames(count: int, rng: np.random.Generator) -> np.ndarray:
    """Return framed scribbles, uint8 (count, 28, 28)."""
    makers = [SCRIBBLES[i] for i in rng.integers(0, len(SCRIBBLES), count)]
    return _stacked(frame_strokes(make(rng), rng.uniform(*PEN_WIDTHS)) for make in makers)


def shape_frames(count: int, rng: np.random.Generator) -> np.ndarray:
    """Return framed hand-made shapes, uint8 (count, 28, 28)."""
    return _stacked(frame_strokes(shape(rng), rng.uniform(*PEN_WIDTHS)) for _ in range(count))


def letter_frames(count: int, rng: np.random.Generator, held_out: bool = False) -> np.ndarray:
    """Return framed letters that look like no digit, uint8 (count, 28, 28)."""
    return random_glyphs(LETTERS, count, rng, held_out)[0]


def pair_frames(digits: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    """Frame two (sometimes three) digits side by side as one picture, uint8 (count, 28, 28).

    `digits` is uint8 (n, 28, 28), framed; they are chosen at random.
    """
    return _stacked(_side_by_side(digits, rng) for _ in range(count))


def _stacked(frames: Iterable[np.ndarray]) -> np.ndarray:
    """Return frames as uint8 (n, 28, 28), also when there are none."""
    return np.array([*frames], np.uint8).reshape(-1, 28, 28)


def _side_by_side(digits: np.ndarray, rng: np.random.Generator) -> np.ndarray:
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
