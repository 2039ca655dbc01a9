"""Model files that are damaged, foreign or hostile: one clear error, and nothing executed."""

import json
import pickle
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


def test_what_is_no_network_file(path, tmp_path):
    assert_refused(path)  # it is missing
    trace = tmp_path / "executed"
    for content in (b"", b"<!DOCTYPE html>404", b"PK\3\4", pickle.dumps(Bomb(trace))):
        path.write_bytes(content)
        assert_refused(path)
    np.savez(path, x_train=np.zeros((3, 28, 28), np.uint8), y_train=np.zeros(3, np.uint8))
    assert_refused(path)
    assert not trace.exists()


def test_no_model_where_the_shipped_one_should_be(models):
    with pytest.raises(ModelError, match=r"digit_cnn\.npz"):
        load_predictor()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_truncated_or_damaged_file(path, share):
    whole = (models_folder() / "digit_cnn.npz").read_bytes()
    place = int(share * len(whole))
    for content in (whole[:place], whole[:place] + bytes(64) + whole[place + 64 :]):
        path.write_bytes(content)
        assert_refused(path)


@pytest.mark.parametrize("name", ["format", "layers", "temperature", "weights_0", "bias_1"])
def test_an_array_that_is_a_pickle_or_missing(arrays, path, tmp_path, name):
    trace = tmp_path / "executed"
    arrays[name] = np.array([Bomb(trace)], dtype=object)
    np.savez(path, **arrays)
    assert_refused(path)
    assert not trace.exists()
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
        ("temperature", np.float64(np.nan)),
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
        *("not json", "[]", "{}", "null", "[" * 5000, '[{"kind": "dense"}]'),
        '[{"kind": "dense", "shape": [700, 10]}]',
        '[{"kind": "dense", "shape": [784, true]}]',
    ],
    ids=lambda plan: plan[:40],
)
def test_another_architecture(arrays, path, plan):
    np.savez(path, **(arrays | {"layers": np.array(plan)}))
    assert_refused(path)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "lambda"},
        {"padding": "os.system"},
        {"pool": 0},
        {"pool": 3},
        {"shape": [-3, 3, 1, 2]},
    ],
    ids=str,
)
def test_another_first_layer(arrays, path, change):
    first, *others = json.loads(str(arrays["layers"]))
    np.savez(path, **(arrays | {"layers": np.array(json.dumps([first | change, *others]))}))
    assert_refused(path)


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
