"""Put on framed digits what lies on real paper besides the digit: lines, folds, covers, bands.

All functions take and return float32 images (n, 28, 28, 1), ink 1 and paper 0, and a
`keras.random.SeedGenerator`. The occlusion follows DeVries and Taylor, "Improved Regularization
of Convolutional Neural Networks with Cutout", 2017.
"""

import math

from digitlib.learning.random_numbers import uniform, with_probability
from digitlib.learning.warping import SIZE
from digitlib.network.quiet import quiet_tensorflow

_, keras = quiet_tensorflow()
ops = keras.ops


def occlusion(images, seed):
    """Cover a random rectangle, up to 9 by 9 pixels, with paper or with ink."""
    rows, columns = (places + (SIZE - 1) / 2 for places in _rows_and_columns())
    covered = ops.abs(rows - uniform(images, 0, SIZE, seed)) < uniform(images, 1.0, 4.5, seed)
    across = ops.abs(columns - uniform(images, 0, SIZE, seed)) < uniform(images, 1.0, 4.5, seed)
    cover = ops.where(with_probability(images, 0.3, seed), 1.0, 0.0)
    return ops.where(ops.logical_and(covered, across), cover, images)


def stray_line(images, seed):
    """Draw a straight line across: a ruled line, a fold, a slip of the pen."""
    rows, columns = _rows_and_columns()
    angle = uniform(images, 0.0, math.pi, seed)
    offset = uniform(images, -12.0, 12.0, seed)
    distance = ops.abs(rows * ops.cos(angle) + columns * ops.sin(angle) - offset)
    line = ops.clip(uniform(images, 0.6, 1.6, seed) - distance, 0.0, 1.0)
    return ops.maximum(images, line * uniform(images, 0.3, 1.0, seed))


def jagged_line(images, seed):
    """Draw a line that goes up and down across, whole or in dots: a doodle, a torn edge, a seam."""
    rows, columns = _rows_and_columns()
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
    rows, columns = _rows_and_columns()
    upright = with_probability(images, 0.6, seed)
    place = ops.where(upright, columns, rows)
    distance = ops.abs(place - uniform(images, -16.0, 16.0, seed))
    return ops.where(distance < uniform(images, 1.0, 5.0, seed), 1 - images, images)


def _rows_and_columns():
    """Return the place of each row (1, 28, 1, 1) and column (1, 1, 28, 1), 0 in the middle."""
    grid = ops.arange(SIZE, dtype="float32") - (SIZE - 1) / 2
    return ops.reshape(grid, (1, SIZE, 1, 1)), ops.reshape(grid, (1, 1, SIZE, 1))
