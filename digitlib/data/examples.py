"""Ten digits drawn for the course, for cells that must not wait for a learner's hand.

They were drawn for this project, and no network was trained on them.
"""

import numpy as np

CANVAS_SIZE = 280
_POINTS_BETWEEN_KNOTS = 12

# Each digit is a list of strokes, and a stroke is the knots (x, y) that its smooth line runs
# through, on a canvas of 280 by 280 pixels with y down. The drawings sit anywhere on it, as
# people's do, and show the forms that MNIST has little of: a 1 with a flag, a crossed 7, a
# hooked 9.
_KNOTS = {
    0: [[(128, 66), (96, 92), (86, 146), (104, 198), (142, 206), (168, 164), (164, 98), (126, 64)]],
    1: [[(84, 112), (106, 92), (124, 66)], [(124, 66), (124, 122), (122, 206)]],
    2: [
        [(44, 62), (62, 36), (92, 34), (106, 58), (94, 92), (66, 124), (40, 150)],
        [(40, 150), (62, 142), (88, 148), (118, 144)],
    ],
    3: [
        [(142, 96), (166, 80), (192, 88), (194, 112), (164, 130)],
        [(164, 130), (198, 140), (204, 176), (174, 202), (136, 190)],
    ],
    4: [[(120, 70), (106, 108), (92, 146), (136, 150), (184, 144)], [(160, 72), (156, 206)]],
    5: [
        [(178, 66), (150, 68), (116, 70)],
        [(116, 70), (110, 98), (108, 126)],
        [(108, 126), (138, 114), (170, 132), (176, 168), (146, 200), (104, 190)],
    ],
    6: [
        [
            (166, 64), (126, 96), (102, 148), (110, 194),
            (146, 208), (172, 180), (150, 150), (106, 168),
        ],
    ],
    7: [
        [(92, 76), (132, 78), (176, 74)],
        [(176, 74), (154, 128), (130, 208)],
        [(116, 140), (178, 136)],
    ],
    8: [
        [(170, 88), (140, 66), (110, 84), (118, 116), (156, 140), (172, 176), (142, 208)],
        [(142, 208), (108, 190), (116, 154), (154, 126), (172, 88)],
    ],
    9: [
        [(168, 96), (140, 74), (108, 90), (106, 126), (138, 138), (168, 100)],
        [(168, 96), (170, 150), (154, 198), (118, 206), (98, 188)],
    ],
}  # fmt: skip


def example_strokes(digit: int) -> list[np.ndarray]:
    """Return a drawing of `digit`, 0-9: a list of float arrays (points, 2), y down, in 0..280.

    Raises ValueError for anything else.
    """
    if digit not in _KNOTS:
        raise ValueError(f"There is an example of every digit from 0 to 9, but not of {digit!r}.")
    return [_smooth_line(np.array(knots, dtype=float)) for knots in _KNOTS[digit]]


def _smooth_line(knots: np.ndarray) -> np.ndarray:
    """Return points on a smooth line through `knots` (k, 2), both ends included.

    Catmull and Rom, "A class of local interpolating splines" (1974): each piece leaves a knot
    in the direction from the knot before to the knot after.
    """
    padded = np.concatenate([2 * knots[:1] - knots[1:2], knots, 2 * knots[-1:] - knots[-2:-1]])
    t = np.linspace(0, 1, _POINTS_BETWEEN_KNOTS, endpoint=False)[:, None]
    pieces = [
        (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        / 2
        for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False)
    ]
    return np.concatenate([*pieces, knots[-1:]])


def scattered_examples() -> list[list[np.ndarray]]:
    """Return the ten drawings as one jots digits down: small, and anywhere on the canvas."""
    places = np.random.default_rng(0).uniform(65, 215, (10, 2))
    drawings = []
    for digit, place in enumerate(places):
        strokes = example_strokes(digit)
        points = np.concatenate(strokes)
        middle = (points.min(axis=0) + points.max(axis=0)) / 2
        drawings.append([(stroke - middle) * 0.6 + place for stroke in strokes])
    return drawings
