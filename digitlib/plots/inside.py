"""Figures of what goes on inside a network: its numbers, what decides, its map (notebook 06)."""

from collections.abc import Mapping, Sequence
from io import BytesIO

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import StrMethodFormatter
from PIL import Image, ImageDraw, ImageFont

from digitlib.plots import kinds, style
from digitlib.plots.data import map_paper
from digitlib.plots.kinds import Score, signed_scale
from digitlib.plots.style import new_figure, show_image


def one_number(
    values: np.ndarray, weights: np.ndarray, bias: float, row: int, column: int, name: str
) -> Figure:
    """Take one number of a convolution apart.

    `values` (h, w, channels) is what the layer sees, `weights` (k, k, channels) one of its
    filters, (`row`, `column`) the corner of the window. On the left are the window, the weights
    and the products of the map that adds most, on the right the sum over each map.
    """
    size, channels = len(weights), weights.shape[-1]
    patch = values[row : row + size, column : column + size]
    sums = (patch * weights).sum(axis=(0, 1))
    most = int(np.abs(sums).argmax())
    total = sums.sum() + bias
    figure, panels = new_figure(1, 5, 8.6, 2.8, name, width_ratios=(1.1, 1, 1, 1, 1.3))
    show_image(panels[0], values[..., most], f"map {most} before", vmax=values[..., most].max())
    kinds.outline(panels[0], row, column, size)
    products = patch[..., most] * weights[..., most]
    names = "in the window", f"{kinds.CROSS} weights", "= products"
    tables = patch[..., most], weights[..., most], products
    for axes, title, table in zip(panels[1:4], names, tables, strict=True):
        show_image(axes, table, title, style.VERMILLION, **signed_scale(table, room=2))
        kinds.write_numbers(axes, table, "{:.2f}", fontsize=8)
    panels[3].set_xlabel(f"sum {sums[most]:+.2f}", fontweight="bold")
    colors = [style.VERMILLION if channel == most else style.SKY for channel in range(channels)]
    panels[4].bar(range(channels), sums, color=colors)
    panels[4].axhline(0, color=style.GREY, lw=0.8)
    panels[4].set(xlabel="map before", ylabel="its part of the sum")
    panels[4].set_title(f"all: {sums.sum():+.2f}, bias {bias:+.2f}\n= {total:.2f}")
    figure.say(f"A map with a window of {size} by {size}, the numbers in it, the weights, and the")
    figure.say(
        f"products with their sum, {sums[most]:+.2f}. Bars of the sums over {channels} maps;"
    )
    figure.say(f"with the bias of {bias:+.2f} they make {total:.2f}.")
    return figure


