"""The networks in Keras: sizes, saving, and the export that folds batch normalisation."""

import contextlib
import os
import subprocess
import sys
import threading

import numpy as np
import pytest

from digitlib.errors import ModelError
from digitlib.network.keras_cnn import (
    as_input,
    build_digit_cnn,
    export_npz,
    keras,
    left_out,
    load_weights,
    save_network,
    save_weights,
    silenced_stderr,
)
from digitlib.network.numpy_cnn import read_network


def test_stderr_is_silent_inside_and_back_after_an_error(capfd):
    with contextlib.suppress(ZeroDivisionError), silenced_stderr():
        os.write(2, b"hidden")
        raise ZeroDivisionError
    os.write(2, b"shown")
    assert capfd.readouterr().err == "shown"


def test_tensorflow_is_silent_and_scikit_learn_stays_out_until_it_is_wanted():
    program = (
        "import sys; import digitlib.network.keras_cnn;"
        "print('sklearn' in sys.modules); import sklearn.metrics; print(sklearn.__name__)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (run.stdout.split(), run.stderr) == (["False", "sklearn"], "")


def test_what_is_left_out_is_left_out_in_one_thread_and_for_a_while(tmp_path, monkeypatch):
    (tmp_path / "never_seen.py").write_text("number = 7\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ImportError, match="left out"), left_out("never_seen"):
        import never_seen
    found = []
    with left_out("never_seen"):
        thread = threading.Thread(target=lambda: found.append(__import__("never_seen").number))
        thread.start()
        thread.join()
        import never_seen  # what is imported already stays
    assert found == [never_seen.number] == [7]
    del sys.modules["never_seen"]


def shaken(model, seed=0):
    """Give every weight of a network a random value, as after a training."""
    rng = np.random.default_rng(seed)
    model.set_weights(
        [np.abs(rng.normal(0.3, 0.2, w.shape)) - (w.ndim > 1) * 0.3 for w in model.get_weights()]
    )
    return model


def test_the_shipped_network_keeps_within_its_budget():
    model = build_digit_cnn()
    assert model.count_params() <= 330_000
    assert model.input_shape == (None, 28, 28, 1)
    assert model.output_shape == (None, 11)


def test_weights_come_back_bit_for_bit(tmp_path):
    model = shaken(build_digit_cnn())
    path = save_weights(model, tmp_path / "a.weights.h5")
    again = load_weights(build_digit_cnn(), path)
    for before, after in zip(model.get_weights(), again.get_weights(), strict=True):
        np.testing.assert_array_equal(before, after)
    assert [file.name for file in tmp_path.iterdir()] == ["a.weights.h5"]


def test_weights_of_another_network_are_refused_and_change_nothing(tmp_path):
    other = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
    path = save_weights(other, tmp_path / "other.weights.h5")
    model = build_digit_cnn()
    before = model.get_weights()
    with pytest.raises(ModelError, match=r"other\.weights\.h5"):
        load_weights(model, path)
    for old, new in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


def test_a_network_is_saved_for_numpy_and_for_keras(tmp_path):
    model = shaken(build_digit_cnn())
    path = save_network(model, tmp_path / "mine.npz", temperature=1.3, threshold=0.2)
    assert {file.name for file in tmp_path.iterdir()} == {"mine.npz", "mine.weights.h5"}
    network = read_network(path)
    assert (network.temperature, network.threshold) == (1.3, 0.2)
    again = load_weights(build_digit_cnn(), tmp_path / "mine.weights.h5")
    images = np.random.default_rng(1).integers(0, 256, (5, 28, 28), np.uint8)
    expected = again.predict(as_input(images), verbose=0)
    np.testing.assert_allclose(network.logits(images), expected, rtol=1e-4, atol=1e-3)


def test_a_failure_while_saving_keeps_both_old_files(tmp_path, monkeypatch):
    for name in ("mine.npz", "mine.weights.h5"):
        (tmp_path / name).write_bytes(b"old")

    def full_disk(*arguments, **options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full_disk)
    with pytest.raises(ModelError, match=r"mine\.npz.*No space left"):
        save_network(build_digit_cnn(), tmp_path / "mine.npz")
    assert {path.read_bytes() for path in tmp_path.iterdir()} == {b"old"}


def test_missing_weights_and_other_endings_are_refused(tmp_path):
    model = build_digit_cnn()
    with pytest.raises(ModelError, match=r"missing\.weights\.h5 .*Check the path"):
        load_weights(model, tmp_path / "missing.weights.h5")
    for save_or_load in (save_weights, load_weights):
        with pytest.raises(ModelError, match=r"model\.keras.*\.weights\.h5"):
            save_or_load(model, tmp_path / "model.keras")


def test_an_unknown_layer_is_refused_by_name(tmp_path):
    model = keras.Sequential([keras.Input((28, 28, 1)), keras.layers.LSTM(3, name="memory")][:1])
    model.add(keras.layers.UpSampling2D())
    with pytest.raises(ModelError, match="UpSampling2D"):
        export_npz(model, tmp_path / "n.npz")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("unlike", [{"strides": 2}, {"activation": "tanh"}, {"dilation_rate": 2}])
def test_a_network_that_numpy_would_answer_otherwise_is_refused(unlike, tmp_path):
    keras.utils.set_random_seed(0)
    convolution = keras.layers.Conv2D(3, 3, **unlike), keras.layers.ReLU(), keras.layers.Flatten()
    model = keras.Sequential([keras.Input((28, 28, 1)), *convolution, keras.layers.Dense(10)])
    with pytest.raises(ModelError, match="^sequential.* answers otherwise"):
        export_npz(model, tmp_path / "n.npz")
    assert not list(tmp_path.iterdir())


def test_a_negative_scale_behind_pooling_is_refused(tmp_path):
    model = build_digit_cnn()
    normalisation = next(x for x in model.layers if type(x).__name__ == "BatchNormalization")
    normalisation.gamma.assign(-np.ones(normalisation.gamma.shape))
    with pytest.raises(ModelError, match="negative"):
        export_npz(model, tmp_path / "n.npz")
