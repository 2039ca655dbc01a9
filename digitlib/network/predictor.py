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

    @property
    def threshold(self) -> float:
        """Return the digit score under which a drawing is called "not a digit"."""
        return self.network.threshold

    def predict(self, drawing) -> Prediction:
        """Read one drawing.

        `drawing` is anything that `framing.frame_drawing` takes: strokes, a picture as an array
        or a Pillow image, the path or the bytes of a picture file. Raises PictureError (a
        ValueError) for anything else.
        """
        return self.predict_images(frame_drawing(drawing)[None])[0]

    def predict_images(self, images: np.ndarray) -> list[Prediction]:
        """Read images that are framed already, uint8 (n, 28, 28)."""
        images = check_images(images)
        logits = self._scaled_logits(images)
        probabilities, scores = softmax(logits[:, :10]), _digit_scores(logits)
        return [
            self._judge(image, row, float(score))
            for image, row, score in zip(images, probabilities, scores, strict=True)
        ]

    def probabilities(self, images: np.ndarray) -> np.ndarray:
        """Return calibrated probabilities (n, 10) of the digits for framed uint8 (n, 28, 28)."""
        return softmax(self._scaled_logits(images)[:, :10])

    def digit_scores(self, images: np.ndarray) -> np.ndarray:
        """Return the probability (n,) that each framed image, uint8 (n, 28, 28), is a digit."""
        return _digit_scores(self._scaled_logits(images))

    def layers(self, image: np.ndarray) -> list[tuple[str, np.ndarray]]:
        """Return (name, output) of every layer for one framed image, uint8 (28, 28)."""
        outputs = self.network.activations(check_images(image[None]))
        kinds = [layer.kind for layer in self.network.layers]
        return [
            (f"{kind} {number}", output[0])
            for number, (kind, output) in enumerate(zip(kinds, outputs, strict=True), start=1)
        ]

    def _scaled_logits(self, images: np.ndarray) -> np.ndarray:
        return self.network.logits(check_images(images)) / self.network.temperature

    def _judge(self, image: np.ndarray, probabilities: np.ndarray, score: float) -> Prediction:
        if not image.any():
            return Prediction(None, np.full(10, 0.1), image, BLANK, 0.0)
        if score < self.threshold:
            return Prediction(None, probabilities, image, NOT_A_DIGIT, score)
        return Prediction(int(probabilities.argmax()), probabilities, image, None, score)


def load_predictor(path: str | os.PathLike | None = None) -> Predictor:
    """Load a trained network; the shipped one, `models/digit_cnn.npz`, by default.

    Raises ModelError if the file is missing, damaged or of another kind.
    """
    return Predictor(
        read_network(models_folder() / "digit_cnn.npz" if path is None else Path(path))
    )


def check_images(images: np.ndarray) -> np.ndarray:
    """Return framed images as they are; raise PictureError unless they are uint8 (n, 28, 28)."""
    images = np.asarray(images)
    if images.ndim != 3 or images.shape[1:] != (FRAME_SIZE, FRAME_SIZE) or images.dtype != np.uint8:
        raise PictureError(
            f"The images have shape {images.shape} and dtype {images.dtype}; framed images are "
            "uint8 of shape (n, 28, 28). Use predict() for a drawing."
        )
    return images


def _digit_scores(logits: np.ndarray) -> np.ndarray:
    """Return the probability (n,) of a digit: 1 where the network has no eleventh output."""
    if logits.shape[1] == 10:
        return np.ones(len(logits))
    return softmax(logits)[:, :10].sum(axis=1)
