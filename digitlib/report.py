"""What `digitlib evaluate` tells: the table of a network's results, and figures of it."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from digitlib import load_mnist, load_pen_strokes, load_predictor
from digitlib.data import TEST_WRITERS, by_writer
from digitlib.evaluation import confusion, reliability, wilson_interval, worst_errors
from digitlib.evaluation.scores import (
    CANVAS,
    CORRUPTED,
    MNIST,
    PENS,
    Row,
    format_table,
    judged_sets,
    score,
)
from digitlib.files import atomic_path
from digitlib.framing import frame_strokes

GALLERY = 32  # of the worst errors


def evaluate(
    model: str | os.PathLike | None = None,
    limit: int | None = 2_000,
    say: Callable[[str], None] = print,
) -> list[Row]:
    """Score the network at `model` (the shipped one by default), print the table, return it.

    Raises DataError without MNIST or the pen strokes.
    """
    predictor = load_predictor(model)
    digits = load_test_digits()
    say("Putting digits on a canvas and corrupting them ...")
    rows = score(predictor, judged_sets(digits, limit))
    parameters = f"{predictor.network.num_parameters:,} parameters"
    say(f"\nThe network: {parameters}, batch normalisation folded in\n\n{format_table(rows)}")
    if model is None:
        say("\nHow much five trainings of this recipe differ: see models/README.md.")
    return rows


def load_test_digits() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return the framed digits and labels of MNIST's test part and of the six held-out writers."""
    mnist = load_mnist()
    pens = by_writer(load_pen_strokes(), TEST_WRITERS)
    frames = np.array([frame_strokes(digit.strokes) for digit in pens])
    labels = np.array([digit.label for digit in pens])
    return {MNIST: (mnist.x_test, mnist.y_test), PENS: (frames, labels)}


def save_figures(
    rows: Sequence[Row], model: str | os.PathLike | None, folder: Path
) -> Iterator[Path]:
    """Draw the rows of `evaluate`, and the network's answers on MNIST's test part.

    Writes four PNG files, each whole or not at all, and yields their paths as they are written.
    """
    from digitlib import plots

    plots.use_course_style()
    mnist = load_mnist()
    probabilities = load_predictor(model).probabilities(mnist.x_test)
    answers, confidence = probabilities.argmax(1), probabilities.max(1)
    worst = worst_errors(probabilities, mnist.y_test)[:GALLERY]
    figures = {
        "hardships": _hardships(rows),
        "confusion": plots.confusion_matrix(confusion(mnist.y_test, answers)),
        "errors": plots.error_gallery(
            mnist.x_test[worst],
            mnist.y_test[worst],
            answers[worst],
            confidence[worst],
            "The most confident errors on MNIST's test part",
        ),
        "reliability": plots.reliability_diagram(reliability(probabilities, mnist.y_test)),
    }
    for name, figure in figures.items():
        path = folder / f"{name}.png"
        with atomic_path(path) as temporary:
            figure.savefig(temporary, dpi=150)
        yield path


def _hardships(rows: Sequence[Row]):
    """Draw the accuracy on every canvas and corruption with its interval."""
    from digitlib.plots import intervals

    chosen = [row for row in rows if row.group in (CANVAS, CORRUPTED)]
    scores = {
        f"{row.group}: {row.name}": (
            row.value,
            wilson_interval(round(row.value * row.number), row.number),
        )
        for row in chosen
        if row.name not in ("mean", "worst")
    }
    return intervals(scores, "Test digits made harder to read")
