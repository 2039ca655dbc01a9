"""The kinds that figures are made of: gallery, curves, bars, dots with intervals, heat map.

Each adds to the alt text of its figure what it draws.
"""

import textwrap
from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from digitlib.plots import style
from digitlib.plots.style import new_figure, show_image

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
    pictures, title, columns=10, size=0.75, above=(), below=(), names=(), right=(), **imshow
) -> Figure:
    """Draw pictures (h, w) row by row, each `size` inches wide, with texts above and below each.

    `names` stand before the rows. Where `right` is True a picture has a green frame, where it is
    False an orange one, and a cross before the text below it.
    """
    number, rows = len(pictures), -(-len(pictures) // columns)
    above, below = ([*map(str, t), *[""] * (number - len(t))] for t in (above, below))
    lines = sum(
        max(len(text.splitlines()) for text in texts[start : start + columns])
        for start in range(0, number, columns)
        for texts in (above, below)
    )
    width = columns * size + (0.4 if names else 0)
    height = rows * (size + 0.1) + 0.17 * lines + (0.4 if title else 0)
    figure, grid = new_figure(rows, columns, width, height, title, squeeze=False)
    figure.say(f"{number} pictures, {columns} in a row.")
    for axes in grid.flat[number:]:
        axes.set_visible(False)
    for place, (axes, picture) in enumerate(zip(grid.flat, pictures, strict=False)):
        top, bottom, ok = above[place], below[place], right[place] if right else None
        frame = {None: style.LIGHT_GREY, True: style.GREEN, False: style.VERMILLION}[ok]
        show_image(axes, picture, top, frame, **imshow)
        cross = "" if ok is None or ok else f"{CROSS} "
        color = style.GREY if ok is None else frame
        axes.set_xlabel(cross + bottom, color=color, fontsize=9)
        if place % columns == 0 and names:
            name = names[place // columns]
            level = {"rotation": 0, "fontsize": 13, "ha": "right", "va": "center"}
            axes.set_ylabel(textwrap.fill(name, 10), **level if len(name) < 3 else {})
            figure.say(f"{name}:")
        if told := f"{top} {bottom}".strip():
            figure.say(f"{told} (wrong);" if cross else f"{told};")
    return figure


def show_images(
    images: Sequence[np.ndarray], titles: Sequence | None = None, columns=10, size=0.75, title=""
) -> Figure:
    """Draw `images`, a sequence of (h, w) arrays, as a grid of `columns`, each `size` inches wide.

    `titles` stand above the pictures, one each. Raises ValueError if there are no images or the
    number of titles differs from the number of images.
    """
    if len(images) == 0:
        raise ValueError("show_images got no images: pass at least one (h, w) array.")
    if titles is not None and len(titles) != len(images):
        raise ValueError(f"{len(images)} images but {len(titles)} titles: pass one title an image.")
    return gallery(images, title, columns, size, above=() if titles is None else titles)


def signed_scale(*arrays: np.ndarray, room: float = 1) -> dict:
    """Return options for `imshow`: one scale for arrays, with zero, white, in its middle."""
    limit = room * max(max(float(np.abs(array).max()) for array in arrays), 1e-9)
    return {"cmap": style.DIVERGING_COLORMAP, "vmin": -limit, "vmax": limit}


def write_numbers(
    axes: Axes, values: np.ndarray, form: str, fontsize: float = 9, white_above: float = np.inf
) -> None:
    """Write the numbers (h, w) of a picture into its pixels, a zero without a sign."""
    place = {"ha": "center", "va": "center", "fontsize": fontsize}
    for (row, column), value in np.ndenumerate(values):
        text = form.format(value)
        text = text.replace("-", "\N{MINUS SIGN}") if float(text) else text.lstrip("+-")
        axes.text(column, row, text, color="white" if value > white_above else "black", **place)


def outline(axes: Axes, row: int, column: int, size: int, **patch) -> None:
    """Draw a square around `size` by `size` pixels of a picture."""
    options = {"fill": False, "ec": style.VERMILLION, "lw": 2} | patch
    axes.add_patch(Rectangle((column - 0.5, row - 0.5), size, size, **options))


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
        first, last, low, high = values[0], values[-1], min(values), max(values)
        between = f", between {low:.3g} and {high:.3g}" if {low, high} != {first, last} else ""
        axes.figure.say(f"{name} runs from {first:.3g} to {last:.3g}{between}.")


def curve_panels(panels: Mapping[str, tuple], title: str, ylabel: str) -> Figure:
    """Draw shares, 0 to 1, in percent: a panel for each quantity, a curve for each name.

    `panels[quantity]` is its values (n,) and a dictionary of shares (n,) by name.
    """
    figure, grid = new_figure(1, len(panels), 8.2, 3.1, title, sharey=True, squeeze=False)
    for axes, (quantity, (values, curves)) in zip(grid[0], panels.items(), strict=True):
        percents = {name: 100 * np.asarray(shares) for name, shares in curves.items()}
        draw_curves(axes, values, percents, quantity, ylabel)
        axes.set_ylim(-4, 104)
        axes.label_outer()
    legend_below(figure)
    return figure


def draw_intervals(
    axes: Axes, scores: Mapping[str, Score], places=None, name="", look=LOOKS[0], upright=False
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
    numbers = zip(scores, share, low, high, strict=True)
    told = ", ".join("{} {:.1f}% ({:.1f} to {:.1f})".format(*row) for row in numbers)
    axes.figure.say(f"{name}: {told}." if name else f"{told}.")


def name_rows(axes: Axes, names: Sequence[str]) -> None:
    """Write names beside the rows 0, 1, 2, ..., from the top down, and draw a grid between."""
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x")


def legend_below(figure: Figure) -> None:
    """Explain the marks of the first panel in one line below all panels, each label once."""
    handles, labels = figure.axes[0].get_legend_handles_labels()
    marks = dict(zip(labels, handles, strict=True))
    figure.legend(marks.values(), marks, loc="outside lower center", ncols=len(marks))


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
