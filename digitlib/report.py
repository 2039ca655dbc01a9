"""What `digitlib evaluate` tells: the table of a network's results, and figures of it."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from digitlib import load_mnist, load_pen_strokes, load_predictor
from digitlib.data.pen_strokes import TEST_WRITERS, by_writer
from digitlib.evaluation.metrics import confusion, reliability, worst_errors
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
        "hardships": hardships(rows),
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


def hardships(rows: Sequence[Row]):
    """Draw the accuracy on every canvas and corruption as a dot, each group with its own mark.

    Dots and not bars, because the scale does not begin at zero.
    """
    from digitlib.plots.style import BLUE, ORANGE, new_figure

    groups = {CANVAS: ("o", BLUE), CORRUPTED: ("s", ORANGE)}
    chosen = [row for row in rows if row.group in groups and row.name not in ("mean", "worst")]
    title = "Test digits made harder to read"
    figure, axes = new_figure(width=7.2, height=0.24 * len(chosen) + 1.2, title=title)
    for group, (mark, color) in groups.items():
        found = [(place, 100 * row.value) for place, row in enumerate(chosen) if row.group == group]
        for place, value in found:
            axes.annotate(f"{value:.1f}", (value, place), (7, -3), textcoords="offset points")
        places, values = [place for place, _ in found], [value for _, value in found]
        axes.plot(values, places, mark, color=color, ms=7, label=group)
    axes.set_yticks(range(len(chosen)), [row.name for row in chosen])
    axes.set(xlabel="digits read right (%)")
    axes.margins(x=0.1)
    axes.invert_yaxis()
    axes.grid(axis="both")
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, frameon=False)
    return figure
