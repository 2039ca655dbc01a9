"""Exercises of notebook 01: the share of ink, a digit moved to the middle, an honest baseline."""

import numpy as np

from digitlib.exercises._exercise import Exercise, NotYet, Sheet


def _check_ink_share(ink_share) -> str:
    """Try `ink_share(image) -> float` on made-up pictures of several shapes."""
    generator = np.random.default_rng(1)
    for shape, level in (((28, 28), 0.7), ((28, 28), 0.97), ((10, 40), 0.5)):
        grey = generator.integers(1, 256, shape)
        image = np.where(generator.random(shape) < level, 0, grey).astype(np.uint8)
        share, right = float(ink_share(image)), float(np.mean(image > 0))
        if np.isclose(share, 100 * right) and not np.isclose(share, right):
            raise NotYet("that is a percentage; return a share between 0 and 1.")
        if np.isclose(share, image.mean() / 255):
            raise NotYet("you averaged how dark the pixels are; count those that hold any ink.")
        if not np.isclose(share, right):
            raise NotYet(
                f"a picture with {np.sum(image > 0)} inked pixels of {image.size} gave {share}."
            )
    return "Four pixels in five or so are blank paper; a network must learn where to look."


def _check_recentre(recentre) -> str:
    """Try `recentre(image) -> image` on blobs of ink here and there in the frame."""
    for down, right in ((3, -5), (-6, 0), (0, 6), (0, 0)):
        image = _lopsided_blob(down, right)
        before = image.copy()
        moved = np.asarray(recentre(image))
        if not np.array_equal(image, before):
            raise NotYet("your function changed the picture it was given; work on a copy.")
        if moved.shape != image.shape:
            raise NotYet(f"the picture had shape {image.shape} and came back as {moved.shape}.")
        _explain_place(moved, _lopsided_blob(0, 0), image)
    return "You have just built one half of MNIST's framing; the other half is the size."


def _lopsided_blob(down: int, right: int) -> np.ndarray:
    """Return a heavy-topped 7 whose centre of mass lies `down` and `right` of pixel (14, 14)."""
    image = np.zeros((28, 28), dtype=np.uint8)
    top, stem = 12 + down, 17 + right
    # Much paler, so that the ink weighs otherwise than its pixels count.
    image[top : top + 13, stem] = 90
    image[top : top + 2, stem - 7 : stem] = 250
    return image


def _explain_place(moved: np.ndarray, expected: np.ndarray, image: np.ndarray) -> None:
    """Raise NotYet with what went wrong, if `moved` is not `expected`."""
    if np.array_equal(moved, expected):
        return
    if moved.sum(dtype=int) != image.sum(dtype=int):
        raise NotYet("some ink was lost or changed; only move it.")
    if np.array_equal(moved, image):
        raise NotYet("the picture came back where it was; move it.")
    row, column = (float(value) for value in _centre_of_mass(moved))
    raise NotYet(
        f"the centre of mass is now at row {row:.1f}, column {column:.1f}; it should round to "
        "(14, 14). Weigh by the ink; rows are the first axis, and `np.roll` moves down and right."
    )


def _centre_of_mass(image: np.ndarray) -> np.ndarray:
    """Return row and column of the centre of mass, by a sum over all inked pixels."""
    places = np.argwhere(image)
    return np.average(places, axis=0, weights=image[image > 0])


def _check_majority(majority_accuracy) -> str:
    """Try `majority_accuracy(train_labels, test_labels) -> float` where the two parts disagree."""
    train = np.array([3] * 6 + [5] * 4 + [0] * 2)
    test = np.array([5] * 6 + [3] * 3 + [1])
    accuracy = float(majority_accuracy(train, test))
    if np.isclose(accuracy, 0.6):
        raise NotYet("you chose the commonest digit of the test part; choose on the training part.")
    if np.isclose(accuracy, 0.5):
        raise NotYet("you scored on the training part; score on the test part.")
    if np.isclose(accuracy, 30):
        raise NotYet("that is a percentage; return a share between 0 and 1.")
    if not np.isclose(accuracy, 0.3):
        raise NotYet(f"train {train.tolist()}, test {test.tolist()}: expected 0.3, got {accuracy}.")
    return "Choose on the training part, score on the test part: that is all of honesty here."


_SHEET = Sheet(
    Exercise(
        question="Write ink_share(image): the share of pixels that hold any ink, 0 to 1.",
        verify=_check_ink_share,
        hint="`image > 0` is a table of True and False, and the mean of those is a share.",
        solution="def ink_share(image):\n    return (image > 0).mean()",
    ),
    Exercise(
        question="Write recentre(image): move the ink so that its centre of mass is at (14, 14).",
        verify=_check_recentre,
        hint=(
            "The row is the average of 0..27, weighted by the ink of each row: "
            "`np.average(np.arange(28), weights=image.sum(axis=1))`. Then round 14 minus it."
        ),
        solution=(
            "def recentre(image):\n"
            "    row = np.average(np.arange(28), weights=image.sum(axis=1))\n"
            "    column = np.average(np.arange(28), weights=image.sum(axis=0))\n"
            "    return np.roll(image, (round(14 - row), round(14 - column)), axis=(0, 1))"
        ),
    ),
    Exercise(
        question="Write majority_accuracy(train_labels, test_labels): always say one digit.",
        verify=_check_majority,
        hint="`np.bincount(labels).argmax()` is the commonest label of a part. Of which part?",
        solution=(
            "def majority_accuracy(train_labels, test_labels):\n"
            "    commonest = np.bincount(train_labels).argmax()\n"
            "    return (test_labels == commonest).mean()"
        ),
    ),
)
check, hint, solution = _SHEET.check, _SHEET.hint, _SHEET.solution
