"""Right and wrong answers to the exercises of notebook 01, with the help that each must get."""

import numpy as np


def ink_share(image):
    return np.count_nonzero(image) / image.size


def recentre(image):
    rows, columns = np.nonzero(image)
    ink = image[rows, columns].astype(float)
    down = round(14 - (rows * ink).sum() / ink.sum())
    right = round(14 - (columns * ink).sum() / ink.sum())
    moved = np.zeros_like(image)
    moved[rows + down, columns + right] = image[rows, columns]
    return moved


def majority_accuracy(train_labels, test_labels):
    labels = list(train_labels)
    most_common = max(set(labels), key=labels.count)
    return sum(label == most_common for label in test_labels) / len(test_labels)


def box_to_middle(image):
    rows, columns = np.nonzero(image)
    middle = (rows.min() + rows.max()) // 2, (columns.min() + columns.max()) // 2
    return np.roll(image, (14 - middle[0], 14 - middle[1]), axis=(0, 1))


def ink_counted_not_weighed(image):
    rows, columns = np.nonzero(image)
    return np.roll(image, (round(14 - rows.mean()), round(14 - columns.mean())), axis=(0, 1))


def uint8_overflows(image):
    rows, columns = np.nonzero(image)
    ink = image[rows, columns]
    centre = [(places.astype(ink.dtype) * ink).sum() / ink.sum() for places in (rows, columns)]
    return np.roll(image, [round(14 - place) for place in centre], axis=(0, 1))


def spoil(image):
    image[:] = 0
    return image


RIGHT = {1: ink_share, 2: recentre, 3: majority_accuracy}
WRONG = [
    (1, lambda image: 100 * (image > 0).mean(), "percentage"),
    (1, lambda image: image.mean() / 255, "how dark"),
    (1, lambda image: (image == 0).mean(), "inked pixels"),
    (1, lambda image: f"{(image > 0).mean():.0%}", "not the text"),
    (1, lambda image: None, "return"),
    (2, lambda image: image, "where it was"),
    (2, lambda image: image[5:], "came back as"),
    (2, lambda image: np.roll(image, 12, axis=0) * 0, "lost"),
    (2, lambda image: recentre(image.T), "centre of mass"),
    (2, box_to_middle, "centre of mass"),
    (2, ink_counted_not_weighed, "Weigh by the ink"),
    (2, uint8_overflows, "uint8"),
    (2, spoil, "work on a copy"),
    (3, lambda train, test: np.mean(test == np.bincount(test).argmax()), "training part"),
    (3, lambda train, test: np.mean(train == np.bincount(train).argmax()), "test part"),
    (3, lambda train, test: 100 * majority_accuracy(train, test), "percentage"),
    (3, lambda train, test: 0.1, "expected"),
]
