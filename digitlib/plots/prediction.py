"""Figures of one reading: what was drawn, what the network saw, what it answered (notebook 00)."""

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from digitlib.plots.style import BLUE, GREEN, GREY, LIGHT_GREY, VERMILLION, new_figure, show_image
from digitlib.wording import a_digit, percent


def reading(prediction, drawing: np.ndarray | Sequence[np.ndarray]) -> Figure:
    """Draw a drawing, the picture that the network saw of it, and its ten probabilities.

    `prediction` is a `digitlib.Prediction`; `drawing` is a list of strokes (points, 2), y down, on
    a canvas of 280 by 280, or a grey picture (h, w) with ink 255.
    """
    title = "What goes in, and what comes out"
    figure, (left, middle, right) = new_figure(1, 3, 7.5, 2.9, title, width_ratios=[1, 1, 1.35])
    if isinstance(drawing, np.ndarray):
        show_image(left, drawing, frame_color=GREY)
    else:
        draw_strokes(left, drawing)
    left.set_title("what was drawn")
    show_image(middle, prediction.image, frame_color=GREY)
    middle.set_title("what the network sees")
    _draw_probabilities(right, prediction)
    return figure


def draw_strokes(axes, strokes: Sequence[np.ndarray], size: float = 280) -> None:
    """Draw strokes as a round pen does; a dot marks where each begins."""
    for stroke in strokes:
        points = np.asarray(stroke)
        axes.plot(*points.T, color="black", lw=7, solid_capstyle="round", solid_joinstyle="round")
        axes.plot(*points[0], "o", color=VERMILLION, ms=4)
    axes.set(xlim=(0, size), ylim=(size, 0), xticks=[], yticks=[], aspect="equal")
    for spine in axes.spines.values():
        spine.set(visible=True, color=GREY)


def _draw_probabilities(axes, prediction) -> None:
    """Draw ten bars, the answer in a darker colour and with its value."""
    values = 100 * np.asarray(prediction.probabilities)
    colors = [BLUE if digit == prediction.digit else LIGHT_GREY for digit in range(10)]
    axes.barh(range(10), values, 0.75, color=colors)
    best, top = int(values.argmax()), values.max()
    text = percent(top / 100)
    if top > 50:
        axes.text(top - 2, best, text, va="center", ha="right", color="white", fontsize=8.5)
    else:
        axes.text(top + 2, best, text, va="center", ha="left", fontsize=8.5)
    axes.set(yticks=range(10), xlim=(0, 100), ylim=(9.6, -0.6), xlabel="probability (%)")
    answer = prediction.reason if prediction.digit is None else a_digit(prediction.digit)
    axes.set_title(f"what it answers: {answer}")
    axes.tick_params(axis="y", length=0)


def readings(
    rows: dict[str, np.ndarray],
    answers: dict[str, Sequence[int | None]],
    truths: Sequence[int | None],
    title: str = "What one network answers",
) -> Figure:
    """Draw rows of pictures with the answer under each, a cross before one that is wrong.

    `rows[name]` is pictures (n, 28, 28), `answers[name]` what was read (None: no digit).
    """
    title += " (\N{MULTIPLICATION SIGN} marks an error)"
    height = len(rows) * (7.4 / max(7, len(truths)) + 0.38) + 0.3
    figure, grid = new_figure(len(rows), len(truths), 7.8, height, title, squeeze=False)
    for axes_row, (name, pictures) in zip(grid, rows.items(), strict=True):
        for axes, picture, answer, truth in zip(
            axes_row, pictures, answers[name], truths, strict=True
        ):
            right = answer == truth
            color = GREEN if right else VERMILLION
            show_image(axes, picture, frame_color=color)
            said = "no digit" if answer is None else str(answer)
            axes.set_xlabel(said if right else f"\N{MULTIPLICATION SIGN} {said}", color=color)
            axes.xaxis.label.set_fontweight("normal" if right else "bold")
        axes_row[0].set_ylabel(name.replace(" ", "\n"), fontsize=9)
    return figure
