"""Vary pen strokes as other hands would have drawn them: longer flags, wider hooks, more slant.

Strokes are varied before they are framed, so the frame stays exact: what comes out fills the box
of 20 pixels like every drawing that is read later. Pixels are varied afterwards, while training
(`digitlib.learning.augmentation`). All functions take a NumPy random generator and strokes as
lists of arrays (points, 2), x to the right and y down, and return new strokes.
"""

import numpy as np

Strokes = list[np.ndarray]
Rng = np.random.Generator

STEP = 0.04  # of the drawing's size: the distance between points along a stroke


def vary_strokes(strokes: Strokes, rng: Rng, strength: float = 1.0) -> Strokes:
    """Return the strokes as another hand might draw the same digit.

    Each stroke is taken apart into steps. Where along the stroke a step lies decides how much it
    is stretched and turned, smoothly and at random; then the steps are put together again. Strokes
    move against each other, ends are cut or drawn out, and each stroke is slanted, turned and
    squeezed about the origin of its coordinates, so those of a drawing far from it come apart.
    With `strength` 0 only the spacing of the points changes.
    """
    size = max(float(np.ptp(np.concatenate(strokes), axis=0).max()), 1e-9)
    varied = [
        _redrawn(_evenly_spaced(stroke / size, STEP), rng, strength)
        + rng.normal(0, 0.02, 2) * strength
        for stroke in strokes
    ]
    return [stroke @ _slant_and_squeeze(rng, strength) for stroke in varied]


def _evenly_spaced(stroke: np.ndarray, step: float) -> np.ndarray:
    """Return points (n, 2) at even distances along a stroke; its first and last point stay."""
    along = np.r_[0, np.cumsum(np.hypot(*np.diff(stroke, axis=0).T))]
    places = np.linspace(0, along[-1], max(2, round(along[-1] / step) + 1))
    return np.stack([np.interp(places, along, stroke[:, axis]) for axis in (0, 1)], axis=1)


def _redrawn(stroke: np.ndarray, rng: Rng, strength: float) -> np.ndarray:
    """Stretch and turn the steps of a stroke by smooth random amounts, about its middle."""
    steps = _cut_or_drawn_out(np.diff(stroke, axis=0), rng, strength)
    count = len(steps)
    stretch = np.exp(_smooth_noise(count, rng) * 0.3 * strength)
    turn = _smooth_noise(count, rng) * 0.11 * strength
    cos, sin = np.cos(turn), np.sin(turn)
    across, down = steps.T
    turned = np.stack([across * cos - down * sin, across * sin + down * cos], axis=1)
    path = np.vstack([np.zeros(2), np.cumsum(turned * stretch[:, None], axis=0)])
    return path - path.mean(axis=0) + stroke.mean(axis=0)


def _cut_or_drawn_out(steps: np.ndarray, rng: Rng, strength: float) -> np.ndarray:
    """Take up to a tenth of the steps off each end, or repeat the last ones."""
    for _ in range(2):
        steps = steps[::-1]
        amount = round(rng.normal(0, 0.05) * strength * len(steps))
        if amount > 0 and len(steps) > 4:
            steps = steps[amount:] if amount < len(steps) // 3 else steps
        elif amount < 0:
            steps = np.concatenate([np.repeat(steps[:1], -amount, axis=0), steps])
    return steps


def _smooth_noise(count: int, rng: Rng) -> np.ndarray:
    """Return numbers (count,) of unit deviation that change slowly: about once in 8 steps."""
    knots = rng.normal(size=max(2, count // 8 + 2))
    return np.interp(np.linspace(0, len(knots) - 1, count), np.arange(len(knots)), knots)


def _slant_and_squeeze(rng: Rng, strength: float) -> np.ndarray:
    """Return a matrix (2, 2) that slants, turns and squeezes points (n, 2) from the right."""
    angle, shear, squeeze = rng.normal(0, (0.07, 0.12, 0.13)) * strength
    cos, sin = np.cos(angle), np.sin(angle)
    rotation = np.array([[cos, sin], [-sin, cos]])
    return np.diag([np.exp(squeeze), 1]) @ np.array([[1, 0], [shear, 1]]) @ rotation
