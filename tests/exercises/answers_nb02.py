"""Right and wrong answers to the exercises of notebook 02, with the help that each must get."""

import numpy as np


def num_weights(size, channels, filters):
    return np.ones((size, size, channels, filters)).size


RATES = {0.0001: 0.4, 0.001: 0.9, 0.01: 0.95, np.float64(0.1): np.float32(0.9)}
WORDS = """That the filters are edges was only looked at. That they must be learned was tested with
random ones, which do nearly as well. I would fix hand-made edges in the first layer, train the
rest with several seeds, and compare the validation errors."""

RIGHT = {1: num_weights, 2: RATES, 3: WORDS}
WRONG = [
    (1, lambda size, channels, filters: size * size * filters, "every channel"),
    (1, lambda size, channels, filters: (size**2 * channels + 1) * filters, "biases"),
    (1, lambda size, channels, filters: size * channels * filters, "columns"),
    (1, lambda size, channels, filters: 7, "your function says 7"),
    (1, lambda size, channels, filters: None, "return"),
    (1, lambda size, channels, filters: "9", "the text '9'"),
    (2, [0.9, 0.95], "dictionary"),
    (2, {}, "0 of at least 4"),
    (2, dict(list(RATES.items())[:3]), "3 of at least 4"),
    (2, {rate: 100 * share for rate, share in RATES.items()}, "percentage"),
    (2, RATES | {0.1: "90 %"}, "not the text"),
    (2, RATES | {0.0: 0.1}, "never goes downhill"),
    (2, {0.001 * n: 0.9 for n in range(1, 6)}, "close together"),
    (2, RATES | {0.1: 0.97}, "0.1, is the largest"),
    (2, RATES | {0.00001: 0.99}, "the smallest"),
    (3, 42, "as text"),
    (3, "", "three or four sentences"),
    (3, "edges " * 100, "three or four sentences"),
]
