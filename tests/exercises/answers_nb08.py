"""Right and wrong answers to the exercises of notebook 08, with the help that each must get."""

import numpy as np
from sklearn.metrics import cohen_kappa_score


def chance(first, second):
    return sum(np.mean(first == digit) * np.mean(second == digit) for digit in range(10))


def agreement(first, second):
    return np.mean(first == second)


EMPTIED = {"0 cells empty": 0, "65 cells empty": 30}
WORDS = " ".join(f"word{number}" for number in range(30))

RIGHT = {1: cohen_kappa_score, 2: (EMPTIED, lambda: EMPTIED), 3: WORDS}
WRONG = [
    (1, agreement, "still in it"),
    (1, chance, "what chance gives"),
    (1, lambda a, b: agreement(a, b) - chance(a, b), "divide"),
    (1, lambda a, b: 1 - agreement(a, b), "disagreement"),
    (1, lambda a, b: (agreement(a, b) - 0.1) / 0.9, "not 1 in 10"),
    (1, lambda a, b: 0.123, "expected"),
    (1, lambda a, b: "good", "not the text"),
    (1, lambda a, b: None, "return"),
    (2, ([0, 30], lambda: EMPTIED), "dictionary"),
    (2, ({"0 cells empty": 0}, lambda: EMPTIED), "65 cells empty"),
    (3, "We ask.", "three or four sentences"),
    (3, 4, "as text"),
]
