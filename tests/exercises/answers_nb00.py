"""Right and wrong answers to the exercises of notebook 00, with the help that each must get."""

import numpy as np


def turn(strokes):
    return [[(280 - x, 280 - y) for x, y in stroke] for stroke in strokes]


def second_choice(probabilities):
    return sorted(range(10), key=lambda digit: -probabilities[digit])[1]


def share_right(truths, readings):
    return np.mean([truth == reading for truth, reading in zip(truths, readings, strict=True)])


def share_of_answered(truths, readings):
    answered = [(t, r) for t, r in zip(truths, readings, strict=True) if r is not None]
    return sum(t == r for t, r in answered) / len(answered)


RIGHT = {1: turn, 2: second_choice, 3: share_right}
WRONG = [
    (1, lambda strokes: [s * [-1, 1] + [280, 0] for s in strokes], "left and right changed"),
    (1, lambda strokes: [s * [1, -1] + [0, 280] for s in strokes], "top and bottom changed"),
    (1, lambda strokes: strokes, "did not move"),
    (1, lambda strokes: strokes[:1], "1 came out"),
    (1, lambda strokes: [s[1:] for s in strokes], "came back as"),
    (1, lambda strokes: [s + 1 for s in strokes], "came back as"),
    (2, lambda probabilities: probabilities.argmax(), "first choice"),
    (2, lambda probabilities: probabilities.argsort()[1], "other end"),
    (2, lambda probabilities: probabilities.argsort()[-3], "second choice is"),
    (2, lambda probabilities: np.sort(probabilities), "one digit"),
    (3, share_of_answered, "left out"),
    (3, lambda truths, readings: 100 * share_right(truths, readings), "percentage"),
    (3, lambda truths, readings: 0.5, "0.625"),
    (3, lambda truths, readings: sum(r in truths for r in readings) / len(truths), "both wrong"),
    (3, lambda truths, readings: 0.625, "both wrong"),
    (3, lambda truths, readings: 0.625 * (truths != [1, 2]), "one drawing"),
    (3, lambda truths, readings: 1 / 0, "ZeroDivisionError"),
]
