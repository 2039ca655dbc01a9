"""A convolution that one can touch: a window over a picture, its sum, and the map that grows."""

from pathlib import Path
from typing import Any

import anywidget
import numpy as np
import traitlets

from digitlib.plots.convolution_sum import convolution_sum
from digitlib.plots.widgets.still import with_still


class FilterWindow(anywidget.AnyWidget):
    """A picture (h, w), ink 0 to 1, and a filter (k, k) to move over it with a pointer or keys.

    The page multiplies and adds by itself, so that it follows the hand at once. A click on a
    weight changes it. For readers without a kernel there is `digitlib.plots.convolution_sum`
    of the place `still`, (row, column).
    """

    _ipython_display_ = None  # as in FigureSlider
    _esm = Path(__file__).parent / "filter_window.js"
    picture = traitlets.List().tag(sync=True)
    weights = traitlets.List().tag(sync=True)

    def __init__(self, picture: np.ndarray, weights: np.ndarray, still: tuple[int, int]):
        """Keep the picture, the first filter and the place."""
        picture, weights = np.asarray(picture, float), np.asarray(weights, float)
        self._still = convolution_sum(picture, weights, *still)
        super().__init__(picture=picture.round(3).tolist(), weights=weights.tolist())

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the live widget and, for readers without a kernel, the sum at one place."""
        return with_still(super()._repr_mimebundle_(**kwargs), self._still)
