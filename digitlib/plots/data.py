"""Figures of a set of digits: pixels, classes, frame, pens, what looks alike, and baselines."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from digitlib.plots import kinds, style
from digitlib.plots.style import DIGIT_COLORS, new_figure, show_image

DIGITS = range(10)


def pixel_table(image: np.ndarray, top: int, left: int, size: int = 10) -> Figure:
    """Show `image` (28, 28) uint8, and beside it the numbers in a square of `size` pixels."""
    figure, (whole, part) = new_figure(1, 2, 7.5, 3.9, "A picture is a table of numbers")
    figure.say(
        "Left, a digit in grey pixels, with a square marked. Right, that square, enlarged, "
        "with the number of each pixel: 0 on blank paper, up to 255 in full ink."
    )
    show_image(whole, image, f"all {image.shape[0]} x {image.shape[1]} pixels")
    kinds.outline(whole, top, left, size, lw=1.8)
    square = image[top : top + size, left : left + size]
    name = f"rows {top}-{top + size - 1}, columns {left}-{left + size - 1}"
    show_image(part, square, name, style.VERMILLION)
    kinds.write_numbers(part, square, "{}", fontsize=8, white_above=127)
    return figure


def class_counts(train_labels: np.ndarray, test_labels: np.ndarray) -> Figure:
    """Draw the share of every digit in both parts; `train_labels`, `test_labels` (n,) in 0..9."""
    counts, test_counts = (np.bincount(y, minlength=10) for y in (train_labels, test_labels))
    share, test_share = 100 * counts / counts.sum(), 100 * test_counts / test_counts.sum()
    figure, axes = new_figure(1, 1, 7.5, 3.2, "Every digit makes up about a tenth")
    axes.bar(DIGITS, share, 0.7, color=style.SKY, label="training part (with its count)")
    diamond = {"color": style.VERMILLION, "ms": 6, "mfc": "white"}
    axes.plot(DIGITS, test_share, "D", label="test part", **diamond)
    axes.axhline(10, color=style.GREY, lw=1, ls="--", label="ten equal classes")
    for digit, count in enumerate(counts):
        axes.text(digit, 0.4, f"{count:,}", ha="center", fontsize=8.5)
    axes.set(xticks=DIGITS, xlabel="digit", ylabel="share of all digits (%)", ylim=(0, 14.5))
    axes.legend(ncols=3, loc="upper center")
    for name, values in {"Bars of the training": share, "Diamonds of the test": test_share}.items():
        figure.say(f"{name} part, {values.min():.1f}% to {values.max():.1f}%.")
    figure.say("A dashed line at 10%.")
    return figure


def mean_digits(means: np.ndarray, spreads: np.ndarray) -> Figure:
    """Draw the mean of every class over its standard deviation; both (10, 28, 28) in 0..255."""
    title = "The average of each class, and where writers disagree"
    figure = kinds.gallery([*means, *spreads], title, above=DIGITS, names=["mean", "spread"])
    for axes in figure.axes[10:]:
        axes.images[0].set(cmap=style.HEAT_COLORMAP, clim=(0, spreads.max()))
    figure.say("The means are blurred digits; the spread lies like a halo around their strokes.")
    return figure


def framing_measured(
    heights: np.ndarray, widths: np.ndarray, mass_centres: np.ndarray, box_centres: np.ndarray
) -> Figure:
    """Draw the extents of the ink (n,) as histograms and two kinds of centre (n, 2) as dots.

    Extents are in pixels; a centre is a row and a column.
    """
    extents = {"height": heights, "width": widths, "longer side": np.maximum(heights, widths)}
    title = "The frame, measured: size and place of the ink"
    layout = [[name, "centre"] for name in extents]
    figure, panels = new_figure(layout, 1, 7.8, 4.4, title, width_ratios=[1.1, 1])
    for name, values in extents.items():
        sizes, counts = np.unique(values, return_counts=True)
        panels[name].bar(sizes, 100 * counts / len(values), 0.8, color=style.BLUE)
        panels[name].set(xlim=(0, 28.5), ylim=(0, 110), yticks=[0, 50, 100])
        panels[name].text(0.4, 80, name, fontweight="bold")
        figure.say(f"Bars of the {name}: most often {sizes[counts.argmax()]} pixels, in")
        figure.say(f"{counts.max() / len(values):.0%}, from {sizes[0]} to {sizes[-1]}.")
    panels["height"].set_title("How large is the ink?")
    panels["width"].set_ylabel("share of digits (%)")
    panels["longer side"].set_xlabel("extent of the ink (pixels)")
    axes = panels["centre"]
    places, counts = np.unique(box_centres, axis=0, return_counts=True)
    sizes = 6 + 60 * np.sqrt(counts / counts.max())  # larger where more boxes have their middle
    axes.scatter(*places.T[::-1], s=sizes, marker="s", color="#BDBDBD", label="middle of its box")
    axes.scatter(*mass_centres.T[::-1], s=3, color=style.BLUE, label="centre of mass")
    kinds.outline(axes, 14, 14, 1, lw=1.8, label="pixel (14, 14)")
    reach = max(6, np.abs(box_centres - 14).max()) + 0.5  # no middle lies outside
    axes.set(xlim=(14 - reach, 14 + reach), ylim=(14 + reach, 14 - reach), aspect="equal")
    axes.set(xlabel="column (pixels)", ylabel="row (pixels)")
    axes.set_title("Where is the middle of the ink?")
    figure.legend(loc="outside lower center", ncols=3, markerscale=1.5)
    share = (np.abs(mass_centres - 14) <= 0.5).all(axis=1).mean()
    figure.say(f"Right, a scatter of squares, and {share:.0%} of the dots in one pixel.")
    return figure


def neighbour_classes(shares: np.ndarray) -> Figure:
    """Draw as a heat map which other class is nearest; `shares` (10, 10) in 0..1, rows sum to 1."""
    texts = np.array([[f"{100 * share:.0f}" for share in row] for row in shares])
    np.fill_diagonal(texts, "")
    title, bar = "The class of the nearest stranger (% of a row)", "share of a row (%)"
    labels = "a digit of class ...", "... has its nearest stranger in class"
    return kinds.heat_map(100 * shares, texts, title, labels, bar)


def look_alikes(pairs: Sequence[tuple[np.ndarray, np.ndarray, str]], per_row: int = 3) -> Figure:
    """Draw pairs of pictures (28, 28) uint8 and each pair laid over one another.

    `pairs` holds two pictures and a title; the first one's ink is blue, the second's orange, and
    where both have ink it is black.
    """
    trios, gap = [], np.full((len(pairs[0][0]), 1, 3), 0.85)
    for first, second, _ in pairs:
        one, two = (np.repeat(1 - picture[..., None] / 255, 3, 2) for picture in (first, second))
        trios.append(np.hstack([one, gap, two, gap, overlay(first, second)]))
    title = "Two digits of different classes, and one laid over the other"
    figure = kinds.gallery(trios, title, per_row, 2.55, above=[name for *_, name in pairs])
    figure.set_figheight(1.1 * -(-len(pairs) // per_row) + 0.9)
    figure.get_layout_engine().set(wspace=0.06)
    inks = {"only the first digit": style.BLUE, "only the second": style.ORANGE, "both": "black"}
    key = [Patch(color=color, label=name) for name, color in inks.items()]
    figure.legend(handles=key, title="ink in", loc="outside lower center", ncols=3)
    figure.say("Each is two digits, and both laid over one another in blue, orange and black.")
    return figure


def overlay(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return two pictures (h, w) uint8 as one in colour, float (h, w, 3): blue, orange, black."""
    one, two = (picture[..., None] / 255 for picture in (first, second))
    both = np.minimum(one, two)
    blue, orange = (np.array(to_rgb(color)) for color in (style.BLUE, style.ORANGE))
    return 1 - both - (one - both) * (1 - blue) - (two - both) * (1 - orange)


