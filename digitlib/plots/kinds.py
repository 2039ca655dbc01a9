"""The kinds that figures are made of: gallery, curves, bars, dots with intervals, heat map.

Each adds to the alt text of its figure what it draws.
"""

import textwrap
from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from digitlib.plots import style
from digitlib.plots.style import new_figure, show_image
from digitlib.wording import percent

# What is compared differs in colour, marker and line, in this order.
LOOKS = (
    {"color": style.BLUE, "marker": "o", "ls": "-"},
    {"color": style.VERMILLION, "marker": "s", "ls": "--"},
    {"color": style.GREEN, "marker": "^", "ls": "-."},
    {"color": style.BLACK, "marker": "D", "ls": ":"},
)
# The two ways from a drawing to 28 x 28 pixels look the same in every figure.
WAYS = {"framed": LOOKS[0], "squeezed": LOOKS[1]}
CROSS = "\N{MULTIPLICATION SIGN}"

# A share and the two ends of its interval, each 0 to 1.
Score = tuple[float, float, float]


def gallery(
    pictures: Sequence[np.ndarray],
    title: str = "",
    columns: int = 10,
    size: float = 0.75,
    above: Sequence = (),
    below: Sequence = (),
    names: Sequence = (),
    right: Sequence[bool | None] = (),
    **imshow,
) -> Figure:
    """Draw pictures (h, w) row by row, each `size` inches wide, with texts above and below each.

    `names` stand before the rows. Where `right` is True a picture has a green frame, where it is
    False an orange one, and a cross before the text below it.
    """
    number, rows = len(pictures), -(-len(pictures) // columns)
    above, below, right = (
        [*given, *[empty] * (number - len(given))]
        for given, empty in ((above, ""), (below, ""), (right, None))
    )
    starts = range(0, number, columns)
    lines = sum(_num_lines(texts[i : i + columns]) for texts in (above, below) for i in starts)
    width, height = columns * size + (0.4 if names else 0), rows * (size + 0.1) + 0.17 * lines
    height += 0.4 if title else 0
    figure, grid = new_figure(rows, columns, width, height, title, squeeze=False)
    figure.say(f"{number} pictures, {columns} in a row.")
    for axes, name in zip(grid[:, 0], names, strict=False):
        level = {"rotation": 0, "fontsize": 13, "ha": "right", "va": "center"}
        axes.set_ylabel(textwrap.fill(str(name), 10), **level if len(str(name)) < 3 else {})
    for place, axes in enumerate(grid.flat):
        if place >= number:
            axes.set_visible(False)
            continue
        top, bottom, ok = str(above[place]), str(below[place]), right[place]
        frame = style.LIGHT_GREY if ok is None else style.GREEN if ok else style.VERMILLION
        show_image(axes, pictures[place], top, frame, **imshow)
        cross = "" if ok or ok is None else f"{CROSS} "
        axes.set_xlabel(cross + bottom, color=style.GREY if ok is None else frame, fontsize=9)
        row, column = divmod(place, columns)
        figure.say(f"{names[row]}:" if column == 0 and row < len(names) else "")
        told = f"{top} {bottom}".strip() + (" (wrong)" if cross else "")
        figure.say(f"{told};" if told else "")
    return figure


def _num_lines(texts: Sequence) -> int:
    """Return how many lines the highest of some texts takes."""
    return max(len(str(text).splitlines()) for text in texts)


def show_images(
    images: Sequence[np.ndarray],
    titles: Sequence[str] | None = None,
    columns: int = 10,
    size: float = 0.75,
    title: str = "",
) -> Figure:
    """Draw `images`, a sequence of (h, w) arrays, as a grid of `columns`, each `size` inches wide.

    `titles` stand above the pictures, one each. Raises ValueError if there are no images or the
    number of titles differs from the number of images.
    """
    if len(images) == 0:
        raise ValueError("show_images got no images: pass at least one (h, w) array.")
    if titles is not None and len(titles) != len(images):
        raise ValueError(f"{len(images)} images but {len(titles)} titles: pass one title an image.")
    return gallery(images, title, columns, size, above=() if titles is None else list(titles))


def weights_gallery(weights: np.ndarray, title: str, bar: str, **options) -> Figure:
    """Draw arrays (n, h, w) on one scale with zero in its middle; `bar` names the scale."""
    limit = np.abs(weights).max()
    scale = {"cmap": style.DIVERGING_COLORMAP, "vmin": -limit, "vmax": limit}
    figure = gallery(weights, title, **options, **scale)
    add_color_bar(figure.axes, bar)
    figure.say("Orange marks positive weights, purple negative ones, white zero.")
    return figure


def add_color_bar(panels: Sequence[Axes], name: str) -> None:
    """Draw the scale of the first panel's picture on the right of all panels."""
    bar = panels[0].figure.colorbar(panels[0].images[0], ax=list(panels), shrink=0.8, pad=0.02)
    bar.set_label(name)
    bar.outline.set_visible(False)


def draw_curves(
    axes: Axes, x: Sequence[float], by_name: Mapping[str, Sequence[float]], xlabel: str, ylabel: str
) -> None:
    """Draw values (n,) against `x` (n,), one curve a name."""
    for place, (name, values) in enumerate(by_name.items()):
        axes.plot(x, values, ms=4, label=name, **WAYS.get(name, LOOKS[place % len(LOOKS)]))
    axes.set(xlabel=xlabel, ylabel=ylabel)
    axes.grid(axis="y")
    axes.figure.say(f"Curves of {ylabel} by {xlabel}.")
    for name, values in by_name.items():
        ends, low, high = (values[0], values[-1]), min(values), max(values)
        between = f", between {low:.3g} and {high:.3g}" if {low, high} != {*ends} else ""
        axes.figure.say(f"{name} runs from {ends[0]:.3g} to {ends[1]:.3g}{between}.")


def draw_intervals(
    axes: Axes,
    scores: Mapping[str, Score],
    places: Sequence[float] | None = None,
    name: str = "",
    look: Mapping = LOOKS[0],
    upright: bool = False,
) -> None:
    """Draw shares in percent as markers, one a row, each with a line across its interval.

    `places` are the heights of the rows, 0, 1, 2, ... by default; if `upright`, columns.
    """
    places = range(len(scores)) if places is None else places
    share, low, high = 100 * np.array(list(scores.values())).T
    # A share of 1 can lie a rounding error outside of its interval.
    error = np.maximum([share - low, high - share], 0)
    options = {"fmt": look["marker"], "color": look["color"], "ms": 6, "elinewidth": 3}
    if upright:
        axes.errorbar(places, share, yerr=error, label=name, **options)
    else:
        axes.errorbar(share, places, xerr=error, label=name, **options)
    told = zip(scores, share, low, high, strict=True)
    words = (f"{row} {here:.1f}% ({start:.1f} to {end:.1f})" for row, here, start, end in told)
    axes.figure.say(f"{name}: {', '.join(words)}." if name else f"{', '.join(words)}.")


def name_rows(axes: Axes, names: Sequence[str]) -> None:
    """Write names beside the rows 0, 1, 2, ..., from the top down, and draw a grid between."""
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x")


def legend_below(figure: Figure) -> None:
    """Explain the marks of the first panel in one line below all panels."""
    handles = figure.axes[0].get_legend_handles_labels()
    figure.legend(*handles, loc="outside lower center", ncols=len(handles[0]))


def bars(values: Mapping[str, float], title: str, xlabel: str, form: str = "{:.1f}%") -> Figure:
    """Draw one bar a name, from zero, with its value written as `form` says."""
    figure, axes = new_figure(1, 1, 7.5, 0.45 * len(values) + 1.1, title)
    drawn = axes.barh(range(len(values)), list(values.values()), 0.62, color=style.SKY)
    axes.bar_label(drawn, fmt=form, padding=4, fontsize=9.5)
    name_rows(axes, list(values))
    axes.set(xlabel=xlabel, xlim=(0, 1.13 * max(values.values())))
    told = (f"{name} {form.format(value)}" for name, value in values.items())
    figure.say(f"Bars of {xlabel}: {', '.join(told)}.")
    return figure


def draw_probabilities(axes: Axes, values: np.ndarray, title: str, answer: int | None) -> None:
    """Draw ten probabilities (10,), 0..1, as level bars, that of the answer in a darker colour."""
    colors = [style.BLUE if digit == answer else style.SKY for digit in range(10)]
    axes.barh(range(10), 100 * np.asarray(values), 0.75, color=colors)
    axes.set(yticks=range(10), ylim=(9.6, -0.6), xlim=(0, 100), ylabel="digit")
    axes.set(title=title, xlabel="probability (%)")
    best = int(np.argmax(values))
    axes.figure.say(f"Ten bars, {title}: the longest is the {best}, {percent(values[best])}.")


def heat_map(
    values: np.ndarray, texts: np.ndarray, title: str, labels: tuple[str, str], bar: str
) -> Figure:
    """Draw values (classes, classes) by colour, with texts; the diagonal is grey.

    `labels` are those of rows and columns, `bar` names what is counted.
    """
    # Seaborn costs half a second to import; only these figures need it.
    import seaborn

    diagonal = np.eye(len(values), dtype=bool)
    figure, axes = new_figure(1, 1, 6.2, 5.2, title)
    options = {"ax": axes, "annot": texts, "fmt": "", "annot_kws": {"fontsize": 9}, "square": True}
    options |= {"linewidths": 0.6, "linecolor": style.LIGHT_GREY}
    seaborn.heatmap(values, mask=~diagonal, cmap=[style.LIGHT_GREY], cbar=False, **options)
    scale = {"cmap": style.HEAT_COLORMAP, "vmin": 0, "cbar_kws": {"label": bar}}
    seaborn.heatmap(values, mask=diagonal, **scale, **options)
    axes.set(ylabel=labels[0], xlabel=labels[1])
    axes.tick_params(length=0, labelrotation=0)
    row, column = np.unravel_index((values * ~diagonal).argmax(), values.shape)
    figure.say(f"A table: {labels[0]} (row), {labels[1]} (column). Beside its grey diagonal the")
    figure.say(f"darkest cell is row {row}, column {column}: {texts[row, column]} ({bar}).")
    return figure
