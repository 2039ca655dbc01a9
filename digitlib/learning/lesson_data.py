"""What the lessons need besides a network: the validation split, and records of trainings."""

import os
from typing import NamedTuple

import numpy as np

from digitlib.files import models_folder, read_npz

NUM_SEEDS, NUM_EPOCHS, NUM_LONG_EPOCHS = 5, 3, 10


class Labelled(NamedTuple):
    """Images uint8 (n, 28, 28) and their labels, integers (n,)."""

    images: np.ndarray
    labels: np.ndarray


class Seeds(NamedTuple):
    """Five trainings of the lesson's network on MNIST, recorded by `python -m training lesson`.

    Accuracies, 0 to 1, are (seeds, epochs): of the lesson's own training, and of a longer one
    whose learning rate stays high. `predictions` (seeds, 10000) are the lesson's answers to the
    test digits after its last epoch, and `labels` (10000,) the labels of those.
    """

    lesson_validation: np.ndarray
    lesson_test: np.ndarray
    long_validation: np.ndarray
    long_test: np.ndarray
    predictions: np.ndarray
    labels: np.ndarray


class Ingredients(NamedTuple):
    """Trainings with one ingredient more each, recorded by `python -m training ingredients`.

    `names` (recipes,) are the recipes. Answers are (recipes, seeds, digits): to the pen digits of
    ten people who judge, framed, whose `labels` and `writers` are (digits,); and to MNIST's
    validation digits as they are, on darkened paper, and turned, whose labels are `mnist_labels`.
    """

    names: np.ndarray
    judged: np.ndarray
    labels: np.ndarray
    writers: np.ndarray
    mnist: np.ndarray
    brightness: np.ndarray
    rotate: np.ndarray
    mnist_labels: np.ndarray


def split_validation(
    images: np.ndarray, labels: np.ndarray, share: float = 1 / 12, seed: int = 0
) -> tuple[Labelled, Labelled]:
    """Split off a share (0 to 1) of shuffled digits; return (for training, for validation).

    Raises ValueError if either part would be empty.
    """
    order = np.random.default_rng(seed).permutation(len(images))
    number = round(share * len(images))
    if not 0 < number < len(images):
        raise ValueError(f"A share of {share} of {len(images)} digits leaves one part empty.")
    aside, rest = order[:number], order[number:]
    return Labelled(images[rest], labels[rest]), Labelled(images[aside], labels[aside])


def load_seeds(path: str | os.PathLike | None = None) -> Seeds:
    """Read the record of five seeds; `models/lesson_seeds.npz` by default.

    Raises DataError if the file is missing or damaged.
    """
    lesson, long = ("float64", (NUM_SEEDS, NUM_EPOCHS)), ("float64", (NUM_SEEDS, NUM_LONG_EPOCHS))
    answers = ("uint8", (NUM_SEEDS, 10_000)), ("uint8", (10_000,))
    expected = dict(zip(Seeds._fields, (lesson, lesson, long, long, *answers), strict=True))
    return Seeds(**read_npz(path or models_folder() / "lesson_seeds.npz", expected))


def load_ingredients(path: str | os.PathLike | None = None) -> Ingredients:
    """Read the record of the ingredients; `models/ingredients.npz` by default.

    Raises DataError if the file is missing or damaged.
    """
    kinds = dict.fromkeys(Ingredients._fields, ("uint8", (None, None, None)))
    kinds |= dict.fromkeys(("labels", "writers", "mnist_labels"), ("uint8", (None,)))
    kinds["names"] = ("U", (None,))
    return Ingredients(**read_npz(path or models_folder() / "ingredients.npz", kinds))
