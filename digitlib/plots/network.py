"""Figures of a network: what its layers make of a digit, and how it learns (notebook 02)."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import StrMethodFormatter

from digitlib.plots import kinds, style
from digitlib.plots.kinds import signed_scale
from digitlib.plots.style import new_figure, show_image


def convolution_sum(picture: np.ndarray, weights: np.ndarray, row: int, column: int) -> Figure:
    """Draw how a filter (k, k) meets a picture (h, w), ink 0 to 1, at one place.

    From left to right: the picture with the window, the pixels under it, the weights, the
    products with their sum, and the feature map as far as it has grown, line by line.
    """
    patches = np.lib.stride_tricks.sliding_window_view(picture, weights.shape)
    patch, responses = patches[row, column], (patches * weights).sum(axis=(2, 3))
    products, size, title = patch * weights, len(weights), "One sum of a convolution"
    figure, panels = new_figure(1, 5, 8.2, 2.75, title, width_ratios=(1.5, 1, 1, 1, 1.5))
    show_image(panels[0], picture, "the picture", vmax=1)
    kinds.outline(panels[0], row, column, size)
    tables = (
        ("ink under the window", patch, "{:.1f}", {"vmax": 2}),
        (f"{kinds.CROSS} weights", weights, "{:+.0f}", signed_scale(weights, room=2)),
        ("= products", products, "{:+.1f}", signed_scale(products, room=2)),
    )
    for axes, (name, values, form, scale) in zip(panels[1:4], tables, strict=True):
        show_image(axes, values, name, style.VERMILLION, **scale)
        kinds.write_numbers(axes, values, form)
    total = f"{products.sum():+.1f}"
    told = {"color": style.VERMILLION, "fontweight": "bold", "fontsize": 11}
    panels[3].set_xlabel(f"sum: {total}", **told)
    places = np.arange(responses.size).reshape(responses.shape)
    grown = np.where(places <= places[row, column], responses, np.nan)
    show_image(panels[4], grown, "the feature map so far", **signed_scale(responses))
    panels[4].set_facecolor(style.LIGHT_GREY)
    kinds.outline(panels[4], row, column, 1)
    panels[4].set_xlabel("orange: above 0, purple: below 0", fontsize=8.5, color=style.GREY)
    figure.say(
        f"A digit with a window of {size} by {size} pixels in row {row + 1}, column {column + 1}; "
        f"the ink under it times the weights of the filter gives {size * size} products, and "
        f"their sum, {total}, is one point of the feature map, which is filled line by line."
    )
    return figure


def filter_response(
    image: np.ndarray, kernels: Sequence[np.ndarray], responses: Sequence[np.ndarray], names
) -> Figure:
    """Draw a digit (28, 28), and below each other two filters (k, k) beside their responses."""
    title, height = "A filter slides over a digit", 2.5 * len(kernels)
    figure, grid = new_figure(len(kernels), 3, 7.2, height, title, squeeze=False)
    figure.say(f"A row a filter ({', '.join(names)}): the digit, the filter as a table of weights,")
    figure.say("and its response: orange is a yes, purple a no, white nothing.")
    for row, kernel, response, name in zip(grid, kernels, responses, names, strict=True):
        show_image(row[0], image, "the digit")
        show_image(row[1], kernel, f"the filter: {name}", **signed_scale(kernel, room=1.6))
        kinds.write_numbers(row[1], kernel, "{:+.0f}")
        show_image(row[2], response, "its response", **signed_scale(*responses))
    kinds.add_color_bar(grid[:, 2], "response")
    return figure


def pooling(response: np.ndarray, pooled: np.ndarray, size: int) -> Figure:
    """Draw a response (h, w) with a grid of blocks, and the largest value of each block."""
    title = f"Max pooling keeps the largest of each {size} x {size}"
    figure, panels = new_figure(1, 2, 7.2, 3.8, title)
    figure.say(
        "Left, a response, cut into blocks by thin lines. Right, the same shape with a pixel "
        "a block. An orange square marks the darkest block on both sides."
    )
    row, column = np.unravel_index(pooled.argmax(), pooled.shape)
    scale = {"cmap": style.HEAT_COLORMAP, "vmax": max(response.max(), 1e-9)}
    sides = {"before": (response, size), "after": (pooled, 1)}
    for axes, (word, (values, side)) in zip(panels, sides.items(), strict=True):
        show_image(axes, values, f"{word}: {values.shape[0]} x {values.shape[1]}", **scale)
        kinds.outline(axes, row * side, column * side, side)
    for place in range(0, len(response) + 1, size):
        panels[0].axhline(place - 0.5, color=style.LIGHT_GREY, lw=0.7)
        panels[0].axvline(place - 0.5, color=style.LIGHT_GREY, lw=0.7)
    kinds.add_color_bar(panels, "response (white: 0 or less)")
    return figure


def parameter_bars(counts: Mapping[str, int]) -> Figure:
    """Draw how many parameters each layer has, one bar a layer, from the input to the output."""
    title = f"Where the {sum(counts.values()):,} parameters are"
    figure = kinds.bars(counts, title, "parameters", "{:,.0f}")
    figure.axes[0].xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    return figure


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
    ratios = [1, *[0.13, 1] * len(layers), 0.3, 0.75]
    width = min(11.5, 3.3 + 1.75 * len(layers))
    figure, row = new_figure(1, len(ratios), width, 2.6, title, width_ratios=ratios)
    figure.say("A digit on the left,")
    show_image(row[0], picture, "in", style.GREY)
    row[0].set_xlabel("28 x 28 pixels", fontsize=9)
    for axes, (name, output) in zip(row[2:-2:2], layers, strict=True):
        maps = output.reshape(1, 1, -1) if output.ndim == 1 else output
        high, wide, number = maps.shape
        size = f"{number} maps of {high} x {wide}" if high * wide > 1 else f"{number} numbers"
        scale = {"cmap": style.HEAT_COLORMAP, "vmax": max(float(maps.max()), 1e-9)}
        show_image(axes, tile(maps), name, **scale)
        axes.set_facecolor(style.LIGHT_GREY)  # where there is no map
        axes.set_xlabel(size, fontsize=9)
        figure.say(f"then {size},")
    head = {"arrowstyle": "-|>", "color": style.GREY, "lw": 1.5}
    for axes in row[1:-1:2]:
        axes.set_axis_off()
        axes.annotate("", (1, 0.5), (0, 0.5), xycoords="axes fraction", arrowprops=head)
    best = int(np.argmax(probabilities))
    kinds.draw_probabilities(row[-1], probabilities, "out", best)
    row[-1].set_xticks([0, 50, 100])
    figure.say("drawn as small blue maps, dark where the answer is strong; on the right ten bars,")
    figure.say(f"the longest at {best}: {probabilities[best]:.0%}.")
    return figure


def tile(maps: np.ndarray) -> np.ndarray:
    """Lay maps (h, w, n) out as one picture, as square as may be; NaN where there is none."""
    height, width, number = maps.shape
    columns = int(np.ceil(np.sqrt(number)))
    rows = -(-number // columns)
    gap = int(height > 1)  # maps of one pixel each need no lines between them
    tiles = np.full((rows * columns, height + gap, width + gap), np.nan)
    tiles[:number, :height, :width] = np.moveaxis(maps, -1, 0)
    picture = np.hstack(np.hstack(tiles.reshape(rows, columns, height + gap, width + gap)))
    return picture[: len(picture) - gap, : picture.shape[1] - gap]


def filters_and_maps(picture: np.ndarray, rows: dict[str, tuple[np.ndarray, np.ndarray]]) -> Figure:
    """Draw filters, each above what it finds in a digit (28, 28), a pair of rows for each name.

    `rows[name]` is filters (k, k, n) and their maps (h, w, n). All filters of a name share one
    scale, and so do their maps; white is zero, orange above, purple below.
    """
    number = next(iter(rows.values()))[0].shape[-1]
    title = "Filters of the first layer, and what each finds in one digit"
    size = {"width": 8.2, "height": 1.72 * len(rows) + 0.5, "height_ratios": [0.75, 1] * len(rows)}
    figure, grid = new_figure(2 * len(rows), number + 1, title=title, **size)
    for name, above, below in zip(rows, grid[::2], grid[1::2], strict=True):
        above[0].set(xticks=[], yticks=[])
        above[0].set_axis_off()
        above[0].text(1, 0.5, f"{name}:\nfilters", ha="right", va="center")
        show_image(below[0], picture, frame_color=style.GREY)
        for panels, arrays in zip((above, below), rows[name], strict=True):
            for axes, values in zip(panels[1:], np.moveaxis(arrays, -1, 0), strict=True):
                show_image(axes, values, **signed_scale(arrays))
    figure.supxlabel("orange: above 0, purple: below 0; each row has its own scale", fontsize=9)
    figure.say(f"{number} small filters for each of {', '.join(rows)}; below each filter its map:")
    figure.say("the digit, with some sides of its strokes in orange and others in purple.")
    return figure


def descents(
    loss: Callable[[float], float],
    walks: Mapping[float, Sequence[float]],
    title: str = "The same slope, walked down with different steps",
) -> Figure:
    """Draw the loss of one weight, and walks on it: step size -> the weights, from the start on."""
    width, ends = 8.2 if len(walks) > 1 else 5.2, []
    figure, grid = new_figure(1, len(walks), width, 3.0, title, sharey=True, squeeze=False)
    valley = np.linspace(-1.5, 4, 200)
    for axes, (step, walk) in zip(grid[0], walks.items(), strict=True):
        heights = [loss(weight) for weight in walk]
        axes.plot(valley, [loss(weight) for weight in valley], color=style.GREY, lw=1.2)
        axes.plot(walk, heights, "o-", color=style.BLUE, ms=5, lw=1)
        axes.plot(walk[0], heights[0], "s", color=style.VERMILLION, ms=8, label="start")
        axes.set(xlim=(-1.5, 4), ylim=(0, 2.2), xlabel="the weight")
        end = f"{heights[-1]:.2f}" if heights[-1] < 100 else f"{heights[-1]:,.0f}"
        axes.set_title(f"step size {step:g}\nloss after {len(walk) - 1} steps: {end}")
        ends.append(f"with step size {step:g} it goes from {heights[0]:.2f} to {heights[-1]:.2f}")
    grid[0, 0].set_ylabel("loss")
    grid[0, 0].legend(loc="upper center")
    figure.say("A valley, the loss of one weight, with the steps of a walk on it:")
    figure.say("; ".join(ends) + ".")
    return figure


def loss_curve(
    losses: Sequence[float],
    num_steps: int,
    steps_per_epoch: int,
    val_accuracies: Sequence[float] = (),
    seconds_left: float | None = None,
    figure: Figure | None = None,
) -> Figure:
    """Draw the loss of every batch so far, on the way to `num_steps`, and its running mean.

    `val_accuracies` (0..1), one for each epoch that is over, and the time left are written in. A
    `figure` of the same training is brought up to date in place.
    """
    figure = figure or _empty_loss_curve(num_steps, steps_per_epoch)
    left = "" if seconds_left is None else f", {seconds_left:.0f} s left"
    figure.suptitle(f"The loss of every batch: step {len(losses):,} of {num_steps:,}{left}")
    axes = figure.axes[0]
    for text, accuracy in zip(axes.texts, val_accuracies, strict=False):
        text.set_text(f"{text.get_text().splitlines()[0]}\nvalidation {accuracy:.1%}")
    if len(losses):
        weights = 0.9 ** np.arange(len(losses))  # the older a loss, the less it counts
        means = np.convolve(losses, weights)[: len(losses)] / np.cumsum(weights)
        for line, values in zip(axes.lines, (losses, means), strict=False):
            line.set_data(np.arange(1, len(losses) + 1), values)
        figure.alt = f"A jagged curve, from {losses[0]:.2g} to a running mean of {means[-1]:.2g}."
    return figure


def _empty_loss_curve(num_steps: int, steps_per_epoch: int) -> Figure:
    """Draw the axes with a line at the end of each epoch, quick to draw again: a fixed layout."""
    figure, axes = new_figure(1, 1, 7.2, 3)
    figure.set_layout_engine(None)
    figure.subplots_adjust(0.09, 0.16, 0.98, 0.89)
    axes.plot([], color=style.SKY, lw=0.8, label="each batch")
    axes.plot([], color=style.BLUE, label="running mean")
    axes.axhline(np.log(10), color=style.VERMILLION, ls="--", lw=1.2, label="ln 10: guessing")
    axes.set(ylim=(0.001, 10), yscale="log", ylabel="loss (log scale)")
    axes.set(xlim=(0, num_steps * 1.01), xlabel="training step (one batch each)")
    axes.minorticks_off()
    place = {"xycoords": ("data", "axes fraction"), "textcoords": "offset points"}
    place |= {"ha": "right", "va": "top", "color": style.GREY, "fontsize": 9}
    for end in range(steps_per_epoch, num_steps + 1, steps_per_epoch):
        axes.axvline(end, color=style.LIGHT_GREY, lw=1, zorder=0)
        axes.annotate(f"epoch {end // steps_per_epoch}", (end, 1), (-3, -2), **place)
    axes.legend(loc="lower left")
    return figure


def learning_curves(history: Mapping[str, Sequence[float]]) -> Figure:
    """Draw loss and error of training and validation, one point an epoch.

    `history` has the keys loss, accuracy, val_loss and val_accuracy, as Keras records them.
    """
    epochs = np.arange(1, len(history["loss"]) + 1)
    names = {"training (while learning)": "", "validation": "val_"}
    loss = {name: history[f"{key}loss"] for name, key in names.items()}
    error = {n: 100 * (1 - np.array(history[f"{key}accuracy"])) for n, key in names.items()}
    figure, axes = new_figure(1, 2, 7.5, 3.1, "Learning curves")
    kinds.draw_curves(axes[0], epochs, loss, "epoch", "mean loss")
    kinds.draw_curves(axes[1], epochs, error, "epoch", "digits read wrong (%)")
    for panel in axes:
        panel.set(xticks=epochs, ylim=(0, None))
    kinds.legend_below(figure)
    return figure
