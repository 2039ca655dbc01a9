"""Draw what is no digit, as strokes: random walks, coils, hatching, and shapes such as hearts.

Each function takes a NumPy random generator and returns a list of strokes (points, 2), x to the
right and y down, in a box of about 1 by 1.
"""

from collections.abc import Callable
from itertools import pairwise

import numpy as np

Strokes = list[np.ndarray]
Rng = np.random.Generator


def smooth_curve(points: np.ndarray, per_segment: int = 12) -> np.ndarray:
    """Return a curve (n, 2) through points (k, 2): a Catmull-Rom spline."""
    padded = np.vstack([points[:1], points, points[-1:]])
    before, start, end, after = padded[:-3], padded[1:-2], padded[2:-1], padded[3:]
    t = np.linspace(0, 1, per_segment, endpoint=False)[:, None, None]
    curve = start + t * (end - before) / 2
    curve = curve + t**2 * (before - 2.5 * start + 2 * end - after / 2)
    curve = curve + t**3 * (1.5 * (start - end) + (after - before) / 2)
    return np.vstack([curve.swapaxes(0, 1).reshape(-1, 2), points[-1:]])


def tangle(rng: Rng) -> Strokes:
    """Run a curve through many random points."""
    return [smooth_curve(rng.random((rng.integers(7, 18), 2)))]


def walk(rng: Rng) -> Strokes:
    """Walk with a slowly turning heading, pulled back to the middle."""
    steps = rng.integers(80, 260)
    turning = np.cumsum(rng.normal(0, 0.12, steps))
    heading = np.cumsum(turning * rng.uniform(0.2, 1.0) + rng.normal(0, 0.2, steps))
    place, path = np.full(2, 0.5), []
    for angle in heading:
        place = place + 0.06 * np.array([np.cos(angle), np.sin(angle)]) - 0.08 * (place - 0.5)
        path.append(place)
    return [np.array(path)]


def coils(rng: Rng) -> Strokes:
    """Draw a row of loops, as when trying out a pen."""
    turns = rng.integers(3, 7)
    t = np.linspace(0, 2 * np.pi * turns, 40 * turns)
    x = t / t[-1] * rng.uniform(0.8, 2.0) + 0.2 * np.cos(t)
    return [_turned(np.stack([x, rng.uniform(0.2, 0.5) * np.sin(t)], axis=1), rng)]


def spiral(rng: Rng) -> Strokes:
    """Wind two to five times around a middle."""
    turns = rng.uniform(2, 5)
    t = np.linspace(0.2, 1, 160)
    angle = 2 * np.pi * turns * t * rng.choice([-1, 1])
    return [_turned(t[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1), rng)]


def zigzag(rng: Rng) -> Strokes:
    """Go up and down at least four times."""
    corners = rng.integers(5, 14)
    x = np.linspace(0, rng.uniform(0.8, 2.0), corners) + rng.normal(0, 0.02, corners)
    y = np.arange(corners) % 2 + rng.normal(0, 0.1, corners)
    return [_turned(np.stack([x, y], axis=1), rng)]


def hatching(rng: Rng) -> Strokes:
    """Fill an area with near-parallel lines."""
    offsets = np.linspace(-0.5, 0.5, rng.integers(3, 10))
    direction = rng.uniform(0, np.pi)
    lines = [np.array([[x, -0.5], [x, 0.5]]) + rng.normal(0, 0.04, (2, 2)) for x in offsets]
    return [rotated(line, direction) for line in lines]


def lines(rng: Rng) -> Strokes:
    """Throw three to nine straight lines across each other."""
    return [rng.random((2, 2)) for _ in range(rng.integers(3, 10))]


def arcs(rng: Rng) -> Strokes:
    """Throw three to six short curves into the box."""
    return [smooth_curve(rng.random((3, 2))) for _ in range(rng.integers(3, 7))]


def few_curves(rng: Rng) -> Strokes:
    """Draw two to four curves, each through five to eight random points."""
    return [smooth_curve(rng.random((rng.integers(5, 9), 2))) for _ in range(rng.integers(2, 5))]


