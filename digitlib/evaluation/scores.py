"""Score a network on every test set of the course: the rows of one table.

Everything that is judged is a test set: digits and people that no training has seen, and
drawings that are no digit, kept in `models/non_digits.npz`.
"""

import os
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from digitlib.evaluation import expected_calibration_error
from digitlib.evaluation.corruptions import CORRUPTIONS, VARIANTS, corrupt
from digitlib.files import models_folder, read_npz
from digitlib.framing import frame_picture

MNIST, PENS = "MNIST test", "pen strokes, 6 held-out writers"
CANVAS, CORRUPTED, NO_DIGIT = "on a canvas", "corrupted", "no digit, rejected"
NON_DIGITS = ("scribbles", "letters", "two digits side by side")


class Row(NamedTuple):
    """One line of the table: what was measured, the value (0 to 1), and on how many images."""

    group: str
    name: str
    value: float
    number: int


class JudgedSets(NamedTuple):
    """Everything a network is judged on, framed, uint8 (n, 28, 28).

    `digits` holds images and labels of each group; `harder` holds, for each group, variants of
    MNIST's first digits by name; `non_digits` holds drawings that are no digit by name.
    """

    digits: dict[str, tuple[np.ndarray, np.ndarray]]
    harder: dict[str, dict[str, np.ndarray]]
    non_digits: dict[str, np.ndarray]


def load_non_digits(path: str | os.PathLike | None = None) -> dict[str, np.ndarray]:
    """Return name -> frames uint8 (n, 28, 28) of scribbles, letters, and digits side by side.

    They are drawn by other rules and set in other fonts than those that train the shipped
    network; `python -m training non-digits` made them. Raises DataError if the file is damaged.
    """
    expected = dict.fromkeys(NON_DIGITS, ("uint8", (None, 28, 28)))
    return read_npz(path or models_folder() / "non_digits.npz", expected)


def judged_sets(digits: dict[str, tuple], limit: int | None = 2_000) -> JudgedSets:
    """Make every set from test digits: group -> images uint8 (n, 28, 28) and labels (n,).

    `limit` bounds how many of MNIST's digits go on a canvas and are corrupted; None takes all.
    """
    some = digits[MNIST][0][:limit]
    canvas = {
        name: np.array([frame_picture(variant(digit)) for digit in some])
        for name, variant in VARIANTS.items()
    }
    corrupted = {name: corrupt(some, name, seed=2026) for name in CORRUPTIONS}
    blank = np.zeros((1, 28, 28), np.uint8)
    harder = {CANVAS: canvas, CORRUPTED: corrupted}
    return JudgedSets(digits, harder, {"blank": blank, **load_non_digits()})


def score(predictor, sets: JudgedSets) -> list[Row]:
    """Return every row of the table for one network, a `Predictor`."""
    rows = []
    for group, (images, labels) in sets.digits.items():
        rows += _rows_of_digits(group, predictor.predict_images(images), labels)
    labels = sets.digits[MNIST][1]
    for group, variants in sets.harder.items():
        for name, images in variants.items():
            right = predictor.probabilities(images).argmax(1) == labels[: len(images)]
            rows.append(Row(group, name, float(right.mean()), len(right)))
        values = [row.value for row in rows if row.group == group]
        rows.append(Row(group, "mean", float(np.mean(values)), rows[-1].number))
        rows.append(Row(group, "worst", min(values), rows[-1].number))
    for name, images in sets.non_digits.items():
        rejected = [answer.digit is None for answer in predictor.predict_images(images)]
        rows.append(Row(NO_DIGIT, name, float(np.mean(rejected)), len(images)))
    return rows


def _rows_of_digits(group: str, answers: list, labels: np.ndarray) -> list[Row]:
    """Return the rows of one test set; accuracy counts the most probable digit, refused or not."""
    probabilities = np.array([answer.probabilities for answer in answers])
    rejected = np.array([answer.digit is None for answer in answers])
    right = probabilities.argmax(1) == labels
    values = {
        "accuracy": right.mean(),
        "read right and not rejected": (right & ~rejected).mean(),
        "rejected as no digit": rejected.mean(),
        "expected calibration error": expected_calibration_error(probabilities, labels),
    }
    rows = [Row(group, name, float(value), len(right)) for name, value in values.items()]
    for digit in range(10):
        of_digit = right[labels == digit]
        rows.append(Row(group, f"accuracy on {digit}", float(of_digit.mean()), len(of_digit)))
    return rows


def format_table(rows: Iterable[Row]) -> str:
    """Return the rows as plain text, a heading for each group, values in per cent."""
    lines, group = [], None
    for row in rows:
        if row.group != group:
            group = row.group
            lines += ["", f"{group} (n = {row.number:,})" if row.number > 1 else group]
        lines.append(f"  {row.name:32s}{row.value:9.2%}")
    return "\n".join(lines).strip()
