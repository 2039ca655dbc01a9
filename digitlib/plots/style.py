"""The look of every figure: one palette, one font, and words for readers who cannot see it."""

import sys

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

# Okabe and Ito, "Color Universal Design" (2008): eight colours that people with any common
# form of colour blindness can tell apart.
BLACK, ORANGE, SKY, GREEN = "#000000", "#E69F00", "#56B4E9", "#009E73"
BLUE, VERMILLION, PURPLE = "#0072B2", "#D55E00", "#CC79A7"
GREY, LIGHT_GREY = "#6F6F6F", "#D9D9D9"
# Ten classes need ten colours. The eighth, yellow, is too faint for small marks on white, so it
# is darkened, and grey and brown are added. Always print the digit beside its colour too.
GOLD, ASH, BROWN = "#A89A00", "#8A8A8A", "#7A4419"
DIGIT_COLORS = (BLACK, ORANGE, SKY, GREEN, GOLD, BLUE, VERMILLION, PURPLE, ASH, BROWN)

INK_COLORMAP = "gray_r"  # ink dark on white paper, as one writes
HEAT_COLORMAP = "Blues"  # for amounts: the more, the darker
DIVERGING_COLORMAP = "PuOr_r"  # for values with a meaningful zero; safe for colour blindness

STYLE = {
    "figure.dpi": 110,
    "font.size": 9.5,
    "figure.titlesize": 11.5,
    "figure.titleweight": "bold",
    "axes.titlesize": 10,
    "axes.labelsize": 9.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.prop_cycle": matplotlib.cycler(color=[BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY]),
    "xtick.labelsize": 9,
    "ytick.labelsize": 9,
    "grid.color": "#E4E4E4",
    "legend.frameon": False,
    "legend.fontsize": 9,
    "lines.linewidth": 1.8,
    "image.cmap": INK_COLORMAP,
    "image.interpolation": "nearest",
}


class CourseFigure(Figure):
    """A Matplotlib figure that knows in words what one sees on it: `alt`, without its title."""

    alt = ""

    def say(self, text: str) -> None:
        """Add a sentence to what one sees on this figure."""
        self.alt = " ".join(f"{self.alt} {text}".split())

    @property
    def alt_text(self) -> str:
        """Return the text for those who cannot see the figure: its title, and what one sees."""
        title = self.get_suptitle()
        return f"{title}{'' if title.endswith(('.', '?')) else '.'} {self.alt}".strip()

    def __repr__(self) -> str:
        """Name the figure by its title; its size would change the text of a stored output."""
        return f"<Figure: {self.get_suptitle()}>"


def use_course_style() -> None:
    """Set Matplotlib's defaults to the course's look; in a notebook, give figures alt texts."""
    matplotlib.rcParams.update(STYLE)
    ipython = sys.modules.get("IPython")
    if shell := ipython and ipython.get_ipython():
        # Pyplot, imported later, replaces what is registered for Figure, not for a class of ours.
        shell.display_formatter.formatters["image/png"].for_type(CourseFigure, png_and_alt)


def png_and_alt(figure: CourseFigure) -> tuple[str, dict[str, str]]:
    """Return a figure as IPython shows it: a PNG in base 64, and the output's metadata."""
    from IPython.core.pylabtools import print_figure

    # Nothing lies outside the constrained layout; "tight" would draw everything twice.
    return print_figure(figure, bbox_inches=None, base64=True), {"alt": figure.alt_text}


def new_figure(
    rows: int | list = 1, columns: int = 1, width=7.5, height=3.2, title: str = "", **subplots
):
    """Make a figure and its axes: one `Axes`, or an array of them shaped as `Figure.subplots` does.

    Sizes are in inches, `subplots` goes to `Figure.subplots`; a list for `rows` is the layout of
    a `Figure.subplot_mosaic`, and the axes are a dict. Pyplot does not know the figure, so that a
    notebook shows it once, as the value of its cell, and memory is freed with it.
    """
    figure = CourseFigure(figsize=(width, height), layout="constrained")
    if title:
        figure.suptitle(title)
    if isinstance(rows, list):
        return figure, figure.subplot_mosaic(rows, **subplots)
    return figure, figure.subplots(rows, columns, **subplots)


def show_image(
    axes: Axes, image: np.ndarray, title: str = "", frame_color: str = LIGHT_GREY, **imshow
) -> None:
    """Draw one digit `image` (h, w) on `axes`: ink 255 black on white, no ticks, a thin frame."""
    axes.imshow(image, **({"cmap": INK_COLORMAP, "vmin": 0, "vmax": 255} | imshow))
    axes.set(xticks=[], yticks=[])
    if title:
        axes.set_title(title, fontsize=9.5, pad=3)
    axes.spines[:].set(visible=True, color=frame_color, linewidth=0.8)
