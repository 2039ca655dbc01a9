"""Model files that are damaged, foreign or hostile: one clear error, and nothing executed."""

import io
import json
import pickle
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest

from digitlib.errors import ModelError
from digitlib.files import models_folder
from digitlib.network.numpy_cnn import FORMAT
from digitlib.network.predictor import load_predictor


class Bomb:
    """What it pickles to would make a file when it is loaded."""

    def __init__(self, path: Path):
        self.path = path

    def __reduce__(self):
        return (Path.touch, (self.path,))


@pytest.fixture
def arrays() -> dict[str, np.ndarray]:
    """What a whole network file holds: the smallest there is."""
    plan = [
        {"kind": "convolution", "shape": [3, 3, 1, 2], "padding": "valid", "pool": 2},
        {"kind": "dense", "shape": [13 * 13 * 2, 10]},
    ]
    rng = np.random.default_rng(0)
    return {
        "format": np.array(FORMAT),
        "layers": np.array(json.dumps(plan)),
        "temperature": np.float64(1),
        "threshold": np.float64(0),
        "weights_0": rng.normal(size=(3, 3, 1, 2)).astype(np.float32),
        "bias_0": np.zeros(2, np.float32),
        "weights_1": rng.normal(size=(338, 10)).astype(np.float32),
        "bias_1": np.zeros(10, np.float32),
    }


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "my_network.npz"


def assert_refused(path: Path):
    """One ModelError that names the file and says what to do, whatever is wrong."""
    with pytest.raises(ModelError) as caught:
        load_predictor(path)
    message = str(caught.value)
    assert path.name in message
    assert any(remedy in message for remedy in ("again", "Check the path", "Train"))
    assert "Traceback" not in message


def test_a_whole_file_is_read(arrays, path):
    np.savez(path, **arrays)
    assert load_predictor(path).predict([[[0, 0], [1, 5]]]).digit in range(10)


def test_a_missing_file_and_a_folder(path):
    assert_refused(path)
    path.mkdir()
    assert_refused(path)


def test_no_model_where_the_shipped_one_should_be(models):
    with pytest.raises(ModelError, match=r"digit_cnn\.npz"):
        load_predictor()


@pytest.mark.parametrize("share", [0, 0.01, 0.5, 0.9, 0.999])
def test_a_truncated_file(path, share):
    whole = (models_folder() / "digit_cnn.npz").read_bytes()
    path.write_bytes(whole[: int(share * len(whole))])
    assert_refused(path)


@pytest.mark.parametrize("place", [0.1, 0.35, 0.6, 0.85])
def test_a_file_with_damaged_weights(path, place):
    damaged = bytearray((models_folder() / "digit_cnn.npz").read_bytes())
    for offset in range(64):
        damaged[int(place * len(damaged)) + offset] ^= 0xFF
    path.write_bytes(damaged)
    assert_refused(path)


@pytest.mark.parametrize("content", [b"hello", b"<!DOCTYPE html>404", b"PK\3\4", b"\0"])
def test_what_is_no_npz(path, content):
    path.write_bytes(content)
    assert_refused(path)


def test_an_npz_of_something_else(path):
    np.savez(path, x_train=np.zeros((3, 28, 28), np.uint8), y_train=np.zeros(3, np.uint8))
    assert_refused(path)


def test_a_pickle_is_never_loaded(path, tmp_path):
    trace = tmp_path / "executed"
    path.write_bytes(pickle.dumps(Bomb(trace)))
    assert_refused(path)
    assert not trace.exists()


@pytest.mark.parametrize("name", ["weights_0", "bias_1", "layers", "format", "temperature"])
def test_a_pickle_inside_is_never_loaded(arrays, path, tmp_path, name):
    trace = tmp_path / "executed"
    arrays[name] = np.array([Bomb(trace)], dtype=object)
    np.savez(path, **arrays)
    assert_refused(path)
    assert not trace.exists()


