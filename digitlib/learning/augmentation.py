"""Vary framed digits as hands, pens, paper and cameras do, while a network trains.

Everything is written in `keras.ops` and runs inside the training step. All functions take and
return float32 images (n, 28, 28, 1), ink 1 and paper 0, and a `keras.random.SeedGenerator`.
The warps are in `digitlib.learning.warping`, what lies on the paper besides the digit in
`digitlib.learning.blemishes`.
"""

import math

import numpy as np

from digitlib.learning.blemishes import inverted_band, jagged_line, occlusion, stray_line
from digitlib.learning.random_numbers import uniform, with_probability
from digitlib.learning.warping import SIZE, warp
from digitlib.network.quiet import quiet_tensorflow

_, keras = quiet_tensorflow()
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


def thickness(images, seed):
    """Make strokes thicker or thinner, by up to about a pixel on each side."""
    amount = uniform(images, -0.9, 1.0, seed)
    thicker = ops.max_pool(images, 3, 1, "same")
    thinner = -ops.max_pool(-images, 3, 1, "same")
    grown = ops.relu(amount) * (thicker - images)
    return images + grown - ops.relu(-amount) * (images - thinner) * 0.75


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


@keras.saving.register_keras_serializable("digitlib")
class Augmentation(keras.layers.Layer):
    """Vary images while training, and leave them alone otherwise.

    `strength` (a variable, 0 to 1) scales the warps and how often the other variations happen;
    the training recipe lowers it towards the end, so that the network ends on cleaner digits.
    """

    def __init__(self, seed: int = 0, **kwargs):
        """Start the random numbers from `seed`."""
        super().__init__(**kwargs)
        self.seed = seed
        self.seed_generator = random.SeedGenerator(seed)
        self.strength = self.add_weight(shape=(), initializer="ones", trainable=False)

    def call(self, images, training=False):
        """Return varied images if `training`."""
        if not training:
            return images
        seed = self.seed_generator
        images = warp(images, seed, self.strength)
        for variation, probability in VARIATIONS:
            chosen = with_probability(images, probability * self.strength, seed)
            images = ops.where(chosen, variation(images, seed), images)
        return images

    def get_config(self) -> dict:
        """Return what rebuilds this layer."""
        return super().get_config() | {"seed": self.seed}
