"""Figures of an honest evaluation: errors, intervals, and disputed labels."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from digitlib.evaluation.metrics import Interval
from digitlib.plots.style import (
    BLUE,
    GREY,
    HEAT_COLORMAP,
    LIGHT_GREY,
    SKY,
    VERMILLION,
    new_figure,
    show_image,
)
from digitlib.wording import percent


def confusion_matrix(counts: np.ndarray) -> Figure:
    """Draw a confusion matrix (classes, classes): errors by colour, right answers in grey."""
    # Seaborn costs half a second to import; only this figure needs it.
    import seaborn

    diagonal = np.eye(len(counts), dtype=bool)
    title = f"{counts[~diagonal].sum():,} errors of {counts.sum():,} digits"
    figure, axes = new_figure(width=6.2, height=5.4, title=title)
    labels = np.where(counts > 0, counts.astype(str), "")
    options = {"ax": axes, "annot": labels, "fmt": "", "cbar": False, "linewidths": 0.6}
    options |= {"linecolor": LIGHT_GREY, "square": True, "annot_kws": {"fontsize": 8.5}}
    greys = seaborn.color_palette([LIGHT_GREY], as_cmap=True)
    seaborn.heatmap(counts, mask=~diagonal, cmap=greys, **options)
    bar = {"label": "errors", "shrink": 0.7, "ticks": MaxNLocator(integer=True)}
    options |= {"cbar": True, "cbar_kws": bar}
    seaborn.heatmap(counts, mask=diagonal, cmap=HEAT_COLORMAP, vmin=0, **options)
    axes.set(xlabel="what the network read", ylabel="what the label says")
    axes.tick_params(length=0, labelrotation=0)
    return figure


def intervals(
    by_name: Mapping[str, tuple[float, Interval]], title: str = "How sure is each number?"
) -> Figure:
    """Draw accuracies (0..1) as dots, with their confidence intervals as bars."""
    figure, axes = new_figure(width=7.2, height=0.34 * len(by_name) + 1.1, title=title)
    for place, (share, interval) in enumerate(by_name.values()):
        axes.plot([100 * interval.low, 100 * interval.high], [place] * 2, color=SKY, lw=5)
        axes.plot(100 * share, place, "o", color=BLUE, ms=5)
    axes.set_yticks(range(len(by_name)), list(by_name))
    axes.set(xlabel="digits read right (%): dot; its 95 % interval: bar")
    axes.set_ylim(len(by_name) - 0.5, -0.5)
    axes.grid(axis="x")
    axes.tick_params(axis="y", length=0)
    return figure


def error_gallery(
    images: np.ndarray,
    labels: Sequence[int],
    readings: Sequence[int],
    confidences: Sequence[float],
    title: str,
    columns: int = 8,
) -> Figure:
    """Draw misread digits (n, 28, 28): label, what was read, and how surely (0..1)."""
    rows = -(-len(images) // columns)
    figure, grid = new_figure(rows, columns, 7.6, 1.52 * rows + 0.5, title, squeeze=False)
    for axes in grid.flat[len(images) :]:
        axes.set_visible(False)
    told = zip(grid.flat, images, labels, readings, confidences, strict=False)
    for axes, image, label, reading, confidence in told:
        show_image(axes, image, f"label {label}")
        axes.set_xlabel(f"read {reading}:\n{percent(confidence)}", fontsize=8.5, labelpad=2)
        axes.xaxis.label.set_color(VERMILLION if reading != label else GREY)
    return figure


def wrong_labels(
    images: np.ndarray, labels: Sequence[int], readings: Sequence[int], indices: Sequence[int]
) -> Figure:
    """Draw test digits (n, 28, 28) whose label is disputed, with label, reading and index."""
    title = "Labels that people call wrong"
    rows = -(-len(images) // 5)
    figure, grid = new_figure(rows, 5, 7.2, 1.75 * rows + 0.4, title, squeeze=False)
    for axes in grid.flat[len(images) :]:
        axes.set_visible(False)
    for axes, image, label, reading, index in zip(
        grid.flat, images, labels, readings, indices, strict=False
    ):
        show_image(axes, image, f"label {label}, read {reading}")
        axes.set_xlabel(f"test digit {index}", fontsize=8, labelpad=2, color=GREY)
    return figure
