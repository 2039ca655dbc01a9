"""The luck lab of notebook 03: what choosing the best of many does to a score."""

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure

from digitlib.plots.style import BLUE, GREY, SKY, VERMILLION, new_figure


def luck_lab(scores: np.ndarray, best_of: Mapping[int, np.ndarray], skill: float) -> Figure:
    """Draw the scores of equally good readers, and how the best grows with the number of tries.

    `scores` (readers,) are shares, 0 to 1; `best_of[tries]` (repetitions,) are best scores of so
    many tries; `skill` is the share that every reader truly reads.
    """
    title = "Choosing the best of many equally good readers"
    figure, (left, right) = new_figure(1, 2, 7.8, 3.1, title, sharey=True)
    levels, counts = np.unique(scores, return_counts=True)
    left.barh(100 * levels, counts, 0.8, color=SKY)
    left.plot(counts[-1], 100 * levels[-1], "o", ms=9, mfc="none", mec=VERMILLION, mew=2)
    left.annotate(
        f"the best: {levels[-1]:.0%}",
        (counts[-1], 100 * levels[-1]),
        (14, 0),
        textcoords="offset points",
        color=VERMILLION,
        va="center",
    )
    left.set(xlabel="number of readers", ylabel="digits read correctly (%)")
    left.set_title(f"{len(scores):,} readers, one test each")
    tries = list(best_of)
    low, middle, high = (
        [100 * np.quantile(best_of[number], share) for number in tries]
        for share in (0.05, 0.5, 0.95)
    )
    right.fill_between(tries, low, high, color=SKY, alpha=0.4, lw=0, label="9 in 10 repetitions")
    right.plot(tries, middle, "o-", color=BLUE, ms=4, label="median")
    right.set(xscale="log", xlabel="tries from which the best is chosen")
    right.set_title("the best score that is reported")
    for axes in (left, right):
        axes.axhline(100 * skill, color=GREY, ls="--", lw=1, label="true skill of every reader")
    right.legend(loc="lower right")
    return figure
