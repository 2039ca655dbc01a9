"""Vary framed digits as pens, paper and cameras do, for the shipped network's training.

The warps and the thickness are the course's own, in `digitlib.learning.augmentation`, which also
tells what all these functions take and return. The occlusion follows DeVries and Taylor,
"Improved Regularization of Convolutional Neural Networks with Cutout", 2017.
"""

import math

import numpy as np

from digitlib.learning.augmentation import (
    SIZE,
    keras,
    rows_and_columns,
    thickness,
    uniform,
    with_probability,
)

ops = keras.ops
random = keras.random


def _motion_kernels(size: int = 7) -> np.ndarray:
    """Return kernels (size, size, 1, number): short lines in eight directions, three lengths."""
    middle, kernels = size // 2, []
    for length in (3, 5, 7):
        for angle in np.arange(8) * math.pi / 8:
            kernel = np.zeros((size, size), np.float32)
            for step in np.linspace(-(length // 2), length // 2, 4 * length):
                row = round(middle + step * math.sin(angle))
                column = round(middle + step * math.cos(angle))
                kernel[row, column] += 1
            kernels.append(kernel / kernel.sum())
    return np.stack(kernels, axis=-1)[:, :, None]


MOTION_KERNELS = _motion_kernels()


def softness(images, seed):
    """Blur an image, or read it at half the resolution, as a small scan or a far camera does."""
    blurred = ops.average_pool(ops.average_pool(images, 3, 1, "same"), 3, 1, "same")
    coarse = ops.image.resize(ops.average_pool(images, 2), (SIZE, SIZE), interpolation="bilinear")
    chosen = ops.where(with_probability(images, 0.5, seed), blurred, coarse)
    return images + uniform(images, 0.2, 1.0, seed) * (chosen - images)


def motion(images, seed):
    """Smear an image along a straight line of 3, 5 or 7 pixels, as a moving camera does."""
    smeared = ops.conv(images, MOTION_KERNELS, padding="same")
    which = random.uniform((ops.shape(images)[0],), 0, MOTION_KERNELS.shape[-1], seed=seed)
    chosen = ops.one_hot(ops.cast(which, "int32"), MOTION_KERNELS.shape[-1])
    return ops.sum(smeared * chosen[:, None, None], axis=-1, keepdims=True)


def hardness(images, seed):
    """Make the edges of the ink hard, as a pen without antialiasing does."""
    level = uniform(images, 0.25, 0.6, seed)
    return ops.clip((images - level) * uniform(images, 3.0, 30.0, seed) + 0.5, 0.0, 1.0)


def outline(images, seed):
    """Leave only the edge of the ink."""
    edge = ops.max_pool(images, 3, 1, "same") - images
    return ops.clip(edge * uniform(images, 0.7, 1.4, seed), 0.0, 1.0)


def contrast(images, seed):
    """Let the ink fade and the paper darken, evenly."""
    ink = uniform(images, 0.35, 1.0, seed)
    paper = uniform(images, 0.0, 0.6, seed)
    return paper + (1 - paper) * ink * images


def clouds(images, seed):
    """Lay an uneven, smooth shade over the paper."""
    coarse = random.uniform((ops.shape(images)[0], 4, 4, 1), 0.0, 1.0, seed=seed)
    shade = ops.image.resize(coarse, (SIZE, SIZE), interpolation="bicubic")
    shade = ops.clip(shade, 0.0, 1.0) * uniform(images, 0.2, 0.9, seed)
    return images + shade * (1 - images)


def noise(images, seed):
    """Add grain of random strength."""
    grain = random.normal(ops.shape(images), seed=seed)
    return ops.clip(images + grain * uniform(images, 0.05, 0.35, seed), 0.0, 1.0)


def specks(images, seed):
    """Turn random pixels black or white."""
    dice = random.uniform(ops.shape(images), seed=seed)
    rate = uniform(images, 0.01, 0.15, seed)
    return ops.where(dice < rate, 1.0, ops.where(dice > 1 - rate, 0.0, images))


def occlusion(images, seed):
    """Cover a random rectangle, up to 9 by 9 pixels, with paper or with ink."""
    rows, columns = (places + (SIZE - 1) / 2 for places in rows_and_columns())
    covered = ops.abs(rows - uniform(images, 0, SIZE, seed)) < uniform(images, 1.0, 4.5, seed)
    across = ops.abs(columns - uniform(images, 0, SIZE, seed)) < uniform(images, 1.0, 4.5, seed)
    cover = ops.where(with_probability(images, 0.3, seed), 1.0, 0.0)
    return ops.where(ops.logical_and(covered, across), cover, images)


def stray_line(images, seed):
    """Draw a straight line across: a ruled line, a fold, a slip of the pen."""
    rows, columns = rows_and_columns()
    angle = uniform(images, 0.0, math.pi, seed)
    offset = uniform(images, -12.0, 12.0, seed)
    distance = ops.abs(rows * ops.cos(angle) + columns * ops.sin(angle) - offset)
    line = ops.clip(uniform(images, 0.6, 1.6, seed) - distance, 0.0, 1.0)
    return ops.maximum(images, line * uniform(images, 0.3, 1.0, seed))


def jagged_line(images, seed):
    """Draw a line that goes up and down across, whole or in dots: a doodle, a torn edge, a seam."""
    rows, columns = rows_and_columns()
    angle = uniform(images, 0.0, math.pi, seed)
    along = columns * ops.cos(angle) + rows * ops.sin(angle)
    across = rows * ops.cos(angle) - columns * ops.sin(angle)
    height, period = uniform(images, 0.0, 4.5, seed), uniform(images, 5.0, 16.0, seed)
    place = ops.mod(along / period + uniform(images, 0.0, 1.0, seed), 1.0)
    wave = height * (ops.abs(4 * place - 2) - 1)
    slope = 4 * height / period
    distance = ops.abs(across - uniform(images, -10.0, 10.0, seed) - wave)
    line = ops.clip(
        uniform(images, 0.8, 1.7, seed) - distance / ops.sqrt(1 + slope * slope), 0.0, 1.0
    )
    dots = ops.logical_and(
        ops.mod(along, uniform(images, 2.5, 5.0, seed)) > 2.0,
        with_probability(images, 0.35, seed),
    )
    return ops.maximum(images, ops.where(dots, 0.0, line * uniform(images, 0.4, 1.0, seed)))


def inverted_band(images, seed):
    """Turn ink and paper round in a band across the image, as a bar or a cast edge does."""
    rows, columns = rows_and_columns()
    upright = with_probability(images, 0.6, seed)
    place = ops.where(upright, columns, rows)
    distance = ops.abs(place - uniform(images, -16.0, 16.0, seed))
    return ops.where(distance < uniform(images, 1.0, 5.0, seed), 1 - images, images)


# Each variation with the share of images that get it, in the order of applying them.
VARIATIONS = (
    (thickness, 0.40),
    (softness, 0.08),
    (motion, 0.04),
    (hardness, 0.10),
    (outline, 0.015),
    (stray_line, 0.05),
    (jagged_line, 0.06),
    (inverted_band, 0.04),
    (occlusion, 0.08),
    (contrast, 0.10),
    (clouds, 0.06),
    (noise, 0.10),
    (specks, 0.05),
)
