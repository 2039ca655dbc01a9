"""The training of notebook 02, and how to watch it: a loss curve that grows, or a line an epoch.

A small network, one cycle of the learning rate, three epochs.
"""

import io
import sys
import time
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
    vary: keras.layers.Layer | None = None,
    callbacks: Sequence[keras.callbacks.Callback] = (),
    say: Callable[[str], None] | None = None,
) -> Lesson:
    """Train the lesson's network on images uint8 (n, 28, 28) and labels (n,).

    The same seed on the same machine gives the same weights, bit for bit. `vary` is a layer that
    changes the images while training, an `Augmentation`. `say` is told one line an epoch. Nothing
    is saved; see `digitlib.network.keras_cnn.save_network`. Raises TrainingError if the loss is no
    longer a number.
    """
    make_deterministic(seed)
    network = build_lesson_cnn()
    model = keras.Sequential([vary, network]) if vary else network
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
    trained.set_weights(network.get_weights())
    return Lesson(trained, record.history)


def _line_an_epoch(say: Callable[[str], None]) -> keras.callbacks.Callback:
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


class LiveCurve(keras.callbacks.Callback):
    """Draw the loss of every batch while Keras trains; pass it to `fit` in `callbacks`.

    `draw` returns a Matplotlib Figure of the losses so far, or brings an earlier one up to date;
    it is called as `digitlib.plots.loss_curve` is. In a notebook the picture is replaced in place
    twice a second, for under a twentieth of the time. Elsewhere nothing is drawn, and a line is
    printed after each epoch. `show` takes what is to be shown (for tests).
    """

    def __init__(self, draw: Callable, show: Callable | None = None, pause: float = 0.4):
        """Draw again after `pause` seconds at the earliest."""
        super().__init__()
        self.draw, self.pause, self._given_show = draw, pause, show

    def on_train_begin(self, logs: dict | None = None) -> None:
        """Start an empty curve, and draw what stays the same."""
        self.show = self._given_show or _notebook_display()
        self.losses: list[float] = []
        self._accuracies: list[float] = []
        self._due, self._figure = 0.0, None
        if self.show is not None:
            self._update_figure()
            self._canvas = _Canvas(self._figure)

    def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
        """Keras begins a new mean in every epoch."""
        self._mean = 0.0

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        """Add the batch's loss, and draw if it is time."""
        # Keras tells the mean since the epoch began; the batch's own loss is what moved it.
        mean = logs["loss"]
        self.losses.append((batch + 1) * mean - batch * self._mean)
        self._mean = mean
        now = time.monotonic()
        if len(self.losses) == 1:
            self._first = now  # the first batch takes seconds, in which TensorFlow gets ready
        if self.show is not None and now >= self._due:
            steps_to_come = self.params["steps"] * self.params["epochs"] - len(self.losses)
            pace = (now - self._first) / (len(self.losses) - 1) if self.losses[1:] else None
            self._update_figure(pace and pace * steps_to_come)
            self.show(self._canvas.picture())
            shown = time.monotonic()
            self._due = shown + max(self.pause, 19 * (shown - now))

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        """Keep the validation accuracy, or print a line where no figure can be shown."""
        if "val_accuracy" in logs:
            self._accuracies.append(logs["val_accuracy"])
        if self.show is None:
            told = ", ".join(f"{name} {value:.4f}" for name, value in logs.items())
            print(f"Epoch {epoch + 1} of {self.params['epochs']}: {told}", file=sys.stderr)

    def on_train_end(self, logs: dict | None = None) -> None:
        """Leave the whole curve as a figure like any other."""
        if self.show is not None:
            self._update_figure()
            for artist in self._canvas.moving:
                artist.set_animated(False)
            self.show(self._figure)

    def _update_figure(self, seconds_left: float | None = None) -> None:
        steps_per_epoch = self.params["steps"]
        self._figure = self.draw(
            self.losses,
            steps_per_epoch * self.params["epochs"],
            steps_per_epoch,
            val_accuracies=self._accuracies,
            seconds_left=seconds_left,
            figure=self._figure,
        )


class _Canvas:
    """A figure that is drawn often: its axes once, only lines and words each time.

    That takes a tenth of the time of a figure drawn anew.
    """

    def __init__(self, figure):
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        self.figure, self.canvas = figure, FigureCanvasAgg(figure)
        moving = [artist for axes in figure.axes for artist in (*axes.lines, *axes.texts)]
        self.moving = sorted([*moving, *figure.texts], key=lambda artist: artist.zorder)
        for artist in self.moving:
            artist.set_animated(True)
        self.canvas.draw()
        self.background = self.canvas.copy_from_bbox(figure.bbox)

    def picture(self):
        """Return the figure as it is now, an IPython Image."""
        from IPython.display import Image
        from PIL.Image import fromarray

        self.canvas.restore_region(self.background)
        for artist in self.moving:
            self.figure.draw_artist(artist)
        stream = io.BytesIO()
        rgb = np.asarray(self.canvas.buffer_rgba())[..., :3]
        fromarray(rgb).save(stream, "PNG", compress_level=1)
        return Image(stream.getvalue(), format="png", alt=getattr(self.figure, "alt", None))


def _notebook_display() -> Callable | None:
    """Return a function that shows something and then replaces it; None outside a notebook."""
    if not type(sys.stdout).__module__.startswith("ipykernel"):
        return None
    from IPython.display import display

    handles = []

    def show(what) -> None:
        if handles:
            handles[0].update(what)
        else:
            handles.append(display(what, display_id=True))

    return show
