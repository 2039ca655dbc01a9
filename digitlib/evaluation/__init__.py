"""Judge a network by its answers: errors, intervals, calibration, coverage and risk.

Everything here takes arrays, never a network. Labels and predictions are integers 0-9 (n,),
probabilities are (n, classes) with rows that sum to 1.
"""

from typing import NamedTuple

import numpy as np

from digitlib.network.numpy_cnn import softmax


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
    """What silence below each threshold buys: all three are (thresholds,), the strictest first.

    `coverage` is the share that is answered, `risk` the share of these answers that is wrong.
    """

    threshold: np.ndarray
    coverage: np.ndarray
    risk: np.ndarray


class Roc(NamedTuple):
    """How well a score tells digits from others: shares (thresholds,), and the area below them."""

    false_alarms: np.ndarray
    caught: np.ndarray
    area: float


def wilson_interval(num_right: int, num_all: int) -> Interval:
    """Return the interval that holds the true share 95 times in 100.

    Unlike mean +- 2 standard errors it stays within 0 and 1 and keeps its promise near 1
    (Wilson, "Probable Inference", JASA 22, 1927). Raises ValueError unless
    0 <= num_right <= num_all and num_all > 0.
    """
    from scipy.stats import binomtest

    if not 0 <= num_right <= num_all or num_all == 0:
        raise ValueError(f"{num_right} right of {num_all} is no share. Count right answers of all.")
    interval = binomtest(int(num_right), int(num_all)).proportion_ci(method="wilson")
    return Interval(float(interval.low), float(interval.high))


def people_interval(shares: np.ndarray, weights: np.ndarray | None = None) -> Interval:
    """Return the 95 % interval of the mean over people, if other people had written.

    `shares` holds one number a person, (people,); `weights` too, where some count for more, as
    those who wrote more digits do in the share of all digits. People are drawn anew from these,
    with repetition (Efron, "Bootstrap Methods", Annals of Statistics 7, 1979). Raises ValueError
    for nobody.
    """
    shares = np.asarray(shares, np.float64)
    if shares.ndim != 1 or len(shares) == 0:
        raise ValueError(f"Shares of shape {shares.shape}: give one number for each person.")
    drawn = np.random.default_rng(0).integers(0, len(shares), (5_000, len(shares)))
    weights = np.ones(len(shares)) if weights is None else np.asarray(weights)
    means = np.average(shares[drawn], axis=1, weights=weights[drawn])
    return Interval(*map(float, np.percentile(means, [2.5, 97.5])))


def confusion(labels: np.ndarray, predictions: np.ndarray) -> np.ndarray:
    """Return counts int (10, 10): rows are true digits, columns are answers.

    Raises ValueError if the two arrays differ in length or hold anything but digits.
    """
    labels, predictions = np.asarray(labels), np.asarray(predictions)
    if len(labels) != len(predictions):
        raise ValueError(f"{len(labels)} labels but {len(predictions)} predictions.")
    for digits in (labels, predictions):
        integers = digits.ndim == 1 and digits.dtype.kind in "iu"
        if not integers or not np.isin(digits, range(10)).all():
            raise ValueError("Labels and predictions are rows of integers from 0 to 9.")
    # scikit-learn's confusion_matrix costs 149 MB, and leaves out what is no digit without a word.
    counts = np.zeros((10, 10), np.int64)
    np.add.at(counts, (labels, predictions), 1)
    return counts


def most_confused(counts: np.ndarray, top: int = 5) -> list[Pair]:
    """Return the `top` most frequent confusions of a confusion matrix, the worst first.

    Equal counts are ordered by the true digit; pairs that never happened are left out.
    """
    true, read = np.nonzero(counts * ~np.eye(len(counts), dtype=bool))
    order = np.argsort(-counts[true, read], kind="stable")[:top]
    return [Pair(int(true[i]), int(read[i]), int(counts[true[i], read[i]])) for i in order]


def worst_errors(probabilities: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the indices of all wrong answers, int (errors,), the most confident first."""
    confidence, right = _confidence_and_right(probabilities, labels)
    order = np.argsort(-confidence, kind="stable")
    return order[~right[order]]


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
    return float(np.nansum(np.abs(bins.confidence - bins.accuracy) * bins.count) / len(labels))


def coverage_curve(confidence: np.ndarray, right: np.ndarray) -> Coverage:
    """Answer the surest digit first, then the next: how many of the answers so far are wrong?

    `confidence` is (n,), `right` bool (n,). Equally sure digits are answered together. (The
    risk-coverage curve: El-Yaniv and Wiener, JMLR 11, 2010.)
    """
    order = np.argsort(-np.asarray(confidence), kind="stable")
    confidence, wrong = np.asarray(confidence)[order], ~np.asarray(right)[order]
    answered = np.arange(1, len(order) + 1)
    last = np.append(confidence[1:] != confidence[:-1], True)
    return Coverage(
        *(row[last] for row in (confidence, answered / len(order), np.cumsum(wrong) / answered))
    )


def roc(digit_scores: np.ndarray, other_scores: np.ndarray) -> Roc:
    """Refuse what scores below a threshold, for every threshold: digits lost, others caught.

    Scores are (n,) and (m,); the area is the chance that a digit scores higher than another.
    """
    scores = np.sort(digit_scores), np.sort(other_scores)
    thresholds = np.append(np.unique(np.concatenate(scores)), np.inf)
    false_alarms, caught = (np.searchsorted(row, thresholds) / len(row) for row in scores)
    return Roc(false_alarms, caught, float(np.trapezoid(caught, false_alarms)))


def fit_temperature(logits: np.ndarray, labels: np.ndarray) -> float:
    """Return the temperature, 0.2 to 5, that makes the probabilities honest.

    `logits` is (n, classes), `labels` (n,) of integers. Minimises the negative log-likelihood of
    softmax(logits / temperature): Guo, Pleiss, Sun and Weinberger, "On Calibration of Modern
    Neural Networks", ICML 2017.
    """
    from scipy.optimize import minimize_scalar

    rows = np.arange(len(labels))

    def loss(log_temperature: float) -> float:
        probabilities = softmax(logits.astype(np.float64) / np.exp(log_temperature))
        return -np.log(np.maximum(probabilities[rows, labels], 1e-12)).mean()

    return float(np.exp(minimize_scalar(loss, bounds=np.log((0.2, 5.0)), method="bounded").x))


def fit_threshold(*digit_scores: np.ndarray, rejected: float = 0.005) -> float:
    """Return the digit score that rejects at most the share `rejected` of each set of digits.

    Each array holds the scores (n,), 0 to 1, of one validation set of real digits. A drawing
    scoring below the threshold is "not a digit".
    """
    return float(min(np.quantile(scores, rejected, method="lower") for scores in digit_scores))


def _confidence_and_right(probabilities: np.ndarray, labels: np.ndarray):
    """Return the confidence (n,) of each answer and whether it is right, bool (n,)."""
    probabilities, labels = np.asarray(probabilities, np.float64), np.asarray(labels)
    if probabilities.ndim != 2 or len(probabilities) == 0 or len(labels) != len(probabilities):
        raise ValueError(
            f"Probabilities of shape {probabilities.shape} do not fit {labels.shape} labels: "
            "give one row of probabilities and one label for each digit, at least one."
        )
    return probabilities.max(1), probabilities.argmax(1) == labels
