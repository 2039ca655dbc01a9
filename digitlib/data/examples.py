"""Ten digits drawn for the course, for cells that must not wait for a learner's hand.

They were drawn for this project, and no network was trained on them. The drawings sit anywhere
on a canvas of 280 by 280, as people's do, and show the forms that MNIST has little of: a 1 with
a flag, a crossed 7, a hooked 9.
"""

from pathlib import Path

import numpy as np

from digitlib.data.samples import load_samples


def example_strokes(digit: int) -> list[np.ndarray]:
    """Return a drawing of `digit`, 0-9: a list of float arrays (points, 2), y down, in 0..280.

    Raises ValueError for anything else.
    """
    drawn = load_samples(Path(__file__).with_name("examples.json"))
    if digit not in range(10):
        raise ValueError(f"There is an example of every digit from 0 to 9, but not of {digit!r}.")
    return drawn[int(digit)].strokes


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
