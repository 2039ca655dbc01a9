"""Figures of a network that leaves the house: engines, int8, machines, a search, drift."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import StrMethodFormatter

from digitlib.plots import kinds, style
from digitlib.plots.kinds import LOOKS
from digitlib.plots.style import new_figure


def engines(names: Sequence[str], measures: Mapping[str, Sequence[float]], title: str) -> Figure:
    """Draw several measures (engines,), a panel each, with a row for every engine.

    A measure whose name says "times" is a ratio: a dot on a logarithmic scale, with a line at 1.
    The others are bars from zero.
    """
    figure, panels = new_figure(1, len(measures), 8.6, 0.3 * len(names) + 1.3, title, sharey=True)
    for axes, (measure, values) in zip(panels, measures.items(), strict=True):
        ratio = "times" in measure
        if ratio:
            axes.axvline(1, color=style.GREY, ls=":")
            axes.plot(values, range(len(names)), "o", color=style.BLUE, ms=6)
            axes.set(xscale="log", xlim=(min(values) / 40, 20 * max(values)))
            axes.xaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
        else:
            axes.barh(range(len(names)), values, 0.62, color=style.SKY)
            axes.set(xlim=(0, 1.4 * max(values)))
        texts = [f"{value:.2g}" if value < 10 else f"{value:,.0f}" for value in values]
        for row, (value, text) in enumerate(zip(values, texts, strict=True)):
            left = ratio and value < 1  # away from the line
            side = {"ha": "right", "xytext": (-6, 0)} if left else {"xytext": (6, 0)}
            place = {"textcoords": "offset points", "va": "center", **side}
            axes.annotate(text, (value, row), fontsize=8.5, **place)
        axes.set_xlabel(measure)
        told = ", ".join(map(" ".join, zip(names, texts, strict=True)))
        figure.say(f"{measure.replace(chr(10), ' ')}: {told}.")
    kinds.name_rows(panels[0], names)
    for axes in panels:
        axes.grid(visible=False)
    return figure


def moved_margins(before: np.ndarray, after: np.ndarray, changed: np.ndarray) -> Figure:
    """Draw the margins (digits,) of a network's answers before and after it was rounded.

    `after` is how far the old answer is ahead of the best other one: below zero, the answer is
    another. Those `changed` (digits,) are orange crosses.
    """
    title = "How far is the answer ahead, before and after?"
    figure, panels = new_figure(1, 2, 7.8, 3.3, title, width_ratios=(1, 1))
    near = max(1.0, 1.6 * float(before[changed].max())) if changed.any() else 1.0
    for axes, limit, name in zip(
        panels, (before.max(), near), ("all", "the smallest"), strict=True
    ):
        axes.plot([0, limit], [0, limit], color=style.GREY, lw=1, ls=":", label="unmoved")
        axes.axhline(0, color=style.BLACK, lw=0.8)
        for kept, mark, color in ((True, ".", style.BLUE), (False, "x", style.VERMILLION)):
            some = (changed != kept) & (before <= limit)
            label = "the same answer" if kept else "another answer"
            axes.plot(
                before[some], after[some], mark, color=color, ms=4 if kept else 7, label=label
            )
        axes.set(title=f"{name} margins", xlabel="margin with float32", xlim=(0, limit))
    panels[0].set_ylabel("margin with int8")
    panels[1].set_ylim(-near / 2, 1.5 * near)
    figure.say(f"{len(before)} dots along a diagonal from 0 to {before.max():.0f}; margins move by")
    figure.say(f"up to {np.abs(after - before).max():.2f}, and {changed.sum()} answers change.")
    if changed.any():
        figure.say(f"The largest margin that was lost is {before[changed].max():.2f}.")
    kinds.legend_below(figure)
    return figure


def repeats(
    values: Mapping[str, Sequence[float]], title: str, xlabel: str, low: float | None = None
) -> Figure:
    """Draw numbers that were measured several times, a row a name, with a line at each mean.

    The scale begins at `low`, or near the smallest number.
    """
    figure, axes = new_figure(1, 1, 7.4, 0.42 * len(values) + 1.1, title)
    for row, (name, numbers) in enumerate(values.items()):
        mean = float(np.mean(numbers))
        axes.plot(numbers, [row] * len(numbers), "o", ms=6, mfc="none", color=style.BLUE)
        axes.plot([mean, mean], [row - 0.28, row + 0.28], color=style.VERMILLION, lw=2.5)
        spread = f", {len(numbers)} circles from {min(numbers):.4g} to {max(numbers):.4g}"
        figure.say(f"{name}: mean {mean:.4g}{spread if len(numbers) > 1 else ''}.")
    kinds.name_rows(axes, list(values))
    axes.set(xlabel=f"{xlabel} (line: mean)", xlim=(low, None))
    return figure


def search_trials(
    settings: Mapping[str, Sequence[float]],
    scores: Sequence[float],
    importances: Mapping[str, float],
) -> Figure:
    """Draw trials' scores, shares (trials,), against each setting, and the importances, 0 to 1."""
    title = f"{len(scores)} trials, and what is said to matter"
    columns = len(settings) + 1
    figure, panels = new_figure(
        1, columns, 8.6, 3.1, title, width_ratios=[1] * (columns - 1) + [1.1]
    )
    best = int(np.argmax(scores))
    for axes, (name, values) in zip(panels, settings.items(), strict=False):
        axes.plot(values, 100 * np.array(scores), "o", color=style.BLUE, ms=5)
        axes.plot(values[best], 100 * scores[best], "D", color=style.VERMILLION, ms=9, mfc="none")
        axes.set(xlabel=name, xscale="linear" if name == "lucky number" else "log", xmargin=0.12)
        axes.grid(axis="y")
        if name == "batch size":
            axes.set_xticks(sorted(set(values)), [f"{v:g}" for v in sorted(set(values))])
            axes.minorticks_off()
        figure.say(f"The best trial has {name} {values[best]:.3g}.")
    for axes in panels[1:-1]:
        axes.tick_params(labelleft=False)
    panels[0].set_ylabel("validation digits read right (%)")
    shares = [100 * importances[name] for name in settings]
    bars = panels[-1].barh(range(len(shares)), shares, 0.6, color=style.SKY)
    panels[-1].bar_label(bars, fmt="%.0f%%", padding=3, fontsize=9)
    kinds.name_rows(panels[-1], list(settings))
    panels[-1].set(xlabel="importance (%)", xlim=(0, 1.3 * max(shares)))
    told = (f"{name} {share:.0f}%" for name, share in zip(settings, shares, strict=True))
    figure.say(f"Importances: {', '.join(told)}.")
    return figure


def drift(
    signals: Mapping[str, Mapping[str, np.ndarray]],
    limits: Mapping[str, tuple[float, float]],
    change: int,
) -> Figure:
    """Draw what is watched, `signals[signal][stream]` (days,), with the limits of quiet days.

    From day `change` on, the streams differ.
    """
    title = "Four streams of digits, watched day by day"
    figure, grid = new_figure(1, len(signals), 8.6, 3.4, title, squeeze=False)
    for axes, (signal, streams) in zip(grid[0], signals.items(), strict=True):
        if signal in limits:
            axes.axhspan(*limits[signal], color=style.LIGHT_GREY, alpha=0.6, lw=0)
        axes.axvline(change - 0.5, color=style.GREY, ls=":")
        for look, (name, values) in zip(LOOKS, streams.items(), strict=False):
            axes.plot(range(1, len(values) + 1), values, ms=3.5, lw=1.2, label=name, **look)
            late = values[change - 1 :]
            figure.say(f"{signal}, {name}: mean {np.mean(late):.3g} after the change.")
        axes.set(title=signal, xlabel="day")
    grid[0, 0].set_ylabel("share (%) or level")
    kinds.legend_below(figure)
    return figure