@pytest.mark.parametrize("name", ["format", "layers", "temperature", "weights_0", "bias_1"])
def test_a_missing_array(arrays, path, name):
    del arrays[name]
    np.savez(path, **arrays)
    assert_refused(path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("weights_0", np.zeros((5, 5, 1, 2), np.float32)),
        ("weights_0", np.zeros((3, 3, 1, 2), np.float64)),
        ("weights_0", np.full((3, 3, 1, 2), np.nan, np.float32)),
        ("bias_1", np.zeros(11, np.float32)),
        ("bias_1", np.full(10, np.inf, np.float32)),
        ("temperature", np.float64(0)),
        ("temperature", np.float64(-1)),
        ("temperature", np.float64(np.nan)),
        ("temperature", np.float64(1e-300)),
        ("temperature", np.float64(1e300)),
        ("weights_0", np.full((3, 3, 1, 2), 3e38, np.float32)),
        ("temperature", np.array([1.0, 2.0])),
        ("threshold", np.array("high")),
        ("format", np.array("digitlib-network-99")),
        ("format", np.float64(1)),
    ],
)
def test_wrong_shapes_types_and_values(arrays, path, name, value):
    np.savez(path, **(arrays | {name: value}))
    assert_refused(path)


@pytest.mark.parametrize(
    "plan",
    [
        "not json",
        "[]",
        "{}",
        "null",
        "[" * 5000,
        '[{"kind": "dense"}]',
        '[{"kind": "lambda", "shape": [3, 3, 1, 2]}, {"kind": "dense", "shape": [338, 10]}]',
        '[{"kind": "convolution", "shape": [3, 3, 1, 2], "padding": "os.system", "pool": 2},'
        ' {"kind": "dense", "shape": [338, 10]}]',
        '[{"kind": "convolution", "shape": [3, 3, 1, 2], "pool": 0},'
        ' {"kind": "dense", "shape": [338, 10]}]',
        '[{"kind": "convolution", "shape": [3, 3, 1, 2], "pool": 3},'
        ' {"kind": "dense", "shape": [338, 10]}]',
        '[{"kind": "convolution", "shape": [-3, 3, 1, 2], "pool": 2},'
        ' {"kind": "dense", "shape": [338, 10]}]',
    ],
    ids=lambda plan: plan[:40],
)
def test_another_architecture(arrays, path, plan):
    np.savez(path, **(arrays | {"layers": np.array(plan)}))
    assert_refused(path)


def test_a_zip_bomb_costs_no_memory(arrays, path):
    """An array that claims 40 GB, and another whose 65 kB unpack to 64 MB."""
    np.savez(path, **arrays)
    header = io.BytesIO()
    claim = {"descr": "<f4", "fortran_order": False, "shape": (3, 3, 1, 10**9)}
    np.lib.format.write_array_header_1_0(header, claim)
    with zipfile.ZipFile(path) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    for bomb in (header.getvalue(), bytes(2**26)):
        parts["weights_0.npy"] = bomb
        _write_zip(path, parts)
        tracemalloc.start()
        assert_refused(path)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 20 * 2**20


def test_names_that_lead_out_of_the_folder_are_never_unpacked(arrays, path, tmp_path):
    _write_zip(path, {"../escaped.npy": b"x", "format.npy": b"y"})
    assert_refused(path)
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def _write_zip(path: Path, parts: dict[str, bytes]):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_a_keras_file_with_a_lambda_is_never_executed(tmp_path):
    """Neither the predictor nor `load_weights` reads the code that a `.keras` file may hold."""
    from digitlib.network import keras_cnn as models

    trace = tmp_path / "executed"
    code = f"import pathlib; pathlib.Path({str(trace)!r}).touch()"
    layer = models.layers.Lambda(lambda values, code=code: exec(code) or values)
    inputs = models.keras.Input((28, 28, 1))
    path = tmp_path / "hostile.keras"
    outputs = models.layers.Lambda(lambda values: values)(inputs)
    models.keras.Model(inputs, outputs).save(path)
    layer.call(np.zeros(1))
    assert trace.exists()  # the code would work if it were run
    trace.unlink()
    assert_refused(path)
    with pytest.raises(ModelError, match="never code"):
        models.load_weights(models.build_digit_cnn(), path)
    assert not trace.exists()


@pytest.mark.parametrize("name", ["mine.weights.h5", "mine.h5", "mine.keras"])
def test_a_file_of_keras_is_answered_with_the_one_to_give_instead(tmp_path, name):
    (tmp_path / name).write_bytes(b"\x89HDF\r\n\x1a\n")
    with pytest.raises(ModelError, match="Export the network again"):
        load_predictor(tmp_path / name)
    (tmp_path / "mine.npz").write_bytes(b"a network")
    with pytest.raises(ModelError, match=r"Give .*mine\.npz instead"):
        load_predictor(tmp_path / name)