def maze(rng: Rng) -> Strokes:
    """Turn only at right angles, twelve to forty times."""
    turns = rng.integers(12, 41)
    lengths = rng.choice([-2, -1, 1, 2], turns).astype(float)
    across = np.arange(turns) % 2 == 0
    steps = np.where(np.stack([across, ~across], axis=1), lengths[:, None], 0)
    return [np.cumsum(steps, axis=0) + rng.normal(0, 0.08, steps.shape)]


def wheel(rng: Rng) -> Strokes:
    """Draw the curve of a point on a wheel that rolls in a circle (a hypotrochoid)."""
    ratio, arm = rng.choice([1.5, 2.5, 8 / 3, 3.5, 5, 7]), rng.uniform(0.4, 1.5)
    t = np.linspace(0, 2 * np.pi * rng.integers(3, 6), 300)
    x, y = np.cos(t) + arm * np.cos(ratio * t), np.sin(t) - arm * np.sin(ratio * t)
    return [_turned(np.stack([x, y], axis=1), rng)]


def dots(rng: Rng) -> Strokes:
    """Tap the pen once or many times."""
    taps = rng.random((rng.integers(1, 15), 1, 2))
    # One tap stays a point: framed by itself, even the shortest line would fill the box.
    return list(taps) if len(taps) == 1 else [tap + rng.normal(0, 0.01, (2, 2)) for tap in taps]


def blot(rng: Rng) -> Strokes:
    """Rub to and fro until an area is nearly full."""
    points = np.stack([np.tile([0.0, 1.0], 12), np.linspace(0, rng.uniform(0.4, 1), 24)], axis=1)
    return [_turned(points + rng.normal(0, 0.06, points.shape), rng)]


def rosette(rng: Rng) -> Strokes:
    """Draw a closed curve with three to seven petals."""
    t, petals = np.linspace(0, 2 * np.pi, 200), rng.integers(3, 8)
    radius = 1 + rng.uniform(0.4, 1.2) * np.cos(petals * t)
    return [_turned(np.stack([radius * np.cos(t), radius * np.sin(t)], axis=1), rng)]


def overwritten(rng: Rng) -> Strokes:
    """Scribble over a scribble."""
    first, second = rng.choice([tangle, zigzag, hatching, coils, walk], 2)
    return first(rng) + [stroke * 0.8 for stroke in second(rng)]


SCRIBBLES: tuple[Callable[[Rng], Strokes], ...] = (
    tangle,
    walk,
    coils,
    spiral,
    zigzag,
    hatching,
    lines,
    arcs,
    few_curves,
    maze,
    wheel,
    dots,
    blot,
    rosette,
    overwritten,
)


def rotated(points: np.ndarray, angle: float) -> np.ndarray:
    """Return points (n, 2) turned by an angle in radians."""
    cos, sin = np.cos(angle), np.sin(angle)
    return points @ np.array([[cos, sin], [-sin, cos]])


def _turned(points: np.ndarray, rng: Rng) -> np.ndarray:
    """Turn points by any angle."""
    return rotated(points, rng.uniform(0, 2 * np.pi))


# Corner points of shapes in a box of 1 by 1; a list of strokes each. Boxes, rings and hourglasses
# are missing on purpose: people draw zeros and eights like that.
_POLYGONS = {
    "plus": [[(0.5, 0), (0.5, 1)], [(0, 0.5), (1, 0.5)]],
    "times": [[(0, 0), (1, 1)], [(1, 0), (0, 1)]],
    "star": [[(0.2, 1), (0.5, 0), (0.8, 1), (0, 0.35), (1, 0.35), (0.2, 1)]],
    "asterisk": [[(0.5, 0), (0.5, 1)], [(0.07, 0.25), (0.93, 0.75)], [(0.93, 0.25), (0.07, 0.75)]],
    "arrow": [[(0, 0.5), (1, 0.5)], [(0.7, 0.25), (1, 0.5), (0.7, 0.75)]],
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
