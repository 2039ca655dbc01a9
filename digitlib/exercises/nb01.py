"""Exercises of notebook 01: an honest baseline, a shift undone in two ways, whose digits."""

import numpy as np

from digitlib.exercises._exercise import Sheet, expect

_SHEET = Sheet()
check, hint, solution = _SHEET.check, _SHEET.hint, _SHEET.solution


def _majority_accuracy(train_labels, test_labels):
    most_common = np.bincount(train_labels).argmax()
    return (test_labels == most_common).mean()


@_SHEET.exercise(_majority_accuracy)
def _check_majority(majority_accuracy) -> str:
    """`np.bincount(labels).argmax()` is the most common label of a part. Of which part?"""
    train = np.array([3] * 6 + [5] * 4 + [0] * 2)
    test = np.array([5] * 6 + [3] * 3 + [1])
    accuracy = majority_accuracy(train, test)
    mistakes = {
        "you chose the test part's most common digit; choose on the training part.": 0.6,
        "you scored on the training part; score on the test part.": 0.5,
    }
    told = f"train {train.tolist()}, test {test.tolist()}: expected 0.3, got {accuracy}."
    expect(accuracy, 0.3, mistakes, told)
    return "Choose on the training part, score on the test part: that is what honesty means here."


_SHEET.experiment(
    "By which of the two points were the digits put into their frame that the regression has "
    "learned from? And what can no repair bring back?",
    """
    MNIST on one machine: 24 % as shifted, 91 % by the centre of mass, 75 % by the middle of the
    box. Moving the centre of mass back nearly restores the score of the unshifted digits, because
    it puts each digit where it was before. The middle of the box puts many of them a pixel or two
    away from there, and to the regression that is another place. Centring as such is not what
    helps: the digit has to stand where the digits stood from which the regression has learned.
    What stays lost: digits that lost ink at the edge, and those that it misread before.
    """,
    near=0.05,
)
_SHEET.open_question(
    "Whose digits are these, how were they framed, and where do the test digits come from?",
    """
    The people: employees and pupils in the United States around 1990. Elsewhere people may write
    a 1 with a long flag, a 7 with a bar or a 4 that is closed. [1 point: who wrote]
    The framing: every digit here was cut out, scaled and centred. If the school's scanner does not
    do the same, even these baselines lose most of their score. [1 point: the framing, with the
    shift as evidence]
    The score: it was measured on test digits from the same source and framed in the same way. It
    cannot say how well other people's digits are read. [1 point: what the test part is]
    What to do: collect digits from the school's own pupils, some from each, label them, frame
    them, and count the errors pupil by pupil before anybody relies on it. [1 point: a
    measurement on the people concerned]
    """,
    points=4,
)
