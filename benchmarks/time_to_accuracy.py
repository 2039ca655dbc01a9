"""Race the lesson's network against the well-known recipe, on the same machine in the same run.

    python benchmarks/time_to_accuracy.py [--seeds 5] [--their-seeds 3]

Both train on MNIST's 60,000 training digits from the first step to their last epoch; neither is
stopped early or chosen by the test set, which is read once after each training. The trainings
take turns, so that a busy machine slows both. Seconds are wall time from building the network
to its last step; CPU seconds are summed over the cores, and tell how busy the machine was.
Prints one line a training, the means, and last `ratio R`: their median seconds over ours. About
nine minutes on 2 idle cores.
"""

import argparse
import platform
import time
from collections.abc import Callable
from importlib.metadata import version
from itertools import zip_longest
from typing import NamedTuple

import numpy as np

import digitlib
from digitlib.learning.lesson import keras, train_lesson
from digitlib.network.keras_cnn import as_input

layers = keras.layers


class Result(NamedTuple):
    """One training: test accuracy 0..1, wall seconds, CPU seconds."""

    accuracy: float
    seconds: float
    cpu_seconds: float


def train_well_known(images: np.ndarray, labels: np.ndarray, seed: int) -> "keras.Model":
    """Train the recipe of a hundred tutorials: two convolutions, Adam, batch 32, five epochs."""
    keras.utils.set_random_seed(seed)
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(as_input(images), labels, batch_size=32, epochs=5, verbose=0)
    return model


def train_ours(images: np.ndarray, labels: np.ndarray, seed: int) -> "keras.Model":
    """Train the lesson's network by the lesson's recipe."""
    return train_lesson(images, labels, seed=seed).model


def race(train: Callable, mnist: digitlib.Mnist, seed: int, name: str) -> Result:
    """Train once and read the test digits once; print and return the result."""
    start, cpu_start = time.perf_counter(), time.process_time()
    model = train(mnist.x_train, mnist.y_train, seed)
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu_start
    answers = model.predict(as_input(mnist.x_test), batch_size=1000, verbose=0).argmax(1)
    result = Result(float(np.mean(answers == mnist.y_test)), seconds, cpu_seconds)
    print(
        f"{name:10} seed {seed}  test accuracy {result.accuracy:.2%}  "
        f"{seconds:6.1f} s  (CPU {cpu_seconds:6.1f} s)",
        flush=True,
    )
    return result


def summary(name: str, results: list[Result]) -> float:
    """Print one side's mean accuracy and median seconds; return the median seconds."""
    accuracies = [result.accuracy for result in results]
    seconds = float(np.median([result.seconds for result in results]))
    cpu_seconds = np.median([result.cpu_seconds for result in results])
    print(
        f"{name:10} mean of {len(results)} seeds {np.mean(accuracies):.2%}  "
        f"(from {min(accuracies):.2%} to {max(accuracies):.2%})  "
        f"median {seconds:.1f} s, CPU {cpu_seconds:.1f} s"
    )
    return seconds


def main() -> None:
    """Race, seed by seed, and print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seeds", type=int, default=5, help="trainings of the lesson's network")
    parser.add_argument("--their-seeds", type=int, default=3, help="of the well-known recipe")
    options = parser.parse_args()
    mnist = digitlib.load_mnist()
    print(f"Keras {version('keras')}, TensorFlow {version('tensorflow')}, {platform.machine()}")
    # The first training in a process also sets up TensorFlow; that is nobody's merit or fault.
    for train in (train_ours, train_well_known):
        train(mnist.x_train[:512], mnist.y_train[:512], 0)
    ours, theirs = [], []
    for our_seed, their_seed in zip_longest(range(options.seeds), range(options.their_seeds)):
        if their_seed is not None:
            theirs.append(race(train_well_known, mnist, their_seed, "well-known"))
        if our_seed is not None:
            ours.append(race(train_ours, mnist, our_seed, "lesson"))
    their_seconds, our_seconds = summary("well-known", theirs), summary("lesson", ours)
    print(f"ratio {their_seconds / our_seconds:.1f}")


if __name__ == "__main__":
    main()
