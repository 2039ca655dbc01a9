"""Every measure agrees with an independent reference, and says so when it is misused."""

import numpy as np
import pytest
from scipy.stats import bootstrap
from sklearn.metrics import confusion_matrix, roc_auc_score, roc_curve

from digitlib import evaluation
from digitlib.network.numpy_cnn import softmax


@pytest.fixture
def answers():
    """Probabilities (500, 10) of a fair guesser, and labels that agree more often than not."""
    generator = np.random.default_rng(3)
    logits = generator.normal(size=(500, 10))
    labels = generator.integers(0, 10, 500)
    logits[np.arange(500), labels] += 2
    powers = np.exp(logits)
    return powers / powers.sum(1, keepdims=True), labels


@pytest.mark.parametrize(("right", "number"), [(0, 1), (1, 1), (7, 9), (9948, 10_000)])
def test_wilson_ends_where_its_equation_says(right, number):
    """At both ends the share lies 1.96 standard errors of that end away (Wilson, 1927)."""
    interval = evaluation.wilson_interval(right, number)
    assert 0 <= interval.low <= right / number <= interval.high <= 1
    for end in interval:
        distance = abs(right / number - end)
        assert distance == pytest.approx(1.96 * np.sqrt(end * (1 - end) / number), rel=1e-3)


@pytest.mark.parametrize(("right", "number"), [(1, 0), (0, 0), (-1, 5), (6, 5)])
def test_wilson_refuses_what_is_no_share(right, number):
    with pytest.raises(ValueError, match="no share"):
        evaluation.wilson_interval(right, number)


def test_coverage_agrees_with_trying_every_threshold(answers):
    probabilities, labels = answers
    confidence, right = probabilities.max(1).round(2), probabilities.argmax(1) == labels  # ties
    curve = evaluation.coverage_curve(confidence, right)
    assert np.array_equal(curve.threshold, np.unique(confidence)[::-1])
    for threshold, coverage, risk in zip(*curve, strict=True):
        answered = confidence >= threshold
        assert coverage == pytest.approx(answered.mean())
        assert risk == pytest.approx(1 - right[answered].mean())


def test_roc_agrees_with_scikit_learn(answers):
    probabilities, labels = answers
    score, is_digit = probabilities.max(1).round(2), labels > 3
    found = evaluation.roc(score[is_digit], score[~is_digit])
    false, caught, _ = roc_curve(~is_digit, -score, drop_intermediate=False)
    np.testing.assert_allclose(found.false_alarms, false)
    np.testing.assert_allclose(found.caught, caught)
    assert found.area == pytest.approx(roc_auc_score(~is_digit, -score))


def test_the_interval_over_people_agrees_with_scipys_bootstrap():
    shares = np.array([0.1, 0.0, 0.02, 0.4, 0.0, 0.01, 0.07])
    ours = evaluation.people_interval(shares)
    options = {"n_resamples": 5_000, "method": "percentile", "rng": np.random.default_rng(3)}
    theirs = bootstrap((shares,), np.mean, **options).confidence_interval
    assert ours == pytest.approx((theirs.low, theirs.high), abs=0.01)
    written = np.array([10, 20, 200, 30, 250, 40, 60])
    pooled = bootstrap(
        (shares * written, written),
        lambda r, n, axis: r.sum(axis) / n.sum(axis),
        **options,
        paired=True,
    ).confidence_interval
    ends = pytest.approx((pooled.low, pooled.high), abs=0.005)
    assert evaluation.people_interval(shares, written) == ends
    assert evaluation.people_interval([0.25]) == (0.25, 0.25)
    assert evaluation.people_interval(shares) == ours, "the same each time"


@pytest.mark.parametrize("shares", [[], 0.5, [[0.1, 0.2]]])
def test_an_interval_over_nobody_is_refused(shares):
    with pytest.raises(ValueError, match="one number for each person"):
        evaluation.people_interval(shares)