def covered(
    picture: np.ndarray,
    probabilities: np.ndarray,
    digits: Sequence[int],
    examples: Mapping[str, np.ndarray],
) -> Figure:
    """Draw how probable digits are while a white square covers one place after another.

    `probabilities` is (rows, columns, 10), by the square's upper left corner; `examples` holds
    covered pictures with a name.
    """
    number, size = len(examples), 29 - len(probabilities)
    title = f"A square of {size} x {size} pixels covers the ink"
    figure, panels = new_figure(1, 1 + number + len(digits), 8.6, 2.4, title)
    show_image(panels[0], picture, "the drawing")
    for axes, (name, image) in zip(panels[1:], examples.items(), strict=False):
        show_image(axes, image, name)
        rows, columns = np.nonzero(image != picture)
        if len(rows):
            kinds.outline(axes, rows.min(), columns.min(), size, ls=":")
    for axes, digit in zip(panels[1 + number :], digits, strict=True):
        values = np.full(picture.shape, np.nan)
        inner = slice(size // 2, size // 2 + len(probabilities))
        values[inner, inner] = 100 * probabilities[..., digit]
        show_image(axes, values, f"probability of a {digit}", cmap=style.HEAT_COLORMAP, vmax=100)
        axes.set_facecolor(style.LIGHT_GREY)
        axes.contour(picture, [100], colors=style.VERMILLION, linewidths=0.9)
        low, high = np.nanmin(values), np.nanmax(values)
        figure.say(f"The probability of a {digit} goes from {low:.0f}% to {high:.0f}%.")
    kinds.add_color_bar(panels[1 + number :], "%, square centred here")
    figure.say(f"Covered: {'; '.join(name.replace(chr(10), ' ') for name in examples)}.")
    return figure


class DigitMap:
    """A map of digits, and on it the place of another one among those that are most like it.

    `points` is (n, 2), `codes` (n, values) what a network makes of each, `images` (n, 28, 28)
    uint8, `labels` (n,).
    """

    def __init__(self, points: np.ndarray, codes: np.ndarray, images: np.ndarray, labels):
        """Draw the map once."""
        self.points, self.codes, self.images, self.labels = points, codes, images, labels
        self.paper = (255 * map_paper(points, images, labels, 24)).astype(np.uint8)

    def place(self, code: np.ndarray, k: int = 5) -> tuple[np.ndarray, np.ndarray]:
        """Return where a code (values,) belongs, (2,), and its `k` nearest digits, nearest first.

        The place is the mean of theirs, weighted by one over the distance of the codes.
        """
        distances = np.sqrt(((self.codes - code) ** 2).sum(axis=1))
        nearest = distances.argsort(kind="stable")[:k]
        place = np.average(self.points[nearest], 0, 1 / np.maximum(distances[nearest], 1e-9))
        return place, nearest

    def pixel(self, point: np.ndarray) -> tuple[float, float]:
        """Return where on the paper a point (2,) lies, as x and y."""
        low, high = self.points.min(axis=0), self.points.max(axis=0)
        x, y = (np.asarray(point) - low) / np.maximum(high - low, 1e-9)
        cells = len(self.paper) / 28 - 1
        return 28 * cells * x + 14, 28 * cells * (1 - y) + 14

    def png(self, image: np.ndarray, code: np.ndarray) -> bytes:
        """Return the map with a ring for a digit, and below it the digit and its nearest ones."""
        place, nearest = self.place(code)
        side = len(self.paper)
        sheet = Image.new("RGB", (side, side + 110), "white")
        sheet.paste(Image.fromarray(self.paper))
        pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(20)
        if image.any():
            x, y = self.pixel(place)
            pen.ellipse((x - 16, y - 16, x + 16, y + 16), outline=style.VERMILLION, width=4)
            pictures = [image, *self.images[nearest]]
            names = ["yours", *map(str, self.labels[nearest])]
            for number, (picture, name) in enumerate(zip(pictures, names, strict=True)):
                sheet.paste(
                    Image.fromarray(255 - picture).resize((78, 78)), (20 + 105 * number, side)
                )
                pen.text((59 + 105 * number, side + 94), name, "black", font, anchor="mm")
        sheet.save(stream := BytesIO(), "PNG", compress_level=1)
        return stream.getvalue()


def path_on_map(digit_map: DigitMap, path: np.ndarray, answers: Sequence, title: str) -> Figure:
    """Draw where a digit goes on a map while it changes: `path` (n, 2), with what is read."""
    figure, axes = new_figure(1, 1, 6.6, 6.9, title)
    show_image(axes, digit_map.paper)
    x, y = np.transpose([digit_map.pixel(point) for point in path])
    axes.plot(x, y, "-", color="black", lw=1.2)
    ring = {"ms": 17, "mfc": "white", "mec": style.VERMILLION, "mew": 1.6}
    for column, row, answer in zip(x, y, answers, strict=True):
        axes.plot(column, row, "o", **ring)
        axes.text(column, row, answer, ha="center", va="center", fontsize=9, fontweight="bold")
    figure.say(f"A map of small digits in ten islands. A line of {len(path)} rings runs across it;")
    figure.say(f"in them is what is read: {', '.join(map(str, answers))}.")
    return figure


def probe_scores(learned: Mapping[str, Score], controls: Mapping[str, Sequence[float]]) -> Figure:
    """Draw how well a linear reader does after each layer, and on control networks, 0 to 1."""
    title = "How soon can the digit be read by a weighted sum?"
    figure, axes = new_figure(1, 1, 7.5, 3.4, title)
    kinds.draw_intervals(axes, learned, name="learned weights", upright=True)
    for place, name in enumerate(learned):
        shares = 100 * np.array(controls.get(name, ()))
        look = {"color": style.VERMILLION, "marker": "s", "mfc": "white", "ls": "none"}
        label = "the same weights, shuffled (one mark a shuffle)" if place == 1 else None
        axes.plot([place + 0.12] * len(shares), shares, label=label, **look)
        if len(shares):
            figure.say(f"Shuffled, {name}: {shares.min():.1f} to {shares.max():.1f}%.")
    axes.set(xticks=range(len(learned)), xticklabels=list(learned), xlabel="the reader sees")
    axes.set(ylabel="validation digits read (%)")
    axes.grid(axis="y")
    kinds.legend_below(figure)
    return figure


def strength_and_damage(
    strengths: Mapping[str, np.ndarray], errors: np.ndarray, baseline: int, num_digits: int
) -> Figure:
    """Draw how strong maps look, (maps,) a network, against the errors without each map.

    `errors` (maps,) is the same for all networks, `baseline` the errors with all maps.
    """
    figure, axes = new_figure(1, 1, 7.5, 3.8, "Is a map that looks strong important?")
    axes.plot(list(strengths.values()), [errors] * len(strengths), color=style.LIGHT_GREY, lw=1)
    for look, (name, values) in zip(kinds.LOOKS, strengths.items(), strict=False):
        axes.plot(values, errors, look["marker"], color=look["color"], label=name, ms=6)
        figure.say(f"{name}: strengths from {values.min():.2f} to {values.max():.2f}.")
    axes.axhline(baseline, color=style.GREY, ls="--", lw=1, label="all maps")
    axes.set(xlabel="how strong the map looks (mean value, log scale)", ylim=(0, None))
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
    axes.set_ylabel(f"errors of {num_digits:,} without it")
    axes.grid(axis="y")
    kinds.legend_below(figure)
    figure.say("Grey lines join the two marks of a map.")
    figure.say(f"Errors without a map: {errors.min()} to {errors.max()}, with all {baseline}.")
    return figure
