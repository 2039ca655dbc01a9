"""Read a digit: frame the drawing, run the network in NumPy, and say when it is no digit."""

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from digitlib.errors import PictureError
from digitlib.files import models_folder
from digitlib.framing import FRAME_SIZE, frame_drawing
from digitlib.network.numpy_cnn import Network, read_network, softmax
from digitlib.wording import percent

BLANK = "blank"
NOT_A_DIGIT = "not a digit"


@dataclass(frozen=True)
class Prediction:
    """What the network says of one drawing.

    `digit` is 0-9, or None for no digit; then `reason` is "blank" or "not a digit", else None.
    `probabilities` is float (10,), calibrated, given that it is a digit; `image` is what the
    network saw, uint8 (28, 28), ink 255; `digit_score` is the probability, 0 to 1, that it is a
    digit at all.
    """

    digit: int | None
    probabilities: np.ndarray
    image: np.ndarray
    reason: str | None = None
    digit_score: float = 1.0

    @property
    def confidence(self) -> float:
        """Return the probability of the most probable digit, 0.1 to 1."""
        return float(self.probabilities.max())

    def __str__(self) -> str:
        """Return the digit with its probability, or why there is none."""
        if self.digit is None:
            return self.reason or NOT_A_DIGIT
        return f"{self.digit} ({percent(self.confidence)})"


class Predictor:
    """A trained network and the framing it was trained with."""

    def __init__(self, network: Network):
        """Keep the network; `load_predictor` reads one from a file."""
        self.network = network

    def predict(self, drawing) -> Prediction:
        """Read one drawing.

        `drawing` is anything that `framing.frame_drawing` takes: strokes, a picture as an array
        or a Pillow image, the path or the bytes of a picture file. Raises PictureError (a
        ValueError) for anything else.
        """
        return self.predict_images(frame_drawing(drawing)[None])[0]

    def predict_images(self, images: np.ndarray) -> list[Prediction]:
        """Read images that are framed already, uint8 (n, 28, 28)."""
        images = np.asarray(images)
        logits = self._scaled_logits(images)
        if logits.shape[1] == 10:  # it does not know "no digit"
            scores = np.ones(len(logits))
        else:
            scores = softmax(logits)[:, :10].sum(axis=1)
        rows = zip(images, softmax(logits[:, :10]), scores, strict=True)
        return [self._judge(image, row, float(score)) for image, row, score in rows]

    def probabilities(self, images: np.ndarray) -> np.ndarray:
        """Return calibrated probabilities (n, 10) of the digits for framed uint8 (n, 28, 28)."""
        return softmax(self._scaled_logits(images)[:, :10])

    def layers(self, image: np.ndarray) -> list[tuple[str, np.ndarray]]:
        """Return (name, output) of every layer for one framed image, uint8 (28, 28)."""
        outputs = self.network.activations(_check_images(image[None]))
        named = zip(self.network.layers, outputs, strict=True)
        return [(f"{layer.kind} {i}", output[0]) for i, (layer, output) in enumerate(named, 1)]

    def _scaled_logits(self, images: np.ndarray) -> np.ndarray:
        return self.network.logits(_check_images(images)) / self.network.temperature

    def _judge(self, image: np.ndarray, probabilities: np.ndarray, score: float) -> Prediction:
        if not image.any():
            return Prediction(None, np.full(10, 0.1), image, BLANK, 0.0)
        if score < self.network.threshold:
            return Prediction(None, probabilities, image, NOT_A_DIGIT, score)
        return Prediction(int(probabilities.argmax()), probabilities, image, None, score)


def load_predictor(path: str | os.PathLike | None = None) -> Predictor:
    """Load a trained network; the shipped one, `models/digit_cnn.npz`, by default.

    Raises ModelError if the file is missing, damaged or of another kind.
    """
    return Predictor(read_network(Path(path or models_folder() / "digit_cnn.npz")))


def _check_images(images: np.ndarray) -> np.ndarray:
    """Return framed images as they are; raise PictureError unless they are uint8 (n, 28, 28)."""
    images = np.asarray(images)
    if images.ndim != 3 or images.shape[1:] != (FRAME_SIZE, FRAME_SIZE) or images.dtype != np.uint8:
        raise PictureError(
            f"The images have shape {images.shape} and dtype {images.dtype}; framed images are "
            "uint8 of shape (n, 28, 28). Use predict() for a drawing."
        )
    return images
