"""Draw hand-made shapes that are no digit: triangles, arrows, hearts, houses.

`shape` takes a NumPy random generator and returns a list of strokes (points, 2), x to the right
and y down, in a box of about 1 by 1.
"""

from itertools import pairwise

import numpy as np

from training.scribbles import Rng, Strokes, rotated

# Corner points of shapes in a box of 1 by 1; a list of strokes each.
_POLYGONS = {
    "triangle": [[(0.5, 0), (1, 1), (0, 1), (0.5, 0)]],
    "square": [[(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]],
    "plus": [[(0.5, 0), (0.5, 1)], [(0, 0.5), (1, 0.5)]],
    "times": [[(0, 0), (1, 1)], [(1, 0), (0, 1)]],
    "star": [[(0.2, 1), (0.5, 0), (0.8, 1), (0, 0.35), (1, 0.35), (0.2, 1)]],
    "asterisk": [[(0.5, 0), (0.5, 1)], [(0.07, 0.25), (0.93, 0.75)], [(0.93, 0.25), (0.07, 0.75)]],
    "arrow": [[(0, 0.5), (1, 0.5)], [(0.7, 0.25), (1, 0.5), (0.7, 0.75)]],
    "house": [[(0, 1), (0, 0.4), (0.5, 0), (1, 0.4), (1, 1), (0, 1)], [(0, 0.4), (1, 0.4)]],
    "hash": [
        [(0.3, 0), (0.25, 1)],
        [(0.75, 0), (0.7, 1)],
        [(0, 0.3), (1, 0.3)],
        [(0, 0.7), (1, 0.7)],
    ],
    "equals": [[(0, 0.3), (1, 0.3)], [(0, 0.7), (1, 0.7)]],
    "dash": [[(0, 0.5), (1, 0.5)]],
    "percent": [[(0.9, 0), (0.1, 1)], [(0.1, 0.1), (0.3, 0.1), (0.2, 0.3), (0.1, 0.1)]],
    "bars": [[(0, 0), (0, 1)], [(0.4, 0), (0.4, 1)], [(0.8, 0), (0.8, 1)]],
    "check": [[(0, 0.6), (0.35, 1), (1, 0)]],
    "corner": [[(1, 0), (0, 0), (0, 1)]],
    "envelope": [[(0, 0), (1, 0), (1, 0.7), (0, 0.7), (0, 0)], [(0, 0), (0.5, 0.4), (1, 0)]],
    "hourglass": [[(0, 0), (1, 0), (0, 1), (1, 1), (0, 0)]],
    "window": [
        [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)],
        [(0.5, 0), (0.5, 1)],
        [(0, 0.5), (1, 0.5)],
    ],
}


def shape(rng: Rng) -> Strokes:
    """Draw one of the hand-made shapes with an unsteady hand."""
    name = rng.choice([*_POLYGONS, "heart", "smiley", "wave", "infinity", "crossed circle"])
    strokes = _POLYGONS.get(str(name)) or _round_shape(str(name))
    stretch = rng.uniform(0.7, 1.3, 2)
    angle = rng.normal(0, 0.12)
    return [_unsteady(rotated(np.array(s) * stretch, angle), rng) for s in strokes]


def _round_shape(name: str) -> Strokes:
    """Return a shape that is made of curves."""
    t = np.linspace(0, 2 * np.pi, 60)
    circle = np.stack([np.cos(t), np.sin(t)], axis=1)
    if name == "heart":
        y = -(13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t))
        return [np.stack([16 * np.sin(t) ** 3, y], axis=1) / 32]
    if name == "smiley":
        mouth = circle[5:26] * 0.55
        eyes = [circle * 0.08 + (side, -0.35) for side in (-0.35, 0.35)]
        return [circle, mouth, *eyes]
    if name == "wave":
        return [np.stack([t / 5, 0.15 * np.sin(2 * t)], axis=1)]
    if name == "infinity":
        return [np.stack([np.cos(t), 0.5 * np.sin(2 * t)], axis=1)]
    return [circle, np.array([[-0.7, -0.7], [0.7, 0.7]]), np.array([[0.7, -0.7], [-0.7, 0.7]])]


def _unsteady(stroke: np.ndarray, rng: Rng) -> np.ndarray:
    """Cut a stroke into short pieces and let them waver."""
    if len(stroke) < 20:
        stroke = np.vstack([np.linspace(start, end, 8) for start, end in pairwise(stroke)])
    waver = rng.normal(0, 0.03, (max(2, len(stroke) // 4), 2))
    places = np.linspace(0, len(waver) - 1, len(stroke))
    drift = [np.interp(places, np.arange(len(waver)), waver[:, axis]) for axis in (0, 1)]
    return stroke + np.stack(drift, axis=1)
