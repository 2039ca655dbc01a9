"""Figures of luck: of the seed, and of the epoch that one chooses to report."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure

from digitlib.evaluation.metrics import Interval
from digitlib.plots.style import BLUE, GREEN, LIGHT_GREY, SKY, VERMILLION, new_figure


def seed_spread(accuracies: Sequence[float], interval: Interval) -> Figure:
    """Draw the test accuracies (0..1) of several seeds beside the interval of one of them."""
    title = "One recipe, five seeds; shaded: the interval of seed 0"
    figure, axes = new_figure(width=7.2, height=2.6, title=title)
    values, seeds = 100 * np.asarray(accuracies), np.arange(len(accuracies))
    axes.axvspan(100 * interval.low, 100 * interval.high, color=SKY, alpha=0.3, lw=0)
    axes.plot(values, seeds, "o", color=BLUE, ms=8)
    axes.axvline(values.mean(), color=VERMILLION, ls="--", lw=1.2)
    place = (values.mean(), len(values) - 0.6)
    axes.annotate("mean", place, (4, 0), textcoords="offset points", color=VERMILLION)
    axes.set(xlabel="test accuracy (%)", ylim=(len(values) - 0.4, -0.6))
    axes.set_yticks(seeds, [f"seed {seed}" for seed in seeds])
    axes.tick_params(axis="y", length=0)
    return figure


def lucky_epochs(accuracies: np.ndarray) -> Figure:
    """Draw test accuracies (0..1), (seeds, epochs), with each seed's best epoch ringed."""
    title = "The ringed numbers are the ones that get published"
    figure, axes = new_figure(width=7.4, height=3.5, title=title)
    epochs = np.arange(1, accuracies.shape[1] + 1)
    for seed, row in enumerate(100 * accuracies):
        axes.plot(epochs, row, "-", color=SKY, lw=1.1, label="one seed" if seed == 0 else None)
        best = row.argmax()
        label = "its best epoch on the test part" if seed == 0 else None
        axes.plot(epochs[best], row[best], "o", mfc="none", mec=VERMILLION, ms=9, label=label)
    mean = 100 * accuracies.mean(axis=0)
    axes.plot(epochs, mean, color=BLUE, lw=2.2, label="mean of the seeds")
    axes.set(xlabel="epoch", ylabel="test accuracy (%)", xticks=epochs)
    # The first epoch lies far below; the others would be squeezed to a line.
    axes.set_ylim(bottom=100 * accuracies[:, 1:].min() - 0.1)
    axes.grid(axis="y")
    figure.legend(loc="outside lower center", ncols=3)
    return figure


def flattery(shares: Mapping[str, float]) -> Figure:
    """Draw the accuracies (0..1) that several ways of choosing report, on one narrow scale.

    A way that was chosen by the test part says so in its name.
    """
    title = "The same trainings, reported in several ways"
    figure, axes = new_figure(width=7.4, height=0.5 * len(shares) + 1.1, title=title)
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
    axes.set(xlabel="reported test accuracy (%)", xlim=(start, values.max() + 0.7 * np.ptp(values)))
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    return figure
