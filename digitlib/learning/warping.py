"""Rotate, shear, stretch and bend framed digits, smoothly and at random.

After Simard, Steinkraus and Platt, "Best Practices for Convolutional Neural Networks Applied to
Visual Document Analysis", ICDAR 2003. All images are float32 (n, 28, 28, 1), ink 1 and paper 0.
"""

import math

from digitlib.network.quiet import quiet_tensorflow

_, keras = quiet_tensorflow()
ops = keras.ops
random = keras.random

SIZE = 28


def warp(images, seed, strength=1.0):
    """Rotate, shear, stretch, shift and bend each image in its own way."""
    n = ops.shape(images)[0]
    # A few images are warped twice as far: some hands, and some cameras, are far out.
    far = random.uniform((n, 1, 1, 1), seed=seed) < 0.08
    strength = strength * ops.where(far, 2.0, 1.0)
    grid = ops.arange(SIZE, dtype="float32") - (SIZE - 1) / 2
    rows, columns = ops.reshape(grid, (1, SIZE, 1)), ops.reshape(grid, (1, 1, SIZE))
    a, b, c, d, down, right = _random_affine(n, seed, strength)
    bend = elastic_field(n, seed, strength)
    source_rows = a * rows + b * columns + down + bend[..., 0] + (SIZE - 1) / 2
    source_columns = c * rows + d * columns + right + bend[..., 1] + (SIZE - 1) / 2
    return sample(images, source_rows, source_columns)


def _random_affine(n, seed, strength):
    """Return the six numbers, each (n, 1, 1), of random affine maps about the middle."""

    def normal(deviation):
        return random.truncated_normal((n, 1, 1), seed=seed) * strength[..., 0] * deviation

    angle, shear = normal(math.radians(8.5)), normal(0.15)
    zoom_rows, zoom_columns = ops.exp(normal(0.09)), ops.exp(normal(0.13))
    cos, sin = ops.cos(angle), ops.sin(angle)
    return (
        zoom_rows * cos,
        -zoom_columns * sin,
        zoom_rows * (sin + shear * cos),
        zoom_columns * (cos - shear * sin),
        normal(1.1),
        normal(1.1),
    )


def elastic_field(n, seed, strength, cells=5):
    """Return smooth random displacements in pixels, (n, 28, 28, 2)."""
    coarse = random.normal((n, cells, cells, 2), seed=seed) * strength * 0.85
    return ops.image.resize(coarse, (SIZE, SIZE), interpolation="bicubic")


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
