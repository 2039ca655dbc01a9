"""Figures of one drawing on its way from the pen to the network (notebook 04)."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from digitlib.plots.prediction import draw_strokes
from digitlib.plots.style import BLUE, GREEN, GREY, SKY, VERMILLION, new_figure, show_image
from digitlib.wording import a_digit

# Squeezed and framed look different in colour, marker and line, in every figure.
WAY_STYLES = {
    "squeezed": {"color": VERMILLION, "marker": "s", "ls": "--"},
    "framed": {"color": BLUE, "marker": "o", "ls": "-"},
}
BAR_STYLES = {
    "squeezed": {"facecolor": "white", "edgecolor": VERMILLION, "hatch": "/////", "lw": 0.8},
    "framed": {"facecolor": BLUE, "edgecolor": BLUE, "lw": 0.8},
}


def strokes_and_ink(strokes: Sequence[np.ndarray], ink: np.ndarray) -> Figure:
    """Draw the points of a drawing as the pen gave them, and the ink that they leave.

    `strokes` are arrays (points, 2) in pixels of `ink`, a picture (h, w) uint8. The ink's box is
    dashed, its centre of mass a ring, and the middle of the paper a cross.
    """
    figure, (left, right) = new_figure(1, 2, 7.5, 4.6, "From points to ink")
    for number, points in enumerate(strokes, start=1):
        left.plot(*points.T, ".-", color=SKY, mfc=BLUE, mec=BLUE, ms=3.5, lw=1)
        left.annotate(str(number), points[0], (-9, 5), textcoords="offset points", fontsize=11)
        left.plot(*points[0], "o", color=VERMILLION, ms=6)
    height, width = ink.shape
    left.set(xlim=(0, width), ylim=(height, 0), aspect="equal", xlabel="x (pixels)")
    left.set(ylabel="y (pixels), downwards", title="what the pen gives: points")
    show_image(right, ink, frame_color=GREY)
    right.set_title("what they leave: ink")
    _mark_ink(right, ink)
    figure.legend(loc="outside lower right", ncols=2)
    return figure


def _mark_ink(axes: Axes, ink: np.ndarray) -> None:
    """Draw the box around the ink, its centre of mass and the middle of the paper."""
    rows, columns = np.nonzero(ink)
    top, left, bottom, right = rows.min(), columns.min(), rows.max(), columns.max()
    box = Rectangle((left, top), right - left, bottom - top, fill=False, ec=VERMILLION, ls="--")
    axes.add_patch(box)
    ring, cross = {"mfc": "white", "mec": VERMILLION, "mew": 1.8}, {"color": GREY, "mew": 1.8}
    axes.plot(columns.mean(), rows.mean(), "o", ms=8, ls="", **ring, label="centre of mass")
    middle = (ink.shape[1] - 1) / 2, (ink.shape[0] - 1) / 2
    axes.plot(*middle, "+", ms=12, ls="", **cross, label="middle of the paper")


def squeezed_and_framed(drawing: Sequence[np.ndarray], squeezed, framed) -> Figure:
    """Draw a drawing, the two pictures made of it, and the probabilities given to each.

    `drawing` is strokes (points, 2) on paper of 280 by 280; `squeezed` and `framed` are the
    `Prediction`s for the two pictures.
    """
    title = "The same ink, squeezed and framed"
    figure, panels = new_figure(1, 4, 7.8, 2.9, title, width_ratios=[1, 1, 1, 1.15])
    draw_strokes(panels[0], drawing)
    panels[0].set_title("on the paper")
    bars = panels[3]
    for offset, (name, prediction) in enumerate({"squeezed": squeezed, "framed": framed}.items()):
        axes, color = panels[1 + offset], WAY_STYLES[name]["color"]
        show_image(axes, prediction.image, frame_color=color)
        axes.set_title(name, color=color)
        axes.set_xlabel(f"read as: {prediction}")
        places = np.arange(10) - 0.2 + 0.4 * offset
        bars.barh(places, 100 * prediction.probabilities, 0.38, label=name, **BAR_STYLES[name])
    bars.set(yticks=range(10), ylim=(9.6, -0.6), xlim=(0, 100), xlabel="probability (%)")
    bars.set(title="how probable", ylabel="digit")
    bars.tick_params(axis="y", length=0)
    figure.legend(loc="outside lower right", ncols=2)
    return figure


def slider_sweeps(
    sweeps: Mapping[str, tuple[Sequence[float], Mapping[str, np.ndarray]]], truth: int
) -> Figure:
    """Draw how probable the true digit is while one slider moves and the others rest.

    `sweeps[slider]` is its positions (n,) and, for "squeezed" and "framed", the probability
    (n,), 0 to 1, of the digit `truth`.
    """
    title = "How far may a drawing be off?"
    figure, panels = new_figure(1, len(sweeps), 7.8, 3.1, title, sharey=True)
    for axes, (name, (positions, curves)) in zip(panels, sweeps.items(), strict=True):
        for way, values in curves.items():
            axes.plot(positions, 100 * values, ms=4, label=way, **WAY_STYLES[way])
        axes.set(xlabel=name, ylim=(-4, 104))
        axes.grid(axis="y")
    panels[0].set_ylabel(f"probability of a {truth} (%)")
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=2)
    return figure


def canvas_variants(rows: Mapping[str, Sequence[np.ndarray]], names: Sequence[str]) -> Figure:
    """Draw the variants of one digit in columns: `rows[title]` holds a picture for each name.

    Pictures are uint8 (h, w) of any size, ink 255.
    """
    title = f"One digit, put on paper in {len(names)} ways"
    figure, grid = new_figure(len(rows), len(names), 7.8, 0.85 * len(rows) + 0.5, title)
    for axes_row, (title, pictures) in zip(grid, rows.items(), strict=True):
        for axes, picture in zip(axes_row, pictures, strict=True):
            show_image(axes, picture, frame_color=GREY)
        axes_row[0].set_ylabel(title, fontsize=9)
    for axes, name in zip(grid[0], names, strict=True):
        axes.set_title(name, fontsize=8.5)
    return figure


def nearest_pictures(
    queries: np.ndarray,
    truths: Sequence[int],
    answers: Sequence[int],
    neighbours: np.ndarray,
    labels: np.ndarray,
) -> Figure:
    """Draw drawings in a row and, under each, the pictures that are most like it.

    `queries` (n, 28, 28) with what they were meant to be and read as, `neighbours` (n, k, 28, 28)
    uint8 and their `labels` (n, k). A label that is not the drawing's own is crossed.
    """
    number, depth = labels.shape
    size = 0.82 * number + 0.4, 0.92 * (depth + 1) + 0.6
    title = "Missed drawings, and the training digits nearest to them"
    figure, grid = new_figure(depth + 1, number, *size, title, squeeze=False)
    for column in range(number):
        title = f"{a_digit(truths[column])},\nread as {answers[column]}"
        show_image(grid[0, column], queries[column], title, frame_color=GREY)
        for row in range(depth):
            same = labels[column, row] == truths[column]
            color = GREEN if same else VERMILLION
            axes = grid[row + 1, column]
            show_image(axes, neighbours[column, row], frame_color=color)
            mark = "" if same else "\N{MULTIPLICATION SIGN} "
            axes.set_xlabel(f"{mark}{labels[column, row]}", color=color, labelpad=3)
    grid[0, 0].set_ylabel("drawn", fontsize=9)
    grid[1, 0].set_ylabel("nearest", fontsize=9)
    return figure
