"""Measure how long one reading takes, and what a process that reads costs.

    python benchmarks/latency.py [--repeats 300] [--numpy-only]
    python benchmarks/latency.py --busy 8

Prints the median and the 99th percentile of `predictor.predict(strokes)`, and beside it those of
the same network in Keras, LiteRT and ONNX Runtime on one framed image. Then the time from the
start of a fresh process to its first readings, and its memory. With --busy it prints the median
while so many other processes keep all cores busy. Bars on two cores: median 3 ms, 25 ms beside
eight busy processes; 60 MB after strokes, 110 MB after a picture.

`python -m pip install -e ".[benchmarks]"` adds LiteRT and ONNX Runtime; what is missing is named.
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

WARM_UP = 20
# Three digits with as many points as a pen gives: about a hundred each.
PATH_OF_3 = [(8, 2), (20, 0), (24, 9), (14, 16), (26, 22), (22, 36), (6, 36)]
PATH_OF_7 = [(4, 2), (28, 0), (20, 18), (12, 40)]
PATH_OF_2 = [(5, 8), (14, 0), (25, 6), (20, 20), (4, 38), (28, 38)]

# A fresh process reads strokes, then a picture; it prints seconds and its peak memory in MB.
START = """
import sys, time
start = time.perf_counter()
import digitlib, numpy
def peak():
    if sys.platform == "linux":
        # getrusage would tell the peak of the process that started this one.
        line = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    if sys.platform == "darwin":
        import resource
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    import psutil
    return psutil.Process().memory_info().peak_wset / 2**20
predictor = digitlib.load_predictor()
predictor.predict([[[0, 0], [30, 0], [10, 50]]])
print(time.perf_counter() - start, peak(), *({"scipy", "tensorflow"} & set(sys.modules)))
picture = numpy.full((1500, 2000, 3), 230, numpy.uint8)
picture[300:1200, 950:1050] = 40
predictor.predict(picture)
print(time.perf_counter() - start, peak(), *({"tensorflow"} & set(sys.modules)))
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
    for name, call in {
        "predict(strokes), NumPy": lambda i: predictor.predict(drawings[i % 3]),
        "  of which framing": lambda i: frame_strokes(drawings[i % 3]),
        "  of which the network": lambda i: predictor.predict_images(images[i % 3]),
    }.items():
        report(name, time_calls(call, repeats))


def measure_busy(number: int, repeats: int) -> None:
    """Time `predict(strokes)` while so many processes keep all cores busy."""
    predictor, drawing = digitlib.load_predictor(), [dense(PATH_OF_3)]
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(number)]
    try:
        time.sleep(1)  # until all of them have started
        times = time_calls(lambda _: predictor.predict(drawing), repeats)
    finally:
        for process in busy:
            process.kill()
            process.wait()
    print(f"busy median {np.median(times):.1f} ms")


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
    from digitlib.network.keras_cnn import silenced_stderr, tensorflow

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

        from digitlib.network.keras_cnn import silenced_stderr

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


def measure_engines(repeats: int) -> None:
    """Time the same network in the engines that are installed; name those that are not."""
    try:
        network = load_keras_network()
    except ImportError as fault:
        print(f"Keras, LiteRT and ONNX Runtime left out: {fault.name} is not installed")
        return
    image = frame_strokes([dense(PATH_OF_3)])[None, ..., None].astype(np.float32) / 255
    for measure in (measure_keras, measure_litert, measure_onnx):
        measure(network, image, repeats)


def measure_process(repeats: int = 5) -> None:
    """Start fresh processes that read strokes and a picture; print time and memory."""
    done = [
        subprocess.run([sys.executable, "-c", START], capture_output=True, text=True)
        for _ in range(repeats)
    ]
    if any(process.returncode for process in done):
        print(f"fresh process left out: {done[0].stderr.splitlines()[-1]}")
        return
    print(f"\nfresh process, median of {repeats}")
    for row, name in enumerate(("strokes", "a picture of 3 megapixels")):
        rows = [process.stdout.splitlines()[row].split() for process in done]
        seconds, memory = np.median([list(map(float, words[:2])) for words in rows], axis=0)
        heavy = " ".join(rows[0][2:]) or "none"
        print(f"  after {name}: {seconds:.2f} s, {memory:.0f} MB, heavy imports: {heavy}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--repeats", type=int, default=300, help="calls of each kind (300)")
    parser.add_argument("--busy", type=int, default=0, help="only time beside so many processes")
    parser.add_argument("--numpy-only", action="store_true", help="leave Keras and the rest out")
    arguments = parser.parse_args()
    if arguments.busy:
        measure_busy(arguments.busy, arguments.repeats)
        return
    print(f"{'milliseconds a digit':32} {'median':>9} {'p99':>9}")
    measure_numpy(arguments.repeats)
    if not arguments.numpy_only:
        measure_engines(arguments.repeats)
    measure_process()


if __name__ == "__main__":
    main()
