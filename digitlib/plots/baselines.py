"""Figures of the two baselines that every network must beat (notebook 01)."""

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure

from digitlib.plots.style import DIVERGING_COLORMAP, SKY, new_figure, show_image


def weight_templates(weights: np.ndarray) -> Figure:
    """Draw the learned weights (10, 28, 28) of a linear classifier, one template a digit."""
    title = "What the regression looks for, digit by digit"
    figure, grid = new_figure(2, 5, 7.5, 3.5, title)
    limit = np.abs(weights).max()
    for digit, axes in enumerate(grid.flat):
        show_image(
            axes, weights[digit], str(digit), cmap=DIVERGING_COLORMAP, vmin=-limit, vmax=limit
        )
    bar = figure.colorbar(grid[0, 0].images[0], ax=grid, shrink=0.8, pad=0.02)
    bar.set_label("weight of a pixel")
    bar.outline.set_visible(False)
    return figure


def accuracy_bars(accuracies: Mapping[str, float]) -> Figure:
    """Draw accuracies (0..1) as bars, one a classifier, each with its value."""
    height = 0.5 * len(accuracies) + 1.2
    figure, axes = new_figure(width=7.5, height=height, title="What a network has to beat")
    names, values = list(accuracies), 100 * np.array(list(accuracies.values()))
    axes.barh(names, values, 0.6, color=SKY)
    for position, value in enumerate(values):
        axes.text(value + 1, position, f"{value:.1f} %", va="center")
    axes.set(xlim=(0, 109), xlabel="test digits read right (%)", xticks=range(0, 101, 20))
    axes.invert_yaxis()
    axes.tick_params(axis="y", length=0)
    return figure
