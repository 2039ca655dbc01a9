"""The picture of a network with a digit flowing through it, and what its first filters find."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from digitlib.plots.style import (
    BLUE,
    DIVERGING_COLORMAP,
    GREY,
    LIGHT_GREY,
    SKY,
    new_figure,
    show_image,
)


def network_flow(
    picture: np.ndarray,
    layers: Sequence[tuple[str, np.ndarray]],
    probabilities: np.ndarray,
    title: str = "A digit flows through the network",
) -> Figure:
    """Draw a digit (28, 28), what every hidden layer makes of it, and ten probabilities (10,).

    `layers` holds (name, output) of each hidden layer, the output (h, w, maps) or (values,) and
    not negative, as `Predictor.layers` returns them. Each layer has a colour scale of its own.
    """
    number = len(layers)
    ratios = [1, *[0.13, 1] * number, 0.3, 0.75]
    width = min(11.5, 3.3 + 1.75 * number)
    figure, row = new_figure(1, len(ratios), width, 2.6, title, width_ratios=ratios)
    show_image(row[0], picture, "in", GREY)
    row[0].set_xlabel("28 x 28 pixels", fontsize=9)
    for place, (name, output) in enumerate(layers):
        _arrow(row[2 * place + 1])
        _show_maps(row[2 * place + 2], name, output)
    _arrow(row[-2])
    row[-1].barh(range(10), 100 * probabilities, 0.75, color=_two_colors(probabilities))
    row[-1].set(yticks=range(10), ylim=(9.6, -0.6), xlim=(0, 100), xticks=[0, 50, 100])
    row[-1].set_title("out", fontsize=9, pad=3)
    row[-1].set_xlabel("probability (%)", fontsize=9)
    row[-1].set_ylabel("digit", fontsize=9)
    row[-1].tick_params(axis="y", length=0)
    best = int(np.argmax(probabilities))
    stages = ", then ".join(_size(output) for _, output in layers)
    figure.alt = (
        f"A digit on the left, then {stages}, drawn as small blue maps, dark where the answer "
        f"is strong; on the right ten bars, the longest at {best}: {probabilities[best]:.0%}."
    )
    return figure


def _two_colors(values: np.ndarray) -> list[str]:
    return [BLUE if place == np.argmax(values) else SKY for place in range(len(values))]


def _size(output: np.ndarray) -> str:
    """Say how many maps there are, and how large."""
    if output.ndim == 1 or output.shape[:2] == (1, 1):
        return f"{output.size} numbers"
    return f"{output.shape[2]} maps of {output.shape[0]} x {output.shape[1]}"


def _arrow(axes: Axes) -> None:
    """Draw an arrow from the panel on the left to the one on the right."""
    axes.set(xticks=[], yticks=[])
    axes.set_axis_off()
    head = {"arrowstyle": "-|>", "color": GREY, "lw": 1.5}
    axes.annotate("", (1, 0.5), (0, 0.5), xycoords="axes fraction", arrowprops=head)


def _show_maps(axes: Axes, name: str, output: np.ndarray) -> None:
    """Draw the maps of one layer side by side in a square, dark where they are strong."""
    output = output.reshape(1, 1, -1) if output.ndim == 1 else output
    tiles = tile(output)
    axes.set_facecolor(LIGHT_GREY)
    options = {"cmap": "Blues", "vmax": max(float(output.max()), 1e-9)}
    show_image(axes, tiles, name, **options)
    axes.set_xlabel(_size(output), fontsize=9)


def tile(maps: np.ndarray) -> np.ndarray:
    """Lay maps (h, w, n) out as one picture, as square as may be; NaN where there is none."""
    height, width, number = maps.shape
    columns = int(np.ceil(np.sqrt(number)))
    rows = -(-number // columns)
    # Maps of one pixel each need no lines between them.
    gap = 0 if height == 1 else 1
    picture = np.full((rows * (height + gap) - gap, columns * (width + gap) - gap), np.nan)
    for place in range(number):
        top, left = (np.array(divmod(place, columns)) * (height + gap, width + gap)).tolist()
        picture[top : top + height, left : left + width] = maps[..., place]
    return picture


def filters_and_maps(picture: np.ndarray, rows: dict[str, tuple[np.ndarray, np.ndarray]]) -> Figure:
    """Draw filters, each above what it finds in a digit (28, 28), a pair of rows for each name.

    `rows[name]` is filters (k, k, n) and their maps (h, w, n). All filters of a name share one
    scale, and so do their maps; white is zero, orange above, purple below.
    """
    number = next(iter(rows.values()))[0].shape[-1]
    figure, grid = new_figure(
        2 * len(rows),
        number + 1,
        8.2,
        1.72 * len(rows) + 0.5,
        "Filters of the first layer, and what each finds in one digit",
        height_ratios=[0.75, 1] * len(rows),
    )
    for axes in grid[:, 0]:
        axes.set(xticks=[], yticks=[])
        axes.set_axis_off()
    for place, (name, (filters, maps)) in enumerate(rows.items()):
        weights_row, maps_row = grid[2 * place], grid[2 * place + 1]
        weights_row[0].text(1, 0.5, f"{name}:\nfilters", ha="right", va="center", fontsize=9.5)
        show_image(maps_row[0], picture, frame_color=GREY)
        maps_row[0].set_axis_on()
        for axes_row, arrays in ((weights_row, filters), (maps_row, maps)):
            limit = max(float(np.abs(arrays).max()), 1e-9)
            scale = {"cmap": DIVERGING_COLORMAP, "vmin": -limit, "vmax": limit}
            for axes, n in zip(axes_row[1:], range(number), strict=True):
                show_image(axes, arrays[..., n], **scale)
    figure.supxlabel("orange: above 0, purple: below 0; each row has its own scale", fontsize=9)
    figure.alt = (
        f"{number} small filters for each of {', '.join(rows)}; below each filter its map: the "
        "digit, with some sides of its strokes in orange and others in purple."
    )
    return figure
