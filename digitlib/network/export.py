"""Write a network for other engines, as ONNX or LiteRT, each file checked against NumPy.

The files take framed images as float32 (n, 28, 28), ink 0..1, and return logits divided by the
temperature, so that their softmax is calibrated. Nothing of digitlib is needed to run them.
"""

import io
import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import NamedTuple

import numpy as np

from digitlib.errors import ModelError
from digitlib.files import atomic_path
from digitlib.network.numpy_cnn import Network

# Versions old enough for engines of some years ago, new enough for every operator needed here.
OPSET, IR_VERSION = 13, 8
PRECISIONS = ("float32", "float16", "int8")


class Check(NamedTuple):
    """How another engine compares with NumPy: its largest step aside, and the same answers."""

    shift: float
    same: int
    number: int


def compare(network: Network, logits: np.ndarray, frames: np.ndarray) -> Check:
    """Compare logits (n, 10 or 11) for framed images uint8 (n, 28, 28) with NumPy's."""
    expected = network.logits(frames) / network.temperature
    same = int((logits.argmax(axis=1) == expected.argmax(axis=1)).sum())
    return Check(float(np.abs(logits - expected).max()), same, len(frames))


def export_onnx(network: Network, path: str | os.PathLike, frames: np.ndarray) -> Check:
    """Write a network as `.onnx`, checked on framed images uint8 (n, 28, 28).

    Raises ModelError if onnx or onnxruntime is not installed, if the file does not answer as
    NumPy does, or if it cannot be written.
    """
    try:
        import onnx
        import onnxruntime
    except ImportError as fault:
        raise ModelError(
            f"{fault.name} is not installed. Run: pip install onnx onnxruntime"
        ) from fault
    opset = [onnx.helper.make_opsetid("", OPSET)]
    content = onnx.helper.make_model(
        _onnx_graph(network, onnx.helper, onnx.numpy_helper.from_array),
        opset_imports=opset,
        ir_version=IR_VERSION,
        producer_name="digitlib",
    ).SerializeToString()
    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    logits = session.run(None, {"ink": _ink(frames)})[0]
    return _write_checked(network, path, content, logits, frames)


def _onnx_graph(network: Network, helper, from_array: Callable):
    """Return the layers as nodes; ONNX orders values as (n, channels, height, width)."""
    numbers, nodes = [from_array(np.array([1]), "channel")], []

    def add(kind: str, *inputs: str, **settings) -> str:
        name = f"{kind}_{len(nodes)}"
        nodes.append(helper.make_node(kind, inputs, [name], **settings))
        return name

    last = add("Unsqueeze", "ink", "channel")
    outputs = network.activations(np.zeros((1, 28, 28), np.uint8))
    sizes = [(28, 28, 1), *(values.shape[1:] for values in outputs)]
    for i, (layer, (weights, bias)) in enumerate(
        zip(network.layers, _calibrated(network), strict=True)
    ):
        if layer.kind == "dense":
            *place, channels = sizes[i]
            weights = weights.reshape(*place, channels, -1).transpose(2, 0, 1, 3)
            weights = weights.reshape(layer.weights.shape)
        else:
            weights = weights.transpose(3, 2, 0, 1)
        named = f"weights_{i}", f"bias_{i}"
        numbers += map(from_array, map(np.ascontiguousarray, (weights, bias)), named)
        if layer.kind == "dense":
            last = add("Gemm", add("Flatten", last), *named)
            continue
        margins = "SAME_UPPER" if layer.padding == "same" else "VALID"
        last = add("Relu", add("Conv", last, *named, auto_pad=margins))
        if layer.pool > 1:
            size = [layer.pool, layer.pool]
            last = add("MaxPool", last, kernel_shape=size, strides=size)
    images = helper.make_tensor_value_info("ink", 1, ["n", 28, 28])  # 1: float32
    logits = helper.make_tensor_value_info(last, 1, ["n", len(network.layers[-1].bias)])
    return helper.make_graph(nodes, "digitlib", [images], [logits], numbers)


