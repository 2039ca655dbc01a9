"""Figures of a set of digits: its pixels, counts, averages, styles and pen (notebook 01)."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from digitlib.plots.style import (
    BLUE,
    DIGIT_COLORS,
    GREY,
    HEAT_COLORMAP,
    SKY,
    VERMILLION,
    new_figure,
    show_image,
)


def pixel_table(image: np.ndarray, top: int, left: int, size: int = 10) -> Figure:
    """Show `image` (28, 28) uint8, and beside it the numbers in a square of `size` pixels."""
    figure, (whole, part) = new_figure(
        1, 2, 7.5, 3.7, "A picture is a table of numbers", width_ratios=[1, 1]
    )
    show_image(whole, image, f"all {image.shape[0]} x {image.shape[1]} pixels")
    frame = Rectangle((left - 0.5, top - 0.5), size, size, fill=False, color=VERMILLION, lw=1.8)
    whole.add_patch(frame)
    square = image[top : top + size, left : left + size]
    show_image(part, square, f"rows {top}-{top + size - 1}, columns {left}-{left + size - 1}")
    for spine in part.spines.values():
        spine.set(color=VERMILLION, linewidth=1.8)
    for (row, column), value in np.ndenumerate(square):
        color = "white" if value > 127 else "black"
        part.text(column, row, str(value), ha="center", va="center", fontsize=7.5, color=color)
    return figure


def class_counts(train_labels: np.ndarray, test_labels: np.ndarray) -> Figure:
    """Draw the share of every digit in both parts; `train_labels`, `test_labels` (n,) in 0..9."""
    title = "Every digit is there about equally often"
    figure, axes = new_figure(width=7.5, height=3.2, title=title)
    counts = np.bincount(train_labels, minlength=10)
    share = 100 * counts / counts.sum()
    test_share = 100 * np.bincount(test_labels, minlength=10) / len(test_labels)
    axes.bar(range(10), share, 0.7, color=SKY, label="training part (with its count)")
    axes.plot(range(10), test_share, "D", color=VERMILLION, ms=6, mfc="white", label="test part")
    axes.axhline(10, color=GREY, lw=1, ls="--", label="ten equal classes")
    for digit, count in enumerate(counts):
        axes.text(digit, 0.4, f"{count:,}", ha="center", fontsize=8.5)
    axes.set(xticks=range(10), xlabel="digit", ylabel="share of all digits (%)", ylim=(0, 14.5))
    axes.legend(ncols=3, loc="upper center")
    return figure


def mean_digits(means: np.ndarray, spreads: np.ndarray) -> Figure:
    """Draw the mean of every class over its standard deviation; both (10, 28, 28) in 0..255."""
    title = "The average of each class, and where writers disagree"
    figure, grid = new_figure(2, 10, 7.8, 2.2, title)
    for digit in range(10):
        show_image(grid[0, digit], means[digit], str(digit))
        show_image(grid[1, digit], spreads[digit], vmax=spreads.max(), cmap=HEAT_COLORMAP)
    grid[0, 0].set_ylabel("mean", fontsize=9)
    grid[1, 0].set_ylabel("spread", fontsize=9)
    return figure


def writing_styles(styles: Mapping[int, tuple[np.ndarray, np.ndarray]]) -> Figure:
    """Draw one row a digit: `styles[digit]` is pictures (k, 28, 28) and their shares (k,), 0..1."""
    columns = max(len(shares) for _, shares in styles.values())
    figure, grid = new_figure(
        len(styles),
        columns,
        7.8,
        0.98 * len(styles) + 0.35,
        "Ways to write the same digit, commonest first",
        squeeze=False,
    )
    for axes_row, (digit, (pictures, shares)) in zip(grid, styles.items(), strict=True):
        for axes, picture, share in zip(axes_row, pictures, shares, strict=False):
            show_image(axes, picture)
            axes.set_xlabel(f"{share:.0%}", fontsize=8.5, labelpad=2)
        axes_row[0].set_ylabel(str(digit), fontsize=13, rotation=0, ha="right", va="center")
    return figure


def pen_and_ink(
    thickness: np.ndarray, ink: np.ndarray, labels: np.ndarray, examples: Sequence[np.ndarray]
) -> Figure:
    """Draw pen thickness and amount of ink by class, both (n,) in pixels, over example digits.

    `examples` are pictures from the thinnest pen to the thickest.
    """
    figure = new_figure(width=7.8, height=4.7)[0]
    figure.clear()
    figure.suptitle("How writers differ in their pens")
    above, below = figure.subfigures(2, 1, height_ratios=[3.1, 1])
    panels = above.subplots(1, 2)
    corner = {"ha": "right", "va": "bottom", "fontsize": 8, "color": GREY}
    for axes, values, name in zip(
        panels,
        (thickness, ink),
        ("thickness (pixels)", "ink (sum of pixels / 255)"),
        strict=True,
    ):
        groups = [values[labels == digit] for digit in range(10)]
        _draw_violins(axes, groups)
        axes.set(xlabel="digit", ylabel=name, xticks=range(10))
        top = np.percentile(values, 99.7)  # a few very thick digits would flatten all others
        axes.set_ylim(0, top)
        axes.text(9.5, top, f"{(values > top).sum()} of {len(values):,} lie higher ", **corner)
    panels[0].set_title("How thick is the pen?", pad=14)
    panels[1].set_title("How much ink does a digit take?", pad=14)
    strip = below.subplots(1, len(examples))
    for axes, picture in zip(strip, examples, strict=True):
        show_image(axes, picture)
    below.suptitle("from the thinnest pen to the thickest", fontsize=9.5, fontweight="normal")
    return figure


def _draw_violins(axes, groups: Sequence[np.ndarray]) -> None:
    """Draw one violin a group, with its median as a bar and its middle half as a line."""
    for body in axes.violinplot(groups, range(len(groups)), widths=0.85, showextrema=False)[
        "bodies"
    ]:
        body.set(facecolor=SKY, edgecolor=SKY, alpha=0.55)
    for position, group in enumerate(groups):
        low, middle, high = np.percentile(group, [25, 50, 75])
        axes.plot([position] * 2, [low, high], color=BLUE, lw=2.4, solid_capstyle="butt")
        axes.plot(position, middle, "o", color="white", mec=BLUE, ms=4.5)


def embeddings(maps: Mapping[str, np.ndarray], labels: np.ndarray) -> Figure:
    """Draw maps side by side: `maps[title]` is (n, 2); each digit is printed at its place."""
    title = "The same digits on different maps"
    figure, panels = new_figure(1, len(maps), 3.9 * len(maps), 4.2, title, squeeze=False)
    for axes, (title, points) in zip(panels[0], maps.items(), strict=True):
        for digit in range(10):
            x, y = points[labels == digit].T
            axes.scatter(x, y, s=22, marker=f"${digit}$", color=DIGIT_COLORS[digit], lw=0.3)
        axes.set(xticks=[], yticks=[], title=title, xlabel="(axes have no unit)")
        for spine in axes.spines.values():
            spine.set_visible(True)
    return figure


def thumbnail_map(
    points: np.ndarray, images: np.ndarray, labels: np.ndarray, cells: int = 30
) -> Figure:
    """Draw pictures (n, 28, 28) uint8 at their places `points` (n, 2), at most one a map cell.

    The map is a square of `cells` by `cells`; ink has the colour of the digit's class.
    """
    low, high = points.min(axis=0), points.max(axis=0)
    places = np.round((points - low) / np.maximum(high - low, 1e-9) * (cells - 1)).astype(int)
    # The first digit that falls into a cell is shown; the others would hide it.
    _, first = np.unique(places, axis=0, return_index=True)
    colors = np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in DIGIT_COLORS]) / 255
    paper = np.ones((cells * 28, cells * 28, 3))
    for index in first:
        column, row = places[index, 0] * 28, (cells - 1 - places[index, 1]) * 28
        ink = images[index, :, :, None] / 255
        paper[row : row + 28, column : column + 28] = 1 - ink * (1 - colors[labels[index]])
    title = "Neighbours on this map mostly look alike"
    figure, axes = new_figure(width=6.6, height=6.9, title=title)
    show_image(axes, paper, vmin=None, vmax=None)
    return figure
