"""Draw the evaluation's table and what stands behind it, as PNG files in a folder."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from matplotlib.figure import Figure

from digitlib.data.mnist import Mnist, load_mnist
from digitlib.evaluation.metrics import confusion, reliability, worst_errors
from digitlib.files import atomic_path
from digitlib.network.predictor import Predictor, load_predictor
from digitlib.plots import confusion_matrix, error_gallery, reliability_diagram
from digitlib.plots.style import BLUE, ORANGE, new_figure, use_course_style
from training.report import Row

GALLERY = 32  # of the worst errors
SUMMARIES = {"mean", "worst"}
SIGNS = {"on a canvas": ("o", BLUE), "corrupted": ("s", ORANGE)}  # Matplotlib's marker and colour


def save_figures(
    rows: Sequence[Row], model: str | os.PathLike | None, folder: Path
) -> Iterator[Path]:
    """Draw the rows of `report.evaluate` and the network's answers on MNIST's test part.

    Writes four PNG files, each whole or not at all, and yields their paths as they are written.
    """
    use_course_style()
    figures = {"hardships": hardships(rows), **mnist_figures(load_predictor(model), load_mnist())}
    for name, figure in figures.items():
        path = folder / f"{name}.png"
        with atomic_path(path) as temporary:
            figure.savefig(temporary, dpi=150)
        yield path


def mnist_figures(predictor: Predictor, mnist: Mnist) -> dict[str, Figure]:
    """Return figures of the answers on the test part: confusions, worst errors, calibration."""
    probabilities = predictor.probabilities(mnist.x_test)
    answers, confidence = probabilities.argmax(1), probabilities.max(1)
    worst = worst_errors(probabilities, mnist.y_test)[:GALLERY]
    return {
        "confusion": confusion_matrix(confusion(mnist.y_test, answers)),
        "errors": error_gallery(
            mnist.x_test[worst],
            mnist.y_test[worst],
            answers[worst],
            confidence[worst],
            "The surest errors on MNIST's test part",
        ),
        "reliability": reliability_diagram(reliability(probabilities, mnist.y_test)),
    }


def hardships(rows: Sequence[Row]) -> Figure:
    """Draw the accuracy on every canvas and corruption as a dot, each group with its own sign.

    Dots and not bars, because the scale does not begin at nought.
    """
    chosen = [row for row in rows if row.group in SIGNS and row.name not in SUMMARIES]
    title = "Test digits made harder to read"
    figure, axes = new_figure(width=7.2, height=0.24 * len(chosen) + 1.2, title=title)
    for group, (sign, color) in SIGNS.items():
        found = [(place, 100 * row.value) for place, row in enumerate(chosen) if row.group == group]
        for place, value in found:
            axes.annotate(f"{value:.1f}", (value, place), (7, -3), textcoords="offset points")
        places, values = [place for place, _ in found], [value for _, value in found]
        axes.plot(values, places, sign, color=color, ms=7, label=group)
    axes.set_yticks(range(len(chosen)), [row.name for row in chosen])
    axes.set(xlabel="digits read right (%)")
    axes.margins(x=0.1)
    axes.invert_yaxis()
    axes.grid(axis="both")
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, frameon=False)
    return figure
