"""The luck lab of notebook 03: what choosing the best of many does to a score."""

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure

from digitlib.plots import style
from digitlib.plots.style import new_figure


def luck_lab(scores: np.ndarray, best_of: Mapping[int, np.ndarray], skill: float) -> Figure:
    """Draw the scores of equally good readers, and how the best grows with the number of tries.

    `scores` (readers,) are shares, 0 to 1; `best_of[tries]` (repetitions,) are best scores of so
    many tries; `skill` is the share that every reader truly reads.
    """
    title = "Choosing the best of many equally good readers"
    figure, (left, right) = new_figure(1, 2, 7.8, 3.1, title, sharey=True)
    levels, counts = np.unique(100 * scores, return_counts=True)
    left.barh(levels, counts, 0.8, color=style.SKY)
    left.plot(counts[-1], levels[-1], "o", ms=9, mfc="none", mec=style.VERMILLION, mew=2)
    text = f"    the best: {levels[-1]:.0f}%"
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
    figure.say(f"Left, bars of scores from {levels[0]:.0f}% to {levels[-1]:.0f}% around a dashed")
    figure.say(
        f"line, the skill of {skill:.0%}. Right, a curve of the best score: {middle[0]:.1f}%"
    )
    figure.say(f"in {tries[0]} try, {middle[-1]:.1f}% in {tries[-1]} tries.")
    return figure
