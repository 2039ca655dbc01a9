"""Figures of a training: its curves, its learning rate, and what it changed."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, PercentFormatter

from digitlib.plots.style import (
    BLUE,
    GREY,
    LIGHT_GREY,
    ORANGE,
    SKY,
    VERMILLION,
    new_figure,
    show_image,
)


def probabilities_before_and_after(
    image: np.ndarray, before: np.ndarray, after: np.ndarray
) -> Figure:
    """Draw a digit (28, 28) and ten probabilities (10,) for it, untrained and trained."""
    figure, axes = new_figure(
        1, 3, 7.5, 2.6, "One digit, before and after the training", width_ratios=(1, 1.6, 1.6)
    )
    show_image(axes[0], image, "the digit")
    for panel, values, name, color in (
        (axes[1], before, "untrained", GREY),
        (axes[2], after, "trained", BLUE),
    ):
        panel.bar(range(10), values, 0.7, color=color)
        panel.set(xticks=range(10), ylim=(0, 1.05), xlabel="digit", title=name)
        panel.yaxis.set_major_formatter(PercentFormatter(1))
    axes[1].set_ylabel("probability")
    return figure


def learning_rate(rates: Sequence[float], steps_per_epoch: int) -> Figure:
    """Draw the learning rate of every step, with the ends of the epochs marked."""
    title = "One cycle: start gently, stride out, come to rest"
    figure, axes = new_figure(width=7.2, height=2.5, title=title)
    axes.plot(np.arange(len(rates)) + 1, rates)
    _mark_epochs(axes, len(rates), steps_per_epoch)
    axes.set(
        xlabel="training step (one batch each)", ylabel="learning rate", ylim=(0, 1.2 * max(rates))
    )
    return figure


def _mark_epochs(axes, num_steps: int, steps_per_epoch: int) -> None:
    """Draw a line at each end of an epoch."""
    for end in range(steps_per_epoch, num_steps + 1, steps_per_epoch):
        axes.axvline(end, color=LIGHT_GREY, lw=1, zorder=0)
        axes.annotate(
            f"epoch {end // steps_per_epoch}",
            (end, 1),
            (-3, -2),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            ha="right",
            va="top",
            color=GREY,
            fontsize=8.5,
        )


def loss_curve(losses: Sequence[float], num_steps: int, steps_per_epoch: int) -> Figure:
    """Draw the loss of every batch so far, on the way to `num_steps`, and its running mean."""
    title = f"The loss of every batch: step {len(losses):,} of {num_steps:,}"
    figure, axes = new_figure(width=7.2, height=3, title=title)
    steps = np.arange(1, len(losses) + 1)
    axes.plot(steps, losses, color=SKY, lw=0.8, label="each batch")
    axes.plot(steps, _running_mean(losses), color=BLUE, label="running mean")
    axes.axhline(np.log(10), color=ORANGE, ls="--", lw=1.2, label="ln 10: guessing")
    _mark_epochs(axes, num_steps, steps_per_epoch)
    axes.set(xlim=(0, num_steps * 1.01), ylim=(0.001, 5), yscale="log")
    axes.set(xlabel="training step (one batch each)", ylabel="loss (log scale)")
    axes.legend(loc="upper right", bbox_to_anchor=(1, 0.9))
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
    figure, axes = new_figure(1, 2, 7.5, 3, "Learning curves")
    epochs = np.arange(1, len(history["loss"]) + 1)
    for prefix, name, color, marker in (
        ("", "training (while learning)", BLUE, "o"),
        ("val_", "validation", VERMILLION, "s"),
    ):
        error = 100 * (1 - np.array(history[f"{prefix}accuracy"]))
        axes[0].plot(epochs, history[f"{prefix}loss"], marker=marker, color=color, label=name)
        axes[1].plot(epochs, error, marker=marker, color=color, label=name)
    axes[0].set(ylabel="mean loss", ylim=(0, None))
    axes[1].set(ylabel="digits read wrong (%)", ylim=(0, None))
    for panel in axes:
        panel.set(xlabel="epoch", xticks=epochs)
        panel.grid(axis="y")
    axes[1].legend()
    return figure


def overfit_curve(losses: Sequence[float], accuracies: Sequence[float]) -> Figure:
    """Draw the loss on a tiny training set, one point an epoch; the title tells the accuracy."""
    title = f"Twenty digits learned by heart: {accuracies[-1]:.0%} right"
    figure, axes = new_figure(width=7.2, height=2.5, title=title)
    axes.plot(np.arange(1, len(losses) + 1), losses, marker=".")
    axes.set(xlabel="epoch", ylabel="loss (log scale)", yscale="log")
    axes.yaxis.set_major_locator(LogLocator(numticks=20))  # a line at every tenth
    axes.grid(axis="y")
    return figure


def mistakes(shares: Mapping[str, float]) -> Figure:
    """Draw the share of digits read wrong (0..1), one bar a classifier, on a log scale."""
    title = "What convolution buys"
    figure, axes = new_figure(width=7.2, height=0.5 * len(shares) + 1.1, title=title)
    names, values = list(shares), 100 * np.array(list(shares.values()))
    axes.barh(names, values, 0.6, color=SKY)
    for position, value in enumerate(values):
        axes.text(1.08 * value, position, f"{value:.2g} %", va="center", fontweight="bold")
    axes.set(xscale="log", xlim=(0.1, 250), xlabel="digits read wrong (%, log scale)")
    axes.set_xticks([0.1, 1, 10, 100], ["0.1", "1", "10", "100"])
    axes.invert_yaxis()
    axes.tick_params(axis="y", length=0)
    return figure
