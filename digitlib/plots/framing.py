"""Figures of MNIST's frame: how it is made, and how to measure that it was (notebook 01)."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from digitlib.plots.style import BLUE, GREY, SKY, VERMILLION, new_figure, show_image


def framing_steps(steps: Mapping[str, np.ndarray], centre: tuple[float, float]) -> Figure:
    """Draw the steps from a drawing to its frame: `steps[title]` is a picture (h, w) uint8.

    The last picture is the frame; `centre` is the row and column of its ink's centre of mass.
    """
    title = "From the paper to the frame, step by step"
    figure, panels = new_figure(1, len(steps), 7.8, 2.8, title)
    for axes, (title, picture) in zip(panels, steps.items(), strict=True):
        show_image(axes, picture, title, frame_color=GREY)
        height, width = picture.shape
        axes.set_xlabel(f"{width} x {height} pixels", fontsize=8.5)
    row, column = centre
    panels[-1].axhline(row, color=VERMILLION, lw=0.9, ls="--")
    panels[-1].axvline(column, color=VERMILLION, lw=0.9, ls="--")
    panels[-1].plot(column, row, "o", ms=7, mfc="white", mec=VERMILLION, mew=1.8)
    return figure


def framing_measured(
    heights: np.ndarray, widths: np.ndarray, mass_centres: np.ndarray, box_centres: np.ndarray
) -> Figure:
    """Draw the extents of the ink (n,) as histograms and two kinds of centre (n, 2) as dots.

    Extents are in pixels; a centre is a row and a column.
    """
    figure = new_figure(width=7.8, height=4.2)[0]
    figure.clear()
    figure.suptitle("The frame, measured: size and place of the ink")
    left, right = figure.subfigures(1, 2, width_ratios=[1.05, 1])
    _draw_extents(left.subplots(3, 1, sharex=True), heights, widths)
    _draw_centres(right.subplots(), mass_centres, box_centres)
    return figure


def _draw_extents(panels: Sequence, heights: np.ndarray, widths: np.ndarray) -> None:
    """Draw three histograms of whole numbers of pixels, one above the other."""
    longer = np.maximum(heights, widths)
    names = ("height", "width", "longer side")
    for axes, values, name in zip(panels, (heights, widths, longer), names, strict=True):
        sizes, counts = np.unique(values, return_counts=True)
        color = BLUE if name == "longer side" else SKY
        axes.bar(sizes, 100 * counts / len(values), 0.8, color=color)
        axes.set(xlim=(0, 28.5), ylim=(0, 110), yticks=[0, 50, 100])
        axes.text(0.4, 80, name, fontsize=9.5, fontweight="bold", color=color)
    panels[0].set_title("How large is the ink?")
    panels[1].set_ylabel("share of digits (%)")
    panels[2].set_xlabel("extent of the ink (pixels)")


def _draw_centres(axes, mass_centres: np.ndarray, box_centres: np.ndarray) -> None:
    """Draw the middles of the ink's boxes and, over them, its centres of mass."""
    places, counts = np.unique(box_centres, axis=0, return_counts=True)
    sizes = 6 + 60 * np.sqrt(counts / counts.max())  # larger where more boxes have their middle
    axes.scatter(*places.T[::-1], s=sizes, marker="s", color="#BDBDBD", label="middle of its box")
    axes.scatter(*mass_centres.T[::-1], s=3, color=BLUE, label="centre of mass")
    pixel = Rectangle((13.5, 13.5), 1, 1, fill=False, color=VERMILLION, lw=1.8)
    axes.add_patch(pixel)
    axes.annotate(
        "pixel (14, 14)",
        (14.5, 13.6),
        (16.4, 9.6),
        color=VERMILLION,
        arrowprops={"arrowstyle": "-", "color": VERMILLION},
    )
    reach = max(6, np.abs(box_centres - 14).max()) + 0.5  # no middle lies outside
    axes.set(xlim=(14 - reach, 14 + reach), ylim=(14 + reach, 14 - reach), aspect="equal")
    axes.set(xlabel="column (pixels)", ylabel="row (pixels)")
    axes.set_title("Where is the middle of the ink?")
    axes.figure.legend(loc="outside lower center", ncols=2, markerscale=1.5)
