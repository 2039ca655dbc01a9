"""Figures that one can touch. Each leaves a still picture for readers without a kernel."""

from base64 import b64decode
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets
import numpy as np
import traitlets
from matplotlib.figure import Figure
from PIL import Image

from digitlib.network.numpy_cnn import convolve
from digitlib.plots.inside import one_number
from digitlib.plots.network import convolution_sum
from digitlib.plots.style import new_figure, png_and_alt, show_image


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
        # As large as it was drawn; stretched, it would blur and push its slider off the screen.
        size = {"align_self": "flex-start", "max_width": "100%"}
        self.picture = ipywidgets.Image(format="png", layout=size)
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


class BesidePad(_WithStill, ipywidgets.HBox):
    """A drawing pad, and beside it a widget that follows the pen.

    `follow(image)` is called with the picture that the network sees, uint8 (28, 28), now and
    after every reading; it is blank while the paper is. `still` is the figure for readers who
    have no kernel.
    """

    def __init__(self, pad: Any, beside: Any, follow: Callable[[np.ndarray], None], still: Figure):
        """Put the two side by side, or one below the other on a narrow page."""
        self._still = still
        super().__init__([pad, beside], layout={"flex_flow": "row wrap"})
        self.add_class("digitlib-beside")
        pad.on_reading(lambda prediction: follow(_seen(prediction)))


def _seen(prediction: Any) -> np.ndarray:
    """Return the picture of a reading, uint8 (28, 28); blank while there is none."""
    return prediction.image if prediction else np.zeros((28, 28), np.uint8)


def live_picture(pad: Any, draw: Callable[[np.ndarray], bytes], title: str) -> BesidePad:
    """Return a pad with a picture beside it: the PNG that `draw(image)` makes of each reading."""
    layout = {"flex": "1 1 300px", "max_width": "560px", "height": "auto"}
    picture = ipywidgets.Image(format="png", layout=layout | {"align_self": "flex-start"})

    def follow(image: np.ndarray) -> None:
        picture.value = draw(image)

    shown = np.asarray(Image.open(BytesIO(draw(_seen(pad.prediction)))))
    figure, axes = new_figure(1, 1, 6, 6 * len(shown) / shown.shape[1] + 0.4, title)
    figure.say("It follows the pen while a kernel runs.")
    show_image(axes, shown)
    return BesidePad(pad, picture, follow, figure)


def live_layers(pad: Any, predictor: Any) -> BesidePad:
    """Return a pad with every layer of a network beside it; a click takes a number apart.

    For readers without a kernel there is the largest number of the second layer, taken apart.
    """
    view = LayersView(predictor)
    layer, (_, values) = predictor.network.layers[1], predictor.layers(_seen(pad.prediction))[0]
    sums = convolve(values[None], layer.weights)[0] + layer.bias
    row, column, found = np.unravel_index(sums.argmax(), sums.shape)
    title = f"The largest number of convolution 2 (map {found}), taken apart"
    weights, bias = layer.weights[..., found], float(layer.bias[found])
    return BesidePad(pad, view, view.show, one_number(values, weights, bias, row, column, title))


class LayersView(anywidget.AnyWidget):
    """Every layer of a network for one picture, and one of its numbers product by product.

    Python computes the layers, and the page the products of the number that is pointed at. Call
    `show` with a framed picture, uint8 (28, 28).
    """

    _esm = Path(__file__).with_name("live_layers.js")
    layers = traitlets.List().tag(sync=True)
    weights = traitlets.Bytes().tag(sync=True)
    values = traitlets.Bytes().tag(sync=True)

    def __init__(self, predictor: Any):
        """Describe the layers of `predictor` to the page, and show blank paper."""
        self._predictor = predictor
        blank = np.zeros((28, 28), np.uint8)
        layers, numbers, size, start, first = [], [], (28, 28, 1), 0, 0
        layers.append({"name": "the picture", "size": size, "start": 0})
        outputs = predictor.layers(blank)
        for layer, (name, output) in zip(predictor.network.layers, outputs, strict=True):
            start += int(np.prod(size))
            told = {"name": name, "kernel": layer.weights.shape, "size": output.shape}
            if is_last := layer.kind == "dense":  # a convolution whose window covers all
                told = {"name": f"the {output.size} sums", "kernel": (*size, output.size)}
                told |= {"size": (1, 1, output.size)}
            margin = [(side - 1) // 2 * (layer.padding == "same") for side in told["kernel"][:2]]
            told |= {"margin": margin, "pool": layer.pool, "signs": is_last, "start": start}
            layers.append(told | {"weights": first, "bias": first + layer.weights.size})
            size, first = told["size"], first + layer.weights.size + layer.bias.size
            numbers += [layer.weights, layer.bias]
        super().__init__(layers=layers, weights=_float_bytes(numbers))
        self.show(blank)

    def show(self, image: np.ndarray) -> None:
        """Show what every layer makes of a framed picture."""
        outputs = [output for _, output in self._predictor.layers(image)]
        self.values = _float_bytes([image / 255, *outputs])


def _float_bytes(arrays: Sequence[np.ndarray]) -> bytes:
    return np.concatenate([array.ravel() for array in arrays]).astype("<f4").tobytes()
