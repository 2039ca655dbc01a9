"""Fit two numbers on validation data: how sure to sound, and when to say "not a digit"."""

import numpy as np

from digitlib.network.numpy_cnn import softmax


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