def export_litert(
    network: Network, path: str | os.PathLike, frames: np.ndarray, precision: str = "float32"
) -> Check:
    """Write a network as `.tflite`, checked on framed images uint8 (n, 28, 28).

    `precision` is float32, float16 (half the size) or int8 (a quarter); for int8 the range of
    every layer's values is measured on `frames`. Raises ModelError as `export_onnx` does, and
    ValueError for another precision.
    """
    if precision not in PRECISIONS:
        raise ValueError(f"The precision {precision!r} is none of {', '.join(PRECISIONS)}.")
    from digitlib.network.keras_cnn import silenced_stderr, tensorflow

    converter = tensorflow.lite.TFLiteConverter.from_keras_model(keras_of(network))
    if precision != "float32":
        converter.optimizations = [tensorflow.lite.Optimize.DEFAULT]
    if precision == "float16":
        converter.target_spec.supported_types = [tensorflow.float16]
    if precision == "int8":
        converter.representative_dataset = lambda: ([image[None]] for image in _ink(frames))
    # The converter tells on both streams what it saved on its way.
    quiet = warnings.catch_warnings(action="ignore"), redirect_stdout(io.StringIO())
    with silenced_stderr(), quiet[0], quiet[1]:
        content = converter.convert()
    logits = run_litert(content, frames)
    return _write_checked(network, path, content, logits, frames, rounded=precision != "float32")


def run_litert(content: bytes, frames: np.ndarray) -> np.ndarray:
    """Return the logits of a `.tflite` file's content for framed images uint8 (n, 28, 28)."""
    from digitlib.network.keras_cnn import silenced_stderr, tensorflow

    with silenced_stderr(), warnings.catch_warnings(action="ignore"):
        engine = tensorflow.lite.Interpreter(model_content=content)
        place = engine.get_input_details()[0]["index"]
        engine.resize_tensor_input(place, (len(frames), 28, 28))
        engine.allocate_tensors()
    engine.set_tensor(place, _ink(frames))
    engine.invoke()
    return engine.get_tensor(engine.get_output_details()[0]["index"])


def keras_of(network: Network):
    """Return the network as a Keras model, with batch normalisation folded in and calibrated."""
    from digitlib.network.keras_cnn import keras, layers

    model = keras.Sequential([keras.Input((28, 28)), layers.Reshape((28, 28, 1))])
    for layer in network.layers[:-1]:
        *size, _, filters = layer.weights.shape
        model.add(layers.Conv2D(filters, size, padding=layer.padding, activation="relu"))
        if layer.pool > 1:
            model.add(layers.MaxPooling2D(layer.pool))
    model.add(layers.Flatten())
    model.add(layers.Dense(len(network.layers[-1].bias)))
    model.set_weights([array for pair in _calibrated(network) for array in pair])
    return model


def _calibrated(network: Network) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield the weights and bias of each layer, those of the last divided by the temperature."""
    for layer in network.layers:
        heat = np.float32(network.temperature if layer is network.layers[-1] else 1)
        yield layer.weights / heat, layer.bias / heat


def _ink(frames: np.ndarray) -> np.ndarray:
    return frames.astype(np.float32) / 255


def _write_checked(network, path, content: bytes, logits, frames, rounded=False) -> Check:
    """Write the file if it answers as NumPy does, else raise ModelError.

    Logits may differ by a thousandth of the largest; rounded weights may change an answer in ten.
    """
    check = compare(network, logits, frames)
    fine = check.shift <= 1e-3 * np.abs(logits).max()
    if not (fine or (rounded and check.same >= 0.9 * check.number)):
        remedy = "Choose a finer precision" if rounded else "Update the packages, or report this"
        raise ModelError(
            f"{Path(path).name} would not answer as NumPy does: {check.same} of {check.number} "
            f"answers are the same, logits differ by up to {check.shift:.2g}. "
            f"Nothing was written. {remedy}."
        )
    with atomic_path(path, ModelError) as temporary:
        temporary.write_bytes(content)
    return check
