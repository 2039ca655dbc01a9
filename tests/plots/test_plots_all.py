"""Every figure of the course has a title, named axes, and an alt text that says what one sees."""

import inspect

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from digitlib import plots
from digitlib.data import example_strokes
from digitlib.evaluation import Interval, reliability
from digitlib.network.predictor import Prediction

RNG = np.random.default_rng(0)
IMAGES = RNG.integers(0, 256, (40, 28, 28)).astype(np.uint8)
LABELS = np.arange(40) % 10
SHARES = np.full(10, 0.1)
PREDICTION = Prediction(3, SHARES, IMAGES[0])
INTERVAL, SCORE = Interval(0.4, 0.6), (0.5, 0.4, 0.6)
SHARE = plots.Share([0.1, 0.2], INTERVAL, INTERVAL)
POINTS = RNG.normal(size=(40, 2))
HISTORY = {"loss": [1, 0.5], "val_loss": [1, 0.6], "accuracy": [0.5, 0.7]}

MAP = plots.DigitMap(POINTS, RNG.normal(size=(40, 9)), IMAGES, LABELS)

FIGURES = {
    "covered": (IMAGES[0], RNG.random((22, 22, 10)), (7, 1), {"on the flag": IMAGES[0] // 2}),
    "one_number": (RNG.random((8, 8, 4)), RNG.normal(size=(3, 3, 4)), 0.5, 1, 2, "Taken apart"),
    "path_on_map": (MAP, POINTS[:3], [1, 1, 7], "A 1 travels"),
    "probe_scores": ({"pixels": SCORE, "layer 1": SCORE}, {"layer 1": [0.4, 0.5]}),
    "strength_and_damage": ({"a": np.arange(1, 4), "b": np.ones(3)}, np.arange(3), 1, 50),
    "convolution_sum": (IMAGES[0] / 255, np.eye(3), 2, 3),
    "descents": (np.square, {0.1: [1.0, 0.8]}),
    "filters_and_maps": (IMAGES[0], {"a": (RNG.random((5, 5, 3)), RNG.random((24, 24, 3)))}),
    "network_flow": (IMAGES[0], [("convolution 1", RNG.random((8, 8, 5)))], SHARES),
    "accuracy_after_shift": ([0, 1], {"a": [0.9, 0.5]}),
    "accuracy_bars": ({"a": 0.5},),
    "compare_shares": (
        {"a": {"x": SCORE}, "b": {"x": SCORE}},
        "Two shares",
        "share (%)",
        {"x": "?"},
    ),
    "cost_curves": (SHARES, {"letter": SHARES + 1}, {"letter": (0.1, 1.1)}),
    "risk_coverage": ({"a": [SHARES] * 4}, {"strict": {"a": (0.1, 0.1)}}, 0.002),
    "roc_curves": ({"a": (SHARES, SHARES)}, 0.05),
    "curve_panels": ({"size": ([0, 1], {"a": [0, 1]})}, "Two panels", "read right (%)"),
    "small_changes": ({"noise": IMAGES[:3] / 255}, ["a 2", "a 3"], "A small change"),
    "worse_pictures": ({"fog": IMAGES[0]}, {"one": ["2"], "two": ["3"]}, "A foggy digit"),
    "class_counts": (LABELS, LABELS),
    "confusion_matrix": (np.arange(100).reshape(10, 10),),
    "drift": ({"ink (%)": {"quiet": SHARES, "others": SHARES}}, {"ink (%)": (0, 1)}, 5),
    "engines": (["a", "b"], {"size (kB)": [1, 2], "times NumPy": [1, 30]}, "Two engines"),
    "moved_margins": (SHARES, SHARES - 0.2, SHARES > 0),
    "repeats": ({"one": [1, 2], "two": [2, 2]}, "Measured twice", "digits a second"),
    "search_trials": (
        {"learning rate": SHARES, "lucky number": SHARES},
        SHARES,
        {"learning rate": 0.9, "lucky number": 0.1},
    ),
    "error_gallery": (IMAGES[:2], [1, 2], [3, 4], [0.9, 0.8], "The worst errors"),
    "filter_response": (IMAGES[0], [np.eye(5)], [RNG.normal(size=(24, 24))], ["edges"]),
    "framing_measured": (np.full(40, 20), np.full(40, 12), POINTS + 14, POINTS + 14),
    "gallery": (IMAGES[:2], "Two digits", 2),
    "framing_steps": ({"paper": IMAGES[0], "frame": IMAGES[1]}, (14, 14)),
    "intervals": ({"few": (0.5, INTERVAL)},),
    "learning_curves": (HISTORY | {"val_accuracy": [0.5, 0.6]},),
    "loss_curve": ([2.3, 1.1], 2, 1),
    "look_alikes": ([(IMAGES[0], IMAGES[1], "a pair")],),
    "luck_lab": (RNG.random(20), {1: RNG.random(9), 10: RNG.random(9)}, 0.9),
    "mean_digits": (IMAGES[:10], IMAGES[:10]),
    "misread_by_person": ({"a": [0.1, 0.2], "b": [0.2, 0.0]}, [28, 3], "Two people"),
    "misread_table": (np.arange(20).reshape(2, 10), [28, 3], "Two people"),
    "morph_moment": (IMAGES[0], {"a": SHARES, "b": SHARES}),
    "morphs": ({"1": (np.linspace(0, 1, 40), IMAGES, {"a": RNG.random((40, 10))})}, {"1": 0.5}),
    "neighbour_classes": (np.full((10, 10), 0.1),),
    "parameter_bars": ({"a": 600},),
    "page_reading": (IMAGES[0], [(1, 1, 9, 9), (9, 9, 20, 20)], [PREDICTION, PREDICTION]),
    "people_scores": ([28, 3], IMAGES.reshape(2, 20, 28, 28), [SCORE, SCORE]),
    "pixel_table": (IMAGES[0], 3, 3),
    "pooling": (RNG.random((6, 6)), RNG.random((2, 2)), 3),
    "reading": (PREDICTION, IMAGES[0]),
    "readings": ({"one": IMAGES[:2]}, {"one": [1, 2]}, [1, 2]),
    "reliability_diagram": (reliability(np.array([[0.9, 0.1]]), np.array([0])),),
    "seed_spread": ([0.98, 0.99], INTERVAL),
    "shares": ({"a": {"one": SHARE}}, "Two shares", "misread (%)"),
    "show_images": (IMAGES[:2], None, 2, 0.75, "Two digits"),
    "squeezed_and_framed": (example_strokes(2), PREDICTION, PREDICTION),
    "sudoku_repaired": (np.eye(9, dtype=int), np.ones((9, 9), int), "A repaired Sudoku"),
    "thumbnail_map": (POINTS, IMAGES, LABELS),
    "weight_templates": (RNG.normal(size=(10, 28, 28)),),
    "wrong_labels": (IMAGES[:2], [1, 2], [3, 4], [947, 1621]),
}


def test_every_figure_of_the_course_is_looked_at_here():
    functions = {name: value for name, value in vars(plots).items() if inspect.isfunction(value)}
    figures = {n for n, f in functions.items() if inspect.signature(f).return_annotation is Figure}
    assert figures == set(FIGURES)


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_says_what_it_shows(name):
    figure = getattr(plots, name)(*FIGURES[name])
    title = figure.get_suptitle()
    assert len(title) >= len("Two digits")
    assert figure.alt_text.startswith(title)
    assert len(figure.alt) >= 20
    assert figure.alt == " ".join(figure.alt.split())
    for direction in ("x", "y"):
        axes = [getattr(panel, f"{direction}axis") for panel in figure.axes if panel.get_visible()]
        measures = [
            len(axis.get_ticklocs()) and not isinstance(axis.get_major_formatter(), FuncFormatter)
            for axis in axes
        ]
        assert not any(measures) or any(axis.get_label_text() for axis in axes)
