"""Figures of convolution: filters, what they find in a digit, and where the parameters are."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import StrMethodFormatter

from digitlib.plots.style import (
    DIVERGING_COLORMAP,
    LIGHT_GREY,
    SKY,
    VERMILLION,
    new_figure,
    show_image,
)


def filter_response(
    image: np.ndarray, kernels: Sequence[np.ndarray], responses: Sequence[np.ndarray], names
) -> Figure:
    """Draw a digit (28, 28), and below each other two filters (k, k) beside their responses."""
    figure, grid = new_figure(
        len(kernels), 3, 7.2, 2.5 * len(kernels), "A filter slides over a digit", squeeze=False
    )
    limit = max(np.abs(response).max() for response in responses)
    for row, kernel, response, name in zip(grid, kernels, responses, names, strict=True):
        show_image(row[0], image, "the digit")
        _show_kernel(row[1], kernel, f"the filter: {name}")
        show_image(
            row[2], response, "its response", cmap=DIVERGING_COLORMAP, vmin=-limit, vmax=limit
        )
    bar = figure.colorbar(grid[0, 2].images[0], ax=grid[:, 2], shrink=0.8)
    bar.set_label("response")
    bar.outline.set_visible(False)
    return figure


def _show_kernel(axes, kernel: np.ndarray, title: str) -> None:
    """Draw one filter with its weights written in."""
    limit = np.abs(kernel).max()
    show_image(axes, kernel, title, cmap=DIVERGING_COLORMAP, vmin=-1.6 * limit, vmax=1.6 * limit)
    for (row, column), weight in np.ndenumerate(kernel):
        axes.text(
            column, row, f"{weight:+.0f}" if weight else "0", ha="center", va="center", fontsize=9
        )


def pooling(response: np.ndarray, pooled: np.ndarray, size: int) -> Figure:
    """Draw a response (h, w) with a grid of blocks, and the largest value of each block."""
    figure, axes = new_figure(
        1, 2, 7.2, 3.6, f"Max pooling keeps the largest of each {size} x {size}"
    )
    limits = {"cmap": "Blues", "vmin": 0, "vmax": max(response.max(), 1e-9)}
    show_image(axes[0], np.maximum(response, 0), _sides("before", response), **limits)
    show_image(axes[1], np.maximum(pooled, 0), _sides("after", pooled), **limits)
    for place in range(0, len(response) + 1, size):
        axes[0].axhline(place - 0.5, color=LIGHT_GREY, lw=0.7)
        axes[0].axvline(place - 0.5, color=LIGHT_GREY, lw=0.7)
    row, column = np.unravel_index(pooled.argmax(), pooled.shape)
    outline = {"fill": False, "edgecolor": VERMILLION, "linewidth": 2}
    block = (column * size - 0.5, row * size - 0.5)
    axes[0].add_patch(Rectangle(block, size, size, **outline))
    axes[1].add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, **outline))
    return figure


def _sides(word: str, image: np.ndarray) -> str:
    return f"{word}: {image.shape[0]} x {image.shape[1]}"


def parameter_bars(counts: Mapping[str, int]) -> Figure:
    """Draw how many parameters each layer has, one bar a layer, from the input to the output."""
    title = f"Where the {sum(counts.values()):,} parameters are"
    figure, axes = new_figure(width=7.2, height=0.42 * len(counts) + 1.1, title=title)
    names, values = list(counts), list(counts.values())
    axes.barh(names, values, 0.62, color=SKY)
    for position, value in enumerate(values):
        axes.text(value + max(values) / 100, position, f"{value:,}", va="center")
    axes.set(xlabel="parameters", xlim=(0, 1.12 * max(values)))
    axes.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axes.invert_yaxis()
    axes.tick_params(axis="y", length=0)
    return figure


def filters(kernels: np.ndarray, columns: int = 8) -> Figure:
    """Draw the filters (k, k, n) of a first layer, all on one scale."""
    number = kernels.shape[-1]
    rows = -(-number // columns)
    title = f"The {number} filters of the first layer"
    figure, grid = new_figure(rows, columns, 7.5, 0.84 * rows + 0.5, title, squeeze=False)
    limit = np.abs(kernels).max()
    for axes in grid.flat[number:]:
        axes.set_visible(False)
    for place in range(number):
        options = {"cmap": DIVERGING_COLORMAP, "vmin": -limit, "vmax": limit}
        show_image(grid.flat[place], kernels[..., place], **options)
    bar = figure.colorbar(grid[0, 0].images[0], ax=grid, shrink=0.9, pad=0.02)
    bar.set_label("weight")
    bar.outline.set_visible(False)
    return figure


def feature_maps(image: np.ndarray, maps: np.ndarray, columns: int = 8) -> Figure:
    """Draw a digit (28, 28) and the maps (h, w, n) of a layer for it, each on its own scale."""
    rows = -(-maps.shape[-1] // columns)
    figure = new_figure(width=7.5, height=0.76 * rows + 0.5)[0]
    figure.clear()
    figure.suptitle(f"One digit, and what the layer's {maps.shape[-1]} filters find in it")
    grid = figure.add_gridspec(rows, columns + 2)
    show_image(figure.add_subplot(grid[:, :2]), image)
    for place in range(maps.shape[-1]):
        row, column = divmod(place, columns)
        axes = figure.add_subplot(grid[row, column + 2])
        show_image(axes, maps[..., place], cmap="Blues", vmax=max(maps[..., place].max(), 1e-9))
    return figure
