"""Right and wrong answers to the exercises of notebook 01, with the help that each must get."""

import numpy as np


def majority_accuracy(train_labels, test_labels):
    labels = list(train_labels)
    most_common = max(set(labels), key=labels.count)
    return sum(label == most_common for label in test_labels) / len(test_labels)


def scores():
    return {"as shifted": np.float64(0.24), "mass": 0.91, "box": 0.75}


WORDS = """Employees and pupils in America wrote these digits, and all of them were framed. The
score was measured on more of the same. I would collect digits from our own pupils, frame them,
and count the errors of each."""

RIGHT = {
    1: majority_accuracy,
    2: ({"as shifted": 0.2, "mass": 0.92, "box": 0.9}, scores),
    3: WORDS,
}
WRONG = [
    (1, lambda train, test: np.mean(test == np.bincount(test).argmax()), "training part"),
    (1, lambda train, test: np.mean(train == np.bincount(train).argmax()), "test part"),
    (1, lambda train, test: 100 * majority_accuracy(train, test), "percentage"),
    (1, lambda train, test: f"{majority_accuracy(train, test):.0%}", "not the text"),
    (1, lambda train, test: None, "return"),
    (1, lambda train, test: 0.1, "expected"),
    (2, (0.9, scores), "dictionary"),
    (2, ({"mass": 0.9, "as shifted": 0.2}, scores), "the rest, too: box"),
    (2, ({"as shifted": 20, "mass": 0.92, "box": 0.9}, scores), "20 % is 0.2"),
    (3, 42, "as text"),
]
