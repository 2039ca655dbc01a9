"""Put together what the shipped network learns from, and what it is judged on.

Five sources: MNIST's training part, pen strokes of people who are not in MNIST (pendigits and
UNIPEN), digits drawn by rule or set in fonts, pictures of both in a thin hard-edged line, and
frames that hold no digit. Pen strokes are split by writer: nobody is both learned from and
judged on.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from digitlib.data.mnist import Mnist
from digitlib.data.pen_strokes import PenDigit, learned_from, writer_part
from digitlib.framing import frame_strokes
from training.digits_by_rule import random_skeletons, random_strokes
from training.glyphs import DIGITS, random_glyphs
from training.line_drawings import line_drawing_frames
from training.non_digits import nondigit_frames
from training.stroke_variation import vary_strokes

NUM_MNIST_VALIDATION = 5_000
NO_DIGIT = 10
# Pen digits are drawn several times, with pens of their own: as written, and by other hands. A
# writer of 250 digits gets so many drawings; one of a quarter of that half as many, so that
# nobody is forgotten and nobody sets the tone.
DRAWINGS_OF_250 = 1_500
NUM_PLAIN = 2
# How much an epoch has of each part, as a share of the MNIST digits in it.
SHARES = {
    "pendigits": 0.35,
    "unipen": 0.40,
    "skeletons": 0.05,
    "line_drawings": 0.06,
    "glyphs": 0.02,
    "nondigits": 0.25,
}


class Part(NamedTuple):
    """Framed images uint8 (n, 28, 28) with their labels (n,): 0-9, or 10 for no digit."""

    images: np.ndarray
    labels: np.ndarray


class Mixture(NamedTuple):
    """All parts: seven to learn from, four to validate on. The test sets are not here.

    The two parts of UNIPEN are empty where it is missing.
    """

    mnist: Part
    pendigits: Part
    unipen: Part
    skeletons: Part
    line_drawings: Part
    glyphs: Part
    nondigits: Part
    mnist_validation: Part
    pendigits_validation: Part
    unipen_validation: Part
    nondigits_validation: Part


def build_mixture(
    mnist: Mnist, pen_digits: list[PenDigit], num_nondigits: int = 16_000, seed: int = 0
) -> Mixture:
    """Split, render and draw all parts.

    The split of MNIST's training part is by a fixed seed, so it is the same for every training;
    `seed` varies only what is drawn: pen widths, scribbles, letters and pairs. `num_nondigits`
    counts the skeletons, too; half as many line drawings and an eighth as many glyphs are made.
    """
    order = np.random.default_rng(2026).permutation(len(mnist.x_train))
    held = min(NUM_MNIST_VALIDATION, len(order) // 6)
    kept, validation = np.sort(order[held:]), np.sort(order[:held])
    learned = learned_from(pen_digits)
    judged = [digit for digit in pen_digits if writer_part(digit.writer) == "validation"]
    # A writer is a number in pendigits, and a name in UNIPEN.
    learned_of, judged_of = (
        {kind: [digit for digit in some if isinstance(digit.writer, kind)] for kind in (int, str)}
        for some in (learned, judged)
    )
    rng = np.random.default_rng(seed)
    skeletons, forms = random_skeletons(num_nondigits, rng)
    glyphs, characters = random_glyphs(DIGITS, max(1, num_nondigits // 8), rng)

    def strokes_of_somebody(rng: np.random.Generator) -> tuple[int, list[np.ndarray]]:
        if rng.random() < 0.5:
            return random_strokes(rng)
        digit = learned[rng.integers(len(learned))]
        return digit.label, digit.strokes

    train = Part(mnist.x_train[kept], mnist.y_train[kept].astype(np.int64))
    held_out = Part(mnist.x_train[validation], mnist.y_train[validation].astype(np.int64))
    return Mixture(
        mnist=train,
        pendigits=draw_pens(learned_of[int], rng),
        unipen=draw_pens(learned_of[str], rng),
        skeletons=Part(skeletons, forms.astype(np.int64)),
        line_drawings=Part(*line_drawing_frames(strokes_of_somebody, num_nondigits // 2, rng)),
        glyphs=Part(glyphs, characters.astype(np.int64)),
        nondigits=_as_nondigits(nondigit_frames(train.images, num_nondigits, seed)),
        mnist_validation=held_out,
        pendigits_validation=render(judged_of[int]),
        unipen_validation=render(judged_of[str]),
        nondigits_validation=_as_nondigits(
            nondigit_frames(held_out.images, max(1, num_nondigits // 8), seed + 1_000_003)
        ),
    )


def draw_pens(pen_digits: list[PenDigit], rng: np.random.Generator) -> Part:
    """Draw each digit as often as its writer's share asks, with a pen of its own each time."""
    numbers = Counter(digit.writer for digit in pen_digits)
    copies = [
        max(NUM_PLAIN, round(DRAWINGS_OF_250 / np.sqrt(250 * numbers[digit.writer])))
        for digit in pen_digits
    ]
    parts = []
    for copy in range(max(copies, default=0)):
        drawn = [d for d, count in zip(pen_digits, copies, strict=True) if count > copy]
        parts.append(render(drawn, rng, varied=copy >= NUM_PLAIN))
    return _joined(parts) if parts else render([])


def render(
    pen_digits: list[PenDigit], rng: np.random.Generator | None = None, varied: bool = False
) -> Part:
    """Frame pen strokes; with `rng` each in a pen width of its own, 1.2 to 4.5 pixels.

    With `varied` they are drawn as other hands would draw them; that needs `rng`.
    """
    frames = []
    for digit in pen_digits:
        strokes = vary_strokes(digit.strokes, rng, rng.uniform(0.1, 1)) if varied else digit.strokes
        frames.append(frame_strokes(strokes, None if rng is None else rng.uniform(1.2, 4.5)))
    labels = np.array([digit.label for digit in pen_digits], np.int64)
    return Part(np.array(frames, np.uint8).reshape(-1, 28, 28), labels)


def epoch_size(mixture: Mixture) -> int:
    """Return how many images an epoch has."""
    return len(mixture.mnist.labels) + sum(_sample_sizes(mixture).values())


def _sample_sizes(mixture: Mixture) -> dict[str, int]:
    """Return name -> how many images of each part but MNIST's an epoch has."""
    most = len(mixture.mnist.labels)
    return {
        name: min(len(getattr(mixture, name).labels), round(share * most))
        for name, share in SHARES.items()
    }


def epoch_of(mixture: Mixture, epoch: int, seed: int) -> Part:
    """Return one epoch in random order: all of MNIST, and a sample of each other part.

    The order depends on `seed` and `epoch` alone, so that a resumed training sees the same.
    """
    rng = np.random.default_rng((seed, epoch))
    parts = [mixture.mnist]
    for name, count in _sample_sizes(mixture).items():
        part = getattr(mixture, name)
        chosen = rng.choice(len(part.labels), count, replace=False)
        parts.append(Part(part.images[chosen], part.labels[chosen]))
    images, labels = _joined(parts)
    order = rng.permutation(len(labels))
    return Part(images[order], labels[order])


def _joined(parts: Iterable[Part]) -> Part:
    parts = list(parts)
    return Part(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))


def _as_nondigits(images: np.ndarray) -> Part:
    return Part(images, np.full(len(images), NO_DIGIT, np.int64))
