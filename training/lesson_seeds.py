"""Train the lesson's network with five seeds, and record what notebook 03 needs of them.

Two trainings a seed: the lesson's own (three epochs, one cycle of the learning rate), and one
of ten epochs on 20,000 digits whose learning rate stays at its peak, so that the accuracy goes
on jumping from epoch to epoch and one may pick a lucky one. Writes models/lesson_seeds.npz, and
from seed 0 the lesson's network, models/lesson_cnn.weights.h5 and models/lesson_cnn.npz. Takes
about ten minutes on 2 idle cores.

Validation digits are split off MNIST's training part. The test part is only recorded here:
nothing is chosen by it.
"""

from pathlib import Path

import numpy as np

import digitlib
from digitlib.files import atomic_path
from digitlib.learning.lesson import (
    BATCH_SIZE,
    PEAK_LEARNING_RATE,
    StopOnNaN,
    keras,
    make_deterministic,
    train_lesson,
)
from digitlib.learning.lesson_data import NUM_LONG_EPOCHS, NUM_SEEDS, split_validation
from digitlib.network.keras_cnn import as_input, build_lesson_cnn, save_network

LONG_DIGITS = 20_000


def answers_of(model: keras.Model, images: np.ndarray) -> np.ndarray:
    """Return the digits (n,) that a Keras network reads in its input, uint8."""
    return model.predict(images, batch_size=1000, verbose=0).argmax(axis=1).astype(np.uint8)


class Record(keras.callbacks.Callback):
    """Write down, at the end of every epoch, what the network answers to each part."""

    def __init__(self, **parts: np.ndarray):
        """Take the parts by name, images uint8 (n, 28, 28)."""
        super().__init__()
        self.parts = {name: as_input(images) for name, images in parts.items()}
        self.answers: dict[str, list] = {name: [] for name in parts}

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        """Read every part with the network as it is now."""
        for name, images in self.parts.items():
            self.answers[name].append(answers_of(self.model, images))


def train_long(images: np.ndarray, labels: np.ndarray, seed: int, record: Record) -> None:
    """Train the lesson's network with a learning rate that stays at its peak."""
    make_deterministic(seed)
    model = build_lesson_cnn()
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(PEAK_LEARNING_RATE), loss)
    model.fit(
        as_input(images[:LONG_DIGITS]),
        labels[:LONG_DIGITS],
        batch_size=BATCH_SIZE,
        epochs=NUM_LONG_EPOCHS,
        verbose=0,
        callbacks=[StopOnNaN(), record],
    )


def train_short(images: np.ndarray, labels: np.ndarray, seed: int, record: Record, folder: Path):
    """Train as the lesson does; keep the network of seed 0."""
    model = train_lesson(images, labels, seed=seed, callbacks=[record]).model
    if seed == 0:
        save_network(model, folder / "lesson_cnn.npz")


def record_lesson(folder: Path) -> None:
    """Train, record, save."""
    mnist = digitlib.load_mnist()
    training, validation = split_validation(mnist.x_train, mnist.y_train)
    labels = {"validation": validation.labels, "test": mnist.y_test}
    arrays: dict = {"predictions": [], "labels": mnist.y_test}
    for kind in ("lesson", "long"):
        for seed in range(NUM_SEEDS):
            record = Record(validation=validation.images, test=mnist.x_test)
            if kind == "lesson":
                train_short(*training, seed, record, folder)
                arrays["predictions"].append(record.answers["test"][-1])
            else:
                train_long(*training, seed, record)
            for part, answers in record.answers.items():
                accuracy = [float(np.mean(answer == labels[part])) for answer in answers]
                arrays.setdefault(f"{kind}_{part}", []).append(accuracy)
                print(kind, seed, part, *(f"{value:.2%}" for value in accuracy), flush=True)
    with atomic_path(folder / "lesson_seeds.npz") as path:
        np.savez_compressed(path, **{name: np.array(values) for name, values in arrays.items()})
