"""Networks side by side, each trained with several seeds (notebook 02)."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure

from digitlib.plots.style import BLUE, SKY, VERMILLION, new_figure


def wrong_by_network(
    wrong: Mapping[str, Sequence[int]],
    num_digits: int,
    interval: Mapping[str, tuple[float, float]],
    title: str,
) -> Figure:
    """Draw for each network how many of `num_digits` it reads wrong, a dot a seed.

    `interval[name]` is the 95 % interval of the mean share, 0 to 1, drawn as a bar.
    """
    figure, axes = new_figure(1, 1, 7.8, 0.42 * len(wrong) + 1.2, title)
    for place, (name, counts) in enumerate(wrong.items()):
        shares = 100 * np.array(counts) / num_digits
        low, high = (100 * end for end in interval[name])
        axes.plot([low, high], [place] * 2, color=SKY, lw=7, solid_capstyle="butt")
        axes.plot(shares, [place] * len(shares), "o", color=BLUE, ms=5, mfc="none")
        axes.plot(shares.mean(), place, "|", color=VERMILLION, ms=15, mew=2.2)
        axes.annotate(f"{shares.mean():.2f} %", (high, place), (6, 0), va="center",
                      textcoords="offset points", fontsize=9)  # fmt: skip
    axes.set_yticks(range(len(wrong)), list(wrong))
    axes.set(ylim=(len(wrong) - 0.5, -0.5), xlim=(0, 1.18 * axes.get_xlim()[1]))
    axes.set_xlabel(
        "validation digits read wrong (%). Circles: seeds; line: mean; bar: 95 % interval"
    )
    axes.grid(axis="x")
    axes.tick_params(axis="y", length=0)
    means = ", ".join(f"{name} {100 * np.mean(c) / num_digits:.2f} %" for name, c in wrong.items())
    figure.alt = f"Digits read wrong, mean of {len(counts)} seeds: {means}."
    return figure
