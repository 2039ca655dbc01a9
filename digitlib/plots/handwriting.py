"""Figures of how well many people's drawings are read (notebook 04)."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from digitlib.plots.drawing import WAY_STYLES
from digitlib.plots.style import BLACK, BLUE, GREY, LIGHT_GREY, VERMILLION, new_figure

# A share and the two ends of its interval, each 0 to 1.
Score = tuple[float, float, float]


def variant_scores(scores: Mapping[str, Mapping[str, Mapping[str, Score]]]) -> Figure:
    """Draw shares with their intervals: `scores[network][way][variant]`, one panel a network."""
    title = "Digits put back on paper, squeezed and framed"
    figure, panels = new_figure(1, len(scores), 7.8, 4.2, title, sharey=True, squeeze=False)
    for axes, (network, ways) in zip(panels[0], scores.items(), strict=True):
        for way, by_variant in ways.items():
            places = np.arange(len(by_variant))
            _draw_intervals(axes, list(by_variant.values()), places, way)
        axes.set(title=network, xlim=(-3, 103))
        axes.set(xlabel="digits read right (%), with 95 % interval")
        axes.set_yticks(places, list(by_variant))
        axes.tick_params(axis="y", length=0)
        axes.grid(axis="both")
    panels[0, 0].invert_yaxis()
    handles = panels[0, 0].get_legend_handles_labels()
    figure.legend(*handles, loc="outside lower center", ncols=2)
    return figure


def _draw_intervals(axes: Axes, scores: Sequence[Score], places: np.ndarray, way: str) -> None:
    """Draw shares in percent as markers, each with a line from end to end of its interval."""
    share, low, high = 100 * np.array(scores).T
    style = WAY_STYLES[way]
    axes.hlines(places, low, high, color=style["color"], lw=2.2, alpha=0.6)
    axes.plot(share, places, ls="", ms=6, label=way, color=style["color"], marker=style["marker"])


def paper_use(boxes: np.ndarray, num_shown: int = 60) -> Figure:
    """Draw where people write on their paper, and how large.

    `boxes` (n, 4) holds left, top, right and bottom of the ink, 0 to 28: the paper is 28 wide, as
    if it were squeezed. The first `num_shown` are drawn as outlines.
    """
    title = "How people use their paper"
    figure, (paper, sizes) = new_figure(1, 2, 7.5, 3.8, title, width_ratios=[1, 1.25])
    for left, top, right, bottom in boxes[:num_shown]:
        paper.add_patch(
            Rectangle((left, top), right - left, bottom - top, fill=False, ec=GREY, lw=0.7)
        )
    paper.add_patch(Rectangle((4, 4), 20, 20, fill=False, ec=BLUE, lw=2.5, ls="--"))
    paper.set(xlim=(0, 28), ylim=(28, 0), aspect="equal", xticks=[0, 14, 28], yticks=[0, 14, 28])
    shown = f"{min(num_shown, len(boxes))} of {len(boxes):,}"
    paper.set(title=f"boxes around the ink, {shown}", xlabel="pixels, when squeezed")
    paper.set_ylabel("pixels, when squeezed")
    for spine in paper.spines.values():
        spine.set_visible(True)
    longer = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    sizes.hist(longer, bins=np.arange(0, 29), color=LIGHT_GREY, edgecolor=GREY, lw=0.6)
    sizes.axvline(20, color=BLUE, lw=2.5, ls="--")
    sizes.text(19.5, sizes.get_ylim()[1], "MNIST: 20 ", color=BLUE, va="top", ha="right")
    sizes.set(title="the longer side of the box, all", xlabel="pixels, when squeezed")
    sizes.set(ylabel="drawings", xlim=(0, 28))
    return figure


def writer_scores(scores: Mapping[str, tuple[str, Score, Sequence[float]]]) -> Figure:
    """Draw one row a method: its share with interval, and a small dot for every writer.

    `scores[method]` is the way ("squeezed" or "framed"), the score over all drawings, and each
    writer's share, 0 to 1.
    """
    title = "Drawings read right: all of them, and writer by writer"
    figure, axes = new_figure(width=7.5, height=0.6 * len(scores) + 1.3, title=title)
    for row, (way, score, writers) in enumerate(scores.values()):
        _draw_intervals(axes, [score], np.array([row - 0.16]), way)
        dots = 100 * np.asarray(writers)
        axes.plot(dots, np.full(len(dots), row + 0.18), "|", color=BLACK, ms=9, mew=1.4)
        axes.text(103, row, f"{100 * score[0]:.1f} %", va="center")
    axes.set(xlim=(0, 102), ylim=(len(scores) - 0.5, -0.5))
    axes.set_xlabel("read right (%): all drawings with 95 % interval, and a tick for each writer")
    axes.set_yticks(range(len(scores)), list(scores))
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x")
    return figure


def accuracy_by_digit(scores: Mapping[str, Mapping[int, Score]]) -> Figure:
    """Draw for each digit the share read right, and its interval; `scores[network][digit]`."""
    title = "Framed drawings read right, digit by digit"
    figure, axes = new_figure(width=7.5, height=3.5, title=title)
    looks = ((VERMILLION, "s"), (BLUE, "o"))
    for number, ((name, by_digit), (color, marker)) in enumerate(
        zip(scores.items(), looks, strict=True)
    ):
        share, low, high = 100 * np.array(list(by_digit.values())).T
        places = np.array(list(by_digit)) + 0.24 * number - 0.12
        axes.vlines(places, low, high, color=color, lw=2.2, alpha=0.6)
        axes.plot(places, share, ls="", ms=6, marker=marker, color=color, label=name)
    lowest = min(low for by_digit in scores.values() for _, low, _ in by_digit.values())
    start = max(0, 10 * int(10 * lowest) - 2)
    axes.set(xticks=range(10), xlabel="digit drawn (line: 95 % interval)")
    axes.set_ylim(start, 100 + 0.05 * (100 - start))
    axes.set_ylabel("read right (%)" + ("; the axis is cut" if start else ""))
    axes.grid(axis="y")
    figure.legend(*axes.get_legend_handles_labels(), loc="outside lower center", ncols=2)
    return figure
