"""Figures of an honest evaluation: errors, intervals, calibration, and the luck of choosing."""

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
    images: np.ndarray,
    labels: Sequence[int],
    readings: Sequence[int],
    confidences: Sequence[float],
    title: str,
    columns: int = 8,
) -> Figure:
    """Draw misread digits (n, 28, 28): label, what was read, and how surely (0..1)."""
    above = [f"label {label}" for label in labels]
    below = [f"read {r}:\n{percent(c)}" for r, c in zip(readings, confidences, strict=True)]
    return kinds.gallery(images, title, columns, 0.95, above, below)


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
        interval = wilson_interval(round(right * count), int(count))
        scores[f"at {place:.1f}%"] = (right, *interval)
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


def temperatures(grid: Sequence[float], losses: Sequence[float], best: float) -> Figure:
    """Draw the validation loss against the temperature, and mark the best."""
    figure, axes = new_figure(1, 1, 7.2, 2.6, "The temperature is chosen by the validation part")
    figure.say(f"A curve; a dashed line marks its lowest point, at {best:.2f}.")
    axes.plot(grid, losses, color=style.BLUE)
    axes.axvline(best, color=style.VERMILLION, ls="--", lw=1.2)
    axes.text(best, max(losses), f"  best: {best:.2f}", va="top", color=style.VERMILLION)
    axes.set(xlabel="temperature", ylabel="validation loss")
    return figure


def seed_spread(accuracies: Sequence[float], interval: Interval) -> Figure:
    """Draw the test accuracies (0..1) of several seeds beside the interval of one of them."""
    values, number = 100 * np.asarray(accuracies), len(accuracies)
    title = f"One recipe, {number} seeds; shaded: the 95% interval of seed 0"
    figure, axes = new_figure(1, 1, 7.2, 2.6, title)
    figure.say(
        f"A dot a seed, from {values.min():.2f}% to {values.max():.2f}%, around a dashed line,"
    )
    figure.say(f"their mean, on a band from {interval.low:.2%} to {interval.high:.2%}.")
    axes.axvspan(100 * interval.low, 100 * interval.high, color=style.SKY, alpha=0.3, lw=0)
    axes.plot(values, range(number), "o", color=style.BLUE, ms=8)
    axes.axvline(values.mean(), color=style.VERMILLION, ls="--", lw=1.2)
    axes.text(values.mean(), number - 0.6, " mean", color=style.VERMILLION)
    kinds.name_rows(axes, [f"seed {seed}" for seed in range(number)])
    axes.set(xlabel="test accuracy (%)")
    return figure


def lucky_epochs(accuracies: np.ndarray) -> Figure:
    """Draw test accuracies (0..1), (seeds, epochs), with each seed's best epoch ringed."""
    rows, mean = 100 * accuracies, 100 * accuracies.mean(axis=0)
    epochs, best = np.arange(1, rows.shape[1] + 1), rows.argmax(axis=1)
    figure, axes = new_figure(1, 1, 7.4, 3.5, "The ringed numbers are the ones that get published")
    figure.say(
        f"{len(rows)} pale curves, each with a ring on its peak, at up to {rows.max():.2f}%."
    )
    figure.say(f"Their mean, a dark curve, ends at {mean[-1]:.2f}%.")
    seeds = axes.plot(epochs, rows.T, color=style.SKY, lw=1.1)
    ring = {"mfc": "none", "mec": style.VERMILLION, "ms": 9}
    rings = axes.plot(epochs[best], rows.max(axis=1), "o", **ring)
    means = axes.plot(epochs, mean, color=style.BLUE, lw=2.2)
    axes.set(xlabel="epoch", ylabel="test accuracy (%)", xticks=epochs)
    # The first epoch lies far below; the others would be squeezed to a line.
    axes.set_ylim(bottom=rows[:, 1:].min() - 0.1)
    axes.grid(axis="y")
    names = ["one seed", "its best epoch on the test part", "mean of the seeds"]
    figure.legend([seeds[0], *rings, *means], names, loc="outside lower center", ncols=3)
    return figure


def flattery(shares: Mapping[str, float]) -> Figure:
    """Draw the accuracies (0..1) that several ways of choosing report, on one narrow scale.

    A way that was chosen by the test part says so in its name.
    """
    title = "The same trainings, reported in several ways"
    figure, axes = new_figure(1, 1, 7.4, 0.5 * len(shares) + 1.1, title)
    for row, (name, share) in enumerate(shares.items()):
        flatters = "test part" in name
        marker, color = ("D", style.VERMILLION) if flatters else ("o", style.GREEN)
        axes.plot(100 * share, row, marker, color=color, ms=7)
        text = f"   {share:.2%}, {'flattering' if flatters else 'honest'}"
        axes.text(100 * share, row, text, va="center")
        figure.say(f"{name}:{text}.")
    kinds.name_rows(axes, list(shares))
    low, reach = 100 * min(shares.values()), 100 * np.ptp(list(shares.values()))
    axes.set(xlabel="reported test accuracy (%)", xlim=(low - 0.2 * reach, low + 1.8 * reach))
    return figure
