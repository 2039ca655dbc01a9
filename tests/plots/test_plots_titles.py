"""Every figure of the course has a title of its own, in one style, and says what its axes hold."""

import inspect

import numpy as np
import pytest
from matplotlib.figure import Figure

from digitlib import plots
from digitlib.data.examples import example_strokes
from digitlib.evaluation.metrics import Interval, reliability
from digitlib.network.predictor import Prediction

RNG = np.random.default_rng(0)
IMAGES = RNG.integers(0, 256, (40, 28, 28)).astype(np.uint8)
LABELS = np.arange(40) % 10
SHARES = np.full(10, 0.1)
PREDICTION = Prediction(3, SHARES, IMAGES[0])
INTERVAL, SCORE = Interval(0.4, 0.6), (0.5, 0.4, 0.6)
POINTS = RNG.normal(size=(40, 2))
HISTORY = {"loss": [1, 0.5], "val_loss": [1, 0.6], "accuracy": [0.5, 0.7]}

FIGURES = {
    "convolution_sum": (IMAGES[0] / 255, np.eye(3), 2, 3),
    "descents": (np.square, {0.1: [1.0, 0.8]}),
    "filters_and_maps": (
        IMAGES[0],
        {"before": (RNG.normal(size=(5, 5, 3)), RNG.normal(size=(24, 24, 3)))},
    ),
    "network_flow": (IMAGES[0], [("convolution 1", RNG.random((8, 8, 5)))], SHARES),
    "wrong_by_network": ({"a": [40, 50]}, 1000, {"a": (0.03, 0.06)}, "Two networks"),
    "accuracy_after_shift": ([0, 1], {"a": [0.9, 0.5]}),
    "accuracy_bars": ({"a": 0.5},),
    "accuracy_by_digit": ({name: dict.fromkeys(range(10), SCORE) for name in "ab"},),
    "canvas_variants": ({"paper": IMAGES[:2], "framed": IMAGES[:2]}, "ab"),
    "class_counts": (LABELS, LABELS),
    "confusion_matrix": (np.arange(100).reshape(10, 10),),
    "distance_after_shift": ([0, 1], RNG.random((2, 9)), {"far": 2.0}),
    "embeddings": ({"one": POINTS, "two": POINTS}, LABELS),
    "error_gallery": (IMAGES[:2], [1, 2], [3, 4], [0.9, 0.8], "The worst errors"),
    "feature_maps": (IMAGES[0], RNG.random((8, 8, 10))),
    "filter_response": (IMAGES[0], [np.eye(5)], [RNG.normal(size=(24, 24))], ["edges"]),
    "filters": (RNG.normal(size=(5, 5, 10)),),
    "flattery": ({"last epoch": 0.98, "best on the test part": 0.99},),
    "framing_measured": (np.full(40, 20), np.full(40, 12), POINTS + 14, POINTS + 14),
    "framing_steps": ({"paper": IMAGES[0], "frame": IMAGES[1]}, (14, 14)),
    "intervals": ({"few": (0.5, INTERVAL)},),
    "learning_curves": (HISTORY | {"val_accuracy": [0.5, 0.6]},),
    "learning_rate": ([0.1, 0.2], 1),
    "loss_curve": ([2.3, 1.1], 2, 1),
    "look_alikes": ([(IMAGES[0], IMAGES[1], "a pair")],),
    "lucky_epochs": (RNG.random((2, 3)),),
    "mean_digits": (IMAGES[:10], IMAGES[:10]),
    "mistakes": ({"a": 0.1},),
    "nearest_pictures": (IMAGES[:2], [1, 2], [3, 4], IMAGES[:4].reshape(2, 2, 28, 28), np.eye(2)),
    "neighbour_classes": (np.full((10, 10), 0.1),),
    "overfit_curve": ([1, 0.1], [0.5, 1.0]),
    "paper_use": (np.array([[2.0, 2, 9, 9]]),),
    "parameter_bars": ({"a": 600},),
    "pen_and_ink": (LABELS + 1.0, LABELS + 2.0, LABELS, IMAGES[:3]),
    "pixel_table": (IMAGES[0], 3, 3),
    "pooling": (RNG.random((6, 6)), RNG.random((2, 2)), 3),
    "probabilities_before_and_after": (IMAGES[0], SHARES, SHARES),
    "reading": (PREDICTION, IMAGES[0]),
    "readings": ({"one": IMAGES[:2]}, {"one": [1, 2]}, [1, 2]),
    "reliability_diagram": (reliability(np.array([[0.9, 0.1]]), np.array([0])),),
    "seed_spread": ([0.98, 0.99], INTERVAL),
    "shifted_example": ({"here": IMAGES[0], "there": IMAGES[1]},),
    "show_images": (IMAGES[:2], None, 2, 0.75, "Two digits"),
    "slider_sweeps": (
        {name: ([0, 1], {"squeezed": SHARES[:2], "framed": SHARES[:2]}) for name in "ab"},
        7,
    ),
    "squeezed_and_framed": (example_strokes(2), PREDICTION, PREDICTION),
    "strokes_and_ink": (example_strokes(2), IMAGES[0]),
    "temperatures": ([0.5, 1.0], [0.3, 0.2], 1.0),
    "thumbnail_map": (POINTS, IMAGES, LABELS),
    "variant_scores": (
        {name: {way: {"small": SCORE} for way in ("squeezed", "framed")} for name in "ab"},
    ),
    "weight_templates": (RNG.normal(size=(10, 28, 28)),),
    "writer_scores": ({"a, framed": ("framed", SCORE, [0.4])},),
    "writing_styles": ({4: (IMAGES[:2], SHARES[:2])},),
    "wrong_labels": (IMAGES[:2], [1, 2], [3, 4], [947, 1621]),
}


def functions_that_draw() -> set[str]:
    """Return the names of the functions of `plots` that return a Figure."""
    functions = {name: getattr(plots, name) for name in plots.__all__}
    return {
        name
        for name, function in functions.items()
        if callable(function) and inspect.signature(function).return_annotation is Figure
    }


def test_every_figure_of_the_course_is_looked_at_here():
    assert functions_that_draw() == set(FIGURES)


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_has_a_title_of_its_own(name):
    figure = getattr(plots, name)(*FIGURES[name])
    assert len(figure.get_suptitle()) >= len("Two digits")
