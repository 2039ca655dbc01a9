"""Drawings to judge rejection on that no training has seen: other scribbles, fonts and pairs.

Training draws its scribbles in `training.scribbles`; the kinds here are made by other rules, the
letters come from fonts that training leaves out, and the pairs from held-out digits.
"""

import numpy as np

from digitlib.framing import frame_strokes
from training.non_digits import letter_frames, pair_frames
from training.scribbles import smooth_curve

Rng = np.random.Generator


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


KINDS = (brownian_path, lissajous_figure, broken_curves, rings, angular_path)


def stranger_sets(held_out_digits: np.ndarray, count: int = 1000, seed: int = 7) -> dict:
    """Return name -> frames uint8 (count, 28, 28) of drawings that are no digit.

    `held_out_digits`, uint8 (n, 28, 28), are digits that no training has seen.
    """
    rng = np.random.default_rng(seed)
    kinds = [KINDS[i] for i in rng.integers(0, len(KINDS), count)]
    return {
        "scribbles": np.array([frame_strokes(kind(rng), rng.uniform(1.3, 3.3)) for kind in kinds]),
        "letters": letter_frames(count, rng, held_out=True),
        "two digits side by side": pair_frames(held_out_digits, count, rng),
    }
