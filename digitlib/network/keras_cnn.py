"""The networks in Keras, and the way from Keras to files and to NumPy.

Whoever needs TensorFlow or Keras imports them from here, where they come in without a word.
"""

import json
import os
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from digitlib.errors import ModelError
from digitlib.files import atomic_path, atomic_paths
from digitlib.network.numpy_cnn import FORMAT, read_network


@contextmanager
def silenced_stderr() -> Iterator[None]:
    """Send file descriptor 2 to nowhere inside the block.

    TensorFlow's C++ code writes its first lines there and ignores `TF_CPP_MIN_LOG_LEVEL` for
    them, so Python-level redirection does not help.
    """
    with open(os.devnull, "wb") as nowhere:
        saved = os.dup(2)
        try:
            os.dup2(nowhere.fileno(), 2)
            yield
        finally:
            os.dup2(saved, 2)
            os.close(saved)


@contextmanager
def left_out(module: str) -> Iterator[None]:
    """Let a first import of `module` fail inside the block, in this thread alone."""
    thread = threading.get_ident()

    def find_spec(name: str, path=None, target=None) -> None:
        if (name, threading.get_ident()) == (module, thread):
            raise ModuleNotFoundError(f"{name} is left out here", name=name)

    finder = SimpleNamespace(find_spec=find_spec)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
# Keras would import scikit-learn for wrappers that the course does not use. Without them a kernel
# is 60 MB smaller and starts in half the time.
with silenced_stderr(), left_out("sklearn"):
    import tensorflow

    tensorflow.constant(0.0) + 1.0  # the first operation writes some lines, too
    import keras
# Its Python side warns of retracing where a notebook merely predicts with several networks.
tensorflow.get_logger().setLevel("ERROR")
layers = keras.layers


def build_digit_cnn() -> keras.Model:
    """Build the shipped network: framed images (n, 28, 28, 1) in 0..1 to 11 logits.

    Six convolutions and one dense layer, 306,000 parameters. The eleventh logit stands for
    "no digit" (outlier exposure: Hendrycks, Mazeika and Dietterich, ICLR 2019).
    """
    network = keras.Sequential([keras.Input((28, 28, 1))], name="digit_cnn")
    _add_convolution(network, 32, pool=2)  # 13 pixels a side
    _add_convolution(network, 48, padding="same")
    _add_convolution(network, 48, padding="same")
    _add_convolution(network, 64, pool=2)  # 5
    _add_convolution(network, 112, padding="same")
    _add_convolution(network, 160)  # 3
    for layer in (layers.Flatten(), layers.Dropout(0.3), layers.Dense(11)):
        network.add(layer)
    return network


def build_lesson_cnn() -> keras.Model:
    """Build the network of notebook 02: images (n, 28, 28, 1) in 0..1 to 10 logits.

    Three convolutions and one dense layer, 85,466 parameters. Every size divides evenly:
    28 - 24 - 8 - 6 - 3 - 1 pixels a side. The normalisation remembers only some ten steps,
    because the training is short.
    """
    network = keras.Sequential([keras.Input((28, 28, 1))], name="lesson_cnn")
    _add_convolution(network, 16, size=5, pool=3, momentum=0.9)
    _add_convolution(network, 64, pool=2, momentum=0.9)
    _add_convolution(network, 128, momentum=0.9)
    network.add(layers.Flatten())
    network.add(layers.Dense(10))
    return network


def _add_convolution(network, filters, size=3, pool=1, padding="valid", momentum=0.99) -> None:
    """Add a convolution, max pooling, batch normalisation and ReLU.

    Pooling before the normalisation leaves a fraction of the values to normalise. Its scale is
    kept from going negative: a positive scale passes through the maximum unchanged, so the
    normalisation can be folded into the kernel afterwards.
    """
    network.add(layers.Conv2D(filters, size, padding=padding, use_bias=False))
    if pool > 1:
        network.add(layers.MaxPooling2D(pool))
    network.add(layers.BatchNormalization(momentum=momentum, gamma_constraint="non_neg"))
    network.add(layers.ReLU())


def as_input(images: np.ndarray) -> np.ndarray:
    """Turn images uint8 (n, 28, 28) into what the networks take: float32 (n, 28, 28, 1), 0..1."""
    return images[..., None].astype(np.float32) / 255


def save_weights(model: keras.Model, path: str | os.PathLike) -> Path:
    """Save a network's weights as `.weights.h5`, whole or not at all; return the path.

    Weights alone, because a `.keras` file saved by a newer Keras does not load in an older one.
    Raises ModelError for another ending, or if the file cannot be written.
    """
    path = Path(path)
    if not path.name.endswith(".weights.h5"):
        raise ModelError(f"{path}: weights are saved in a file that ends in .weights.h5.")
    with atomic_path(path, ModelError) as temporary:
        model.save_weights(temporary, overwrite=True)
    return path


