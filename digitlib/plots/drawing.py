"""Figures of drawings: on the paper, in the frame, as read, and how well people are read."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from digitlib.plots import kinds, style
from digitlib.plots.kinds import Score
from digitlib.plots.style import new_figure, show_image
from digitlib.wording import a_digit, percent

# The six writers of the pen strokes from whom no network of the course has learned. They come
# back in notebooks 04 to 08, each with the same name and colour.
PEOPLE = {
    25: ("Amber", style.ORANGE),
    26: ("Azure", style.SKY),
    27: ("Jade", style.GREEN),
    28: ("Ruby", style.VERMILLION),
    29: ("Slate", style.GREY),
    30: ("Violet", style.PURPLE),
}


def reading(prediction, drawing: np.ndarray | Sequence[np.ndarray]) -> Figure:
    """Draw a drawing, the picture that the network saw of it, and its ten probabilities.

    `prediction` is a `digitlib.Prediction`; `drawing` is a list of strokes (points, 2), y down, on
    a canvas of 280 by 280, or a grey picture (h, w) with ink 255.
    """
    title, widths = "What goes in, and what comes out", [1, 1, 1.35]
    figure, (left, middle, right) = new_figure(1, 3, 7.5, 2.9, title, width_ratios=widths)
    figure.say("Left, a drawing. Middle, the same ink in 28 x 28 grey pixels.")
    if isinstance(drawing, np.ndarray):
        show_image(left, drawing, "what was drawn", style.GREY)
    else:
        draw_strokes(left, drawing, "what was drawn")
    show_image(middle, prediction.image, "what the network sees", style.GREY)
    answer = prediction.reason if prediction.digit is None else a_digit(prediction.digit)
    values, name = prediction.probabilities, f"what it answers: {answer}"
    kinds.draw_probabilities(right, values, name, prediction.digit)
    best, top = int(np.argmax(values)), float(np.max(values))
    inside = {"ha": "right", "color": "white"} if prediction.digit == best and top > 0.5 else {}
    right.text(100 * top + (-2 if inside else 2), best, percent(top), va="center", **inside)
    figure.say(f"Ten bars, {name}: the longest is the {best}, {percent(top)}.")
    return figure


def draw_strokes(axes: Axes, strokes: Sequence[np.ndarray], title: str) -> None:
    """Draw strokes on paper of 280 x 280 as a round pen does; a dot marks where each begins."""
    pen = {"color": "black", "lw": 7, "solid_capstyle": "round", "solid_joinstyle": "round"}
    for stroke in strokes:
        points = np.asarray(stroke)
        axes.plot(*points.T, **pen)
        axes.plot(*points[0], "o", color=style.VERMILLION, ms=4)
    axes.set(xlim=(0, 280), ylim=(280, 0), xticks=[], yticks=[], aspect="equal")
    axes.set_title(title, fontsize=9.5, pad=3)
    axes.spines[:].set(visible=True, color=style.GREY)


def readings(
    rows: Mapping[str, Sequence],
    answers: Mapping,
    truths: Sequence,
    title="What one network answers",
) -> Figure:
    """Draw rows of pictures with the answer under each, a cross before one that is wrong.

    `rows[name]` is pictures (n, 28, 28), `answers[name]` what was read (None: no digit), and
    `truths` (n,) what was meant, in every row.
    """
    answered = [answer for name in rows for answer in answers[name]]
    return kinds.gallery(
        [picture for pictures in rows.values() for picture in pictures],
        f"{title} ({kinds.CROSS} marks an error)",
        columns=len(truths),
        size=7.4 / max(7, len(truths)),
        below=["no digit" if answer is None else answer for answer in answered],
        names=list(rows),
        right=[a == t for a, t in zip(answered, [*truths] * len(rows), strict=True)],
    )


def framing_steps(steps: Mapping[str, np.ndarray], centre: tuple[float, float]) -> Figure:
    """Draw the steps from a drawing to its frame: `steps[title]` is a picture (h, w) uint8.

    The last picture is the frame; `centre` is the row and column of its ink's centre of mass.
    """
    pictures, number = list(steps.values()), len(steps)
    sizes = [f"{picture.shape[1]} x {picture.shape[0]} pixels" for picture in pictures]
    title = "From the paper to the frame, step by step"
    figure = kinds.gallery(pictures, title, number, 7.8 / number, list(steps), sizes)
    figure.axes[-1].axhline(centre[0], color=style.VERMILLION, lw=0.9, ls="--")
    figure.axes[-1].axvline(centre[1], color=style.VERMILLION, lw=0.9, ls="--")
    ring = {"mfc": "white", "mec": style.VERMILLION, "mew": 1.8}
    figure.axes[-1].plot(*centre[::-1], "o", ms=7, **ring)
    figure.say("In the last, two dashed lines and a ring mark the ink's centre of mass.")
    return figure


def squeezed_and_framed(drawing: Sequence[np.ndarray], squeezed, framed) -> Figure:
    """Draw a drawing, the two pictures made of it, and the probabilities given to each.

    `drawing` is strokes (points, 2) on paper of 280 by 280; `squeezed` and `framed` are the
    `Prediction`s for the two pictures.
    """
    title, widths = "The same ink, squeezed and framed", [1, 1, 1, 1.15]
    figure, panels = new_figure(1, 4, 7.8, 2.9, title, width_ratios=widths)
    figure.say("A drawing on paper.")
    draw_strokes(panels[0], drawing, "on the paper")
    bars, predictions = panels[3], {"squeezed": squeezed, "framed": framed}
    for offset, (name, prediction) in enumerate(predictions.items()):
        axes, color = panels[1 + offset], kinds.WAYS[name]["color"]
        show_image(axes, prediction.image, name, color)
        axes.set_xlabel(f"read as: {prediction}")
        places, values = np.arange(10) - 0.2 + 0.4 * offset, 100 * prediction.probabilities
        fill = {"hatch": "/////", "fc": "white"} if name == "squeezed" else {"fc": color}
        bars.barh(places, values, 0.38, label=name, ec=color, lw=0.8, **fill)
        figure.say(f"Its picture, {name}, with ten bars of probability: read as {prediction}.")
    bars.set(yticks=range(10), ylim=(9.6, -0.6), xlim=(0, 100), xlabel="probability (%)")
    bars.set(title="how probable", ylabel="digit")
    figure.legend(loc="outside lower right", ncols=2)
    return figure


def people_scores(
    writers: Sequence, samples: np.ndarray, scores: Sequence[Score], title="Person by person"
) -> Figure:
    """Draw a row of handwriting for each person, with the share read and its interval.

    `samples` is uint8 (people, digits, 28, 28), ink 255; `scores` holds a share and both ends of
    its interval, 0 to 1, for each person. The people of `PEOPLE` stand out by name and colour.
    """
    people, digits = samples.shape[:2]
    height, widths = 0.235 * people + 0.9, [1, 1.15]
    figure, (ink, dots) = new_figure(1, 2, 7.8, height, title, width_ratios=widths)
    mosaic = samples.transpose(0, 2, 1, 3).reshape(people * 28, digits * 28)
    show_image(ink, mosaic, aspect="auto", extent=(0, digits, people - 0.5, -0.5))
    names = person_names(writers)
    kinds.name_rows(dots, [""] * people)
    kinds.name_rows(ink, names)
    for row, (writer, name, score) in enumerate(zip(writers, names, scores, strict=True)):
        color = PEOPLE[writer][1] if writer in PEOPLE else style.BLUE
        kinds.draw_intervals(dots, {name: score}, [row], look=kinds.LOOKS[0] | {"color": color})
        ink.get_yticklabels()[row].set_fontweight("bold" if writer in PEOPLE else "normal")
    ink.set_title("what they wrote, framed")
    dots.set(xlim=(None, 101), title="what was read")
    dots.set_xlabel("read correctly (%), with 95% interval")
    return figure


def person_names(writers: Sequence[int]) -> list[str]:
    """Return how each person is called: the six of `PEOPLE` by name, the others by number."""
    return [f"{PEOPLE[w][0]} ({w})" if w in PEOPLE else f"person {w}" for w in map(int, writers)]
