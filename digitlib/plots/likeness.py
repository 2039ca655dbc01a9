"""Figures of what looks alike to a ruler for pixels, and how a shift fools it (notebook 01)."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from digitlib.plots.style import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    HEAT_COLORMAP,
    ORANGE,
    VERMILLION,
    new_figure,
    show_image,
)


def neighbour_classes(shares: np.ndarray) -> Figure:
    """Draw as a heat map which other class is nearest; `shares` (10, 10) in 0..1, rows sum to 1."""
    title = "The class of the nearest stranger (% of a row)"
    figure, axes = new_figure(width=5.6, height=4.9, title=title)
    percent = 100 * shares
    axes.imshow(percent, cmap=HEAT_COLORMAP, vmin=0, vmax=100)
    for (row, column), value in np.ndenumerate(percent):
        text = "" if row == column else f"{value:.0f}"
        color = "white" if value > 65 else "black"
        axes.text(column, row, text, ha="center", va="center", fontsize=8.5, color=color)
    axes.plot(range(10), range(10), "x", color=GREY, ms=5)
    axes.set(xticks=range(10), yticks=range(10), ylabel="a digit of class ...")
    axes.set(xlabel="... has its nearest stranger in class")
    axes.tick_params(length=0)
    return figure


def look_alikes(pairs: Sequence[tuple[np.ndarray, np.ndarray, str]], per_row: int = 3) -> Figure:
    """Draw pairs of pictures (28, 28) uint8 and each pair laid over one another.

    `pairs` holds two pictures and a title; the first one's ink is blue, the second's orange, and
    where both have ink it is black.
    """
    rows = -(-len(pairs) // per_row)
    figure, grid = new_figure(
        rows,
        4 * per_row - 1,
        7.8,
        0.98 * rows + 0.75,
        "Two digits of different classes, and one laid over the other",
        squeeze=False,
        width_ratios=([1, 1, 1, 0.25] * per_row)[:-1],
    )
    for axes in grid.flat:
        axes.set_axis_off()  # the narrow columns between the trios stay empty
    for number, (first, second, name) in enumerate(pairs):
        row, column = divmod(number, per_row)
        trio = grid[row, 4 * column : 4 * column + 3]
        for axes, picture in zip(trio, (first, second, overlay(first, second)), strict=True):
            axes.set_axis_on()
            show_image(axes, picture)
        trio[1].set_title(name, fontsize=9, pad=3)
    inks = {"only the first digit": BLUE, "only the second": ORANGE, "both": BLACK}
    key = [Patch(color=color, label=name) for name, color in inks.items()]
    figure.legend(handles=key, title="ink in", loc="outside lower center", ncols=3)
    return figure


def overlay(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return two pictures (h, w) uint8 as one in colour, float (h, w, 3): blue, orange, black."""
    one, two = (picture[..., None] / 255 for picture in (first, second))
    both = np.minimum(one, two)
    blue, orange = (np.array(to_rgb(color)) for color in (BLUE, ORANGE))
    return 1 - both - (one - both) * (1 - blue) - (two - both) * (1 - orange)


def shifted_example(pictures: Mapping[str, np.ndarray]) -> Figure:
    """Draw a few pictures (28, 28) uint8 in a row, each under its title, with a middle cross."""
    title = "To a ruler for pixels, which is nearer?"
    figure, panels = new_figure(1, len(pictures), 2.0 * len(pictures), 2.7, title)
    for axes, (title, picture) in zip(panels, pictures.items(), strict=True):
        show_image(axes, picture, title, frame_color=GREY)
        axes.axvline(14, color=VERMILLION, lw=0.8, ls=":")
    return figure


def distance_after_shift(
    shifts: Sequence[int], distances: np.ndarray, yardsticks: Mapping[str, float]
) -> Figure:
    """Draw how far digits lie from themselves after a shift, beside a few typical distances.

    `distances` (shifts, n): one row a shift; `yardsticks[name]` is drawn as a level line.
    """
    title = "A small shift makes a digit a stranger to itself"
    figure, axes = new_figure(width=7.5, height=3.8, title=title)
    low, middle, high = np.percentile(distances, [5, 50, 95], axis=1)
    axes.fill_between(shifts, low, high, color=BLUE, alpha=0.15, lw=0)
    axes.plot(shifts, middle, "o-", color=BLUE)
    end = shifts[-1]
    axes.text(
        end + 0.1, middle[-1], "itself, shifted\n(band: 90 % of digits)", color=BLUE, va="center"
    )
    for (name, level), color, dashes in zip(
        yardsticks.items(), (GREEN, VERMILLION, BLACK), ("-.", "--", ":"), strict=False
    ):
        axes.plot([0, end], [level, level], color=color, ls=dashes, lw=1.5)
        axes.text(end + 0.1, level, name, color=color, va="center")
    axes.set(xlabel="shift to the right (pixels)", ylabel="distance in pixel space")
    axes.set(xticks=shifts, xlim=(0, end + 2), ylim=(0, None))
    return figure


def accuracy_after_shift(
    shifts: Sequence[int],
    accuracies: Mapping[str, Sequence[float]],
    title: str = "A small shift is enough to lose a baseline",
) -> Figure:
    """Draw accuracy (0..1) against the shift in pixels, one line a classifier."""
    figure, axes = new_figure(width=7.5, height=3.4, title=title)
    for (name, values), color, marker in zip(
        accuracies.items(), (BLUE, ORANGE, GREEN), "os^", strict=False
    ):
        axes.plot(shifts, 100 * np.asarray(values), marker=marker, color=color, label=name)
    axes.axhline(10, color=GREY, lw=1, ls="--", label="chance")
    axes.set(xticks=shifts, ylim=(0, 103), xlabel="shift to the right (pixels)")
    axes.set(ylabel="validation digits read right (%)")
    axes.legend()
    return figure