def test_confusion_agrees_with_scikit_learn(answers):
    probabilities, labels = answers
    counts = evaluation.confusion(labels, probabilities.argmax(1))
    assert np.array_equal(counts, confusion_matrix(labels, probabilities.argmax(1)))
    assert counts.sum() == len(labels)


@pytest.mark.parametrize(
    ("labels", "predictions"),
    [([1, 2], [1]), ([10], [1]), ([1], [-1]), ([0.5], [1]), ([[1]], [1])],
)
def test_confusion_refuses_what_are_no_digits(labels, predictions):
    with pytest.raises(ValueError, match=r"labels|integers"):
        evaluation.confusion(np.array(labels), np.array(predictions))


def test_most_confused_names_the_worst_pairs_first():
    counts = np.diag([50, 50, 50])
    counts[2, 1], counts[0, 2], counts[1, 0] = 4, 9, 4
    assert evaluation.most_confused(counts, top=2) == [(0, 2, 9), (1, 0, 4)]
    assert evaluation.most_confused(counts) == [(0, 2, 9), (1, 0, 4), (2, 1, 4)]
    assert evaluation.most_confused(np.diag([5, 5])) == []


def test_worst_errors_are_wrong_and_fall_in_confidence(answers):
    probabilities, labels = answers
    worst = evaluation.worst_errors(probabilities, labels)
    confidence = probabilities.max(1)[worst]
    assert len(worst) == np.sum(probabilities.argmax(1) != labels)
    assert (probabilities.argmax(1)[worst] != labels[worst]).all()
    assert (np.diff(confidence) <= 0).all()


def naive_calibration_error(probabilities, labels, num_bins):
    """Return the ECE by going through the bins one by one."""
    total = 0.0
    for number in range(num_bins):
        low, high = number / num_bins, (number + 1) / num_bins
        inside = [
            (max(row), row.argmax() == label)
            for row, label in zip(probabilities, labels, strict=True)
            if low < max(row) <= high
        ]
        if inside:
            gap = abs(np.mean([c for c, _ in inside]) - np.mean([r for _, r in inside]))
            total += len(inside) / len(labels) * gap
    return total


@pytest.mark.parametrize("num_bins", [1, 10, 15])
def test_calibration_error_agrees_with_a_naive_count(answers, num_bins):
    probabilities, labels = answers
    expected = naive_calibration_error(probabilities, labels, num_bins)
    error = evaluation.expected_calibration_error(probabilities, labels, num_bins)
    assert error == pytest.approx(expected, abs=1e-12)
    bins = evaluation.reliability(probabilities, labels, num_bins)
    assert bins.count.sum() == len(labels)
    assert np.isnan(bins.accuracy[bins.count == 0]).all()


@pytest.mark.parametrize(
    ("probabilities", "labels"),
    [(np.zeros((0, 10)), []), (np.ones(10), [1]), (np.ones((3, 10)), [1, 2])],
)
def test_calibration_refuses_arrays_that_do_not_fit(probabilities, labels):
    with pytest.raises(ValueError, match="one row of probabilities"):
        evaluation.reliability(probabilities, np.array(labels))


@pytest.mark.parametrize("true_temperature", [0.5, 1.0, 2.0])
def test_the_temperature_of_labels_drawn_from_the_model_is_found(true_temperature):
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 3, (20_000, 10))
    chances = softmax(logits / true_temperature)
    labels = (chances.cumsum(axis=1) < rng.random((20_000, 1))).sum(axis=1)
    assert evaluation.fit_temperature(logits, labels) == pytest.approx(true_temperature, rel=0.05)


def test_the_threshold_rejects_no_more_than_asked_of_any_set():
    rng = np.random.default_rng(1)
    easy, hard = rng.uniform(0.9, 1, 2_000), rng.uniform(0.2, 1, 1_000)
    threshold = evaluation.fit_threshold(easy, hard, rejected=0.01)
    assert (easy < threshold).mean() <= 0.01
    assert 0 < (hard < threshold).mean() <= 0.01
