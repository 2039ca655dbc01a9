"""Train what notebook 02 compares its network with: the same training, one thing changed.

    python benchmarks/lesson_controls.py [--seeds 3] [--path models/lesson_controls.json]

Every network gets the lesson's digits, batches, epochs and learning rates. Each seed sets the
starting weights and the order of the digits. Two networks are also trained on digits whose
pixels were shuffled, all in the same way: they hold the same ink, but no neighbourhoods. The
network without convolutions is tried with two more learning rates, because the lesson's was
chosen for the lesson's network. The answers are counted on the validation part; the test part
is not read. Writes the number of digits that each network reads wrong, and for some of them the
number after a shift to the right, counted on the slim digits, which lose no ink on the way.
About ten minutes on 2 cores.
"""

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

import digitlib
from digitlib.files import atomic_path, models_folder
from digitlib.learning.lesson import (
    BATCH_SIZE,
    NUM_EPOCHS,
    PEAK_LEARNING_RATE,
    keras,
    make_deterministic,
    one_cycle,
)
from digitlib.learning.lesson_data import Labelled, split_validation
from digitlib.network.keras_cnn import as_input, build_lesson_cnn

layers = keras.layers
MAX_SHIFT = 6  # pixels
HIDDEN_SIZE = 87  # gives the network without convolutions about as many parameters


def build_strided() -> "keras.Model":
    """Build the lesson's network with strides in place of max pooling: the same shapes."""
    network = keras.Sequential([keras.Input((28, 28, 1))])
    for filters, size, stride in ((16, 5, 3), (64, 3, 2), (128, 3, 1)):
        network.add(layers.Conv2D(filters, size, stride, use_bias=False))
        network.add(layers.BatchNormalization(momentum=0.9, gamma_constraint="non_neg"))
        network.add(layers.ReLU())
    network.add(layers.Flatten())
    network.add(layers.Dense(10))
    return network


def build_dense() -> "keras.Model":
    """Build a network without convolutions: as many layers, and the same kinds between them."""
    network = keras.Sequential([keras.Input((28, 28, 1)), layers.Flatten()])
    for _ in range(3):
        network.add(layers.Dense(HIDDEN_SIZE, use_bias=False))
        network.add(layers.BatchNormalization(momentum=0.9, gamma_constraint="non_neg"))
        network.add(layers.ReLU())
    network.add(layers.Dense(10))
    return network


def build_frozen(num_frozen: int) -> "keras.Model":
    """Build the lesson's network; its first convolutions keep the weights that chance gave them."""
    network = build_lesson_cnn()
    convolutions = [layer for layer in network.layers if isinstance(layer, layers.Conv2D)]
    for layer in convolutions[:num_frozen]:
        layer.trainable = False
    return network


class Entry(NamedTuple):
    """One network of the comparison."""

    build: Callable
    shuffled: bool = False
    is_shifted: bool = False
    peak_learning_rate: float = PEAK_LEARNING_RATE


ENTRIES = {
    "lesson": Entry(build_lesson_cnn, is_shifted=True),
    "no pooling": Entry(build_strided, is_shifted=True),
    "no convolution": Entry(build_dense, is_shifted=True),
    "no convolution, rate 0.003": Entry(build_dense, peak_learning_rate=0.003),
    "no convolution, rate 0.03": Entry(build_dense, peak_learning_rate=0.03),
    "lesson, shuffled": Entry(build_lesson_cnn, shuffled=True),
    "no convolution, shuffled": Entry(build_dense, shuffled=True),
    "first filters random": Entry(lambda: build_frozen(1)),
    "all filters random": Entry(lambda: build_frozen(3)),
}


def train(entry: Entry, images: np.ndarray, labels: np.ndarray, seed: int) -> "keras.Model":
    """Train a network by the lesson's recipe on images float32 (n, 28, 28, 1)."""
    make_deterministic(seed)
    network = entry.build()
    num_steps = -(-len(images) // BATCH_SIZE) * NUM_EPOCHS
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    network.compile(keras.optimizers.Adam(one_cycle(num_steps, entry.peak_learning_rate)), loss)
    network.fit(images, labels, batch_size=BATCH_SIZE, epochs=NUM_EPOCHS, verbose=0)
    return network


def count_wrong(network: "keras.Model", images: np.ndarray, labels: np.ndarray) -> int:
    """Return how many images (n, 28, 28, 1) are read wrong."""
    answers = network.predict(images, batch_size=1000, verbose=0).argmax(1)
    return int(np.sum(answers != labels))


def shift_right(images: np.ndarray, shift: int) -> np.ndarray:
    """Move images (n, 28, 28) to the right by whole pixels, and fill with blank paper."""
    return np.pad(images, ((0, 0), (0, 0), (shift, 0)))[:, :, :28]


def shuffle_pixels(images: np.ndarray) -> np.ndarray:
    """Put the pixels of images (n, 28, 28, 1) in another order, the same one for all."""
    order = np.random.default_rng(0).permutation(28 * 28)
    return images.reshape(len(images), -1)[:, order].reshape(images.shape)


def measure(entry: Entry, training: Labelled, validation: Labelled, num_seeds: int) -> dict:
    """Train one network with each seed; return its size and how many digits it read wrong."""
    arrange = shuffle_pixels if entry.shuffled else np.asarray
    x_train, x_valid = (arrange(as_input(part.images)) for part in (training, validation))
    slim = choose_slim(validation)
    found = {"parameters": entry.build().count_params(), "wrong": []}
    for seed in range(num_seeds):
        network = train(entry, x_train, training.labels, seed)
        found["wrong"].append(count_wrong(network, x_valid, validation.labels))
        if entry.is_shifted:
            moved = [as_input(shift_right(slim.images, shift)) for shift in range(MAX_SHIFT + 1)]
            counts = [count_wrong(network, images, slim.labels) for images in moved]
            found.setdefault("slim_wrong_after_shift", []).append(counts)
    return found


def choose_slim(digits: Labelled) -> Labelled:
    """Return the digits that lose no ink when they are shifted as far as it goes."""
    is_slim = ~digits.images[:, :, -MAX_SHIFT:].any(axis=(1, 2))
    return Labelled(digits.images[is_slim], digits.labels[is_slim])


def main() -> None:
    """Train, count, write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--path", type=Path, default=models_folder() / "lesson_controls.json")
    options = parser.parse_args()
    mnist = digitlib.load_mnist()
    training, validation = split_validation(mnist.x_train, mnist.y_train)
    record = {"digits": len(validation.labels), "slim_digits": len(choose_slim(validation).labels)}
    record["networks"] = {}
    for name, entry in ENTRIES.items():
        record["networks"][name] = measure(entry, training, validation, options.seeds)
        print(name, record["networks"][name]["wrong"], flush=True)
    with atomic_path(options.path) as path:
        path.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
