"""Walks down the loss of one weight (notebook 02)."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from digitlib.plots.style import BLUE, GREY, VERMILLION, new_figure

LEFT, RIGHT = -1.5, 4.0  # the weights that are drawn


def descents(
    loss: Callable[[float], float],
    walks: Mapping[float, Sequence[float]],
    title: str = "The same slope, walked down with different steps",
) -> Figure:
    """Draw the loss of one weight, and walks on it: step size -> the weights, from the start on."""
    width = 8.2 if len(walks) > 1 else 5.2
    figure, grid = new_figure(1, len(walks), width, 3.0, title, sharey=True, squeeze=False)
    for axes, (step, weights) in zip(grid[0], walks.items(), strict=True):
        _draw_walk(axes, loss, step, np.asarray(weights))
    grid[0, 0].set_ylabel("loss")
    grid[0, 0].legend(loc="upper center")
    ends = "; ".join(
        f"with step size {step:g} it goes from {loss(walk[0]):.2f} to {loss(walk[-1]):.2f}"
        for step, walk in walks.items()
    )
    figure.alt = f"A valley, the loss of one weight, with the steps of a walk on it: {ends}."
    return figure


def _draw_walk(axes: Axes, loss: Callable, step: float, weights: np.ndarray) -> None:
    """Draw the valley, and the walk as far as it stays in view."""
    line = np.linspace(LEFT, RIGHT, 200)
    axes.plot(line, [loss(w) for w in line], color=GREY, lw=1.2)
    heights = np.array([loss(w) for w in weights])
    axes.plot(weights, heights, "o-", color=BLUE, ms=5, lw=1)
    axes.plot(weights[0], heights[0], "s", color=VERMILLION, ms=8, label="start")
    axes.set(xlim=(LEFT, RIGHT), ylim=(0, 2.2), xlabel="the weight")
    end = f"{heights[-1]:.2f}" if heights[-1] < 100 else f"{heights[-1]:,.0f}"
    axes.set_title(f"step size {step:g}\nloss after {len(weights) - 1} steps: {end}")
