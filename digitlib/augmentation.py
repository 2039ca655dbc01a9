"""Vary framed digits as hands, pens, paper and cameras do, while a network trains.

Everything is written in `keras.ops` and runs inside the training step. All functions take and
return float32 images (n, 28, 28, 1), ink 1 and paper 0, and a `keras.random.SeedGenerator`.
The occlusion follows DeVries and Taylor, "Improved Regularization of Convolutional Neural
Networks with Cutout", 2017; the warps are in `digitlib.warping`.
"""

import math

from digitlib.quiet import quiet_tensorflow
from digitlib.warping import SIZE, warp

_, keras = quiet_tensorflow()
ops = keras.ops
random = keras.random


def thickness(images, seed):
    """Make strokes thicker or thinner, by up to about a pixel on each side."""
    amount = _uniform(images, -0.9, 1.0, seed)
    thicker = ops.max_pool(images, 3, 1, "same")
    thinner = -ops.max_pool(-images, 3, 1, "same")
    grown = ops.relu(amount) * (thicker - images)
    return images + grown - ops.relu(-amount) * (images - thinner) * 0.75


def softness(images, seed):
    """Blur an image, or read it at half the resolution, as a small scan or a far camera does."""
    blurred = ops.average_pool(ops.average_pool(images, 3, 1, "same"), 3, 1, "same")
    coarse = ops.image.resize(ops.average_pool(images, 2), (SIZE, SIZE), interpolation="bilinear")
    chosen = ops.where(_with_probability(images, 0.5, seed), blurred, coarse)
    return images + _uniform(images, 0.2, 1.0, seed) * (chosen - images)


def hardness(images, seed):
    """Make the edges of the ink hard, as a pen without antialiasing does."""
    level = _uniform(images, 0.25, 0.6, seed)
    return ops.clip((images - level) * _uniform(images, 3.0, 30.0, seed) + 0.5, 0.0, 1.0)


def outline(images, seed):
    """Leave only the edge of the ink."""
    edge = ops.max_pool(images, 3, 1, "same") - images
    return ops.clip(edge * _uniform(images, 0.7, 1.4, seed), 0.0, 1.0)


def contrast(images, seed):
    """Let the ink fade and the paper darken, evenly."""
    ink = _uniform(images, 0.35, 1.0, seed)
    paper = _uniform(images, 0.0, 0.6, seed)
    return paper + (1 - paper) * ink * images


def clouds(images, seed):
    """Lay an uneven, smooth shade over the paper."""
    coarse = random.uniform((ops.shape(images)[0], 4, 4, 1), 0.0, 1.0, seed=seed)
    shade = ops.image.resize(coarse, (SIZE, SIZE), interpolation="bicubic")
    shade = ops.clip(shade, 0.0, 1.0) * _uniform(images, 0.2, 0.9, seed)
    return images + shade * (1 - images)


def noise(images, seed):
    """Add grain of random strength."""
    grain = random.normal(ops.shape(images), seed=seed)
    return ops.clip(images + grain * _uniform(images, 0.05, 0.35, seed), 0.0, 1.0)


def specks(images, seed):
    """Turn random pixels black or white."""
    dice = random.uniform(ops.shape(images), seed=seed)
    rate = _uniform(images, 0.01, 0.15, seed)
    return ops.where(dice < rate, 1.0, ops.where(dice > 1 - rate, 0.0, images))


def occlusion(images, seed):
    """Cover a random rectangle, up to 9 by 9 pixels, with paper or with ink."""
    grid = ops.arange(SIZE, dtype="float32")
    rows, columns = ops.reshape(grid, (1, SIZE, 1, 1)), ops.reshape(grid, (1, 1, SIZE, 1))
    covered = ops.abs(rows - _uniform(images, 0, SIZE, seed)) < _uniform(images, 1.0, 4.5, seed)
    across = ops.abs(columns - _uniform(images, 0, SIZE, seed)) < _uniform(images, 1.0, 4.5, seed)
    cover = ops.where(_with_probability(images, 0.3, seed), 1.0, 0.0)
    return ops.where(ops.logical_and(covered, across), cover, images)


def stray_line(images, seed):
    """Draw a straight line across: a ruled line, a fold, a slip of the pen."""
    grid = ops.arange(SIZE, dtype="float32") - (SIZE - 1) / 2
    rows, columns = ops.reshape(grid, (1, SIZE, 1, 1)), ops.reshape(grid, (1, 1, SIZE, 1))
    angle = _uniform(images, 0.0, math.pi, seed)
    offset = _uniform(images, -12.0, 12.0, seed)
    distance = ops.abs(rows * ops.cos(angle) + columns * ops.sin(angle) - offset)
    line = ops.clip(_uniform(images, 0.6, 1.6, seed) - distance, 0.0, 1.0)
    return ops.maximum(images, line * _uniform(images, 0.3, 1.0, seed))


def inverted_band(images, seed):
    """Turn ink and paper round in a band across the image, as a bar or a cast edge does."""
    grid = ops.arange(SIZE, dtype="float32") - (SIZE - 1) / 2
    rows, columns = ops.reshape(grid, (1, SIZE, 1, 1)), ops.reshape(grid, (1, 1, SIZE, 1))
    upright = _with_probability(images, 0.6, seed)
    place = ops.where(upright, columns, rows)
    distance = ops.abs(place - _uniform(images, -16.0, 16.0, seed))
    return ops.where(distance < _uniform(images, 1.0, 5.0, seed), 1 - images, images)


def _uniform(images, low, high, seed):
    """Return one random number for each image, (n, 1, 1, 1)."""
    return random.uniform((ops.shape(images)[0], 1, 1, 1), low, high, seed=seed)


def _with_probability(images, probability, seed):
    """Return one random choice for each image, boolean (n, 1, 1, 1)."""
    return random.uniform((ops.shape(images)[0], 1, 1, 1), seed=seed) < probability


# Each variation with the share of images that get it, in the order of applying them.
VARIATIONS = (
    (thickness, 0.45),
    (softness, 0.12),
    (hardness, 0.12),
    (outline, 0.025),
    (stray_line, 0.08),
    (stray_line, 0.06),
    (inverted_band, 0.06),
    (occlusion, 0.12),
    (contrast, 0.15),
    (clouds, 0.10),
    (noise, 0.15),
    (specks, 0.07),
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
            chosen = _with_probability(images, probability * self.strength, seed)
            images = ops.where(chosen, variation(images, seed), images)
        return images

    def get_config(self) -> dict:
        """Return what rebuilds this layer."""
        return super().get_config() | {"seed": self.seed}
