"""Figures of people who are misread: who, in which digit, after which training, and from where on.

Shares are 0 to 1 and are drawn in percent.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from digitlib.evaluation import Interval
from digitlib.plots import kinds, style
from digitlib.plots.drawing import person_names
from digitlib.plots.style import new_figure, show_image


class Share(NamedTuple):
    """A share measured with several seeds, and its two intervals; `by_people` may be missing."""

    by_seed: Sequence[float]
    by_digits: Interval
    by_people: Interval | None = None


def misread_table(counts: np.ndarray, writers: Sequence[int], title: str) -> Figure:
    """Draw how many of each person's digits were misread, by digit; `counts` is (people, 10)."""
    people = len(counts)
    figure, axes = new_figure(1, 1, 6.4, 0.21 * people + 1.1, title)
    axes.imshow(counts, cmap=style.HEAT_COLORMAP, vmin=0, vmax=max(1, counts.max()), aspect="auto")
    for (row, column), count in np.ndenumerate(counts):
        color = "white" if count > 0.6 * counts.max() else "black"
        text = str(count) if count else "\N{MIDDLE DOT}"
        axes.text(column, row, text, ha="center", va="center", fontsize=8.5, color=color)
    totals = counts.sum(axis=1)
    names = zip(person_names(writers), totals, strict=True)
    kinds.name_rows(axes, [f"{name}: {total}" for name, total in names])
    axes.grid(visible=False)
    axes.set(xticks=range(10), xlabel="digit that was meant", ylabel="person: all misread drawings")
    _, column = np.unravel_index(counts.argmax(), counts.shape)
    figure.say(f"A table of {people} people, {(totals == 0).sum()} of them never misread, by ten")
    figure.say(f"digits; the darkest cell holds {counts.max()} of the digit {column}.")
    return figure


def shares(panels: Mapping[str, Mapping[str, Share]], title: str, xlabel: str) -> Figure:
    """Draw shares, a row each, in one panel a title: circles for seeds, a line for their mean.

    The thick pale bar is the interval over people, the thin dark one that over digits.
    """
    rows = list(next(iter(panels.values())))
    height = 0.34 * len(rows) + 1.35
    figure, grid = new_figure(1, len(panels), 8, height, title, sharey=True, squeeze=False)
    for axes, (name, by_row) in zip(grid[0], panels.items(), strict=True):
        for place, row in enumerate(rows):
            _draw_share(axes, place, by_row[row])
        kinds.name_rows(axes, rows)
        axes.set(xlim=(0, None), xlabel=xlabel, title=name)
        figure.say(f"{name}: {', '.join(_told(row, by_row[row]) for row in rows)}.")
    kinds.legend_below(figure)
    return figure


def _told(row: str, share: Share) -> str:
    low, high = (100 * end for end in share.by_people or share.by_digits)
    return f"{row} {100 * np.mean(share.by_seed):.1f}% ({low:.1f} to {high:.1f})"


def _draw_share(axes: Axes, place: int, share: Share) -> None:
    """Draw one row."""
    if share.by_people:
        wide = {"color": style.SKY, "lw": 8, "solid_capstyle": "butt", "alpha": 0.6}
        ends = 100 * np.array(share.by_people)
        axes.plot(ends, [place] * 2, label="95% interval over people", **wide)
    ends, mean = 100 * np.array(share.by_digits), 100 * np.mean(share.by_seed)
    over = "over digits" if share.by_people else "95% interval over digits"
    axes.plot(ends, [place] * 2, color=style.BLUE, lw=2, label=over)
    axes.plot(mean, place, "|", color=style.VERMILLION, ms=14, mew=2.2, label="mean")
    if len(share.by_seed) > 1:
        circles = {"color": "black", "ms": 4.5, "mfc": "none", "label": "one seed each"}
        axes.plot(100 * np.array(share.by_seed), [place] * len(share.by_seed), "o", **circles)


def misread_by_person(
    by_recipe: Mapping[str, Sequence[float]],
    writers: Sequence[int],
    title: str,
    xlabel: str = "drawings misread (%), mean of the seeds",
) -> Figure:
    """Draw for each person the share misread (people,) after each training."""
    figure, axes = new_figure(1, 1, 7.4, 0.3 * len(writers) + 1.4, title)
    for place, (recipe, values) in enumerate(by_recipe.items()):
        look = kinds.LOOKS[place] | {"ls": "", "ms": 7, "mfc": "none", "mew": 1.8}
        axes.plot(100 * np.asarray(values), range(len(writers)), label=recipe, **look)
        told = zip(person_names(writers), values, strict=True)
        figure.say(f"{recipe}: {', '.join(f'{name} {value:.1%}' for name, value in told)}.")
    ends = 100 * np.array(list(by_recipe.values()))
    axes.hlines(range(len(writers)), ends.min(axis=0), ends.max(axis=0), color=style.LIGHT_GREY)
    kinds.name_rows(axes, person_names(writers))
    axes.set(xlim=(-0.3, None), xlabel=xlabel)
    kinds.legend_below(figure)
    return figure


