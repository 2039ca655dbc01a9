"""A trained convolutional network run in plain NumPy, and the file it is kept in.

The file is an .npz of plain arrays: `layers`, a JSON text that describes the layers, and for
each layer `weights_i` and `bias_i`. Batch normalisation has been folded into the convolutions
before saving (see `digitlib.network.keras_cnn.export_npz`). Nothing in the file is ever executed.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from threadpoolctl import ThreadpoolController

from digitlib.errors import ModelError
from digitlib.files import read_npz

FORMAT = "digitlib-network-1"
REMEDY = "Fetch the file again, or train and export the network again."
# A chunk of images small enough to stay in the processor's cache.
CHUNK = 64
# So few images are worked out by one thread: on a busy machine two wait for each other.
FEW = 8
_turn = threading.RLock()


@dataclass(frozen=True)
class Layer:
    """One layer: what it does, its weights, and its bias.

    A convolution has weights (height, width, channels in, channels out), is padded "same" or
    "valid", is pooled by `pool` (1: not at all) and rectified. The dense layer flattens its
    input first and has weights (values in, values out).
    """

    kind: str
    weights: np.ndarray
    bias: np.ndarray
    padding: str = "valid"
    pool: int = 1

    def __call__(self, values: np.ndarray) -> np.ndarray:
        """Return the layer's output for float32 input (n, height, width, channels)."""
        if self.kind == "dense":
            return values.reshape(len(values), -1) @ self.weights + self.bias
        values = convolve(values, self.weights, self.padding)
        if self.pool > 1:
            values = max_pool(values, self.pool)
        values += self.bias
        return np.maximum(values, 0, out=values)


