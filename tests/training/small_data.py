"""A few digits and pen strokes for tests of training, with or without MNIST."""

import numpy as np

from digitlib.data import TEST_WRITERS, VALIDATION_WRITERS, Mnist, PenDigit

UNIPEN_WRITERS = ("abc/w2", "abc/w0", "abc/w3")  # one to learn from, one to validate, one to test


def some_mnist(digits, count: int = 600) -> Mnist:
    """Cut a few digits out of a dataset."""
    return Mnist(
        digits.x_train[:count], digits.y_train[:count], digits.x_test[:100], digits.y_test[:100]
    )


def some_pen_digits() -> list[PenDigit]:
    """Draw ones and sevens by made-up writers, unsteadily; the last three are in UNIPEN."""
    rng = np.random.default_rng(0)
    shapes = {1: [[(0.5, 0), (0.5, 1)]], 7: [[(0, 0), (1, 0), (0.4, 1)], [(0.3, 0.5), (0.9, 0.5)]]}
    return [
        PenDigit(label, writer, [np.array(s) + rng.normal(0, 0.03, (len(s), 2)) for s in strokes])
        for writer in (1, 2, 3, *VALIDATION_WRITERS, *TEST_WRITERS, *UNIPEN_WRITERS)
        for label, strokes in shapes.items()
        for _ in range(2)
    ]
