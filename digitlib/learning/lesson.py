"""The training of notebook 02: a small network, one cycle of the learning rate, three epochs."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from digitlib.errors import TrainingError
from digitlib.learning.lesson_data import NUM_EPOCHS, Labelled
from digitlib.network.keras_cnn import as_input, build_lesson_cnn, keras, tensorflow

# Chosen on validation data, as the number of epochs was.
BATCH_SIZE = 256
PEAK_LEARNING_RATE = 1e-2


class Lesson(NamedTuple):
    """A finished training: the network, and its record, name -> one value an epoch."""

    model: keras.Model
    history: dict[str, list[float]]


def make_deterministic(seed: int) -> None:
    """Seed Python, NumPy and Keras, and have TensorFlow sum in a fixed order."""
    keras.utils.set_random_seed(seed)
    tensorflow.config.experimental.enable_op_determinism()


def one_cycle(num_steps: int, peak: float) -> keras.optimizers.schedules.LearningRateSchedule:
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


def train_lesson(
    images: np.ndarray,
    labels: np.ndarray,
    validation: Labelled | None = None,
    *,
    seed: int = 0,
    num_epochs: int = NUM_EPOCHS,
    batch_size: int = BATCH_SIZE,
    peak_learning_rate: float = PEAK_LEARNING_RATE,
    callbacks: Sequence[keras.callbacks.Callback] = (),
    say: Callable[[str], None] | None = None,
) -> Lesson:
    """Train the lesson's network on images uint8 (n, 28, 28) and labels (n,).

    The same seed on the same machine gives the same weights, bit for bit. `say` is told one line
    an epoch. Nothing is saved; see `digitlib.network.keras_cnn.save_network`. Raises
    TrainingError if the loss is no longer a number.
    """
    make_deterministic(seed)
    model = build_lesson_cnn()
    num_steps = -(-len(images) // batch_size) * num_epochs
    model.compile(
        optimizer=keras.optimizers.Adam(one_cycle(num_steps, peak_learning_rate)),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    record = model.fit(
        as_input(images),
        labels,
        batch_size=batch_size,
        epochs=num_epochs,
        validation_data=validation and (as_input(validation.images), validation.labels),
        verbose=0,
        callbacks=[StopOnNaN(), *([_line_an_epoch(say)] if say else []), *callbacks],
    )
    # A compiled network carries its optimizer's memory, twice its own size, into every file.
    trained = build_lesson_cnn()
    trained.set_weights(model.get_weights())
    return Lesson(trained, record.history)


def _line_an_epoch(say: Callable[[str], None]) -> keras.callbacks.Callback:
    """Return a callback that tells the loss and the accuracy after every epoch."""

    def tell(epoch: int, logs: dict) -> None:
        line = f"Epoch {epoch + 1}: loss {logs['loss']:.3f}, accuracy {logs['accuracy']:.2%}"
        say(line + (f", validation {logs['val_accuracy']:.2%}" if "val_accuracy" in logs else ""))

    return keras.callbacks.LambdaCallback(on_epoch_end=tell)


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
