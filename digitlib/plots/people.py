"""People, one by one: their handwriting, their scores, and the names of six of them."""

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from digitlib.plots.style import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PURPLE,
    SKY,
    VERMILLION,
    new_figure,
)

# The six writers of the pen strokes from whom no network of the course has learned. They come
# back in notebooks 04 to 08, each with the same name and colour.
PEOPLE = {
    25: ("Amber", ORANGE),
    26: ("Azure", SKY),
    27: ("Jade", GREEN),
    28: ("Ruby", VERMILLION),
    29: ("Slate", GREY),
    30: ("Violet", PURPLE),
}


def people_scores(
    writers: Sequence[int],
    samples: np.ndarray,
    scores: Sequence[tuple[float, float, float]],
    title: str = "Person by person",
) -> Figure:
    """Draw a row of handwriting for each person, with the share read and its interval.

    `samples` is uint8 (people, digits, 28, 28), ink 255; `scores` holds a share and both ends of
    its interval, 0 to 1, for each person. The people of `PEOPLE` stand out by name and colour.
    """
    num_people, num_digits = samples.shape[:2]
    height = 0.235 * num_people + 0.9
    figure, (ink, dots) = new_figure(1, 2, 7.8, height, title, width_ratios=[1, 1.15])
    mosaic = samples.transpose(0, 2, 1, 3).reshape(num_people * 28, num_digits * 28)
    ink.imshow(mosaic, cmap="gray_r", aspect="auto", extent=(0, num_digits, num_people - 0.5, -0.5))
    for row, (writer, (share, low, high)) in enumerate(zip(writers, scores, strict=True)):
        _, color = PEOPLE.get(int(writer), ("", BLUE))
        dots.hlines(row, 100 * low, 100 * high, color=color, lw=2.5, alpha=0.6)
        dots.plot(100 * share, row, "o", ms=5, color=color)
    names = [f"{PEOPLE[int(w)][0]} ({w})" if int(w) in PEOPLE else f"person {w}" for w in writers]
    ink.set_yticks(range(num_people), names)
    for label, writer in zip(ink.get_yticklabels(), writers, strict=True):
        if int(writer) in PEOPLE:
            label.set(fontweight="bold")
    ink.set(xticks=[], title="what they wrote, framed")
    dots.set(ylim=(num_people - 0.5, -0.5), yticks=[], xlim=(None, 101))
    dots.set(xlabel="read correctly (%), with 95 % interval", title="what was read")
    dots.grid(axis="x")
    for axes in (ink, dots):
        axes.tick_params(axis="y", length=0)
    return figure
