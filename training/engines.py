"""Run the shipped network on several engines and write down what notebook 09 compares.

    python -m training.engines            writes models/engines.json, in a few minutes

All engines read the same 2,000 digits: 1,000 of MNIST's test part and 1,000 of the pen strokes'
held-out writers. Each may use one core. Times are taken in turns, so that a busy machine is busy
for everybody, and what counts is the ratio to NumPy's time in the same turn. Memory is the peak of
a process of its own that imports, loads and reads one digit. The page's JavaScript runs in Node.js.
What is not installed is left out, and said.
"""

import argparse
import base64
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

import digitlib
from digitlib.data import TEST_WRITERS
from digitlib.files import atomic_path, models_folder
from digitlib.framing import frame_strokes
from digitlib.network.export import compare, export_litert, export_onnx, keras_of

NUM_OF_EACH, NUM_TURNS, NUM_SINGLES, BATCH = 1000, 5, 15, 256
PAGE = "JavaScript (the page)"
SCRIPT = """
const {{ frames, network }} = JSON.parse(require("fs").readFileSync(0, "utf8"));
{reader}
const layers = decodeLayers(network), images = Buffer.from(frames, "base64"), rows = [], times = [];
for (let at = 0; at < images.length; at += 784) {{
  const begun = performance.now();
  let values = {{ data: Float32Array.from(images.subarray(at, at + 784), (v) => v / 255) }};
  Object.assign(values, {{ height: 28, width: 28 }});
  for (const layer of layers) values = run(layer, values);
  rows.push(Array.from(values.data, (logit) => logit / network.temperature));
  times.push(performance.now() - begun);
}}
const memory = process.memoryUsage().rss / 1e6;
console.log(JSON.stringify({{ rows, times, memory }}));
"""


def engines_in(folder: Path) -> dict[str, tuple[Path, Callable]]:
    """Return name -> (file, a function that loads it and returns one from frames to logits)."""
    network = models_folder() / "digit_cnn.npz"
    weights = network.with_suffix(".weights.h5")
    engines = {
        "NumPy": (network, load_numpy),
        "Keras, predict": (weights, load_keras_predict),
        "Keras, tf.function": (weights, load_keras_function),
    }
    for precision in ("float32", "float16", "int8"):
        engines[f"LiteRT {precision}"] = (folder / f"{precision}.tflite", load_litert)
    for precision in ("float32", "int8") if find_spec("onnxruntime") else ():
        engines[f"ONNX Runtime {precision}"] = (folder / f"{precision}.onnx", load_onnx)
    return engines


def write_files(folder: Path, frames: np.ndarray) -> None:
    """Export the network for every engine; int8 is calibrated on training digits, `frames`."""
    network = digitlib.load_predictor().network
    for precision in ("float32", "float16", "int8"):
        export_litert(network, folder / f"{precision}.tflite", frames, precision)
    if not find_spec("onnxruntime"):
        return print("onnxruntime is not installed: left out.")
    from onnxruntime import quantization

    export_onnx(network, folder / "float32.onnx", frames)
    batches = iter([{"ink": as_ink(frames)}])

    class Reader(quantization.CalibrationDataReader):
        def get_next(self):
            return next(batches, None)

    quantization.quantize_static(folder / "float32.onnx", folder / "int8.onnx", Reader())


def as_ink(frames: np.ndarray) -> np.ndarray:
    """Return frames uint8 (n, 28, 28) as float32, 0 to 1."""
    return frames.astype(np.float32) / 255


def load_numpy(path: Path) -> Callable:
    """Return NumPy's way from frames uint8 (n, 28, 28) to logits."""
    network = digitlib.load_predictor(path).network
    return lambda frames: network.logits(frames) / network.temperature


def load_keras_predict(_: Path) -> Callable:
    """Return the way of Keras's `predict`."""
    model = keras_of(digitlib.load_predictor().network)
    return lambda frames: model.predict(as_ink(frames), BATCH, verbose=0)


def load_keras_function(_: Path) -> Callable:
    """Return the way of Keras's network, compiled as one function."""
    import tensorflow

    model = keras_of(digitlib.load_predictor().network)
    signature = [tensorflow.TensorSpec((None, 28, 28))]
    compiled = tensorflow.function(lambda x: model(x, training=False), input_signature=signature)
    return lambda frames: compiled(as_ink(frames)).numpy()


def load_litert(path: Path) -> Callable:
    """Return LiteRT's, which makes room for a number of digits before it reads them."""
    from digitlib.network.keras_cnn import silenced_stderr, tensorflow

    with silenced_stderr(), warnings.catch_warnings(action="ignore"):
        engine = tensorflow.lite.Interpreter(model_path=str(path), num_threads=1)
    engine.allocate_tensors()
    place, out = (d()[0]["index"] for d in (engine.get_input_details, engine.get_output_details))

    def run(frames: np.ndarray) -> np.ndarray:
        if tuple(engine.get_input_details()[0]["shape"]) != frames.shape:
            engine.resize_tensor_input(place, frames.shape)
            engine.allocate_tensors()
        engine.set_tensor(place, as_ink(frames))
        engine.invoke()
        return engine.get_tensor(out)

    return run


