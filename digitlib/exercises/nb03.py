"""Exercises of notebook 03: recall, answering only when sure, and an honest choice of epoch."""

import numpy as np

from digitlib.exercises._exercise import Exercise, NotYet, Sheet


def _check_recall(recall) -> str:
    """Try `recall(counts, digit) -> float` on a matrix that is far from symmetric."""
    counts = np.array([[90, 10, 0], [30, 60, 10], [0, 5, 45]])
    for digit in range(3):
        answer = float(recall(counts, digit))
        right = counts[digit, digit] / counts[digit].sum()
        if np.isclose(answer, right):
            continue
        if np.isclose(answer, counts[digit, digit] / counts[:, digit].sum()):
            raise NotYet("you divided by a column: that is precision. A row holds the true digits.")
        if np.isclose(answer, counts[digit, digit] / counts.sum()):
            raise NotYet("you divided by all digits; divide by those that truly are this one.")
        if np.isclose(answer, 100 * right):
            raise NotYet("that is a percentage; return a share between 0 and 1.")
        raise NotYet(f"row {digit} of the matrix is {counts[digit].tolist()}; you gave {answer:g}.")
    return "Ten recalls say more than one accuracy, which is their weighted mean."


def _check_when_sure(when_sure) -> str:
    """Try `when_sure(probabilities, labels, threshold) -> (coverage, accuracy)`."""
    probabilities = np.array([[0.9, 0.1], [0.2, 0.8], [0.6, 0.4], [0.45, 0.55], [0.7, 0.3]])
    labels = np.array([0, 0, 0, 1, 1])
    for threshold, coverage, accuracy in ((0.75, 0.4, 0.5), (0.7, 0.6, 1 / 3), (0.5, 1, 0.6)):
        answer = when_sure(probabilities, labels, threshold)
        if np.shape(answer) != (2,):
            raise NotYet("return two numbers, the coverage and the accuracy.")
        if not np.isclose(answer[0], coverage):
            raise NotYet(
                f"at threshold {threshold} the coverage is {coverage:g}, you gave {answer[0]:g}: "
                "the share of digits whose largest probability is at least the threshold."
            )
        if np.isclose(answer[1], accuracy * coverage) and coverage < 1:
            raise NotYet("divide the right answers by the answers given, not by all digits.")
        if not np.isclose(answer[1], accuracy):
            raise NotYet(
                f"at threshold {threshold}, {accuracy:.2f} of the given answers are right; "
                f"you gave {answer[1]:.2f}."
            )
    return "Silence is a third kind of answer. Notebook 07 (in preparation) makes use of it."


def _check_honest(honest_accuracy) -> str:
    """Try `honest_accuracy(validation, test) -> float` where the two parts disagree."""
    validation = np.array([[0.90, 0.95, 0.93], [0.96, 0.91, 0.92]])
    test = np.array([[0.91, 0.92, 0.98], [0.90, 0.96, 0.94]])
    answer = float(honest_accuracy(validation, test))
    if np.isclose(answer, test.max(axis=1).mean()):
        raise NotYet("you chose each epoch by the test part: that is the flattering number.")
    if np.isclose(answer, test.max()):
        raise NotYet(
            "you chose epoch and seed by the test part: the most flattering number of all."
        )
    if np.isclose(answer, validation.max(axis=1).mean()):
        raise NotYet("you report the validation accuracy; choose by it, then report the test.")
    if np.isclose(answer, test[0, 1]) or np.isclose(answer, test[1, 0]):
        raise NotYet("that is one seed; choose an epoch in every row, and take the mean.")
    if not np.isclose(answer, (0.92 + 0.90) / 2):
        raise NotYet(
            f"you gave {answer:.4f}; one epoch a seed, chosen by validation, then the mean."
        )
    return "The validation part paid for the choice, so the test part is still worth its price."


_SHEET = Sheet(
    Exercise(
        question="Write recall(counts, digit): how many of the true digits were read right.",
        verify=_check_recall,
        hint="Rows are what the label says: `counts[digit]` holds everything a true one became.",
        solution=(
            "def recall(counts, digit):\n    return counts[digit, digit] / counts[digit].sum()"
        ),
    ),
    Exercise(
        question="Write when_sure(probabilities, labels, threshold): (coverage, accuracy).",
        verify=_check_when_sure,
        hint="`answered = probabilities.max(axis=1) >= threshold` is an array of True and False.",
        solution=(
            "def when_sure(probabilities, labels, threshold):\n"
            "    answered = probabilities.max(axis=1) >= threshold\n"
            "    right = probabilities.argmax(axis=1) == labels\n"
            "    return answered.mean(), right[answered].mean()"
        ),
    ),
    Exercise(
        question="Write honest_accuracy(validation, test): choose by validation, report the test.",
        verify=_check_honest,
        hint="`validation.argmax(axis=1)` is the chosen epoch of every seed. Now look those up.",
        solution=(
            "def honest_accuracy(validation, test):\n"
            "    chosen = validation.argmax(axis=1)\n"
            "    return test[np.arange(len(test)), chosen].mean()"
        ),
    ),
)
check, hint, solution = _SHEET.check, _SHEET.hint, _SHEET.solution
