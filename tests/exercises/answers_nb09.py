"""Right and wrong answers to the exercises of notebook 09, with the help that each must get."""

import numpy as np


def rounded(values):
    flat = values.ravel().tolist()
    step = max(abs(value) for value in flat) / 127
    return np.array([round(value / step) * step for value in flat]).reshape(values.shape)


OPEN = """For a counting game in our school it may be used: a wrong digit costs a laugh. For marks
it may not, because the card counts few people and no children at all. We watch confidence and
ink each week; fifty drawings are labelled by hand on Mondays, and Ms Weber can go back."""
FAULTS = {"times 255": 0.99, "swapped colours": 0.1}
RIGHT = {1: rounded, 2: (FAULTS, lambda: {"times 255": 0.98, "swapped colours": 0.12}), 3: OPEN}


def _steps(number):
    return lambda v: np.round(v / np.abs(v).max() * number) * np.abs(v).max() / number


def _in_place(values):
    step = np.abs(values).max() / 127
    values[:] = np.round(values / step) * step
    return values


WRONG = [
    (1, lambda v: np.round(v / (np.abs(v).max() / 127)), "multiply by the step again"),
    (1, lambda v: np.trunc(v / np.abs(v).max() * 127) * np.abs(v).max() / 127, "cut the digits"),
    (1, _steps(128), "127 is the largest"),
    (1, _steps(255), "bytes without a sign"),
    (1, lambda v: np.round(v / v.max() * 127) * v.max() / 127, "whatever its sign"),
    (1, lambda v: v, "nothing was rounded"),
    (1, lambda v: 0.5, "of shape"),
    (1, lambda v: 0 * v + 7, "you gave"),
    (1, _in_place, "changed what it was given"),
    (2, ([1, 2], lambda: {"times 255": 0.98}), "dictionary"),
    (2, ({"times 255": 0.99}, lambda: FAULTS), "predict the rest"),
    (2, (dict.fromkeys(FAULTS, 99), lambda: FAULTS), "shares between 0 and 1"),
    (3, 0.99, "as text"),
    (3, "It works.", "three or four sentences"),
]
