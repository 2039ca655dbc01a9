"""Measure how long one reading takes, and what a process that reads costs.

    python benchmarks/latency.py [--repeats 300] [--numpy-only]

Prints the median and the 99th percentile of `predictor.predict(strokes)`, and beside it those of
the same network in Keras, LiteRT and ONNX Runtime on one framed image. Then the time from the
start of a fresh process to its first reading, and its memory. Bars for `predict`: median 5 ms,
99th percentile 15 ms; for the process: 1 s and 90 MB.

`pip install "digitlib[benchmarks]"` adds LiteRT and ONNX Runtime; what is missing is named.
"""

import argparse
import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path

import numpy as np

import digitlib
from digitlib.files import models_folder
from digitlib.framing import frame_strokes
from digitlib.network.quiet import silenced_stderr

WARM_UP = 20
# Three digits with as many points as a pen gives: about a hundred each.
PATH_OF_3 = [(8, 2), (20, 0), (24, 9), (14, 16), (26, 22), (22, 36), (6, 36)]
PATH_OF_7 = [(4, 2), (28, 0), (20, 18), (12, 40)]
PATH_OF_2 = [(5, 8), (14, 0), (25, 6), (20, 20), (4, 38), (28, 38)]

START = """
import time
start = time.perf_counter()
import digitlib
digitlib.load_predictor().predict([[[0, 0], [30, 0], [10, 50]]])
ready = time.perf_counter()
import sys
if sys.platform == "linux":
    # getrusage would tell the peak of the process that started this one.
    peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    memory = 1024 * int(peak.split()[1])
elif sys.platform == "darwin":
    import resource
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
else:
    import psutil
    memory = psutil.Process().memory_info().peak_wset
print(ready - start, memory)
"""


def dense(corners: list[tuple[int, int]], points: int = 100) -> np.ndarray:
    """Return `points` points along a path of corners, (points, 2)."""
    corners = np.array(corners, float)
    along = np.linspace(0, len(corners) - 1, points)
    return np.stack([np.interp(along, range(len(corners)), axis) for axis in corners.T], axis=1)


def time_calls(call: Callable[[int], object], repeats: int) -> np.ndarray:
    """Return the milliseconds of each of `repeats` calls, after some to warm up."""
    for i in range(WARM_UP):
        call(i)
    times = np.empty(repeats)
    for i in range(repeats):
        start = time.perf_counter()
        call(i)
        times[i] = 1000 * (time.perf_counter() - start)
    return times


def report(name: str, times: np.ndarray) -> None:
    """Print one row of the table."""
    middle, slow = np.percentile(times, [50, 99])
    print(f"{name:32} {middle:9.2f} {slow:9.2f}", flush=True)


def measure_numpy(repeats: int) -> None:
    """Time the predictor whole, and its two halves."""
    predictor = digitlib.load_predictor()
    drawings = [[dense(path)] for path in (PATH_OF_3, PATH_OF_7, PATH_OF_2)]
    images = [frame_strokes(drawing)[None] for drawing in drawings]
    report(
        "predict(strokes), NumPy", time_calls(lambda i: predictor.predict(drawings[i % 3]), repeats)
    )
    report("  of which framing", time_calls(lambda i: frame_strokes(drawings[i % 3]), repeats))
    report(
        "  of which the network",
        time_calls(lambda i: predictor.predict_images(images[i % 3]), repeats),
    )


def load_keras_network():
    """Return the shipped network in Keras."""
    from digitlib.network import keras_cnn as model

    network = model.build_digit_cnn()
    return model.load_weights(network, models_folder() / "digit_cnn.weights.h5")


def measure_keras(network, image: np.ndarray, repeats: int) -> None:
    """Time three ways to run a Keras network on one image."""
    import tensorflow

    few = max(20, repeats // 10)
    report("Keras model.predict", time_calls(lambda i: network.predict(image, verbose=0), few))
    report("Keras model(x)", time_calls(lambda i: network(image, training=False).numpy(), repeats))
    compiled = tensorflow.function(lambda values: network(values, training=False))
    tensor = tensorflow.constant(image)
    report("tf.function", time_calls(lambda i: compiled(tensor).numpy(), repeats))


def measure_litert(network, image: np.ndarray, repeats: int) -> None:
    """Time LiteRT, the runtime for phones."""
    import tensorflow

    try:
        from ai_edge_litert.interpreter import Interpreter

        name = "LiteRT"
    except ImportError:
        Interpreter, name = tensorflow.lite.Interpreter, "LiteRT (tf.lite)"
    # Converter and interpreter tell their steps in Python and in C++.
    with silenced_stderr(), redirect_stdout(io.StringIO()):
        content = tensorflow.lite.TFLiteConverter.from_keras_model(network).convert()
        interpreter = Interpreter(model_content=content, num_threads=1)
        interpreter.allocate_tensors()
    given, answer = interpreter.get_input_details()[0], interpreter.get_output_details()[0]

    def call(_):
        interpreter.set_tensor(given["index"], image)
        interpreter.invoke()
        return interpreter.get_tensor(answer["index"])

    report(name, time_calls(call, repeats))


def measure_onnx(network, image: np.ndarray, repeats: int) -> None:
    """Time ONNX Runtime, or say what it lacks."""
    try:
        import onnxruntime

        quiet = (silenced_stderr(), redirect_stdout(io.StringIO()))
        with tempfile.TemporaryDirectory() as folder, quiet[0], quiet[1]:
            path = Path(folder) / "digit_cnn.onnx"
            network.export(path, format="onnx", verbose=False)
            session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    except ImportError as fault:
        print(f"ONNX Runtime left out: {fault.name} is not installed", flush=True)
        return
    name = session.get_inputs()[0].name
    report("ONNX Runtime", time_calls(lambda i: session.run(None, {name: image}), repeats))


def measure_process(repeats: int = 5) -> None:
    """Start fresh processes that read one digit; print time and memory."""
    rows = []
    for _ in range(repeats):
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", START], capture_output=True, text=True, check=True
        )
        whole = time.perf_counter() - start
        rows.append([whole, *map(float, done.stdout.split())])
    whole, inside, memory = np.median(rows, axis=0)
    print(f"\nfresh process, median of {repeats}: first reading {inside:.2f} s after its start,")
    print(f"  {whole:.2f} s with Python's own start and end; memory {memory / 2**20:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--repeats", type=int, default=300, help="calls of each kind (300)")
    parser.add_argument("--numpy-only", action="store_true", help="leave Keras and the rest out")
    arguments = parser.parse_args()
    print(f"{'milliseconds a digit':32} {'median':>9} {'p99':>9}")
    measure_numpy(arguments.repeats)
    if not arguments.numpy_only:
        network = load_keras_network()
        image = frame_strokes([dense(PATH_OF_3)])[None, ..., None].astype(np.float32) / 255
        for measure in (measure_keras, measure_litert, measure_onnx):
            measure(network, image, arguments.repeats)
    measure_process()


if __name__ == "__main__":
    main()
