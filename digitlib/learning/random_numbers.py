"""Random numbers in `keras.ops`, one for each image of a batch (n, 28, 28, 1)."""

from digitlib.network.quiet import quiet_tensorflow

_, keras = quiet_tensorflow()
ops = keras.ops
random = keras.random


def uniform(images, low, high, seed):
    """Return one random number for each image, (n, 1, 1, 1)."""
    return random.uniform((ops.shape(images)[0], 1, 1, 1), low, high, seed=seed)


def with_probability(images, probability, seed):
    """Return one random choice for each image, boolean (n, 1, 1, 1)."""
    return random.uniform((ops.shape(images)[0], 1, 1, 1), seed=seed) < probability
