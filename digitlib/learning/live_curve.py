"""Watch a training while it runs: a loss curve that grows, or a line an epoch in a terminal."""

import io
import sys
import time
from collections.abc import Callable

import numpy as np

from digitlib.network.keras_cnn import keras


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
            self._update_figure(seconds_left=None)
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
            self._update_figure(self._seconds_left(now))
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
            self._update_figure(seconds_left=None)
            for artist in self._canvas.moving:
                artist.set_animated(False)
            self.show(self._figure)

    def _update_figure(self, seconds_left: float | None) -> None:
        steps = self.params["steps"]
        self._figure = self.draw(
            self.losses,
            steps * self.params["epochs"],
            steps,
            val_accuracies=self._accuracies,
            seconds_left=seconds_left,
            figure=self._figure,
        )

    def _seconds_left(self, now: float) -> float | None:
        """Return the time that the steps to come will take; None after the first."""
        done, num_steps = len(self.losses), self.params["steps"] * self.params["epochs"]
        return (now - self._first) / (done - 1) * (num_steps - done) if done > 1 else None


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
