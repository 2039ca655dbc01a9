"""Figures of an honest evaluation: errors, intervals, calibration, and luck."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure

from digitlib.evaluation import Interval, Reliability
from digitlib.plots.style import (
    BLUE,
    GREEN,
    GREY,
    HEAT_COLORMAP,
    LIGHT_GREY,
    ORANGE,
    SKY,
    VERMILLION,
    new_figure,
    show_image,
)


def confusion_matrix(counts: np.ndarray) -> Figure:
    """Draw a confusion matrix (classes, classes): errors by colour, right answers in grey."""
    # Seaborn costs half a second to import; only this figure needs it.
    import seaborn

    figure, axes = new_figure(width=6.2, height=5.4)
    diagonal = np.eye(len(counts), dtype=bool)
    labels = np.where(counts > 0, counts.astype(str), "")
    options = {"ax": axes, "annot": labels, "fmt": "", "cbar": False, "linewidths": 0.6}
    options |= {"linecolor": LIGHT_GREY, "square": True, "annot_kws": {"fontsize": 8.5}}
    greys = seaborn.color_palette([LIGHT_GREY], as_cmap=True)
    seaborn.heatmap(counts, mask=~diagonal, cmap=greys, **options)
    options |= {"cbar": True, "cbar_kws": {"label": "errors", "shrink": 0.7}}
    seaborn.heatmap(counts, mask=diagonal, cmap=HEAT_COLORMAP, vmin=0, **options)
    axes.set(xlabel="what the network read", ylabel="what the label says")
    axes.set_title(f"{counts[~diagonal].sum():,} errors of {counts.sum():,} digits", loc="left")
    axes.tick_params(length=0, labelrotation=0)
    return figure


def intervals(by_name: Mapping[str, tuple[float, Interval]]) -> Figure:
    """Draw accuracies (0..1) as dots, with their confidence intervals as bars."""
    figure, axes = new_figure(width=7.2, height=0.34 * len(by_name) + 1)
    for place, (share, interval) in enumerate(by_name.values()):
        axes.plot([100 * interval.low, 100 * interval.high], [place] * 2, color=SKY, lw=5)
        axes.plot(100 * share, place, "o", color=BLUE, ms=5)
    axes.set_yticks(range(len(by_name)), list(by_name))
    axes.set(xlabel="digits read right (%): dot; its 95 % interval: bar")
    axes.invert_yaxis()
    axes.grid(axis="x")
    axes.tick_params(axis="y", length=0)
    axes.set_title("How sure is each number?", loc="left")
    return figure


def seed_spread(accuracies: Sequence[float], interval: Interval) -> Figure:
    """Draw the test accuracies (0..1) of several seeds beside the interval of one of them."""
    figure, axes = new_figure(width=7.2, height=2)
    axes.axvspan(100 * interval.low, 100 * interval.high, color=SKY, alpha=0.3, lw=0)
    values = 100 * np.asarray(accuracies)
    axes.plot(values, np.zeros(len(values)), "o", color=BLUE, ms=8)
    for seed, value in enumerate(values):
        down = 12 if seed % 2 else -18
        axes.annotate(
            f"seed {seed}", (value, 0), (0, down), textcoords="offset points", ha="center"
        )
    axes.axvline(values.mean(), color=VERMILLION, ls="--", lw=1.2)
    axes.annotate(
        "mean", (values.mean(), 0.85), (4, 0), textcoords="offset points", color=VERMILLION
    )
    axes.set(ylim=(-1, 1), yticks=[], xlabel="test accuracy (%)")
    axes.spines["left"].set_visible(False)
    axes.set_title("One recipe, five seeds; shaded: the interval of seed 0", loc="left")
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
    figure, grid = new_figure(rows, columns, 7.6, 1.42 * rows + 0.5, title, squeeze=False)
    for axes in grid.flat[len(images) :]:
        axes.set_visible(False)
    told = zip(grid.flat, images, labels, readings, confidences, strict=False)
    for axes, image, label, reading, confidence in told:
        show_image(axes, image, f"label {label}")
        axes.set_xlabel(f"read {reading}, {confidence:.0%}", fontsize=8.5, labelpad=2)
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


def reliability_diagram(bins: Reliability, title: str = "Does it know how sure it is?") -> Figure:
    """Draw accuracy against confidence, bin by bin, and how many answers each bin holds."""
    figure, axes = new_figure(2, 1, 6.2, 4.6, title, sharex=True, height_ratios=(3, 1))
    middle, width = (bins.edges[1:] + bins.edges[:-1]) / 2, np.diff(bins.edges)
    filled = bins.count > 0
    axes[0].bar(middle[filled], bins.accuracy[filled], 0.9 * width[filled], color=SKY)
    axes[0].plot(bins.confidence[filled], bins.accuracy[filled], "o", color=BLUE, ms=4)
    axes[0].plot([0, 1], [0, 1], "--", color=GREY, lw=1.2)
    axes[0].annotate("perfectly calibrated", (0.3, 0.34), rotation=26, color=GREY, fontsize=8.5)
    axes[0].set(ylabel="share that is right", ylim=(0, 1.03), xlim=(0, 1.005))
    axes[1].bar(middle, bins.count, 0.9 * width, color=ORANGE)
    axes[1].set(yscale="log", ylabel="answers", xlabel="confidence: probability of the answer")
    for place, count in zip(middle[filled], bins.count[filled], strict=True):
        axes[1].annotate(
            f"{count:,}",
            (place, count),
            (0, 2),
            textcoords="offset points",
            ha="center",
            fontsize=7,
        )
    axes[1].set_ylim(0.7, 8 * max(bins.count.max(), 1))
    return figure


def temperatures(grid: Sequence[float], losses: Sequence[float], best: float) -> Figure:
    """Draw the validation loss against the temperature, and mark the best."""
    figure, axes = new_figure(width=7.2, height=2.5)
    axes.plot(grid, losses)
    axes.axvline(best, color=VERMILLION, ls="--", lw=1.2)
    axes.annotate(
        f"best: {best:.2f}",
        (best, max(losses)),
        (5, -8),
        textcoords="offset points",
        color=VERMILLION,
    )
    axes.set(xlabel="temperature", ylabel="validation loss")
    axes.set_title("The temperature is chosen by the validation part", loc="left")
    return figure


def lucky_epochs(accuracies: np.ndarray) -> Figure:
    """Draw test accuracies (0..1), (seeds, epochs), with each seed's best epoch ringed."""
    figure, axes = new_figure(width=7.4, height=3.4)
    epochs = np.arange(1, accuracies.shape[1] + 1)
    for seed, row in enumerate(100 * accuracies):
        axes.plot(epochs, row, "-", color=SKY, lw=1.1, label="one seed" if seed == 0 else None)
        best = row.argmax()
        label = "its best epoch on the test part" if seed == 0 else None
        axes.plot(epochs[best], row[best], "o", mfc="none", mec=VERMILLION, ms=9, label=label)
    mean = 100 * accuracies.mean(axis=0)
    axes.plot(epochs, mean, color=BLUE, lw=2.2, label="mean of the seeds")
    axes.set(xlabel="epoch", ylabel="test accuracy (%)", xticks=epochs)
    axes.grid(axis="y")
    axes.legend(loc="lower right")
    axes.set_title("The ringed numbers are the ones that get published", loc="left")
    return figure


def flattery(shares: Mapping[str, float]) -> Figure:
    """Draw the accuracies (0..1) that several ways of choosing report, on one narrow scale.

    A way that was chosen by the test part says so in its name.
    """
    figure, axes = new_figure(width=7.4, height=0.5 * len(shares) + 1)
    names, values = list(shares), 100 * np.array(list(shares.values()))
    start = values.min() - 0.25 * np.ptp(values) - 0.02
    axes.hlines(range(len(names)), start, values, color=LIGHT_GREY, lw=1)
    for place, (name, value) in enumerate(zip(names, values, strict=True)):
        word, color, marker = (
            ("flattering", VERMILLION, "D") if "test part" in name else ("honest", GREEN, "o")
        )
        axes.plot(value, place, marker, color=color, ms=7)
        axes.annotate(
            f"{value:.2f} %, {word}",
            (value, place),
            (9, 0),
            textcoords="offset points",
            va="center",
        )
    axes.set_yticks(range(len(names)), names)
    axes.set(xlabel="reported test accuracy (%)", xlim=(start, values.max() + 0.5 * np.ptp(values)))
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.set_title("The same trainings, reported in several ways", loc="left")
    return figure
