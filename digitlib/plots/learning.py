"""Figures of a network that learns: its filters and parameters, its training, what it changed."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import StrMethodFormatter

from digitlib.plots import kinds, style
from digitlib.plots.style import new_figure, show_image


def filter_response(
    image: np.ndarray, kernels: Sequence[np.ndarray], responses: Sequence[np.ndarray], names
) -> Figure:
    """Draw a digit (28, 28), and below each other two filters (k, k) beside their responses."""
    title, height = "A filter slides over a digit", 2.5 * len(kernels)
    figure, grid = new_figure(len(kernels), 3, 7.2, height, title, squeeze=False)
    figure.say(f"A row a filter ({', '.join(names)}): the digit, the filter as a table of weights,")
    figure.say("and its response: orange is a yes, purple a no, white nothing.")
    limit = max(np.abs(response).max() for response in responses)
    scale = {"cmap": style.DIVERGING_COLORMAP, "vmin": -limit, "vmax": limit}
    for row, kernel, response, name in zip(grid, kernels, responses, names, strict=True):
        show_image(row[0], image, "the digit")
        pale = 1.6 * np.abs(kernel).max()  # so that the numbers can be read
        show_image(row[1], kernel, f"the filter: {name}", **scale | {"vmin": -pale, "vmax": pale})
        for (line, column), weight in np.ndenumerate(kernel):
            text = f"{weight:+.0f}" if weight else "0"
            row[1].text(column, line, text, ha="center", va="center", fontsize=9)
        show_image(row[2], response, "its response", **scale)
    kinds.add_color_bar(grid[:, 2], "response")
    return figure


def pooling(response: np.ndarray, pooled: np.ndarray, size: int) -> Figure:
    """Draw a response (h, w) with a grid of blocks, and the largest value of each block."""
    title = f"Max pooling keeps the largest of each {size} x {size}"
    figure, panels = new_figure(1, 2, 7.2, 3.8, title)
    figure.say(
        "Left, a response, cut into blocks by thin lines. Right, the same shape with a pixel"
    )
    figure.say("a block. An orange square marks the darkest block on both sides.")
    row, column = np.unravel_index(pooled.argmax(), pooled.shape)
    scale = {"cmap": style.HEAT_COLORMAP, "vmin": 0, "vmax": max(response.max(), 1e-9)}
    for axes, word, values, side in zip(
        panels, ("before", "after"), (response, pooled), (size, 1), strict=True
    ):
        show_image(axes, values, f"{word}: {values.shape[0]} x {values.shape[1]}", **scale)
        corner, outline = (column * side - 0.5, row * side - 0.5), {"ec": style.VERMILLION, "lw": 2}
        axes.add_patch(Rectangle(corner, side, side, fill=False, **outline))
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


def _mark_epochs(axes, num_steps: int, steps_per_epoch: int) -> None:
    """Draw a line at each end of an epoch."""
    place = {"xycoords": ("data", "axes fraction"), "textcoords": "offset points"}
    place |= {"ha": "right", "va": "top", "color": style.GREY, "fontsize": 9}
    for end in range(steps_per_epoch, num_steps + 1, steps_per_epoch):
        axes.axvline(end, color=style.LIGHT_GREY, lw=1, zorder=0)
        axes.annotate(f"epoch {end // steps_per_epoch}", (end, 1), (-3, -2), **place)
    axes.set(xlim=(0, num_steps * 1.01), xlabel="training step (one batch each)")


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
    axes, means = figure.axes[0], _running_mean(losses)
    for line, values in zip(axes.lines, (losses, means), strict=False):
        line.set_data(np.arange(1, len(losses) + 1), values)
    for text, accuracy in zip(axes.texts, val_accuracies, strict=False):
        text.set_text(f"{text.get_text().splitlines()[0]}\nvalidation {accuracy:.1%}")
    if len(losses):
        figure.alt = f"A jagged curve, from {losses[0]:.2g} to a running mean of {means[-1]:.2g}."
    return figure


def _empty_loss_curve(num_steps: int, steps_per_epoch: int) -> Figure:
    """Draw a loss curve without a curve, quick to draw again: its layout is fixed."""
    figure, axes = new_figure(1, 1, 7.2, 3)
    figure.set_layout_engine(None)
    figure.subplots_adjust(0.09, 0.16, 0.98, 0.89)
    axes.plot([], color=style.SKY, lw=0.8, label="each batch")
    axes.plot([], color=style.BLUE, label="running mean")
    axes.axhline(np.log(10), color=style.VERMILLION, ls="--", lw=1.2, label="ln 10: guessing")
    axes.set(ylim=(0.001, 10), yscale="log", ylabel="loss (log scale)")
    axes.minorticks_off()
    _mark_epochs(axes, num_steps, steps_per_epoch)
    axes.legend(loc="lower left")
    return figure


def _running_mean(values: Sequence[float], keep: float = 0.9) -> np.ndarray:
    """Return an exponential running mean (n,), corrected for its start."""
    means, mean = [], 0.0
    for number, value in enumerate(values, start=1):
        mean = keep * mean + (1 - keep) * value
        means.append(mean / (1 - keep**number))
    return np.array(means)


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