def morph_moment(frame: np.ndarray, probabilities: Mapping[str, np.ndarray]) -> Figure:
    """Draw one picture (28, 28) and the ten probabilities that each network gives to it."""
    figure, (left, right) = new_figure(1, 2, 7, 3, width_ratios=[1, 1.7])
    figure.set_layout_engine(None)  # a fixed layout is drawn in half the time
    figure.subplots_adjust(0.02, 0.16, 0.98, 0.85, wspace=0.15)
    show_image(left, frame, frame_color=style.GREY)
    said = {name: int(np.argmax(values)) for name, values in probabilities.items()}
    figure.suptitle("; ".join(f"the {name} network reads a {best}" for name, best in said.items()))
    figure.say("A picture of a digit, and ten bars for each network.")
    height = 0.8 / len(said)
    for place, (name, values) in enumerate(probabilities.items()):
        rows, look = np.arange(10) - 0.4 + height * (place + 0.5), kinds.LOOKS[place]
        fill = {"fc": look["color"]} if place else {"fc": "white", "hatch": "/////"}
        right.barh(rows, 100 * values, height, ec=look["color"], label=f"{name} network", **fill)
        figure.say(f"{name}: {said[name]}, {values[said[name]]:.0%}.")
    right.set(yticks=range(10), ylim=(9.6, -0.6), xlim=(0, 100), xticks=[0, 50, 100])
    right.set(ylabel="digit", xlabel="probability (%)")
    right.legend(loc="center right")
    return figure


def morphs(
    by_morph: Mapping[str, tuple[np.ndarray, np.ndarray, Mapping[str, np.ndarray]]],
    votes: Mapping[str, float | None],
) -> Figure:
    """Draw how the ten probabilities change while a drawing changes, for each morph and network.

    `by_morph[name]` is places (n,) from 0 to 1, pictures (n, 28, 28), and for each network its
    probabilities (n, 10). `votes[name]`, if there is one, is where the class changes its mind.
    """
    networks = list(next(iter(by_morph.values()))[2])
    title = "Where does a network change its mind?"
    heights = [0.3, *[1] * len(networks)]
    size = {"width": 8, "height": 1.9 * len(networks) + 1.2, "height_ratios": heights}
    size["squeeze"] = False
    figure, grid = new_figure(len(heights), len(by_morph), title=title, **size)
    for column, (name, (places, frames, answers)) in enumerate(by_morph.items()):
        few = np.linspace(0, len(frames) - 1, 6).round().astype(int)
        show_image(grid[0, column], np.hstack(frames[few]), name)
        for axes, network in zip(grid[1:, column], networks, strict=True):
            figure.say(f"{name}, {network}:")
            _draw_morph(axes, places, answers[network])
            if votes.get(name) is not None:
                axes.axvline(votes[name], color=style.GREY, ls=":", lw=1.5)
                axes.text(votes[name], 104, "our class", ha="center", fontsize=8)
            axes.set(xlim=(0, 1), ylim=(-3, 115), xticks=[0, 0.5, 1], yticks=[0, 50, 100])
            axes.set_xlabel("how far the drawing has changed")
            axes.set_ylabel(f"{network}:\nprobability (%)")
            axes.label_outer()
    return figure


def _draw_morph(axes: Axes, places: np.ndarray, values: np.ndarray) -> None:
    """Draw the curves (n, 10) that ever matter, each with its digit at its peak."""
    axes.axhline(50, color=style.LIGHT_GREY, lw=1)
    for digit in np.flatnonzero(values.max(axis=0) > 0.15):
        curve, color = 100 * values[:, digit], style.DIGIT_COLORS[digit]
        axes.plot(places, curve, color=color, lw=2, ls=("-", "--", "-.")[digit % 3])
        peak = int(curve.argmax())
        place = min(max(places[peak], 0.04), 0.96)
        axes.text(place, curve[peak] + 3, digit, color=color, ha="center", fontweight="bold")
        axes.figure.say(f"{digit} from {values[0, digit]:.0%} to {values[-1, digit]:.0%};")
