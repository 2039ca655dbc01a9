"""The full recipe on a few digits: whole files, resuming, and every kind of interruption."""

import errno
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from small_data import some_mnist, some_pen_digits

from digitlib.errors import DigitlibError, ModelError, TrainingError
from digitlib.network.keras_cnn import as_input, build_digit_cnn, keras
from digitlib.network.predictor import load_predictor
from training import checkpoint
from training import recipe as training
from training.mixture import build_mixture, epoch_of
from training.recipe import GO_ON, Recipe, train_full

RECIPE = Recipe(num_epochs=3, batch_size=64, num_calm_epochs=1, num_fine_epochs=2)
FILES = {"digit_cnn.npz", "digit_cnn.weights.h5"}


@pytest.fixture(scope="module")
def mixture(digits):
    return build_mixture(some_mnist(digits, 360), some_pen_digits(), num_nondigits=40)


@pytest.fixture(scope="module")
def finished(mixture, tmp_path_factory):
    folder = tmp_path_factory.mktemp("finished")
    return folder, train(mixture, folder)


def train(mixture, folder, recipe=RECIPE, progress=False):
    return train_full(0, folder, recipe=recipe, mixture=mixture, progress=progress)


def files(folder):
    return {path.name for path in folder.iterdir() if path.is_file()}


def test_a_training_leaves_two_whole_files(finished, mixture):
    folder, done = finished
    assert files(folder) == FILES
    assert not list((folder / "checkpoints").iterdir())
    network = load_predictor(folder / "digit_cnn.npz").network
    assert (network.temperature, network.threshold) == (done.temperature, done.threshold)
    assert 0 <= done.validation["mnist accuracy"] <= 1
    rejected = done.validation["mnist rejected"]
    assert rejected <= RECIPE.rejected + 1 / len(mixture.mnist_validation.labels)


def test_a_training_interrupted_in_both_stages_ends_with_the_same_weights(
    finished, mixture, tmp_path, monkeypatch, capsys
):
    _, uninterrupted = finished
    moments = [("digit_cnn-0-0.npz", 2), ("digit_cnn-0-3.npz", 1)]

    def save_and_stop(path, variables, epoch, recipe):
        checkpoint.save_checkpoint(path, variables, epoch, recipe)
        if (path.name, epoch) in moments:
            moments.remove((path.name, epoch))
            raise KeyboardInterrupt

    monkeypatch.setattr(training, "save_checkpoint", save_and_stop)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            train(mixture, tmp_path)
        assert not files(tmp_path)
    resumed = train(mixture, tmp_path, progress=True)
    assert "Going on after epoch 4" in capsys.readouterr().out
    for a, b in zip(resumed.model.get_weights(), uninterrupted.model.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def test_a_training_goes_on_from_the_weights_that_it_is_given(finished, mixture, tmp_path):
    start = finished[0] / "digit_cnn.weights.h5"
    idle = Recipe(num_epochs=1, num_fine_epochs=0, peak_learning_rate=0.0)
    train_full(0, tmp_path, recipe=idle, mixture=mixture, progress=False, start=start)
    kept, begun = (load_predictor(folder / "digit_cnn.npz") for folder in (tmp_path, finished[0]))
    np.testing.assert_allclose(
        kept.network.layers[-1].weights, begun.network.layers[-1].weights, atol=1e-6
    )
    with pytest.raises(ModelError, match=r"missing\.weights\.h5"):
        train_full(0, tmp_path, mixture=mixture, progress=False, start="missing.weights.h5")


def test_a_state_kept_from_other_weights_is_passed_over(mixture, tmp_path, capsys):
    stage = training.Stage(0, (0.5,), learning_rate=0.0, warm_up=0.0)
    weights = build_digit_cnn().get_weights()
    for begun in (weights, [array + 1 for array in weights]):
        training.fit_stage(stage, begun, mixture, RECIPE, 0, tmp_path / "c.npz", progress=False)
    assert "another recipe or start" in capsys.readouterr().out


def test_statistics_are_those_of_all_images(mixture, monkeypatch):
    class Plain:
        strength = keras.Variable(1.0)

        def __call__(self, images, training):
            return images

    monkeypatch.setattr(training, "Augmentation", lambda seed, kinds: Plain())
    model = build_digit_cnn()
    normalisation = next(x for x in model.layers if "normalization" in x.name)
    before = keras.Sequential(model.layers[: model.layers.index(normalisation)])
    usual = normalisation.momentum
    training.measure_statistics(model, mixture, RECIPE, 0)
    sums = np.asarray(before(as_input(epoch_of(mixture, 0, 0).images)))
    np.testing.assert_allclose(normalisation.moving_mean, sums.mean((0, 1, 2)), atol=1e-4)
    np.testing.assert_allclose(normalisation.moving_variance, sums.var((0, 1, 2)), rtol=0.02)
    assert normalisation.momentum == usual


def test_a_shorter_recipe_has_as_many_epochs_as_asked_for():
    for recipe, usual in ((Recipe(), 30), (GO_ON, 9)):
        for number in (1, 2, 7, 30):
            stages = training.stages(training.shortened(number, recipe))
            assert sum(len(stage.strengths) for stage in stages) == number
        assert training.shortened(usual, recipe) == recipe


def test_a_loss_that_is_no_number_stops_and_keeps_the_old_network(mixture, tmp_path):
    (tmp_path / "digit_cnn.npz").write_bytes(b"old")
    with pytest.raises(TrainingError, match="NaN"):
        train(mixture, tmp_path, recipe=Recipe(num_epochs=1, peak_learning_rate=1e30))
    assert (tmp_path / "digit_cnn.npz").read_bytes() == b"old"


@pytest.mark.parametrize("moment", ["checkpoint", "network"])
def test_a_full_disk_keeps_the_old_network_and_says_so(mixture, tmp_path, monkeypatch, moment):
    for name in FILES:
        (tmp_path / name).write_bytes(b"old")
    monkeypatch.setattr(np, "savez", full_disk)
    if moment == "network":
        monkeypatch.setattr(training, "save_checkpoint", lambda *arguments: None)
    with pytest.raises(DigitlibError, match=r"digit_cnn.*No space left") as told:
        train(mixture, tmp_path, recipe=Recipe(num_epochs=1, num_fine_epochs=0))
    assert ".partial" not in str(told.value), "people know the file by its own name"
    assert all((tmp_path / name).read_bytes() == b"old" for name in FILES)
    assert not [path for path in tmp_path.rglob("*") if path.name.startswith(".partial")]


def full_disk(*arguments, **options):
    raise OSError(errno.ENOSPC, "No space left on device")


SCRIPT = """
import sys
sys.path.insert(0, {tests!r})
from small_data import some_mnist, some_pen_digits
from digitlib import load_digits
from training.mixture import build_mixture, epoch_of
from training.recipe import Recipe, train_full
mixture = build_mixture(some_mnist(load_digits(), 360), some_pen_digits(), num_nondigits=40)
train_full(0, {folder!r}, mixture=mixture, progress=False, recipe=Recipe(
    num_epochs=500, batch_size=64))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_killed_training_goes_on_where_it_was(mixture, tmp_path):
    script = SCRIPT.format(tests=os.path.dirname(__file__), folder=str(tmp_path))
    process = subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.DEVNULL)
    kept = tmp_path / "checkpoints" / "digit_cnn-0-0.npz"
    deadline = time.monotonic() + 240
    while not kept.is_file() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not files(tmp_path), "no network before the training is done"
    with np.load(kept) as saved:
        assert saved["epoch"] >= 1
