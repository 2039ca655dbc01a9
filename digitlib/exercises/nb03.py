"""Exercises of notebook 03: recall, answering only when sure, and an honest choice of epoch."""

import numpy as np

from digitlib.exercises._exercise import NotYet, Sheet, as_number, expect

_SHEET = Sheet()
check, hint, solution = _SHEET.check, _SHEET.hint, _SHEET.solution


def _recall(counts, digit):
    return counts[digit, digit] / counts[digit].sum()


@_SHEET.exercise(_recall)
def _check_recall(recall) -> str:
    """Rows are what the label says: `counts[digit]` holds everything a true one became."""
    counts = np.diag(np.arange(50, 60)) + np.triu(np.arange(100).reshape(10, 10) % 7, 1)
    for digit in range(10):
        answer = as_number(recall(counts, digit))
        hits, row, column = counts[digit, digit], counts[digit], counts[:, digit]
        mistakes = {
            "you divided by a column: that is precision. A row holds the true digits.": column,
            "you divided by all digits; divide by those that truly are this one.": counts,
        }
        mistakes = {say: hits / of.sum() for say, of in mistakes.items()}
        told = f"row {digit} of the matrix is {row.tolist()}; you gave {answer:g}."
        expect(answer, hits / row.sum(), mistakes, told)
    return "Ten recalls say more than one accuracy, which is their weighted mean."


def _when_sure(probabilities, labels, threshold):
    answered = probabilities.max(axis=1) >= threshold
    right = probabilities.argmax(axis=1) == labels
    return answered.mean(), right[answered].mean()


@_SHEET.exercise(_when_sure)
def _check_when_sure(when_sure) -> str:
    """Compare each row's largest probability with the threshold: that gives an array of True
    and False, whose mean is a share, and which picks the answered rows of another array.
    """
    probabilities = np.array([[0.9, 0.1], [0.2, 0.8], [0.6, 0.4], [0.45, 0.55], [0.7, 0.3]])
    labels = np.array([0, 0, 0, 1, 1])
    for threshold in (0.75, 0.7, 0.5):
        answer = when_sure(probabilities, labels, threshold)
        if np.shape(answer) != (2,):
            raise NotYet("return two numbers, the coverage and the accuracy.")
        coverage, accuracy = _when_sure(probabilities, labels, threshold)
        told = (
            f"at threshold {threshold} the coverage is {coverage:g}, you gave {answer[0]:g}: "
            "the share of digits whose largest probability is at least the threshold."
        )
        expect(answer[0], coverage, {}, told)
        told = f"{accuracy:.2f} of the given answers are right; you gave {answer[1]:.2f}."
        of_all = "divide the right answers by the answers given, not by all digits."
        told = f"at threshold {threshold}, {told}"
        expect(answer[1], accuracy, {of_all: accuracy * coverage}, told)
    return "Silence is a third kind of answer. Notebook 07 makes use of it."


def _honest_accuracy(validation, test):
    chosen = validation.argmax(axis=1)
    return test[np.arange(len(test)), chosen].mean()


@_SHEET.exercise(_honest_accuracy)
def _check_honest(honest_accuracy) -> str:
    """`validation.argmax(axis=1)` is the chosen epoch of every seed. Now look those up."""
    validation = np.array([[0.90, 0.95, 0.93], [0.96, 0.91, 0.92]])
    test = np.array([[0.91, 0.92, 0.98], [0.90, 0.96, 0.94]])
    answer = as_number(honest_accuracy(validation, test))
    one_seed = "that is one seed; choose an epoch in every row, and take the mean."
    mistakes = {
        "you chose each epoch by the test part: that is the flattering number.": 0.97,
        "you chose epoch and seed by the test part: the most flattering number of all.": 0.98,
        "you report the validation accuracy; choose by it, then report the test.": 0.955,
        one_seed: 0.92,
        one_seed + " ": 0.90,
    }
    told = f"you gave {answer:.4f}; one epoch a seed, chosen by validation, then the mean."
    expect(answer, (0.92 + 0.90) / 2, mistakes, told)
    return "The validation part paid for the choice, so the test part is still worth its price."
