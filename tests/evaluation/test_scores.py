"""The table of results against counts made by hand, and the drawings that are no digit."""

from types import SimpleNamespace

import numpy as np
import pytest

from digitlib.evaluation.scores import (
    CANVAS,
    CORRUPTED,
    MNIST,
    NO_DIGIT,
    PENS,
    JudgedSets,
    format_table,
    judged_sets,
    load_non_digits,
    score,
)


class ColumnReader:
    """Reads the digit k from a frame whose pixel (0, k) is set; (1, 0) set means no digit."""

    def probabilities(self, images):
        return np.where(images[:, 0, :10] > 0, 0.91, 0.01)

    def predict_images(self, images):
        digits = [None if image[1, 0] else 0 for image in images]
        return [
            SimpleNamespace(digit=digit, probabilities=row)
            for digit, row in zip(digits, self.probabilities(images), strict=True)
        ]


def frames_of(read_as, rejected=()):
    frames = np.zeros((len(read_as), 28, 28), np.uint8)
    frames[np.arange(len(read_as)), 0, read_as] = 255
    frames[list(rejected), 1, 0] = 255
    return frames


@pytest.fixture
def rows():
    labels = np.arange(20) % 10
    wrong = labels.copy()
    wrong[[3, 13]] = 8
    sets = JudgedSets(
        {MNIST: (frames_of(wrong, rejected=[0]), labels), PENS: (frames_of(labels), labels)},
        {
            CANVAS: {"centred": frames_of(labels), "corner": frames_of(wrong)},
            CORRUPTED: {"fog": frames_of(labels[:10])},
        },
        {"letters": frames_of(labels, rejected=range(15))},
    )
    return score(ColumnReader(), sets)


def test_rows_are_what_one_counts(rows):
    values = {(row.group, row.name): row.value for row in rows}
    assert values[MNIST, "accuracy"] == 0.9
    assert values[MNIST, "accuracy on 3"] == 0
    assert values[MNIST, "rejected as no digit"] == 0.05
    assert values[MNIST, "read right and not rejected"] == 0.85
    assert values[MNIST, "expected calibration error"] == pytest.approx(0.01)
    assert values[PENS, "accuracy"] == 1
    assert values[CANVAS, "mean"] == pytest.approx(0.95)
    assert values[CANVAS, "worst"] == 0.9
    assert values[CORRUPTED, "worst"] == 1
    assert values[NO_DIGIT, "letters"] == 0.75


def test_the_table_names_every_row(rows):
    table = format_table(rows)
    assert "MNIST test (n = 20)" in table
    assert all(row.name in table for row in rows)
    assert "90.00%" in table


def test_the_harder_sets_are_made_of_the_first_digits(digits):
    test = (digits.x_test[:30], digits.y_test[:30])
    sets = judged_sets({MNIST: test, PENS: test}, limit=3)
    assert {group: len(variants) for group, variants in sets.harder.items()} == {
        CANVAS: 9,
        CORRUPTED: 15,
    }
    for images in (*sets.harder[CANVAS].values(), *sets.harder[CORRUPTED].values()):
        assert (images.shape, images.dtype) == ((3, 28, 28), np.uint8)
    assert not sets.non_digits["blank"].any()


def test_the_shipped_network_refuses_most_of_the_kept_drawings():
    from digitlib import load_predictor

    predictor = load_predictor()
    for name, images in load_non_digits().items():
        assert len({image.tobytes() for image in images}) > 500, "most of them differ"
        refused = [answer.digit is None for answer in predictor.predict_images(images[:200])]
        assert np.mean(refused) > 0.85, name
