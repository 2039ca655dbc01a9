"""Measure a trained network on every set the course speaks of, and tell it in one table."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from digitlib.data import load_mnist, load_pen_strokes
from digitlib.data.pen_strokes import TEST_WRITERS, by_writer
from digitlib.evaluation.canvas import VARIANTS
from digitlib.evaluation.corruptions import CORRUPTIONS, corrupt
from digitlib.evaluation.metrics import expected_calibration_error
from digitlib.framing import blank_frame, frame_picture
from digitlib.network.predictor import Predictor, load_predictor
from training.mixture import Part, render
from training.unseen_non_digits import stranger_sets


class Row(NamedTuple):
    """One line of the table: what was measured, the value, its unit, and on how many images."""

    group: str
    name: str
    value: float
    number: int


class JudgedSets(NamedTuple):
    """Everything a network is judged on: framed images, made once and used for every seed."""

    mnist: Part
    pens: Part
    canvas: dict[str, np.ndarray]
    corrupted: dict[str, np.ndarray]
    strangers: dict[str, np.ndarray]


def judged_sets(limit: int | None = 2_000, say: Callable[[str], None] = print) -> JudgedSets:
    """Make the sets from MNIST's test part and from the six held-out writers.

    `limit` bounds how many test digits go on the canvas and are corrupted; None takes all
    10,000. Raises DataError without MNIST or the pen strokes.
    """
    data = load_mnist()
    mnist = Part(data.x_test, data.y_test.astype(np.int64))
    pens = render(by_writer(load_pen_strokes(), TEST_WRITERS))
    some = mnist.images[:limit]
    say(f"Putting {len(some):,} test digits on a canvas, in {len(VARIANTS)} ways ...")
    canvas = {
        name: np.array([frame_picture(variant(digit)) for digit in some])
        for name, variant in VARIANTS.items()
    }
    say(f"Corrupting them in {len(CORRUPTIONS)} ways ...")
    corrupted = {name: corrupt(some, name, seed=2026) for name in CORRUPTIONS}
    held_out = np.concatenate([mnist.images, pens.images])
    return JudgedSets(mnist, pens, canvas, corrupted, stranger_sets(held_out))


def measure(predictor: Predictor, sets: JudgedSets) -> list[Row]:
    """Return every row of the table for one network. All values are shares, 0 to 1."""
    return [
        *_rows_of_digits("MNIST test", predictor, sets.mnist),
        *_rows_of_digits("pen strokes, 6 held-out writers", predictor, sets.pens),
        *_rows_of_variants("on a canvas", predictor, sets.canvas, sets.mnist.labels),
        *_rows_of_variants("corrupted", predictor, sets.corrupted, sets.mnist.labels),
        *_rows_of_strangers(predictor, sets.strangers),
    ]


def _rows_of_digits(group: str, predictor: Predictor, part: Part) -> list[Row]:
    probabilities = predictor.probabilities(part.images)
    rejected = predictor.digit_scores(part.images) < predictor.threshold
    right = probabilities.argmax(1) == part.labels
    values = {
        "accuracy": right.mean(),
        "read right and not rejected": (right & ~rejected).mean(),
        "rejected as no digit": rejected.mean(),
        "expected calibration error": expected_calibration_error(probabilities, part.labels),
    }
    rows = [Row(group, name, float(value), len(right)) for name, value in values.items()]
    for digit in range(10):
        of_digit = right[part.labels == digit]
        rows.append(Row(group, f"accuracy on {digit}", float(of_digit.mean()), len(of_digit)))
    return rows


def _rows_of_variants(
    group: str, predictor: Predictor, variants: dict[str, np.ndarray], labels: np.ndarray
) -> list[Row]:
    accuracies = {
        name: float((predictor.probabilities(images).argmax(1) == labels[: len(images)]).mean())
        for name, images in variants.items()
    }
    number = len(next(iter(variants.values())))
    values = list(accuracies.values())
    summary = {"mean": float(np.mean(values)), "worst": min(values)}
    return [Row(group, name, value, number) for name, value in (accuracies | summary).items()]


def _rows_of_strangers(predictor: Predictor, strangers: dict[str, np.ndarray]) -> list[Row]:
    blank = predictor.predict_images(blank_frame()[None])[0].digit is None
    rows = [Row("no digit, rejected", "blank", float(blank), 1)]
    for name, images in strangers.items():
        rejected = predictor.digit_scores(images) < predictor.threshold
        rows.append(Row("no digit, rejected", name, float(rejected.mean()), len(images)))
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


def evaluate(
    model: str | Path | None = None, limit: int | None = 2_000, say: Callable[[str], None] = print
) -> list[Row]:
    """Measure the network at `model` (the shipped one by default), print the table, return it.

    For the shipped network the kept results of all its trainings follow: mean and deviation.
    """
    predictor = load_predictor(model)
    rows = measure(predictor, judged_sets(limit, say))
    parameters = f"{predictor.network.num_parameters:,} parameters"
    say(f"\nThe network: {parameters}, batch normalisation folded in\n\n{format_table(rows)}")
    if model is None:
        from training.results import describe_trainings

        say("\n" + describe_trainings())
    return rows
