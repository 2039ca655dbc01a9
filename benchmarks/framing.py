"""Compare framed drawings with MNIST's own digits, and time the framing.

    python benchmarks/framing.py [--digits 2000]

Prints the ink and the stroke thickness of MNIST's digits and of pen strokes drawn with several
pens (that is how PEN_WIDTH was chosen); how far a digit of MNIST changes when it is framed once
more, and whether the shipped network reads it the same; how well photos of digits are read; and
the milliseconds a picture. Uses MNIST's training part and the writers learned from only.
"""

import argparse
import sys
import time
from pathlib import Path

import numpy as np

import digitlib
from digitlib.data.pen_strokes import learned_from
from digitlib.framing import PEN_WIDTH, frame_picture, frame_strokes

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import photos


def thickness(images: np.ndarray) -> np.ndarray:
    """Return the mean stroke thickness of framed images in pixels: twice the area per outline.

    The outline is counted in pixel sides, which overrate a slanting one by 4/pi on average.
    """
    inked = images > 127
    sides = (inked[:, 1:] != inked[:, :-1]).sum((1, 2)) + (inked[:, :, 1:] != inked[:, :, :-1]).sum(
        (1, 2)
    )
    return 2 * (images / 255).sum((1, 2)) / np.maximum(sides * np.pi / 4, 1)


def compare_pens(mnist_digits: np.ndarray, number: int) -> None:
    """Print ink and thickness of MNIST and of rendered strokes."""
    rows = {"MNIST": mnist_digits}
    drawn = learned_from(digitlib.load_pen_strokes())
    drawn = drawn[:: max(1, len(drawn) // number)]
    for pen in (1.8, 2.1, PEN_WIDTH, 2.7, 3.0):
        rows[f"pen {pen}"] = np.array([frame_strokes(d.strokes, pen) for d in drawn])
    print(f"{'':10} {'ink':>7} {'thickness: 5 %':>15} {'median':>8} {'95 %':>7}")
    for name, images in rows.items():
        low, middle, high = np.percentile(thickness(images), [5, 50, 95])
        print(f"{name:10} {images.mean():7.1f} {low:15.2f} {middle:8.2f} {high:7.2f}")


def compare_reframed(images: np.ndarray, labels: np.ndarray) -> None:
    """Print how far MNIST's digits change when they are framed once more."""
    predictor = digitlib.load_predictor()
    framed = np.array([frame_picture(image) for image in images])
    difference = np.abs(framed.astype(int) - images).mean((1, 2))
    accuracies = [
        100 * (predictor.probabilities(these).argmax(axis=1) == labels).mean()
        for these in (images, framed)
    ]
    print(
        f"\nMNIST framed once more: mean difference {difference.mean():.2f} grey levels of 255, "
        f"99 % under {np.percentile(difference, 99):.2f}"
    )
    print(f"read right: {accuracies[0]:.2f} % before, {accuracies[1]:.2f} % after")


def compare_photos(images: np.ndarray, labels: np.ndarray) -> None:
    """Print how well photos of digits are read, and how long the framing takes."""
    predictor = digitlib.load_predictor()
    print(f"\n{'photos, 280 x 280':18} {'read right':>10} {'ms each':>9}")
    for name, maker in photos.MAKERS.items():
        rng = np.random.default_rng(0)
        pictures = [photos.take_photo(image, maker, rng) for image in images]
        start = time.process_time()
        frames = np.array([frame_picture(picture) for picture in pictures])
        milliseconds = 1000 * (time.process_time() - start) / len(pictures)
        right = (predictor.probabilities(frames).argmax(axis=1) == labels).mean()
        print(f"{name:18} {right:10.1%} {milliseconds:9.1f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--digits", type=int, default=2000, help="how many of MNIST's (2000)")
    number = parser.parse_args().digits
    mnist = digitlib.load_mnist()
    images, labels = mnist.x_train[-number:], mnist.y_train[-number:]
    compare_pens(images, number)
    compare_reframed(images, labels)
    compare_photos(images[: number // 10], labels[: number // 10])


if __name__ == "__main__":
    main()
