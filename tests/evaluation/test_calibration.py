"""Temperature and threshold against what they must be."""

import numpy as np
import pytest

from digitlib.evaluation.calibration import fit_temperature, fit_threshold
from digitlib.network.numpy_cnn import softmax


@pytest.mark.parametrize("true_temperature", [0.5, 1.0, 2.0])
def test_the_temperature_of_labels_drawn_from_the_model_is_found(true_temperature):
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 3, (20_000, 10))
    chances = softmax(logits / true_temperature)
    labels = (chances.cumsum(axis=1) < rng.random((20_000, 1))).sum(axis=1)
    assert fit_temperature(logits, labels) == pytest.approx(true_temperature, rel=0.05)


def test_the_threshold_rejects_no_more_than_asked_of_any_set():
    rng = np.random.default_rng(1)
    easy, hard = rng.uniform(0.9, 1, 2_000), rng.uniform(0.2, 1, 1_000)
    threshold = fit_threshold(easy, hard, rejected=0.01)
    assert (easy < threshold).mean() <= 0.01
    assert 0 < (hard < threshold).mean() <= 0.01