@dataclass(frozen=True)
class Network:
    """The layers in order, the temperature and the threshold that were fitted to them."""

    layers: tuple[Layer, ...]
    temperature: float = 1.0
    threshold: float = 0.0

    @property
    def num_parameters(self) -> int:
        """Return how many weights and biases there are, batch normalisation folded in."""
        return sum(layer.weights.size + layer.bias.size for layer in self.layers)

    def logits(self, images: np.ndarray) -> np.ndarray:
        """Return float32 (n, 10) for framed images uint8 (n, 28, 28); (n, 11) with "no digit"."""
        chunks = [
            self.activations(images[start : start + CHUNK])[-1]
            for start in range(0, len(images), CHUNK)
        ]
        none = np.zeros((0, len(self.layers[-1].bias)), np.float32)
        return np.concatenate([none, *chunks])

    def activations(self, images: np.ndarray) -> list[np.ndarray]:
        """Return the output of every layer for framed images uint8 (n, 28, 28)."""
        values = images[..., None].astype(np.float32) / 255
        with one_thread() if len(images) <= FEW else nullcontext():
            return [values := layer(values) for layer in self.layers]


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep NumPy's matrix products on one thread meanwhile.

    The number of threads belongs to the whole process: whoever changes it waits for its turn, or
    two callers would restore each other's number.
    """
    with _turn, _blas().limit(limits=1):
        yield


@cache
def _blas() -> ThreadpoolController:
    return ThreadpoolController().select(user_api="blas")


def convolve(values: np.ndarray, kernel: np.ndarray, padding: str = "valid") -> np.ndarray:
    """Slide a kernel over images, as Keras's `Conv2D` does (a cross-correlation).

    `values` is (n, height, width, channels), `kernel` (rows, columns, channels, filters).
    All patches are laid side by side, so that one matrix product does the work ("im2col":
    Chellapilla, Puri and Simard, 2006).
    """
    rows, columns, channels, filters = kernel.shape
    if padding == "same":
        above, left = (rows - 1) // 2, (columns - 1) // 2
        margins = ((0, 0), (above, rows - 1 - above), (left, columns - 1 - left), (0, 0))
        values = np.pad(values, margins)
    n, height, width, _ = values.shape
    height, width = height - rows + 1, width - columns + 1
    patches = np.empty((n, height, width, rows * columns, channels), values.dtype)
    for place in range(rows * columns):
        down, right = divmod(place, columns)
        patches[..., place, :] = values[:, down : down + height, right : right + width]
    flat = patches.reshape(-1, rows * columns * channels) @ kernel.reshape(-1, filters)
    return flat.reshape(n, height, width, filters)


def max_pool(values: np.ndarray, size: int) -> np.ndarray:
    """Keep the largest value of each block of `size` by `size`; an odd last row is dropped."""
    height, width = (side // size * size for side in values.shape[1:3])
    values = values[:, :height, :width]
    pooled = values[:, ::size, ::size]
    for down, right in np.ndindex(size, size):
        pooled = np.maximum(pooled, values[:, down::size, right::size])
    return pooled


def softmax(logits: np.ndarray) -> np.ndarray:
    """Turn logits (n, classes) into probabilities (n, classes) that sum to 1."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def read_network(path: Path) -> Network:
    """Read a network from its .npz file.

    Raises ModelError if the file is missing, damaged, or holds another kind of network.
    """
    if path.name.endswith((".h5", ".keras")):
        beside = path.with_name(path.name.partition(".")[0] + ".npz")
        remedy = f"Give {beside} instead." if beside.is_file() else "Export the network again."
        raise ModelError(f"{path} is Keras's own file; a network is read from its .npz. {remedy}")
    texts = dict.fromkeys(("format", "layers"), ("U", ()))
    numbers = dict.fromkeys(("temperature", "threshold"), ("f8", ()))
    found = read_npz(path, texts | numbers, error=ModelError, max_bytes=2**20)
    if (version := str(found["format"])) != FORMAT:
        raise ModelError(f"{path} has the format {version!r}, not {FORMAT!r}. {REMEDY}")
    plan = _read_plan(path, str(found["layers"]))
    expected = {f"weights_{i}": ("f4", tuple(step["shape"])) for i, step in enumerate(plan)}
    expected |= {f"bias_{i}": ("f4", (step["shape"][-1],)) for i, step in enumerate(plan)}
    arrays = read_npz(path, expected, error=ModelError, max_bytes=2**26)
    layers = []
    for i, step in enumerate(plan):
        weights, bias = arrays[f"weights_{i}"], arrays[f"bias_{i}"]
        settings = {name: step[name] for name in ("padding", "pool") if name in step}
        layers.append(Layer(step["kind"], weights, bias, **settings))
    network = Network(tuple(layers), float(found["temperature"]), float(found["threshold"]))
    if fault := _fault_of(network):
        raise ModelError(f"{path} {fault}. {REMEDY}")
    return network


def _read_plan(path: Path, text: str) -> list[dict]:
    """Parse the description of the layers; raise ModelError unless each is one we know."""
    try:
        plan = json.loads(text)
        kinds = [(step["kind"], len(step["shape"])) for step in plan]
        numbers = [number for step in plan for number in (*step["shape"], step.get("pool", 1))]
        known = (
            kinds == [("convolution", 4)] * (len(plan) - 1) + [("dense", 2)]
            and all(type(number) is int and 0 < number < 10_000 for number in numbers)
            and all(step.get("padding", "valid") in ("same", "valid") for step in plan)
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        known = False
    if not known:
        raise ModelError(f"{path} describes layers that this version does not know. {REMEDY}")
    return plan


def _fault_of(network: Network) -> str:
    """Say why a network cannot read blank and inked frames; nothing if it can."""
    frames = np.stack([np.full((28, 28), level, np.uint8) for level in (0, 1, 255)])
    try:
        with np.errstate(all="ignore"):
            logits = network.logits(frames)
    except (ValueError, IndexError, ZeroDivisionError):
        return "has layers that do not fit each other"
    if logits.shape not in {(3, 10), (3, 11)} or not 0.01 <= network.temperature <= 100:
        return "is no network for ten digits"
    arrays = [array for layer in network.layers for array in (layer.weights, layer.bias)]
    if not all(np.isfinite(array).all() for array in (logits, network.threshold, *arrays)):
        return "holds NaN, infinity, or numbers too large to compute with"
    return ""
