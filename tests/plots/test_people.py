"""A row a person: names where they have one, handwriting and score in the same order."""

import numpy as np
from figures import texts

from digitlib import plots


def test_every_person_has_a_row_with_handwriting_and_score():
    samples = np.random.default_rng(0).integers(0, 256, (3, 10, 28, 28), dtype=np.uint8)
    scores = [(0.8, 0.7, 0.9), (0.95, 0.9, 1.0), (1.0, 0.98, 1.0)]
    figure = plots.people_scores([28, 3, 26], samples, scores)
    ink, dots = figure.axes
    assert [label.get_text() for label in ink.get_yticklabels()] == [
        "Ruby (28)",
        "person 3",
        "Azure (26)",
    ]
    shown = ink.images[0].get_array()
    np.testing.assert_array_equal(shown[28:56, :28], samples[1, 0])
    assert [line.get_xdata()[0] for line in dots.lines] == [80, 95, 100]
    assert "read correctly (%), with 95% interval" in texts(figure)