def load_weights(model: keras.Model, path: str | os.PathLike) -> keras.Model:
    """Load weights saved by `save_weights` into a network of the same build; return it.

    Raises ModelError if the file is missing, damaged or belongs to another architecture.
    """
    if not str(path).endswith(".weights.h5"):
        raise ModelError(
            f"{path} does not end in .weights.h5. Only weights are loaded, never code."
        )
    before = model.get_weights()
    try:
        # Keras only warns when a file has no weights for a layer: here that is an error.
        with warnings.catch_warnings(action="error", category=UserWarning):
            model.load_weights(path)
    # Keras and h5py raise many kinds for a missing or damaged file: all mean the same here.
    except Exception as fault:
        model.set_weights(before)
        raise ModelError(
            f"{path} does not hold weights of {model.name} ({type(fault).__name__}). "
            "Check the path, fetch the file again, or train and save the network again."
        ) from fault
    return model


def save_network(
    model: keras.Model,
    path: str | os.PathLike,
    temperature: float = 1.0,
    threshold: float = 0.0,
) -> Path:
    """Write a network twice: as `.npz` for `load_predictor`, as `.weights.h5` beside it for Keras.

    Both files are complete before either takes its place, and the two are never of different
    trainings: a process killed at the worst moment leaves the `.npz`, old or new, without its
    `.weights.h5`. Returns `path`. Raises ModelError as `export_npz` and `save_weights` do.
    """
    path = Path(path)
    with atomic_paths([path, path.with_suffix(".weights.h5")], ModelError) as (arrays, weights):
        _write_npz(model, arrays, temperature, threshold)
        model.save_weights(weights, overwrite=True)
    return path


def export_npz(
    model: keras.Model,
    path: str | os.PathLike,
    temperature: float = 1.0,
    threshold: float = 0.0,
) -> Path:
    """Write a network for `digitlib.load_predictor`: plain arrays, batch norm folded in.

    Knows networks of Conv2D, MaxPooling2D, BatchNormalization, ReLU, Flatten, Dropout and one
    last Dense layer. Raises ModelError for any other, if it answers otherwise than NumPy does with
    these arrays (a stride, another activation), or if the file cannot be written.
    """
    with atomic_path(path, ModelError) as temporary:
        _write_npz(model, temporary, temperature, threshold)
    return Path(path)


def _write_npz(model: keras.Model, path: Path, temperature: float, threshold: float) -> None:
    numbers = {"temperature": np.float64(temperature), "threshold": np.float64(threshold)}
    steps, arrays = [], {}
    for i, (step, weights, bias) in enumerate(_folded_layers(model)):
        steps.append(step | {"shape": list(weights.shape)})
        arrays[f"weights_{i}"] = weights.astype(np.float32)
        arrays[f"bias_{i}"] = bias.astype(np.float32)
    with open(path, "wb") as stream:
        np.savez(stream, format=FORMAT, layers=json.dumps(steps), **numbers, **arrays)
    images = np.random.default_rng(0).integers(0, 256, (4, 28, 28)).astype(np.uint8)
    expected = np.asarray(model(as_input(images), training=False))
    try:
        answers = read_network(path).logits(images)
    except ModelError:  # With a stride the layers may not even fit each other.
        answers = np.full_like(expected, np.inf)
    if not np.abs(answers - expected).max() <= 1e-3 * np.abs(expected).max():
        raise ModelError(
            f"{model.name} answers otherwise than these layers do in NumPy. Use convolutions "
            "without strides, each followed by one ReLU, as build_lesson_cnn does."
        )


def _folded_layers(model: keras.Model) -> list[tuple[dict, np.ndarray, np.ndarray]]:
    """Return (description, weights, bias) of each convolution and of the dense layer."""
    folded = []
    for layer in model.layers:
        match type(layer).__name__:
            case "Conv2D":
                step = {"kind": "convolution", "padding": layer.padding, "pool": 1}
                folded.append((step, *_weights_and_bias(layer)))
            case "MaxPooling2D":
                folded[-1][0]["pool"] = layer.pool_size[0]
            case "BatchNormalization":
                folded[-1] = _fold(*folded[-1], layer)
            case "Dense":
                folded.append(({"kind": "dense"}, *_weights_and_bias(layer)))
            case "InputLayer" | "ReLU" | "Flatten" | "Dropout":
                continue
            case other:
                raise ModelError(f"export_npz does not know the layer {other} of {model.name}.")
    return folded


def _weights_and_bias(layer) -> tuple[np.ndarray, np.ndarray]:
    kernel, *bias = layer.get_weights()
    return kernel, bias[0] if bias else np.zeros(kernel.shape[-1])


def _fold(step: dict, weights: np.ndarray, bias: np.ndarray, normalisation) -> tuple:
    """Fold y = (x - mean) / sqrt(variance + epsilon) * gamma + beta into weights and bias."""
    gamma, beta, mean, variance = normalisation.get_weights()
    scale = gamma / np.sqrt(variance + normalisation.epsilon)
    if step["pool"] > 1 and (scale < 0).any():
        raise ModelError("A negative batch-norm scale cannot be folded through max pooling.")
    return step, weights * scale, (bias - mean) * scale + beta
