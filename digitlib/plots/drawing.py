"""Figures of drawings: on the paper, in the frame, as read, and how well people are read."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from digitlib.plots import kinds, style
from digitlib.plots.style import new_figure, show_image
from digitlib.wording import a_digit, percent


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
    values = prediction.probabilities
    kinds.draw_probabilities(right, values, f"what it answers: {answer}", prediction.digit)
    best, top = int(np.argmax(values)), 100 * float(np.max(values))
    inside = {"ha": "right", "color": "white"} if prediction.digit == best and top > 50 else {}
    right.text(top + (-2 if inside else 2), best, percent(top / 100), va="center", **inside)
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
    rows: dict[str, np.ndarray],
    answers: dict[str, Sequence[int | None]],
    truths: Sequence[int | None],
    title: str = "What one network answers",
) -> Figure:
    """Draw rows of pictures with the answer under each, a cross before one that is wrong.

    `rows[name]` is pictures (n, 28, 28), `answers[name]` what was read (None: no digit).
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


def strokes_and_ink(strokes: Sequence[np.ndarray], ink: np.ndarray) -> Figure:
    """Draw the points of a drawing as the pen gave them, and the ink that they leave.

    `strokes` are arrays (points, 2) in pixels of `ink`, a picture (h, w) uint8. The ink's box is
    dashed, its centre of mass a ring, and the middle of the paper a cross.
    """
    figure, (left, right) = new_figure(1, 2, 7.5, 4.6, "From points to ink")
    figure.say("Left, rows of dots, numbered where each stroke begins. Right, the thick black line")
    figure.say(
        "they leave, in a dashed box; a ring is its centre of mass, a cross the paper's middle."
    )
    for number, points in enumerate(strokes, start=1):
        left.plot(*points.T, ".-", color=style.SKY, mfc=style.BLUE, mec=style.BLUE, ms=3.5, lw=1)
        left.annotate(str(number), points[0], (-9, 5), textcoords="offset points", fontsize=11)
        left.plot(*points[0], "o", color=style.VERMILLION, ms=6)
    height, width = ink.shape
    left.set(xlim=(0, width), ylim=(height, 0), aspect="equal", xlabel="x (pixels)")
    left.set(ylabel="y (pixels), downwards", title="what the pen gives: points")
    show_image(right, ink, "what they leave: ink", style.GREY)
    rows, columns = np.nonzero(ink)
    sides = columns.min(), rows.min(), columns.max(), rows.max()
    right.add_patch(_box(sides, ec=style.VERMILLION, ls="--"))
    right.plot(columns.mean(), rows.mean(), "o", ms=8, ls="", **_RING, label="centre of mass")
    middle, cross = ((width - 1) / 2, (height - 1) / 2), {"color": style.GREY, "mew": 1.8}
    right.plot(*middle, "+", ms=12, ls="", **cross, label="middle of the paper")
    figure.legend(loc="outside lower right", ncols=2)
    return figure


_RING = {"mfc": "white", "mec": style.VERMILLION, "mew": 1.8}


def _box(sides: Sequence[float], **look) -> Rectangle:
    left, top, right, bottom = sides
    return Rectangle((left, top), right - left, bottom - top, fill=False, **look)


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
    figure.axes[-1].plot(*centre[::-1], "o", ms=7, **_RING)
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


def slider_sweeps(
    sweeps: Mapping[str, tuple[Sequence[float], Mapping[str, np.ndarray]]], truth: int
) -> Figure:
    """Draw how probable the true digit is while one slider moves and the others rest.

    `sweeps[slider]` is its positions (n,) and, for "squeezed" and "framed", the probability
    (n,), 0 to 1, of the digit `truth`.
    """
    title = "How far may a drawing be off?"
    figure, panels = new_figure(1, len(sweeps), 7.8, 3.1, title, sharey=True)
    for axes, (name, (positions, curves)) in zip(panels, sweeps.items(), strict=True):
        percents = {way: 100 * values for way, values in curves.items()}
        kinds.draw_curves(axes, positions, percents, name, f"probability of a {truth} (%)")
        axes.set_ylim(-4, 104)
        axes.label_outer()
    kinds.legend_below(figure)
    return figure


def canvas_variants(rows: Mapping[str, Sequence[np.ndarray]], names: Sequence[str]) -> Figure:
    """Draw the variants of one digit in columns: `rows[title]` holds a picture for each name.

    Pictures are uint8 (h, w) of any size, ink 255.
    """
    pictures = [picture for row in rows.values() for picture in row]
    title = f"One digit, put on paper in {len(names)} ways"
    return kinds.gallery(pictures, title, len(names), 0.74, above=names, names=list(rows))


def nearest_pictures(
    queries: np.ndarray,
    truths: Sequence[int],
    answers: Sequence[int],
    neighbours: np.ndarray,
    labels: np.ndarray,
) -> Figure:
    """Draw drawings in a row and, under each, the pictures that are most like it.

    `queries` (n, 28, 28) with what they were meant to be and read as, `neighbours` (n, k, 28, 28)
    uint8 and their `labels` (n, k). A label that is not the drawing's own is crossed.
    """
    number, depth = labels.shape
    return kinds.gallery(
        [*queries, *(row[place] for place in range(depth) for row in neighbours)],
        "Missed drawings, and the training digits nearest to them",
        columns=number,
        size=0.9,
        above=[f"{a_digit(t)},\nread as {a}" for t, a in zip(truths, answers, strict=True)],
        below=[""] * number + list(labels.T.flat),
        names=["drawn", "nearest"],
        right=[None] * number + list((np.array(truths) == labels.T).flat),
    )


