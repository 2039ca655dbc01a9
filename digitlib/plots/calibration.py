"""Figures of calibration: does the network know how sure it is?"""

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from digitlib.evaluation.metrics import Reliability
from digitlib.plots.style import BLUE, GREY, ORANGE, SKY, VERMILLION, new_figure


def reliability_diagram(bins: Reliability, title: str = "Does it know how sure it is?") -> Figure:
    """Draw accuracy against confidence, bin by bin, and how many answers each bin holds."""
    figure, axes = new_figure(2, 1, 6.2, 4.6, title, sharex=True, height_ratios=(3, 1))
    middle, width = (bins.edges[1:] + bins.edges[:-1]) / 2, np.diff(bins.edges)
    filled = bins.count > 0
    axes[0].bar(middle[filled], bins.accuracy[filled], 0.9 * width[filled], color=SKY)
    axes[0].plot(bins.confidence[filled], bins.accuracy[filled], "o", color=BLUE, ms=4)
    axes[0].plot([0, 1], [0, 1], "--", color=GREY, lw=1.2)
    axes[0].annotate("perfectly calibrated", (0.03, 0.08), rotation=26, color=GREY, fontsize=8.5)
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
    title = "The temperature is chosen by the validation part"
    figure, axes = new_figure(width=7.2, height=2.6, title=title)
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
    return figure
