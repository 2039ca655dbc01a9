"""The lesson's network is what notebook 02 says, trains as it says, and fails with a reason."""

import re

import nbformat
import numpy as np
import pytest

from digitlib.errors import TrainingError
from digitlib.files import models_folder
from digitlib.learning import lesson
from digitlib.learning.lesson import keras, one_cycle, train_lesson
from digitlib.learning.lesson_data import Labelled, split_validation
from digitlib.network.keras_cnn import as_input, build_lesson_cnn, load_weights


@pytest.fixture(scope="module")
def some(digits):
    """Six hundred digits, from the offline sample where MNIST is missing."""
    return digits.x_train[:600], digits.y_train[:600].astype(np.int64)


def test_the_network_is_as_small_as_promised():
    model = build_lesson_cnn()
    assert model.count_params() == 85_466
    assert model.output_shape == (None, 10)
    sides = [layer.output.shape[1] for layer in model.layers if len(layer.output.shape) == 4]
    assert sides == [24, 8, 8, 8, 6, 3, 3, 3, 1, 1, 1]


def test_the_learning_rate_runs_one_cycle():
    rates = np.array([float(one_cycle(100, 0.01)(step)) for step in range(101)])
    assert rates[0] == pytest.approx(0.001)
    assert rates.argmax() == 30
    assert rates.max() == pytest.approx(0.01)
    assert (np.diff(rates[:30]) > 0).all()
    assert (np.diff(rates[30:]) < 0).all()
    assert rates[-1] == pytest.approx(0, abs=1e-7)


def test_training_learns_tells_and_keeps_its_record(some):
    _, validation = split_validation(*some, share=0.2)
    options = {"num_epochs": 8, "batch_size": 20, "peak_learning_rate": 0.005}
    told = []
    history = train_lesson(*some, validation=validation, say=told.append, **options).history
    pattern = r"Epoch 8: loss \d\.\d+, accuracy \d+\.\d+%, validation \d+\.\d+%"
    assert len(told) == 8
    assert re.fullmatch(pattern, told[-1])
    assert set(history) == {"loss", "accuracy", "val_loss", "val_accuracy"}
    assert len(history["loss"]) == 8
    assert history["accuracy"][-1] > 0.9
    assert history["loss"][-1] < history["loss"][0]


def test_training_on_varied_digits_gives_another_network_of_the_same_build(some):
    def flipped(images, training=False):
        return images[:, ::-1] if training else images

    options = {"num_epochs": 8, "batch_size": 20, "peak_learning_rate": 0.005}
    model = train_lesson(*some, vary=keras.layers.Lambda(flipped), **options).model
    assert [w.shape for w in model.weights] == [w.shape for w in build_lesson_cnn().weights]
    read = model.predict(as_input(some[0][:, ::-1]), verbose=0).argmax(axis=1)
    assert (read == some[1]).mean() > 0.9, "it has seen them upside down only"


def test_a_loss_that_explodes_stops_with_an_explanation(some):
    with pytest.raises(TrainingError, match="Lower the learning rate"):
        train_lesson(*some, num_epochs=1, peak_learning_rate=float("inf"))


def test_the_shipped_network_is_the_lesson_network(mnist):
    model = load_weights(build_lesson_cnn(), models_folder() / "lesson_cnn.weights.h5")
    logits = model.predict(as_input(mnist.x_test[:2000]), batch_size=500, verbose=0)
    assert np.mean(logits.argmax(1) == mnist.y_test[:2000]) > 0.985


def cell_of_notebook_02(root, word: str) -> str:
    """Return the source of the first code cell that holds a word."""
    notebook = nbformat.read(root / "notebooks" / "02_train_a_cnn.ipynb", as_version=4)
    return next(cell.source for cell in notebook.cells if word in cell.source)


def test_the_notebook_builds_the_same_network(root):
    """Notebook 02 writes the layers out in the open; they must stay those of the module."""
    names = {"keras": keras, "layers": keras.layers}
    exec(cell_of_notebook_02(root, "def build_network").partition("plots.")[0], names)
    # A pool of one pixel, which its loop adds, changes nothing.
    theirs = [x for x in names["model"].layers if getattr(x, "pool_size", None) != (1, 1)]
    ours = build_lesson_cnn()
    assert names["model"].count_params() == ours.count_params()
    keep = ("filters", "kernel_size", "pool_size", "momentum", "use_bias", "padding")
    for their_layer, our_layer in zip(theirs, ours.layers, strict=True):
        assert type(their_layer) is type(our_layer)
        their_settings, our_settings = their_layer.get_config(), our_layer.get_config()
        for setting in keep:
            assert their_settings.get(setting) == our_settings.get(setting)


def test_the_notebook_trains_as_the_module_does(root):
    """The cycle, the batch and the epochs of notebook 02 are those of `train_lesson`."""
    source = cell_of_notebook_02(root, "one_cycle(")
    assert f"one_cycle(num_steps, peak={lesson.PEAK_LEARNING_RATE})" in source
    names = {"training": Labelled(None, np.zeros(55_000))}
    exec(source[source.index("num_epochs =") : source.index("make_deterministic")], names)
    assert names["num_epochs"] == lesson.NUM_EPOCHS
    assert names["batch_size"] == lesson.BATCH_SIZE
    assert names["num_steps"] == 3 * 215
