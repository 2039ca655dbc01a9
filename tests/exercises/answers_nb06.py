"""Right and wrong answers to the exercises of notebook 06, with the help that each must get."""

import numpy as np


def window(layers):
    """Work backwards, as one reads it in textbooks."""
    side = 1
    for size, pool in reversed(layers):
        side = (side - 1) * pool + pool
        side += size - 1
    return np.array([side])


DRAWS = {0: [0.99] * 3, 40: (0.98, 0.97, 0.99), 80: np.array([0.95, 0.9, 0.93]), 120: [0.3] * 4}
WORDS = """Covering the flag changed this answer, for one drawing and one network. The control at
the foot changed many answers too, so it is not the flag alone. I would let the flag grow in small
steps for many people and count them person by person."""

RIGHT = {1: window, 2: DRAWS, 3: WORDS}
WRONG = [
    (1, lambda layers: 1 + sum(size + pool - 2 for size, pool in layers), "3 pixels apart"),
    (
        1,
        lambda layers: (
            1
            + sum((s - 1) * np.prod([p for _, p in layers[:n]]) for n, (s, _) in enumerate(layers))
        ),
        "pooling, too",
    ),
    (1, lambda layers: np.prod([s * p for s, p in layers]), "overlap"),
    (1, lambda layers: 28, "it is 1 pixels, not 28"),
    (1, lambda layers: None, "return"),
    (1, lambda layers: "7", "the text '7'"),
    (2, [0.9, 0.95], "dictionary"),
    (2, {}, "0 of at least 4"),
    (2, DRAWS | {40: [0.9]}, "drawn 1 times"),
    (2, DRAWS | {40: 0.9}, "drawn 1 times"),
    (2, DRAWS | {40: [99, 98, 99]}, "percentage"),
    (2, DRAWS | {40: ["a", "b", "c"]}, "not the text"),
    (2, DRAWS | {200: [0.1] * 3}, "128 maps"),
    (2, {n: [0.99] * 3 for n in range(4)}, "more than 9 in 10"),
    (2, {n: [0.1] * 3 for n in range(100, 104)}, "fewer than 9 in 10"),
    (2, DRAWS | {10: [0.5] * 3}, "is that chance"),
    (3, 42, "as text"),
    (3, "the flag " * 50, "three or four sentences"),
]
