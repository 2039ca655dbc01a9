"""Where digits come from: MNIST, pen strokes, the offline sample, and saved drawings."""

from digitlib.data.examples import example_strokes
from digitlib.data.mnist import Digits, Mnist, load_digits, load_mnist
from digitlib.data.pen_strokes import (
    TEST_WRITERS,
    VALIDATION_WRITERS,
    PenDigit,
    by_writer,
    learned_from,
    load_pen_strokes,
    writer_part,
)
from digitlib.data.samples import Sample, load_samples, save_samples

__all__ = [
    "TEST_WRITERS",
    "VALIDATION_WRITERS",
    "Digits",
    "Mnist",
    "PenDigit",
    "Sample",
    "by_writer",
    "example_strokes",
    "learned_from",
    "load_digits",
    "load_mnist",
    "load_pen_strokes",
    "load_samples",
    "save_samples",
    "writer_part",
]
