"""Draw the evaluation's table and what stands behind it, as PNG files in a folder."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from digitlib.data import Mnist, load_mnist
from digitlib.evaluation import confusion, reliability, worst_errors
from digitlib.files import atomic_path
from digitlib.plots import confusion_matrix, error_gallery, reliability_diagram
from digitlib.plots.style import BLUE, ORANGE, new_figure, use_course_style
from digitlib.predictor import Predictor, load_predictor
from digitlib.report import Row

GALLERY = 32  # of the worst errors
SUMMARIES = {"mean", "worst"}


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
    """Draw the accuracy on every canvas and corruption as a bar, the groups in two colours."""
    groups = {"on a canvas": BLUE, "corrupted": ORANGE}
    chosen = [row for row in rows if row.group in groups and row.name not in SUMMARIES]
    figure, axes = new_figure(
        width=7.2, height=0.24 * len(chosen) + 1.2, title="Test digits made harder to read"
    )
    places = np.arange(len(chosen))
    for place, row in zip(places, chosen, strict=True):
        axes.barh(place, 100 * row.value, 0.7, color=groups[row.group], label=row.group)
        axes.text(100 * row.value + 0.2, place, f"{100 * row.value:.1f}", va="center", fontsize=8)
    lowest = min((100 * row.value for row in chosen), default=0)
    axes.set(xlim=(max(0, lowest - 10), 102), xlabel="digits read right (%)")
    axes.set_yticks(places, [row.name for row in chosen])
    axes.invert_yaxis()
    handles, labels = axes.get_legend_handles_labels()
    by_label = dict(zip(labels, handles, strict=True))
    axes.legend(by_label.values(), by_label.keys(), loc="lower left", framealpha=1)
    return figure
