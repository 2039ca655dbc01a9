"""Right and wrong answers to the exercises of notebook 02, with the help that each must get."""

import numpy as np
from scipy.special import log_softmax
from skimage.measure import block_reduce


def num_weights(size, channels, filters):
    return np.ones((size, size, channels, filters)).size


def mean_pool(image, size):
    return block_reduce(image, (size, size), np.mean)


def loss(logits, label):
    return -log_softmax(logits)[label]


def plain_loss(logits, label):
    return -np.log(np.exp(logits[label]) / np.exp(logits).sum())


def spoil(image, size):
    image[:] = 0
    return image


RIGHT = {1: num_weights, 2: mean_pool, 3: loss}
WRONG = [
    (1, lambda size, channels, filters: size * size * filters, "every channel"),
    (1, lambda size, channels, filters: (size**2 * channels + 1) * filters, "biases"),
    (1, lambda size, channels, filters: size * channels * filters, "columns"),
    (1, lambda size, channels, filters: 7, "your function says 7"),
    (1, lambda size, channels, filters: None, "return"),
    (2, lambda image, size: image, "gives shape"),
    (2, lambda image, size: block_reduce(image, (size, size), np.max), "largest value"),
    (2, lambda image, size: image[::size, ::size], "its mean is"),
    (2, lambda image, size: block_reduce(image, (size, size), np.min), "its mean is"),
    (2, spoil, "work on a copy"),
    (3, plain_loss, "too large for a computer"),
    (3, lambda logits, label: -np.log(logits[label] / logits.sum()), "nan is no loss"),
    (3, lambda logits, label: log_softmax(logits)[label], "the sign"),
    (3, lambda logits, label: np.exp(log_softmax(logits))[label], "minus its logarithm"),
    (3, lambda logits, label: 1.0, "expected"),
]
