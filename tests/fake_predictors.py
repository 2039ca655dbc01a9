"""Stand-ins for a network, for tests of the pad."""

import time

import numpy as np

from digitlib.network.predictor import Prediction

SEVEN = [[(80, 60), (140, 58), (200, 60), (160, 140), (120, 230)]]
DOT = [[(100, 100)]]


class FakePredictor:
    """Reads as many points as there are, modulo ten, and remembers what it was shown."""

    def __init__(self, seconds: float = 0.0):
        self.shown: list = []
        self.seconds = seconds

    def predict(self, drawing) -> Prediction:
        self.shown.append(drawing)
        time.sleep(self.seconds)
        number = len(drawing) if isinstance(drawing, np.ndarray) else sum(map(len, drawing))
        return self.reading(number % 10)

    def predict_images(self, images: np.ndarray) -> list[Prediction]:
        self.shown.append(images)
        return [self.reading(9) for _ in images]

    def reading(self, digit: int) -> Prediction:
        probabilities = np.full(10, 0.01)
        probabilities[digit] = 0.91
        return Prediction(digit, probabilities, np.full((28, 28), 200, np.uint8))


class Broken(FakePredictor):
    """A predictor that raises until it is repaired."""

    repaired = False

    def predict(self, drawing) -> Prediction:
        if not self.repaired:
            raise ZeroDivisionError("the network is on fire")
        return super().predict(drawing)


def draw(pad, strokes) -> None:
    """Draw strokes on a pad as a page reports them."""
    for stroke in strokes:
        pad.pen_start(*stroke[0])
        pad.pen_move(stroke[1:])
        pad.pen_end()
