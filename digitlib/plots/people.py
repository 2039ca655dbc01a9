"""People, one by one: their handwriting, their scores, and the names of six of them."""

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from digitlib.plots import kinds, style

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


def people_scores(
    writers: Sequence[int],
    samples: np.ndarray,
    scores: Sequence[kinds.Score],
    title: str = "Person by person",
) -> Figure:
    """Draw a row of handwriting for each person, with the share read and its interval.

    `samples` is uint8 (people, digits, 28, 28), ink 255; `scores` holds a share and both ends of
    its interval, 0 to 1, for each person. The people of `PEOPLE` stand out by name and colour.
    """
    people, digits = samples.shape[:2]
    size = {"width": 7.8, "height": 0.235 * people + 0.9, "width_ratios": [1, 1.15]}
    figure, (ink, dots) = style.new_figure(1, 2, title=title, **size)
    mosaic = samples.transpose(0, 2, 1, 3).reshape(people * 28, digits * 28)
    style.show_image(ink, mosaic, aspect="auto", extent=(0, digits, people - 0.5, -0.5))
    names = [f"{PEOPLE[w][0]} ({w})" if w in PEOPLE else f"person {w}" for w in map(int, writers)]
    for row, (writer, name, score) in enumerate(zip(writers, names, scores, strict=True)):
        _, color = PEOPLE.get(int(writer), ("", style.BLUE))
        kinds.draw_intervals(dots, {name: score}, [row], look=kinds.LOOKS[0] | {"color": color})
    kinds.name_rows(dots, [""] * people)
    kinds.name_rows(ink, names)
    for label, writer in zip(ink.get_yticklabels(), writers, strict=True):
        label.set_fontweight("bold" if int(writer) in PEOPLE else "normal")
    ink.set_title("what they wrote, framed")
    dots.set(xlim=(None, 101), title="what was read")
    dots.set_xlabel("read correctly (%), with 95% interval")
    return figure
