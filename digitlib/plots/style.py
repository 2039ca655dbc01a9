"""The look of every figure: one palette, one font, one way to make a figure and to show a digit."""

from collections.abc import Sequence

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

# Okabe and Ito, "Color Universal Design" (2008): eight colours that people with any common
# form of colour blindness can tell apart.
BLACK = "#000000"
ORANGE = "#E69F00"
SKY = "#56B4E9"
GREEN = "#009E73"
YELLOW = "#F0E442"
BLUE = "#0072B2"
VERMILLION = "#D55E00"
PURPLE = "#CC79A7"
GREY = "#6F6F6F"
LIGHT_GREY = "#D9D9D9"

# Ten classes need ten colours. Yellow is too faint for small marks on white, so it is darkened,
# and grey and brown are added. Always print the digit beside its colour too.
DIGIT_COLORS = (
    BLACK,
    ORANGE,
    SKY,
    GREEN,
    "#A89A00",
    BLUE,
    VERMILLION,
    PURPLE,
    "#8A8A8A",
    "#7A4419",
)

INK_COLORMAP = "gray_r"  # ink dark on white paper, as one writes
DIVERGING_COLORMAP = "PuOr_r"  # for values with a meaningful zero; safe for colour blindness
HEAT_COLORMAP = LinearSegmentedColormap.from_list("course_blues", ["#FFFFFF", "#9CCBE8", BLUE])

STYLE = {
    "figure.dpi": 110,
    "savefig.dpi": 110,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    # DejaVu Sans comes with Matplotlib, so figures look the same on every machine.
    "font.family": ["DejaVu Sans"],
    "font.size": 9.5,
    "figure.titlesize": 11.5,
    "figure.titleweight": "bold",
    "axes.titlesize": 10,
    "axes.titlepad": 7,
    "axes.labelsize": 9.5,
    "axes.labelcolor": "#222222",
    "axes.edgecolor": "#444444",
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.prop_cycle": matplotlib.cycler(color=[BLUE, VERMILLION, GREEN, ORANGE, PURPLE, SKY]),
    "xtick.color": "#444444",
    "ytick.color": "#444444",
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "grid.color": "#E4E4E4",
    "grid.linewidth": 0.8,
    "lines.linewidth": 1.8,
    "legend.frameon": False,
    "legend.fontsize": 8.5,
    "image.cmap": INK_COLORMAP,
    "image.interpolation": "nearest",
}


def use_course_style() -> None:
    """Set Matplotlib's defaults to the course's look; in a notebook, show figures as PNG."""
    matplotlib.rcParams.update(STYLE)
    try:
        from IPython import get_ipython
    except ImportError:
        return  # plain Python without IPython: nothing to show figures in
    if get_ipython() is not None:
        from matplotlib_inline.backend_inline import set_matplotlib_formats

        # Registers the display of figures that pyplot has never heard of; see `new_figure`.
        set_matplotlib_formats("png")


def new_figure(
    rows: int = 1,
    columns: int = 1,
    width: float = 7.5,
    height: float = 3.2,
    title: str | None = None,
    **subplots,
) -> tuple[Figure, Axes | np.ndarray]:
    """Make a figure and its axes: one `Axes`, or an array of them shaped as `Figure.subplots` does.

    Sizes are in inches; `subplots` goes to `Figure.subplots`. The figure is not registered with
    pyplot, so that a notebook shows it once, as the value of its cell, and memory is freed with it.
    """
    figure = Figure(figsize=(width, height), layout="constrained")
    axes = figure.subplots(rows, columns, **subplots)
    if title:
        figure.suptitle(title)
    return figure, axes


def show_image(
    axes: Axes,
    image: np.ndarray,
    title: str = "",
    frame_color: str = LIGHT_GREY,
    **imshow,
) -> None:
    """Draw one digit `image` (h, w) on `axes`: ink 255 black on white, no ticks, a thin frame."""
    options = {"cmap": INK_COLORMAP, "vmin": 0, "vmax": 255, "interpolation": "nearest"}
    axes.imshow(image, **(options | imshow))
    axes.set(xticks=[], yticks=[])
    if title:
        axes.set_title(title, fontsize=9, pad=3)
    for spine in axes.spines.values():
        spine.set(visible=True, color=frame_color, linewidth=0.8)


def show_images(
    images: Sequence[np.ndarray],
    titles: Sequence[str] | None = None,
    columns: int = 10,
    size: float = 0.75,
    title: str | None = None,
) -> Figure:
    """Draw `images`, a sequence of (h, w) arrays, as a grid of `columns`, each `size` inches wide.

    `titles` stand above the pictures, one each. Raises ValueError if there are no images or the
    number of titles differs from the number of images.
    """
    if len(images) == 0:
        raise ValueError("show_images got no images: pass at least one (h, w) array.")
    if titles is not None and len(titles) != len(images):
        raise ValueError(f"{len(images)} images but {len(titles)} titles: pass one title an image.")
    rows = -(-len(images) // columns)
    cell_height = size + (0.28 if titles is not None else 0.03)
    height = rows * cell_height + (0.4 if title else 0)
    figure, grid = new_figure(rows, columns, columns * size, height, title, squeeze=False)
    for axes in grid.flat[len(images) :]:
        axes.set_visible(False)
    for position, (axes, image) in enumerate(zip(grid.flat, images, strict=False)):
        show_image(axes, image, str(titles[position]) if titles is not None else "")
    return figure
