"""Figures that one can touch. Each leaves a still picture for readers without a kernel."""

from base64 import b64decode
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets
import numpy as np
import traitlets
from matplotlib.figure import Figure

from digitlib.plots.network import convolution_sum
from digitlib.plots.style import png_and_alt


class _WithStill:
    """What a widget shows where no kernel runs, as on a page on the web: its figure `_still`."""

    # ipywidgets 7 would display itself past `_repr_mimebundle_` and lose the still picture.
    _ipython_display_ = None

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        shown = super()._repr_mimebundle_(**kwargs)
        data, metadata = shown if isinstance(shown, tuple) else (shown or {}, {})
        png, alt = png_and_alt(self._still)
        return data | {"image/png": png}, metadata | {"image/png": alt}


class FigureSlider(_WithStill, ipywidgets.VBox):
    """A figure that is drawn again whenever the slider below it moves.

    `draw(value)` returns the Figure for one of `values`; `still` is the figure for readers who
    have no kernel. Raises ValueError if `start` is not one of the values.
    """

    def __init__(
        self,
        draw: Callable[[float], Figure],
        values: Sequence[float],
        start: float,
        name: str,
        still: Figure,
    ):
        """Draw the figure for `start`."""
        if start not in values:
            raise ValueError(f"The slider cannot start at {start}: it has {list(values)}.")
        self._draw, self._still = draw, still
        self.picture = ipywidgets.Image(format="png")
        options = {"options": list(values), "value": start, "description": name}
        self.slider = ipywidgets.SelectionSlider(**options)
        self.slider.observe(self._update, "value")
        self._update()
        super().__init__([self.picture, self.slider])

    def _update(self, _: Any = None) -> None:
        png, _ = png_and_alt(self._draw(self.slider.value))
        self.picture.value = b64decode(png)


class FilterWindow(_WithStill, anywidget.AnyWidget):
    """A picture (h, w), ink 0 to 1, and a filter (k, k) to move over it with a pointer or keys.

    The page multiplies and adds by itself, so that it follows the hand at once. A click on a
    weight changes it. For readers without a kernel there is `digitlib.plots.convolution_sum`
    of the place `still`, (row, column).
    """

    _esm = Path(__file__).with_name("filter_window.js")
    picture = traitlets.List().tag(sync=True)
    weights = traitlets.List().tag(sync=True)

    def __init__(self, picture: np.ndarray, weights: np.ndarray, still: tuple[int, int]):
        """Keep the picture, the first filter and the place."""
        picture, weights = np.asarray(picture, float), np.asarray(weights, float)
        self._still = convolution_sum(picture, weights, *still)
        super().__init__(picture=picture.round(3).tolist(), weights=weights.tolist())
