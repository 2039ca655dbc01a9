"""Watch a training while it runs: a loss curve that grows, or a line an epoch in a terminal."""

import sys
import time
from collections.abc import Callable

from matplotlib.figure import Figure

from digitlib.network.quiet import quiet_tensorflow
from digitlib.plots.learning import loss_curve

_, keras = quiet_tensorflow()


class LiveCurve(keras.callbacks.Callback):
    """Draw the loss of every batch while Keras trains; pass it to `fit` in `callbacks`.

    `show` is given a Figure each time; by default the figure is replaced in place in a notebook
    and left out elsewhere. Drawing takes at most a twentieth of the time.
    """

    def __init__(self, show: Callable[[Figure], None] | None = None, pause: float = 1.0):
        """Draw again after `pause` seconds at the earliest."""
        super().__init__()
        self.show = show or _notebook_display()
        self.pause = pause
        self.losses: list[float] = []

    def on_train_begin(self, logs: dict | None = None) -> None:
        """Start an empty curve."""
        self.losses, self._due = [], 0.0

    def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
        """Keras begins a new mean in every epoch."""
        self._mean, self._epoch = 0.0, epoch

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        """Add the batch's loss, and draw if it is time."""
        # Keras tells the mean since the epoch began; the batch's own loss is what moved it.
        mean = logs["loss"]
        self.losses.append((batch + 1) * mean - batch * self._mean)
        self._mean = mean
        if time.monotonic() >= self._due:
            self._draw()

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        """Draw the curve as it stands, or print a line where no figure can be shown."""
        if self.show is None:
            told = ", ".join(f"{name} {value:.4f}" for name, value in logs.items())
            print(f"Epoch {epoch + 1} of {self.params['epochs']}: {told}", file=sys.stderr)
        else:
            self._draw()

    def _draw(self) -> None:
        if self.show is None:
            return
        start = time.monotonic()
        steps_per_epoch = self.params["steps"]
        num_steps = steps_per_epoch * self.params["epochs"]
        self.show(loss_curve(self.losses, num_steps, steps_per_epoch))
        cost = time.monotonic() - start
        self._due = time.monotonic() + max(self.pause, 19 * cost)


def _notebook_display() -> Callable[[Figure], None] | None:
    """Return a function that shows a figure and then replaces it; None outside a notebook."""
    if not type(sys.stdout).__module__.startswith("ipykernel"):
        return None
    from IPython.display import display

    handle = None

    def show(figure: Figure) -> None:
        nonlocal handle
        if handle is None:
            handle = display(figure, display_id=True)
        else:
            handle.update(figure)

    return show
