"""Exercises of notebook 01: the share of ink, a digit moved to the middle, an honest baseline."""

import numpy as np

from digitlib.exercises._exercise import NotYet, Sheet, call_unchanged, expect

_SHEET = Sheet()
check, hint, solution = _SHEET.check, _SHEET.hint, _SHEET.solution


def _ink_share(image):
    return (image > 0).mean()


@_SHEET.exercise(_ink_share)
def _check_ink_share(ink_share) -> str:
    """`image > 0` is a table of True and False, and the mean of those is a share."""
    generator = np.random.default_rng(1)
    for shape, level in (((28, 28), 0.7), ((28, 28), 0.97), ((10, 40), 0.5)):
        grey = generator.integers(1, 256, shape)
        image = np.where(generator.random(shape) < level, 0, grey).astype(np.uint8)
        share, num_inked = ink_share(image), np.count_nonzero(image)
        averaged = "you averaged how dark the pixels are; count those that hold any ink."
        told = f"a picture with {num_inked} inked pixels of {image.size} gave {share}."
        expect(share, num_inked / image.size, {averaged: image.mean() / 255}, told)
    return "Four pixels in five or so are blank paper; a network must learn where to look."


def _recentre(image):
    row = np.average(np.arange(28), weights=image.sum(axis=1))
    column = np.average(np.arange(28), weights=image.sum(axis=0))
    return np.roll(image, (round(14 - row), round(14 - column)), axis=(0, 1))


@_SHEET.exercise(_recentre)
def _check_recentre(recentre) -> str:
    """The row of the centre is an average of the row numbers 0 to 27, and the weight of each is
    the ink in that row. `np.average` takes weights; `np.roll` moves.
    """
    middle = _lopsided_blob(0, 0)
    for down, right in ((3, -5), (-6, 0), (0, 6), (0, 0)):
        image = _lopsided_blob(down, right)
        moved = np.asarray(call_unchanged(recentre, image))
        if moved.shape != image.shape:
            raise NotYet(f"the picture had shape {image.shape} and came back as {moved.shape}.")
        if moved.sum(dtype=int) != image.sum(dtype=int):
            raise NotYet("some ink was lost or changed; only move it.")
        row, column = np.average(np.argwhere(moved), axis=0, weights=moved[moved > 0])
        told = (
            f"the centre of mass is now at row {row:.1f}, column {column:.1f}; it should round to "
            "(14, 14). Weigh by the ink; rows are the first axis, `np.roll` moves down and right."
        )
        if np.array_equal(recentre(image.astype(float)), middle):
            told = (
                "uint8 numbers wrap round at 256, so your sums of ink are wrong. Your function is "
                "right for `image.astype(float)`; convert before you multiply or add."
            )
        expect(moved, middle, {"the picture came back where it was; move it.": image}, told)
    return "You have just built one half of MNIST's framing; the other half is the size."


def _lopsided_blob(down: int, right: int) -> np.ndarray:
    # A heavy-topped 7 whose centre of mass lies `down` and `right` of pixel (14, 14).
    image = np.zeros((28, 28), dtype=np.uint8)
    top, stem = 12 + down, 17 + right
    # Much paler, so that the centre of the ink is not the centre of the inked pixels.
    image[top : top + 13, stem] = 90
    image[top : top + 2, stem - 7 : stem] = 250
    return image


def _majority_accuracy(train_labels, test_labels):
    most_common = np.bincount(train_labels).argmax()
    return (test_labels == most_common).mean()


@_SHEET.exercise(_majority_accuracy)
def _check_majority(majority_accuracy) -> str:
    """`np.bincount(labels).argmax()` is the most common label of a part. Of which part?"""
    train = np.array([3] * 6 + [5] * 4 + [0] * 2)
    test = np.array([5] * 6 + [3] * 3 + [1])
    accuracy = majority_accuracy(train, test)
    mistakes = {
        "you chose the test part's most common digit; choose on the training part.": 0.6,
        "you scored on the training part; score on the test part.": 0.5,
    }
    told = f"train {train.tolist()}, test {test.tolist()}: expected 0.3, got {accuracy}."
    expect(accuracy, 0.3, mistakes, told)
    return "Choose on the training part, score on the test part: that is what honesty means here."