def thumbnail_map(
    points: np.ndarray, images: np.ndarray, labels: np.ndarray, cells: int = 30
) -> Figure:
    """Draw pictures (n, 28, 28) uint8 at their places `points` (n, 2), at most one a map cell.

    The map is a square of `cells` by `cells`; ink has the colour of the digit's class.
    """
    paper = map_paper(points, images, labels, cells)
    figure, axes = new_figure(1, 1, 6.6, 6.9, "Neighbours on this map mostly look alike")
    shown = (paper.reshape(cells, 28, cells, 28, 3) < 1).any(axis=(1, 3, 4)).sum()
    figure.say(f"A map of {shown} small pictures of digits, in a colour for each class.")
    show_image(axes, paper)
    return figure


def map_paper(points: np.ndarray, images: np.ndarray, labels: np.ndarray, cells: int) -> np.ndarray:
    """Return the picture of a map as `thumbnail_map` draws it, float (28 cells, 28 cells, 3)."""
    low, high = points.min(axis=0), points.max(axis=0)
    places = np.round((points - low) / np.maximum(high - low, 1e-9) * (cells - 1)).astype(int)
    # The first digit that falls into a cell is shown; the others would hide it.
    _, first = np.unique(places, axis=0, return_index=True)
    colors = np.array([to_rgb(color) for color in DIGIT_COLORS])
    paper = np.ones((cells * 28, cells * 28, 3))
    for index in first:
        column, row = places[index, 0] * 28, (cells - 1 - places[index, 1]) * 28
        ink = images[index, :, :, None] / 255
        paper[row : row + 28, column : column + 28] = 1 - ink * (1 - colors[labels[index]])
    return paper


def weight_templates(weights: np.ndarray) -> Figure:
    """Draw the learned weights (10, 28, 28) of a linear classifier, one template a digit."""
    title, scale = "What the regression looks for, digit by digit", kinds.signed_scale(weights)
    figure = kinds.gallery(weights, title, columns=5, size=1.3, above=DIGITS, **scale)
    kinds.add_color_bar(figure.axes, "weight of a pixel")
    figure.say("Orange marks positive weights, purple negative ones, white zero.")
    return figure


def accuracy_after_shift(
    shifts: Sequence[int],
    accuracies: Mapping[str, Sequence[float]],
    title: str = "A small shift is enough to lose a baseline",
) -> Figure:
    """Draw accuracy (0..1) against the shift in pixels, one line a classifier."""
    figure, axes = new_figure(1, 1, 7.5, 3.6, title)
    percent = {name: 100 * np.asarray(values) for name, values in accuracies.items()}
    labels = "shift to the right (pixels)", "validation digits read right (%)"
    kinds.draw_curves(axes, shifts, percent, *labels)
    axes.axhline(10, color=style.GREY, lw=1, ls=":", label="chance")
    axes.set(xticks=shifts, ylim=(0, 103))
    kinds.legend_below(figure)
    return figure


def accuracy_bars(accuracies: Mapping[str, float]) -> Figure:
    """Draw accuracies (0..1) as bars, one a classifier, each with its value."""
    percent = {name: 100 * share for name, share in accuracies.items()}
    return kinds.bars(percent, "What a network has to beat", "test digits read right (%)")
