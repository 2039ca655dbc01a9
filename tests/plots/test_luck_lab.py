"""The luck lab shows the best reader, and how the best grows with the tries."""

import numpy as np
from figures import texts

from digitlib import plots


def test_the_best_and_the_growing_luck_are_drawn():
    scores = np.array([0.88, 0.9, 0.9, 0.91, 0.97])
    best_of = {1: np.full(9, 0.9), 10: np.linspace(0.92, 0.96, 9)}
    figure = plots.luck_lab(scores, best_of, skill=0.9)
    left, right = figure.axes
    assert any("the best: 97%" in text for text in texts(figure))
    median = next(line for line in right.lines if line.get_label() == "median")
    np.testing.assert_allclose(median.get_ydata(), [90, 94])
    assert [line.get_ydata()[0] for line in left.lines][-1] == 90
