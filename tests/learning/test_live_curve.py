"""The live curve: every batch's loss, pictures from the first batch on, and little time for it."""

import io

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from digitlib.learning import lesson
from digitlib.learning.lesson import LiveCurve

LOSSES = [[2.0, 1.0, 0.6], [0.5, 0.4, 0.1]]


def draw(losses, num_steps, steps_per_epoch, val_accuracies=(), seconds_left=None, figure=None):
    """Draw a curve and two texts, as `plots.loss_curve` does."""
    if figure is None:
        figure = Figure(figsize=(3, 2))
        axes = figure.subplots()
        axes.plot([])
        axes.text(0.5, 0.5, "")
        axes.set(xlim=(0, num_steps), ylim=(0, 3))
    figure.axes[0].lines[0].set_data(np.arange(len(losses)), losses)
    figure.axes[0].texts[0].set_text(" ".join(f"{value:.0%}" for value in val_accuracies))
    figure.suptitle(f"{len(losses)} of {num_steps}, {seconds_left} s left")
    return figure


def train(live):
    """Call the callback as Keras does, for two epochs of three batches."""
    live.set_params({"steps": 3, "epochs": 2})
    live.on_train_begin()
    for epoch, batches in enumerate(LOSSES):
        live.on_epoch_begin(epoch)
        for batch in range(3):
            live.on_train_batch_end(batch, {"loss": np.mean(batches[: batch + 1])})
        live.on_epoch_end(epoch, {"loss": 1.5, "val_accuracy": 0.5 + epoch / 4})
    live.on_train_end()


def pixels(picture) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(picture.data)).convert("RGB")).astype(int)


def test_each_picture_is_the_whole_figure_as_matplotlib_draws_it(monkeypatch):
    monkeypatch.setattr(lesson.time, "monotonic", lambda: 7.0)
    shown, losses = [], np.ravel(LOSSES)
    live = LiveCurve(draw, show=shown.append, pause=0)
    train(live)
    # Keras tells the mean of an epoch so far; the curve must show the batches.
    assert np.allclose(live.losses, losses)
    assert len(shown) == 7, "one for each batch, from the first on, and the figure"
    for number, picture in enumerate(shown[:-1], start=1):
        accuracies, left = (0.5,) * (number > 3), None if number == 1 else 0.0
        canvas = FigureCanvasAgg(draw(losses[:number], 6, 3, accuracies, left))
        canvas.draw()
        expected = np.asarray(canvas.buffer_rgba())[..., :3].astype(int)
        assert np.abs(pixels(picture) - expected).mean() < 0.5
    assert shown[-1].axes[0].texts[0].get_text() == "50% 75%"
    FigureCanvasAgg(shown[-1]).draw()
    whole = np.asarray(shown[-1].canvas.buffer_rgba())[..., :3]
    assert np.abs(whole - expected).mean() < 5, "the figure is drawn whole again"


def test_the_time_left_is_counted_from_the_first_batch(monkeypatch):
    clock = iter([100.0, 100.0, 104.0, 104.0, 107.0, 107.0, *[110.0] * 6])
    monkeypatch.setattr(lesson.time, "monotonic", lambda: next(clock))
    lefts = []

    def remember(*arguments, seconds_left, **options):
        lefts.append(seconds_left)
        return draw(*arguments, seconds_left=seconds_left, **options)

    train(LiveCurve(remember, show=lambda what: None, pause=0))
    assert lefts[:4] == [None, None, 16.0, 10.5]  # nothing known; then 4 s and 3.5 s a batch


def test_slow_drawing_takes_a_twentieth_of_the_time(monkeypatch):
    clock, shown = [0.0], []
    monkeypatch.setattr(lesson.time, "monotonic", lambda: clock[0])

    def slow(what):
        shown.append(clock[0])
        clock[0] += 1

    live = LiveCurve(draw, show=slow)
    live.set_params({"steps": 100, "epochs": 1})
    live.on_train_begin()
    live.on_epoch_begin(0)
    for batch in range(100):
        live.on_train_batch_end(batch, {"loss": 1.0})
        clock[0] += 1
    assert len(shown) == pytest.approx(clock[0] / 20, abs=1)


def test_a_line_is_printed_where_no_figure_can_be_shown(capsys):
    train(LiveCurve(draw))
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "Epoch 1 of 2: loss 1.5000, val_accuracy 0.5000"
    assert len(lines) == 2
