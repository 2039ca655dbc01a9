"""Judge a network by its answers: errors, intervals, calibration, and the luck of choosing.

Everything here takes arrays, never a network. Labels and predictions are integers (n,),
probabilities are (n, classes) with rows that sum to 1.
"""

from typing import NamedTuple

import numpy as np


class Interval(NamedTuple):
    """A confidence interval; shares, 0 to 1."""

    low: float
    high: float


class Pair(NamedTuple):
    """How often the digit `true` was read as `read`."""

    true: int
    read: int
    count: int


class Reliability(NamedTuple):
    """Answers grouped by confidence into bins of equal width.

    `edges` is (bins + 1,); `confidence` and `accuracy` are means (bins,), NaN where a bin is
    empty; `count` is (bins,).
    """

    edges: np.ndarray
    confidence: np.ndarray
    accuracy: np.ndarray
    count: np.ndarray


class Coverage(NamedTuple):
    """What share is answered at each threshold on the confidence, and how much of it is right.

    All three are (n,), from the strictest threshold, which answers one, to none at all.
    """

    threshold: np.ndarray
    coverage: np.ndarray
    accuracy: np.ndarray


def wilson_interval(num_right: int, num_all: int, z: float = 1.96) -> Interval:
    """Return the interval that holds the true share 95 times in 100 (for `z` = 1.96).

    Unlike mean +- z standard errors it stays within 0 and 1 and keeps its promise near 1
    (Wilson, "Probable Inference", JASA 22, 1927). Raises ValueError unless
    0 <= num_right <= num_all and num_all > 0.
    """
    if not 0 <= num_right <= num_all or num_all == 0:
        raise ValueError(f"{num_right} right of {num_all} is no share. Count right answers of all.")
    share, weight = num_right / num_all, z**2 / num_all
    middle = share + weight / 2
    half = z * np.sqrt(share * (1 - share) / num_all + weight / (4 * num_all))
    low, high = (middle - half) / (1 + weight), (middle + half) / (1 + weight)
    return Interval(max(0.0, float(low)), min(1.0, float(high)))


def confusion(labels: np.ndarray, predictions: np.ndarray, num_classes: int = 10) -> np.ndarray:
    """Return counts int (classes, classes): rows are true digits, columns are answers.

    Raises ValueError if the two arrays differ in length or hold anything but 0..classes-1.
    """
    labels, predictions = _as_classes(labels, num_classes), _as_classes(predictions, num_classes)
    if len(labels) != len(predictions):
        raise ValueError(f"{len(labels)} labels but {len(predictions)} predictions.")
    counts = np.zeros((num_classes, num_classes), np.int64)
    np.add.at(counts, (labels, predictions), 1)
    return counts


def most_confused(counts: np.ndarray, top: int = 5) -> list[Pair]:
    """Return the `top` most frequent confusions of a confusion matrix, the worst first.

    Equal counts are ordered by the true digit; pairs that never happened are left out.
    """
    errors = counts - np.diag(np.diag(counts))
    true, read = np.nonzero(errors)
    order = np.argsort(-errors[true, read], kind="stable")[:top]
    return [Pair(int(true[i]), int(read[i]), int(errors[true[i], read[i]])) for i in order]


def worst_errors(probabilities: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the indices of all wrong answers, int (errors,), the most confident first."""
    probabilities = np.asarray(probabilities)
    wrong = np.flatnonzero(probabilities.argmax(1) != labels)
    return wrong[np.argsort(-probabilities[wrong].max(1), kind="stable")]


def reliability(probabilities: np.ndarray, labels: np.ndarray, num_bins: int = 15) -> Reliability:
    """Group the answers by their confidence, as a reliability diagram shows them.

    A bin holds the confidences in (lower edge, upper edge]. Raises ValueError for no answers.
    """
    confidence, right = _confidence_and_right(probabilities, labels)
    edges = np.linspace(0, 1, num_bins + 1)
    bins = np.clip(np.digitize(confidence, edges, right=True) - 1, 0, num_bins - 1)
    count = np.bincount(bins, minlength=num_bins)
    with np.errstate(invalid="ignore"):
        mean_confidence = np.bincount(bins, confidence, num_bins) / count
        accuracy = np.bincount(bins, right, num_bins) / count
    return Reliability(edges, mean_confidence, accuracy, count)


def expected_calibration_error(
    probabilities: np.ndarray, labels: np.ndarray, num_bins: int = 15
) -> float:
    """Return the mean gap between confidence and accuracy over bins, weighted by their size.

    0 is perfect, 0 to 1. (Naeini, Cooper and Hauskrecht, AAAI 2015; 15 bins as Guo et al., ICML
    2017.)
    """
    bins = reliability(probabilities, labels, num_bins)
    filled = bins.count > 0
    gap = np.abs(bins.confidence[filled] - bins.accuracy[filled])
    return float(np.average(gap, weights=bins.count[filled]))


def coverage_curve(probabilities: np.ndarray, labels: np.ndarray) -> Coverage:
    """Answer the surest digit first, then the next: how right are the answers given so far?

    (The risk-coverage curve of El-Yaniv and Wiener, JMLR 11, 2010, with accuracy for risk.)
    """
    confidence, right = _confidence_and_right(probabilities, labels)
    order = np.argsort(-confidence, kind="stable")
    answered = np.arange(1, len(order) + 1)
    return Coverage(
        threshold=confidence[order],
        coverage=answered / len(order),
        accuracy=np.cumsum(right[order]) / answered,
    )


def negative_log_likelihood(probabilities: np.ndarray, labels: np.ndarray) -> float:
    """Return the mean of -ln(probability given to the true digit): 0 is perfect, ln 10 guesses."""
    probabilities = np.asarray(probabilities, np.float64)
    true = probabilities[np.arange(len(probabilities)), labels]
    return float(-np.log(np.maximum(true, 1e-12)).mean())


def _as_classes(values: np.ndarray, num_classes: int) -> np.ndarray:
    """Return integers as int64 (n,); raise ValueError for anything outside the classes."""
    values = np.asarray(values)
    whole = np.issubdtype(values.dtype, np.integer)
    if values.ndim != 1 or not whole or ((values < 0) | (values >= num_classes)).any():
        raise ValueError(f"Labels are a row of integers from 0 to {num_classes - 1}.")
    return values.astype(np.int64)


def _confidence_and_right(probabilities: np.ndarray, labels: np.ndarray):
    """Return the confidence (n,) of each answer and whether it is right, bool (n,)."""
    probabilities, labels = np.asarray(probabilities, np.float64), np.asarray(labels)
    if probabilities.ndim != 2 or len(probabilities) == 0 or len(labels) != len(probabilities):
        raise ValueError(
            f"Probabilities of shape {probabilities.shape} do not fit {labels.shape} labels: "
            "give one row of probabilities and one label for each digit, at least one."
        )
    return probabilities.max(1), probabilities.argmax(1) == labels