def variant_scores(scores: Mapping[str, Mapping[str, Mapping[str, kinds.Score]]]) -> Figure:
    """Draw shares with their intervals: `scores[network][way][variant]`, one panel a network."""
    title = "Digits put back on paper, squeezed and framed"
    figure, panels = new_figure(1, len(scores), 7.8, 4.2, title, sharey=True, squeeze=False)
    for axes, (network, ways) in zip(panels[0], scores.items(), strict=True):
        figure.say(f"{network}:")
        for way, by_variant in ways.items():
            kinds.draw_intervals(axes, by_variant, name=way, look=kinds.WAYS[way])
            kinds.name_rows(axes, list(by_variant))
        axes.set(title=network, xlim=(-3, 103), xlabel="digits read right (%), with 95% interval")
        axes.grid(axis="both")
    kinds.legend_below(figure)
    return figure


def paper_use(boxes: np.ndarray, num_shown: int = 60) -> Figure:
    """Draw where people write on their paper, and how large.

    `boxes` (n, 4) holds left, top, right and bottom of the ink, 0 to 28: the paper is 28 wide, as
    if it were squeezed. The first `num_shown` are drawn as outlines.
    """
    longer = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    title, label = "How people use their paper", "pixels, when squeezed"
    figure, (paper, sizes) = new_figure(1, 2, 7.5, 3.8, title, width_ratios=[1, 1.25])
    figure.say(
        "Left, the boxes around many drawings on a sheet, over MNIST's dashed square. Right, a"
    )
    figure.say(
        f"histogram of their longer sides: median {np.median(longer):.1f} pixels, MNIST's 20."
    )
    for sides in boxes[:num_shown]:
        paper.add_patch(_box(sides, ec=style.GREY, lw=0.7))
    paper.add_patch(_box((4, 4, 24, 24), ec=style.BLUE, lw=2.5, ls="--"))
    paper.set(xlim=(0, 28), ylim=(28, 0), aspect="equal", xticks=[0, 14, 28], yticks=[0, 14, 28])
    shown = f"boxes around the ink, {min(num_shown, len(boxes))} of {len(boxes):,}"
    paper.set(title=shown, xlabel=label, ylabel=label)
    paper.spines[:].set_visible(True)
    sizes.hist(longer, bins=np.arange(29), color=style.LIGHT_GREY, edgecolor=style.GREY, lw=0.6)
    sizes.axvline(20, color=style.BLUE, lw=2.5, ls="--")
    sizes.text(19.5, sizes.get_ylim()[1], "MNIST: 20 ", color=style.BLUE, va="top", ha="right")
    sizes.set(
        title="the longer side of the box, all", xlabel=label, ylabel="drawings", xlim=(0, 28)
    )
    return figure


def writer_scores(scores: Mapping[str, tuple[str, kinds.Score, Sequence[float]]]) -> Figure:
    """Draw one row a method: its share with interval, and a small tick for every writer.

    `scores[method]` is the way ("squeezed" or "framed"), the score over all drawings, and each
    writer's share, 0 to 1.
    """
    title = "Drawings read right: all of them, and writer by writer"
    figure, axes = new_figure(1, 1, 7.5, 0.6 * len(scores) + 1.3, title)
    for row, (name, (way, score, writers)) in enumerate(scores.items()):
        kinds.draw_intervals(axes, {name: score}, [row - 0.16], look=kinds.WAYS[way])
        ticks = 100 * np.asarray(writers)
        axes.plot(ticks, np.full(len(ticks), row + 0.18), "|", color="black", ms=9, mew=1.4)
        axes.text(103, row, f"{score[0]:.1%}", va="center")
        figure.say(f"A tick a writer, from {ticks.min():.1f}% to {ticks.max():.1f}%.")
    kinds.name_rows(axes, list(scores))
    axes.set_xlim(0, 102)
    axes.set_xlabel("read right (%): all drawings with 95% interval, and a tick for each writer")
    return figure


def accuracy_by_digit(scores: Mapping[str, Mapping[int, kinds.Score]]) -> Figure:
    """Draw for each digit the share read right, and its interval; `scores[network][digit]`."""
    figure, axes = new_figure(1, 1, 7.5, 3.5, "Framed drawings read right, digit by digit")
    for number, (name, by_digit) in enumerate(scores.items()):
        places = np.array(list(by_digit)) + 0.24 * number - 0.12
        kinds.draw_intervals(axes, by_digit, places, name, kinds.LOOKS[1 - number], upright=True)
    lowest = min(low for by_digit in scores.values() for _, low, _ in by_digit.values())
    start = max(0, 10 * int(10 * lowest) - 2)
    axes.set(xticks=range(10), xlabel="digit drawn (line: 95% interval)")
    axes.set_ylim(start, 100 + 0.05 * (100 - start))
    axes.set_ylabel("read right (%)" + ("; the axis is cut" if start else ""))
    axes.grid(axis="y")
    kinds.legend_below(figure)
    return figure
