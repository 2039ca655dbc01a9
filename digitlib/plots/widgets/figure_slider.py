"""A figure with a slider under it."""

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as widgets
from matplotlib.figure import Figure

from digitlib.plots.widgets.still import png_bytes, with_still


class FigureSlider(widgets.VBox):
    """A figure that is drawn again whenever the slider below it moves.

    `draw(value)` returns the Figure for one of `values`; `still` is the figure for readers who
    have no kernel. Raises ValueError if `start` is not one of the values.
    """

    # ipywidgets 7 would display itself past `_repr_mimebundle_` and lose the still picture.
    _ipython_display_ = None

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
        self.picture = widgets.Image(format="png")
        self.slider = widgets.SelectionSlider(
            options=list(values), value=start, description=name, continuous_update=True
        )
        self.slider.observe(self._update, "value")
        self._update()
        super().__init__([self.picture, self.slider])

    def _update(self, _: Any = None) -> None:
        self.picture.value = png_bytes(self._draw(self.slider.value))

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the live slider and, for readers without a kernel, the still figure."""
        return with_still(super()._repr_mimebundle_(**kwargs), self._still)
