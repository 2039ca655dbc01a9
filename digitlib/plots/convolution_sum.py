"""One sum of a convolution, with its numbers (notebook 02)."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from digitlib.plots.style import (
    DIVERGING_COLORMAP,
    GREY,
    INK_COLORMAP,
    LIGHT_GREY,
    VERMILLION,
    new_figure,
    show_image,
)


def convolution_sum(picture: np.ndarray, weights: np.ndarray, row: int, column: int) -> Figure:
    """Draw how a filter (k, k) meets a picture (h, w), ink 0 to 1, at one place.

    From left to right: the picture with the window, the pixels under it, the weights, the
    products with their sum, and the feature map as far as it has grown, line by line.
    """
    size = len(weights)
    patch = picture[row : row + size, column : column + size]
    products, responses = patch * weights, _responses(picture, weights)
    total = products.sum()
    figure, axes = new_figure(
        1, 5, 8.2, 2.75, "One sum of a convolution", width_ratios=(1.5, 1, 1, 1, 1.5)
    )
    show_image(axes[0], picture, "the picture", vmax=1)
    axes[0].add_patch(_frame(row, column, size))
    _table(axes[1], patch, "ink under the window", "{:.1f}", cmap=INK_COLORMAP, vmin=0, vmax=2)
    _table(axes[2], weights, "\N{MULTIPLICATION SIGN} weights", "{:+.0f}")
    _table(axes[3], products, "= products", "{:+.1f}")
    axes[3].set_xlabel(f"sum: {total:+.1f}", color=VERMILLION, fontweight="bold", fontsize=11)
    grown = np.where(_before(responses.shape, row, column), responses, np.nan)
    limit = np.abs(responses).max()
    scale = {"cmap": DIVERGING_COLORMAP, "vmin": -limit, "vmax": limit}
    show_image(axes[4], grown, "the feature map so far", **scale)
    axes[4].set_facecolor(LIGHT_GREY)
    axes[4].add_patch(_frame(row, column, 1))
    axes[4].set_xlabel("orange: above 0, purple: below 0", fontsize=8.5, color=GREY)
    figure.alt = (
        f"A digit with a window of {size} by {size} pixels in row {row + 1}, column {column + 1}; "
        f"the ink under it times the weights of the filter gives {size * size} products, and "
        f"their sum, {total:+.1f}, is one point of the feature map, which is filled line by line."
    )
    return figure


def _responses(picture: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the sum at every place, (h - k + 1, w - k + 1)."""
    patches = np.lib.stride_tricks.sliding_window_view(picture, weights.shape)
    return (patches * weights).sum(axis=(2, 3))


def _before(shape: tuple[int, int], row: int, column: int) -> np.ndarray:
    """Return, bool (h, w), which places come first, line by line, this one included."""
    return np.arange(np.prod(shape)).reshape(shape) <= row * shape[1] + column


def _frame(row: int, column: int, size: int) -> Rectangle:
    corner = (column - 0.5, row - 0.5)
    return Rectangle(corner, size, size, fill=False, edgecolor=VERMILLION, linewidth=2)


def _table(axes: Axes, values: np.ndarray, title: str, form: str, **imshow) -> None:
    """Draw a small array as a table of numbers, faintly coloured by value."""
    limit = 2 * max(np.abs(values).max(), 1e-9)
    scale = {"cmap": DIVERGING_COLORMAP, "vmin": -limit, "vmax": limit} | imshow
    show_image(axes, values, title, VERMILLION, **scale)
    for (row, column), value in np.ndenumerate(values):
        text = form.format(value if abs(value) > 0.05 else 0).replace("-", "\N{MINUS SIGN}")
        text = text.lstrip("+") if float(form.format(value)) == 0 else text
        axes.text(column, row, text, ha="center", va="center", fontsize=9)
