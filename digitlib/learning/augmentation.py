"""Vary framed digits at random while a network trains: turned, bent, thicker, thinner.

Everything is written in `keras.ops` and runs inside the training step. All images are float32
(n, 28, 28, 1), ink 1 and paper 0; `seed` is a `keras.random.SeedGenerator`. The warps follow
Simard, Steinkraus and Platt, "Best Practices for Convolutional Neural Networks Applied to Visual
Document Analysis", ICDAR 2003.
"""

import math
from collections.abc import Callable, Sequence

from digitlib.network.keras_cnn import keras

ops = keras.ops
random = keras.random

SIZE = 28


class Augmentation(keras.layers.Layer):
    """Vary images while training, and leave them alone otherwise.

    Every image is warped; after that each variation `(function(images, seed), share)` changes
    its share of the images, in the order given. `strength` (a variable, 0 to 1) scales the warps
    and the shares: lower it towards the end, so that a network ends on cleaner digits. `affine`
    and `bend` scale the two parts of the warp.
    """

    def __init__(
        self,
        seed: int = 0,
        variations: Sequence[tuple[Callable, float]] | None = None,
        affine: float = 1.0,
        bend: float = 1.0,
    ):
        """Start the random numbers from `seed`; by default 40 % change their thickness."""
        super().__init__()
        self.affine, self.bend = affine, bend
        self.variations = ((thickness, 0.4),) if variations is None else tuple(variations)
        self.seed_generator = random.SeedGenerator(seed)
        self.strength = self.add_weight(shape=(), initializer="ones", trainable=False)

    def call(self, images, training=False):
        """Return varied images if `training`."""
        if not training:
            return images
        seed = self.seed_generator
        images = warp(images, seed, self.strength, self.affine, self.bend)
        for variation, share in self.variations:
            chosen = with_probability(images, share * self.strength, seed)
            images = ops.where(chosen, variation(images, seed), images)
        return images


def thickness(images, seed):
    """Make strokes thicker or thinner, by up to about a pixel on each side."""
    amount = uniform(images, -0.9, 1.0, seed)
    thicker = ops.max_pool(images, 3, 1, "same")
    thinner = -ops.max_pool(-images, 3, 1, "same")
    grown = ops.relu(amount) * (thicker - images)
    return images + grown - ops.relu(-amount) * (images - thinner) * 0.75


def warp(images, seed, strength=1.0, affine=1.0, bend=1.0):
    """Rotate, shear, stretch and shift (`affine`) and bend each image in its own way."""
    n = ops.shape(images)[0]
    # A few images are warped twice as far: some hands, and some cameras, are far out.
    far = random.uniform((n, 1, 1, 1), seed=seed) < 0.08
    strength = strength * ops.where(far, 2.0, 1.0)
    rows, columns = (ops.squeeze(place, -1) for place in rows_and_columns())
    a, b, c, d, down, right = _random_affine(n, seed, strength * affine)
    # Smooth displacements in pixels, (n, 28, 28, 2), grown from a coarse grid.
    moves = random.normal((n, 5, 5, 2), seed=seed) * strength * bend * 0.85
    moves = ops.image.resize(moves, (SIZE, SIZE), interpolation="bicubic")
    source_rows = a * rows + b * columns + down + moves[..., 0] + (SIZE - 1) / 2
    source_columns = c * rows + d * columns + right + moves[..., 1] + (SIZE - 1) / 2
    return sample(images, source_rows, source_columns)


def _random_affine(n, seed, strength):
    """Return the six numbers, each (n, 1, 1), of random affine maps about the middle."""

    def normal(deviation):
        return random.truncated_normal((n, 1, 1), seed=seed) * strength[..., 0] * deviation

    angle, shear = normal(math.radians(8.5)), normal(0.15)
    zoom_rows, zoom_columns = ops.exp(normal(0.09)), ops.exp(normal(0.13))
    cos, sin = ops.cos(angle), ops.sin(angle)
    to_rows = zoom_rows * cos, -zoom_columns * sin
    to_columns = zoom_rows * (sin + shear * cos), zoom_columns * (cos - shear * sin)
    return *to_rows, *to_columns, normal(1.1), normal(1.1)


def sample(images, rows, columns):
    """Read images at fractional places (n, 28, 28) by bilinear interpolation, paper outside."""
    n = ops.shape(images)[0]
    wide = SIZE + 2
    flat = ops.reshape(ops.pad(images[..., 0], ((0, 0), (1, 1), (1, 1))), (-1,))
    rows, columns = (ops.clip(place + 1, 0.0, wide - 1.001) for place in (rows, columns))
    top, left = ops.floor(rows), ops.floor(columns)
    down, right = rows - top, columns - left
    first = ops.reshape(ops.arange(n, dtype="int32") * wide * wide, (-1, 1, 1))
    corner = first + ops.cast(top, "int32") * wide + ops.cast(left, "int32")

    def read(offset):
        return ops.take(flat, corner + offset)

    upper = read(0) * (1 - right) + read(1) * right
    lower = read(wide) * (1 - right) + read(wide + 1) * right
    return (upper * (1 - down) + lower * down)[..., None]


def uniform(images, low, high, seed):
    """Return one random number for each image, (n, 1, 1, 1)."""
    return random.uniform((ops.shape(images)[0], 1, 1, 1), low, high, seed=seed)


def with_probability(images, probability, seed):
    """Return one random choice for each image, boolean (n, 1, 1, 1)."""
    return uniform(images, 0.0, 1.0, seed) < probability


def rows_and_columns():
    """Return the place of each row (1, 28, 1, 1) and column (1, 1, 28, 1), 0 in the middle."""
    grid = ops.arange(SIZE, dtype="float32") - (SIZE - 1) / 2
    return ops.reshape(grid, (1, SIZE, 1, 1)), ops.reshape(grid, (1, 1, SIZE, 1))
