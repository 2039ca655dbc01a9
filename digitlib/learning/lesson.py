"""The training of notebook 02: a small network, one cycle of the learning rate, three epochs."""

import os
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from digitlib.errors import TrainingError
from digitlib.learning.lesson_data import NUM_EPOCHS, Labelled, split_validation
from digitlib.network.keras_cnn import as_input, build_lesson_cnn, save_weights
from digitlib.network.quiet import quiet_tensorflow

tensorflow, keras = quiet_tensorflow()

__all__ = [
    "NUM_EPOCHS",
    "Labelled",
    "Lesson",
    "StopOnNaN",
    "build_lesson_cnn",
    "make_deterministic",
    "one_cycle",
    "split_validation",
    "train_lesson",
]

# Chosen on validation data, as the number of epochs was.
BATCH_SIZE = 256
PEAK_LEARNING_RATE = 1e-2


class Lesson(NamedTuple):
    """A finished training: the network, and its record, name -> one value an epoch."""

    model: "keras.Model"
    history: dict[str, list[float]]


def make_deterministic(seed: int) -> None:
    """Seed Python, NumPy and Keras, and have TensorFlow sum in a fixed order."""
    keras.utils.set_random_seed(seed)
    tensorflow.config.experimental.enable_op_determinism()


def one_cycle(num_steps: int, peak: float) -> "keras.optimizers.schedules.LearningRateSchedule":
    """Return a learning rate that rises to `peak` in 3 steps of 10 and falls to 0 by `num_steps`.

    (Smith and Topin, "Super-Convergence", 2018.)
    """
    num_rising = max(1, round(0.3 * num_steps))
    return keras.optimizers.schedules.CosineDecay(
        initial_learning_rate=peak / 10,
        warmup_target=peak,
        warmup_steps=num_rising,
        decay_steps=max(1, num_steps - num_rising),
    )


def compile_lesson_cnn(
    model: "keras.Model", num_steps: int, peak_learning_rate: float = PEAK_LEARNING_RATE
) -> None:
    """Give a network its loss and an Adam optimizer for `num_steps` batches."""
    model.compile(
        optimizer=keras.optimizers.Adam(one_cycle(num_steps, peak_learning_rate)),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )


def train_lesson(
    images: np.ndarray,
    labels: np.ndarray,
    validation: Labelled | None = None,
    *,
    seed: int = 0,
    num_epochs: int = NUM_EPOCHS,
    batch_size: int = BATCH_SIZE,
    peak_learning_rate: float = PEAK_LEARNING_RATE,
    callbacks: Sequence["keras.callbacks.Callback"] = (),
    say: Callable[[str], None] | None = None,
    path: str | os.PathLike | None = None,
) -> Lesson:
    """Train the lesson's network on images uint8 (n, 28, 28) and labels (n,).

    The same seed on the same machine gives the same weights, bit for bit. `say` is told one line
    an epoch. With `path` (a `.weights.h5`) the finished network is saved there, whole or not at
    all. Raises TrainingError if the loss is no longer a number; then nothing is saved.
    """
    make_deterministic(seed)
    model = build_lesson_cnn()
    num_steps = -(-len(images) // batch_size) * num_epochs
    compile_lesson_cnn(model, num_steps, peak_learning_rate)
    record = model.fit(
        as_input(images),
        labels,
        batch_size=batch_size,
        epochs=num_epochs,
        validation_data=validation and (as_input(validation.images), validation.labels),
        verbose=0,
        callbacks=[StopOnNaN(), *([_Teller(say, num_epochs)] if say else []), *callbacks],
    )
    # A compiled network carries its optimizer's memory, twice its own size, into every file.
    trained = build_lesson_cnn()
    trained.set_weights(model.get_weights())
    if path is not None:
        save_weights(trained, path)
    return Lesson(trained, record.history)


class StopOnNaN(keras.callbacks.Callback):
    """Stop a training whose loss is no longer a number, and say what to do."""

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        """Raise TrainingError after the first batch whose loss is NaN or infinite."""
        if not np.isfinite((logs or {}).get("loss", 0.0)):
            raise TrainingError(
                f"The loss became NaN at batch {batch + 1}: the steps were too large, or the "
                "images hold numbers outside 0..1. Lower the learning rate and train again. "
                "The saved network is unchanged."
            )


class _Teller(keras.callbacks.Callback):
    """Tell one line about every epoch."""

    def __init__(self, say: Callable[[str], None], num_epochs: int):
        super().__init__()
        self.say, self.num_epochs = say, num_epochs

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        """Tell the epoch's loss and accuracies."""
        line = f"Epoch {epoch + 1}/{self.num_epochs}: loss {logs['loss']:.3f}"
        line += f", training accuracy {logs['accuracy']:.1%}"
        if "val_accuracy" in logs:
            line += f", validation accuracy {logs['val_accuracy']:.1%}"
        self.say(line)
