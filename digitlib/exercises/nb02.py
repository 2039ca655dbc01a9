"""Exercises of notebook 02: count parameters, pool by the mean, and the loss of one answer."""

import numpy as np

from digitlib.exercises._exercise import Exercise, NotYet, Sheet


def _check_num_weights(num_weights) -> str:
    """Try `num_weights(size, channels, filters) -> int` on layers of the lesson and others."""
    for size, channels, filters in ((5, 1, 16), (3, 16, 64), (3, 64, 128), (1, 7, 2)):
        answer = int(num_weights(size, channels, filters))
        right = size * size * channels * filters
        if answer == right:
            continue
        asked = f"{filters} filters of {size} x {size} over {channels} channels"
        if answer == size * size * filters:
            raise NotYet(f"{asked}: each filter looks at every channel; you counted one channel.")
        if answer == right + filters:
            raise NotYet(f"{asked}: you counted biases too; these layers have none.")
        if answer == size * channels * filters:
            raise NotYet(f"{asked}: a filter has {size} rows and {size} columns.")
        raise NotYet(f"{asked} hold {right:,} weights, and your function says {answer:,}.")
    return "The size of the picture does not matter: the same few weights are used everywhere."


def _check_mean_pool(mean_pool) -> str:
    """Try `mean_pool(image, size) -> image` on pictures that `size` divides."""
    generator = np.random.default_rng(2)
    for sides, size in (((4, 4), 2), ((6, 9), 3), ((24, 24), 3), ((8, 6), 1)):
        image = generator.normal(size=sides).round(2)
        before = image.copy()
        pooled = np.asarray(mean_pool(image, size))
        if not np.array_equal(image, before):
            raise NotYet("your function changed the picture it was given; work on a copy.")
        _explain_pooled(pooled, image, size)
    return "A mean hears every pixel of a block; the maximum hears only the loudest."


def _explain_pooled(pooled: np.ndarray, image: np.ndarray, size: int) -> None:
    """Raise NotYet with what went wrong, if `pooled` is not the blocks' means."""
    height, width = image.shape
    blocks = [
        [image[i : i + size, j : j + size] for j in range(0, width, size)]
        for i in range(0, height, size)
    ]
    right = np.array([[block.mean() for block in row] for row in blocks])
    if pooled.shape != right.shape:
        raise NotYet(
            f"pooling {image.shape} by {size} gives shape {right.shape}, not {pooled.shape}."
        )
    if size > 1 and np.allclose(pooled, [[block.max() for block in row] for row in blocks]):
        raise NotYet("you kept the largest value of each block; take the mean.")
    if not np.allclose(pooled, right):
        raise NotYet(
            f"the top left {size} x {size} block {blocks[0][0].tolist()} gave {pooled[0, 0]}; "
            f"its mean is {right[0, 0]:g}. If that fits, look at the other blocks."
        )


def _check_loss(loss) -> str:
    """Try `loss(logits, label) -> float`: the cross-entropy of one answer."""
    cases = [
        (np.zeros(10), 3),
        (np.arange(10.0), 9),
        (np.arange(10.0), 0),
        (np.array([1000.0, 0.0, -1000.0]), 0),
    ]
    for logits, label in cases:
        with np.errstate(all="ignore"):
            answer = float(loss(logits, label))
        shifted = logits - logits.max()
        right = np.log(np.exp(shifted).sum()) - shifted[label]
        if not np.isfinite(answer) and logits.max() < 700:
            raise NotYet(f"logits {logits.tolist()}, label {label}: {answer} is no loss.")
        if not np.isfinite(answer):
            raise NotYet(
                f"logits {logits.tolist()} gave {answer}: exp(1000) is too large for a computer. "
                "Subtract the largest logit from all of them first; the softmax stays the same."
            )
        if right > 0 and np.isclose(answer, -right):
            raise NotYet("the sign: the logarithm of a probability is negative, a loss is not.")
        if np.isclose(answer, np.exp(-right)) and not np.isclose(answer, right):
            raise NotYet("that is the probability of the label; the loss is minus its logarithm.")
        if not np.isclose(answer, right, atol=1e-6):
            raise NotYet(f"logits {logits.tolist()}, label {label}: expected {right:.4f}.")
    return "Ten equal logits cost ln 10, as the untrained network did."


_SHEET = Sheet(
    Exercise(
        question="Write num_weights(size, channels, filters): how many weights a layer learns.",
        verify=_check_num_weights,
        hint="One filter is a box: so many rows, columns and channels. Then count the filters.",
        solution=(
            "def num_weights(size, channels, filters):\n    return size * size * channels * filters"
        ),
    ),
    Exercise(
        question="Write mean_pool(image, size): return the mean of each block.",
        verify=_check_mean_pool,
        hint=(
            "`image.reshape(rows, size, columns, size)` numbers every pixel by its block and its "
            "place in the block. Then take the mean over axes 1 and 3. Two loops do as well."
        ),
        solution=(
            "def mean_pool(image, size):\n"
            "    rows, columns = image.shape[0] // size, image.shape[1] // size\n"
            "    return image.reshape(rows, size, columns, size).mean(axis=(1, 3))"
        ),
    ),
    Exercise(
        question="Write loss(logits, label): minus the logarithm of the label's probability.",
        verify=_check_loss,
        hint=(
            "Probability of the label: exp(logits[label]) / sum(exp(logits)). Subtract the "
            "largest logit first, so that nothing overflows."
        ),
        solution=(
            "def loss(logits, label):\n"
            "    shifted = logits - np.max(logits)\n"
            "    return np.log(np.sum(np.exp(shifted))) - shifted[label]"
        ),
    ),
)
check, hint, solution = _SHEET.check, _SHEET.hint, _SHEET.solution
