"""What the model card and the README say of the network of notebook 02, the lesson's."""

from pathlib import Path

import numpy as np

from digitlib.learning.lesson_data import NUM_EPOCHS, load_seeds
from digitlib.network.numpy_cnn import read_network
from training.results import Spread

LESSON_FILES = ("lesson_cnn.npz", "lesson_cnn.weights.h5", "lesson_seeds.npz")


def lesson_row(folder: Path) -> str:
    """Return the lesson's row for the table of results: seed 0, which ships, and all seeds."""
    shipped, over_seeds = lesson_accuracy(folder)
    text = "For comparison: the network of notebook 02, MNIST test set"
    return f"| {text} | {shipped:.2%} | {over_seeds} |"


def lesson_accuracy(folder: Path) -> tuple[float, Spread]:
    """Return the share of MNIST's test set that is read right: with seed 0, and over all seeds.

    Raises DataError if `lesson_seeds.npz` is missing from the folder, or damaged.
    """
    last = load_seeds(folder / "lesson_seeds.npz").lesson_test[:, -1]
    return float(last[0]), Spread(float(last.mean()), float(last.std(ddof=1)))


def describe_lesson(folder: Path) -> str:
    """Return the section on the files that lie beside the shipped network.

    Raises DataError or ModelError if a file of the lesson is missing or damaged.
    """
    shipped, over_seeds = lesson_accuracy(folder)
    num_seeds = len(load_seeds(folder / "lesson_seeds.npz").lesson_test)
    return (
        "## The other files here\n\n"
        "- `lesson_cnn.npz` and `lesson_cnn.weights.h5`: the network of notebook 02, so that "
        "the other notebooks run before you have trained your own. It has "
        f"{num_parameters(folder):,} "
        "parameters (batch normalisation folded into the convolutions) and 10 outputs: it never "
        "says “not a digit”. The recipe is the notebook's, `train_lesson` in "
        f"`digitlib/learning/lesson.py`: MNIST's training part alone, {NUM_EPOCHS} epochs. "
        "This copy has seed 0 and reads "
        f"{shipped:.2%} of MNIST's test set; {num_seeds} seeds read {over_seeds} (mean ± "
        "deviation).\n"
        f"- `lesson_seeds.npz`: what those {num_seeds} trainings, and {num_seeds} longer ones, "
        "read after each epoch; notebook 03 is built on it.\n"
        "- `digit_cnn.json`: every result of the trainings that this card is about.\n\n"
        "`training/lesson_seeds.py` makes the lesson's files, `training/five_seeds.py` the "
        "others. The files that you train yourself begin with `my_` and are not part of the course."
    )


def num_parameters(folder: Path) -> int:
    """Count the weights and biases of the lesson's network as it is kept for NumPy."""
    layers = read_network(folder / "lesson_cnn.npz").layers
    return int(sum(np.size(layer.weights) + np.size(layer.bias) for layer in layers))
