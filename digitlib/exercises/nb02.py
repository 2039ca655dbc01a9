"""Exercises of notebook 02: count parameters, pool by the mean, and the loss of one answer."""

import numpy as np

from digitlib.exercises._exercise import NotYet, Sheet, as_number, call_unchanged, expect

_SHEET = Sheet()
check, hint, solution = _SHEET.check, _SHEET.hint, _SHEET.solution


def _num_weights(size, channels, filters):
    return size * size * channels * filters


@_SHEET.exercise(
    _num_weights, "One filter is a box: so many rows, columns and channels. Then count the filters."
)
def _check_num_weights(num_weights) -> str:
    """Try `num_weights(size, channels, filters) -> int` on layers of the lesson and others."""
    for size, channels, filters in ((5, 1, 16), (3, 16, 64), (3, 64, 128), (1, 7, 2)):
        answer = as_number(num_weights(size, channels, filters))
        right = _num_weights(size, channels, filters)
        asked = f"{filters} filters of {size} x {size} over {channels} channels"
        mistakes = {
            f"{asked}: every filter looks at every channel; you counted one.": size**2 * filters,
            f"{asked}: you counted biases too; these layers have none.": right + filters,
            f"{asked}: a filter has {size} rows and {size} columns.": size * channels * filters,
        }
        told = f"{asked} hold {right:,} weights, and your function says {answer:,g}."
        expect(answer, right, mistakes, told)
    return "The size of the picture does not matter: the same few weights are used everywhere."


def _mean_pool(image, size):
    rows, columns = image.shape[0] // size, image.shape[1] // size
    return image.reshape(rows, size, columns, size).mean(axis=(1, 3))


@_SHEET.exercise(
    _mean_pool,
    "`image.reshape(rows, size, columns, size)` numbers every pixel by its block and its place in "
    "the block. Then take the mean over axes 1 and 3. Two loops do as well.",
)
def _check_mean_pool(mean_pool) -> str:
    """Try `mean_pool(image, size) -> image` on pictures that `size` divides."""
    generator = np.random.default_rng(2)
    for sides, size in (((4, 4), 2), ((6, 9), 3), ((24, 24), 3), ((8, 6), 1)):
        image = generator.normal(size=sides).round(2)
        pooled = np.asarray(call_unchanged(mean_pool, image, size))
        right = _mean_pool(image, size)
        if pooled.shape != right.shape:
            told = f"gives shape {right.shape}, not {pooled.shape}."
            raise NotYet(f"pooling {sides} by {size} {told}")
        largest = image.reshape(len(right), size, -1, size).max(axis=(1, 3))
        told = (
            f"the top left {size} x {size} block {image[:size, :size].tolist()} gave "
            f"{pooled[0, 0]}; its mean is {right[0, 0]:g}. If that fits, look at the other blocks."
        )
        kept = "you kept the largest value of each block; take the mean."
        expect(pooled, right, {kept: largest}, told)
    return "A mean hears every pixel of a block; the maximum hears only the loudest."


def _loss(logits, label):
    shifted = logits - np.max(logits)
    return np.log(np.sum(np.exp(shifted))) - shifted[label]


@_SHEET.exercise(
    _loss,
    "The label's probability is a softmax. What happens to it if you subtract the same number from "
    "every logit? Choose that number so that nothing overflows.",
)
def _check_loss(loss) -> str:
    """Try `loss(logits, label) -> float`: the cross-entropy of one answer."""
    rising, huge = np.arange(10.0), np.array([1000.0, 0.0, -1000.0])
    for logits, label in ((np.zeros(10), 3), (rising, 9), (rising, 0), (huge, 0)):
        with np.errstate(all="ignore"):
            answer = as_number(loss(logits, label))
        given = f"logits {logits.tolist()}, label {label}"
        if not np.isfinite(answer) and logits is not huge:
            raise NotYet(f"{given}: {answer} is no loss.")
        if not np.isfinite(answer):
            raise NotYet(
                f"{given} gave {answer}: exp(1000) is too large for a computer. Subtract the "
                "largest logit from all of them first; the softmax stays the same."
            )
        right = _loss(logits, label)
        mistakes = {
            "the sign: the logarithm of a probability is negative, a loss is not.": -right,
            "that is the label's probability; the loss is minus its logarithm.": np.exp(-right),
        }
        expect(answer, right, mistakes, f"{given}: expected {right:.4f}.")
    return "Ten equal logits cost ln 10, as the untrained network did."
