"""Figures of photographed pages: what was found and read on them, and a repaired Sudoku."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from digitlib.framing.pictures import grey_of_picture
from digitlib.plots import style
from digitlib.plots.style import new_figure

# What is said of a digit: (colour, line style). The words stand in the legend.
LOOKS = {
    "sure": (style.BLUE, "-"),
    "in doubt": (style.VERMILLION, "--"),
    "no digit": (style.GREY, ":"),
}


def page_reading(
    picture: np.ndarray, boxes: Sequence[Sequence[float]], answers: Sequence, doubtful: float = 0.9
) -> Figure:
    """Draw the box and the answer of each digit on the photo (h, w) or (h, w, 3) of a page.

    `boxes` are (top, left, bottom, right), `answers` predictions; below a confidence of
    `doubtful` the percentage stands beside the answer.
    """
    height, width = np.shape(picture)[:2]
    title = f"{len(answers)} digits found on a photo"
    figure, axes = new_figure(1, 1, 6.6, 6.6 * height / width + 0.5, title)
    small = grey_of_picture(picture, longest_side=600)  # a photo's grain makes a large file
    axes.imshow(small, cmap="gray", vmin=0, vmax=1, extent=(0, width, height, 0))
    axes.set(xticks=[], yticks=[])
    counts = dict.fromkeys(LOOKS, 0)
    for (top, left, bottom, right), answer in zip(boxes, answers, strict=True):
        sure = answer.confidence >= doubtful
        kind = "no digit" if answer.digit is None else "sure" if sure else "in doubt"
        color, line = LOOKS[kind]
        counts[kind] += 1
        place, size = (left - 4, top - 4), (right - left + 8, bottom - top + 8)
        label = kind if counts[kind] == 1 else "_"
        axes.add_patch(Rectangle(place, *size, fill=False, ec=color, ls=line, lw=1.4, label=label))
        text = {"sure": f"{answer.digit}", "no digit": "?"}.get(
            kind, f"{answer.digit} {answer.confidence:.0%}"
        )
        white = {"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 0.6}
        axes.text(left - 4, top - 6, text, color=color, fontsize=8, fontweight="bold", bbox=white)
    if len(boxes):
        figure.legend(loc="outside lower center", ncols=3)
    figure.say(f"A photo of a page with boxes: {', '.join(f'{n} {k}' for k, n in counts.items())}.")
    return figure


def sudoku_repaired(read: np.ndarray, repaired: np.ndarray, title: str) -> Figure:
    """Draw a grid (9, 9) as it was read, -1 for an empty cell, and what the rules made of it."""
    figure, (left, right) = new_figure(1, 2, 7.6, 4.3, title)
    changed = read != repaired
    _draw_grid(left, read, changed & (read >= 0), "as read, cell by cell")
    _draw_grid(right, repaired, changed, "with the rules")
    figure.say(f"Two grids of digits. The rules changed {changed.sum()} of 81 cells, which are")
    figure.say("shaded and outlined.")
    figure.supxlabel("shaded: what the rules changed", fontsize=9)
    return figure


def _draw_grid(axes: Axes, digits: np.ndarray, marked: np.ndarray, title: str) -> None:
    axes.set(xlim=(0, 9), ylim=(9, 0), xticks=[], yticks=[], aspect="equal", title=title)
    axes.spines[:].set(visible=True, color="black", linewidth=2)
    for place in range(1, 9):
        wide = 1.8 if place % 3 == 0 else 0.5
        axes.axhline(place, color="black", lw=wide)
        axes.axvline(place, color="black", lw=wide)
    for (row, column), digit in np.ndenumerate(digits):
        if marked[row, column]:
            box = {"fc": "#F7DCC8", "ec": style.VERMILLION, "lw": 1.6}
            axes.add_patch(Rectangle((column + 0.06, row + 0.06), 0.88, 0.88, **box))
        text = digit if digit >= 0 else ""
        axes.text(column + 0.5, row + 0.52, text, ha="center", va="center")
