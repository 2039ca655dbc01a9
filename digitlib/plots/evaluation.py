"""Figures of an honest evaluation: errors, intervals, calibration, networks compared, and luck."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from digitlib.evaluation import Interval, Reliability, wilson_interval
from digitlib.plots import kinds, style
from digitlib.plots.style import new_figure
from digitlib.wording import percent


def confusion_matrix(counts: np.ndarray) -> Figure:
    """Draw a confusion matrix (classes, classes): errors by colour, right answers in grey."""
    title = f"{counts.sum() - np.trace(counts):,} errors of {counts.sum():,} digits"
    texts = np.where(counts > 0, counts.astype(str), "")
    labels = "what the label says", "what the network read"
    figure = kinds.heat_map(counts, texts, title, labels, "errors")
    figure.axes[-1].yaxis.set_major_locator(MaxNLocator(integer=True))
    return figure


def intervals(
    by_name: Mapping[str, tuple[float, Interval]], title: str = "How sure is each number?"
) -> Figure:
    """Draw accuracies (0..1) as dots, with their confidence intervals as bars."""
    figure, axes = new_figure(1, 1, 7.2, 0.36 * len(by_name) + 1.1, title)
    kinds.draw_intervals(axes, {name: (share, *ends) for name, (share, ends) in by_name.items()})
    kinds.name_rows(axes, list(by_name))
    axes.set(xlabel="digits read right (%): dot; its 95% interval: bar")
    return figure


def error_gallery(
    images: np.ndarray, labels: Sequence[int], readings: Sequence[int], confidences, title: str
) -> Figure:
    """Draw misread digits (n, 28, 28): label, what was read, and how surely (0..1)."""
    above = [f"label {label}" for label in labels]
    below = [f"read {r}:\n{percent(c)}" for r, c in zip(readings, confidences, strict=True)]
    return kinds.gallery(images, title, 8, 0.95, above, below)


def wrong_labels(
    images: np.ndarray, labels: Sequence[int], readings: Sequence[int], indices: Sequence[int]
) -> Figure:
    """Draw test digits (n, 28, 28) whose label is disputed, with label, reading and index."""
    above = [f"label {label}, read {read}" for label, read in zip(labels, readings, strict=True)]
    below = [f"test digit {index}" for index in indices]
    return kinds.gallery(images, "Labels that people call wrong", 5, 1.45, above, below)


def reliability_diagram(bins: Reliability, title: str = "Does it know how sure it is?") -> Figure:
    """Draw accuracy against confidence, bin by bin, and how many answers each bin holds."""
    figure, axes = new_figure(2, 1, 6.2, 4.8, title, sharex=True, height_ratios=(3, 1))
    filled = bins.count > 0
    places, counts, scores = 100 * bins.confidence[filled], bins.count[filled], {}
    for place, right, count in zip(places, bins.accuracy[filled], counts, strict=True):
        scores[f"at {place:.1f}%"] = (right, *wilson_interval(round(right * count), int(count)))
        offset = {"textcoords": "offset points", "ha": "center", "fontsize": 8}
        axes[1].annotate(f"{count:,}", (place, count), (0, 5), **offset)
    kinds.draw_intervals(axes[0], scores, places, "Right, by confidence", upright=True)
    axes[0].plot([0, 100], [0, 100], "--", color=style.GREY, lw=1.2)
    axes[0].annotate("perfectly calibrated", (3, 8), rotation=32, color=style.GREY)
    axes[0].set(ylabel="right (%): dot;\n95% interval: bar", ylim=(0, 103), xlim=(0, 102))
    axes[1].plot(places, counts, "D", color=style.ORANGE, ms=5)
    axes[1].set(yscale="log", ylim=(0.5, 12 * counts.max()), ylabel="answers\n(log scale)")
    axes[1].set_xlabel("confidence: probability of the answer (%)")
    figure.say("A dashed diagonal marks perfect calibration.")
    return figure


def seed_spread(accuracies: Sequence[float], interval: Interval) -> Figure:
    """Draw the test accuracies (0..1) of several seeds beside the interval of one of them."""
    values, number = 100 * np.asarray(accuracies), len(accuracies)
    title = f"One recipe, {number} seeds; shaded: the 95% interval of seed 0"
    figure, axes = new_figure(1, 1, 7.2, 2.6, title)
    figure.say(
        f"A dot a seed, from {values.min():.2f}% to {values.max():.2f}%, around a dashed line, "
        f"their mean, on a band from {interval.low:.2%} to {interval.high:.2%}."
    )
    axes.axvspan(100 * interval.low, 100 * interval.high, color=style.SKY, alpha=0.3, lw=0)
    axes.plot(values, range(number), "o", color=style.BLUE, ms=8)
    axes.axvline(values.mean(), color=style.VERMILLION, ls="--", lw=1.2)
    axes.text(values.mean(), number - 0.6, " mean", color=style.VERMILLION)
    kinds.name_rows(axes, [f"seed {seed}" for seed in range(number)])
    axes.set(xlabel="test accuracy (%)")
    return figure


def luck_lab(scores: np.ndarray, best_of: Mapping[int, np.ndarray], skill: float) -> Figure:
    """Draw the scores of equally good readers, and how the best grows with the number of tries.

    `scores` (readers,) are shares, 0 to 1; `best_of[tries]` (repetitions,) are best scores of so
    many tries; `skill` is the share that every reader truly reads.
    """
    title = "Choosing the best of many equally good readers"
    figure, (left, right) = new_figure(1, 2, 7.8, 3.1, title, sharey=True)
    levels, counts = np.unique(100 * scores, return_counts=True)
    best = f"{levels[-1]:.0f}%"
    left.barh(levels, counts, 0.8, color=style.SKY)
    left.plot(counts[-1], levels[-1], "o", ms=9, mfc="none", mec=style.VERMILLION, mew=2)
    text = f"    the best: {best}"
    left.text(counts[-1], levels[-1], text, color=style.VERMILLION, va="center")
    left.set(xlabel="number of readers", ylabel="digits read correctly (%)")
    left.set_title(f"{len(scores):,} readers, one test each")
    tries = list(best_of)
    low, middle, high = 100 * np.quantile(list(best_of.values()), [0.05, 0.5, 0.95], axis=1)
    right.fill_between(tries, low, high, color=style.SKY, alpha=0.4, lw=0, label="9 in 10 repeats")
    right.plot(tries, middle, "o-", color=style.BLUE, ms=4, label="median")
    right.set(xscale="log", xlabel="tries from which the best is chosen")
    right.set_title("the best score that is reported")
    for axes in (left, right):
        truth = {"color": style.GREY, "ls": "--", "lw": 1, "label": "true skill of every reader"}
        axes.axhline(100 * skill, **truth)
    right.legend(loc="lower right")
    figure.say(
        f"Left, bars of scores from {levels[0]:.0f}% to {best} around a dashed line, the skill of "
        f"{skill:.0%}. Right, a curve of the best score: {middle[0]:.1f}% in {tries[0]} try, "
        f"{middle[-1]:.1f}% in {tries[-1]} tries."
    )
    return figure