def load_onnx(path: Path) -> Callable:
    """Return ONNX Runtime's."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    return lambda frames: session.run(None, {"ink": as_ink(frames)})[0]


def run_javascript(frames: np.ndarray) -> dict:
    """Run the page's own script in Node.js: rows of logits, milliseconds a digit, memory in MB."""
    from digitlib.pad import page

    reader = (Path(page.__file__).parent / "reader.js").read_text(encoding="utf-8")
    [network] = re.findall(r'<script type="application/json".*?>(.*?)</script>', page.build_page())
    given = {"frames": base64.b64encode(frames).decode(), "network": json.loads(network)}
    ran = subprocess.run(
        ["node", "-e", SCRIPT.format(reader=reader)],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(ran.stdout)


def the_digits() -> tuple[np.ndarray, np.ndarray]:
    """Return the 2,000 frames and their labels."""
    mnist, held_out = digitlib.load_mnist(), set(TEST_WRITERS)
    pens = [one for one in digitlib.load_pen_strokes() if one.writer in held_out][:NUM_OF_EACH]
    frames = np.stack([frame_strokes(one.strokes) for one in pens])
    labels = np.array([one.label for one in pens])
    return (
        np.concatenate([mnist.x_test[:NUM_OF_EACH], frames]),
        np.concatenate([mnist.y_test[:NUM_OF_EACH], labels]),
    )


def record_engines(path: Path) -> None:
    """Measure everything and write it down."""
    import tensorflow

    tensorflow.config.threading.set_intra_op_parallelism_threads(1)
    frames, labels = the_digits()
    with tempfile.TemporaryDirectory() as name, threadpool_limits(1):
        folder = Path(name)
        print("Writing the files ...", flush=True)
        write_files(folder, digitlib.load_mnist().x_train[:300])
        results, runs = [], {}
        for engine, (file, load) in engines_in(folder).items():
            runs[engine] = run = load(file)
            logits = np.concatenate([run(part) for part in np.split(frames, 8)])
            memory = memory_of(engine, folder)
            results.append(judge(engine, file.stat().st_size, logits, frames, labels, memory))
        if shutil.which("node"):
            results.append(judge_page(frames, labels))
        else:
            print("Node.js is not installed: the page is left out.")
        with_page = results[-1]["name"] == PAGE
        turns = [take_turn(runs, frames, with_page) for _ in range(NUM_TURNS)]
    for result in results:
        pairs = np.array([turn[result["name"]] for turn in turns])
        ratios = np.median(pairs / [turn["NumPy"] for turn in turns], axis=0)
        result["single"], result["batch"] = np.median(pairs, axis=0).round(3).tolist()
        result["single_ratio"], result["batch_ratio"] = ratios.round(4).tolist()
    with atomic_path(path) as temporary:
        temporary.write_text(json.dumps(results, indent=1))
    print(f"Saved {path}")


def judge(name: str, size: int, logits, frames, labels, memory: float) -> dict:
    """Return what there is to say of an engine but its times; the likeliest digit is its answer."""
    check = compare(digitlib.load_predictor().network, logits, frames)
    right = int((logits[:, :10].argmax(axis=1) == labels).sum())
    print(f"{name}: {right} right, {check}, {memory:.0f} MB", flush=True)
    return {"name": name, "bytes": size, "right": right, "memory_megabytes": round(memory, 1)} | (
        check._asdict()
    )


def judge_page(frames: np.ndarray, labels: np.ndarray) -> dict:
    """Return the same of the page."""
    from digitlib.pad.page import build_page

    script = run_javascript(frames)
    size = len(build_page().encode())
    return judge(PAGE, size, np.array(script["rows"]), frames, labels, script["memory"])


def take_turn(runs: dict[str, Callable], frames: np.ndarray, with_page: bool) -> dict[str, tuple]:
    """Return name -> the milliseconds of one digit and of a batch, all measured now."""
    times = {}
    for engine, run in runs.items():
        run(frames[:1])
        single = np.median([milliseconds(run, frames[i : i + 1]) for i in range(NUM_SINGLES)])
        run(frames[:BATCH])
        times[engine] = single, milliseconds(run, frames[:BATCH])
    if with_page:  # it reads one digit after another
        single = np.median(run_javascript(frames[: 3 * NUM_SINGLES])["times"][-NUM_SINGLES:])
        times[PAGE] = single, BATCH * single
    print("turn:", {name: np.round(pair, 2).tolist() for name, pair in times.items()}, flush=True)
    return times


def milliseconds(run: Callable, frames: np.ndarray) -> float:
    """Return the time of a call."""
    begun = time.perf_counter()
    run(frames)
    return 1000 * (time.perf_counter() - begun)


def memory_of(name: str, folder: Path) -> float:
    """Return the peak memory in MB of a process that loads one engine and reads a digit."""
    command = [sys.executable, "-m", "training.engines", "--memory", name, str(folder)]
    ran = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return float(ran.stdout.split()[-1])


def peak_megabytes() -> float:
    """Return the most memory that this process had, on Linux.

    Not `ru_maxrss`: a process inherits that from the one that started it.
    """
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024 / 1e6


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m training.engines",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--memory", nargs=2, metavar=("ENGINE", "FOLDER"), help=argparse.SUPPRESS)
    if asked := parser.parse_args().memory:
        file, load = engines_in(Path(asked[1]))[asked[0]]
        load(file)(np.zeros((1, 28, 28), np.uint8))
        print(peak_megabytes())
    else:
        record_engines(models_folder() / "engines.json")


if __name__ == "__main__":
    main()
