"""The checkers of notebook 01 accept right answers and help with wrong ones."""

import numpy as np
import pytest

from digitlib.exercises import nb01


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
    commonest = max(set(labels), key=labels.count)
    return sum(label == commonest for label in test_labels) / len(test_labels)


def box_to_middle(image):
    rows, columns = np.nonzero(image)
    middle = (rows.min() + rows.max()) // 2, (columns.min() + columns.max()) // 2
    return np.roll(image, (14 - middle[0], 14 - middle[1]), axis=(0, 1))


def spoil(image):
    image[:] = 0
    return image


RIGHT = {1: ink_share, 2: recentre, 3: majority_accuracy}
WRONG = [
    (1, lambda image: 100 * (image > 0).mean(), "percentage"),
    (1, lambda image: image.mean() / 255, "how dark"),
    (1, lambda image: (image == 0).mean(), "inked pixels"),
    (1, lambda image: None, "return"),
    (2, lambda image: image, "where it was"),
    (2, lambda image: image[5:], "came back as"),
    (2, lambda image: np.roll(image, 12, axis=0) * 0, "lost"),
    (2, lambda image: recentre(image.T), "centre of mass"),
    (2, box_to_middle, "centre of mass"),
    (2, spoil, "changed the picture"),
    (3, lambda train, test: np.mean(test == np.bincount(test).argmax()), "training part"),
    (3, lambda train, test: np.mean(train == np.bincount(train).argmax()), "test part"),
    (3, lambda train, test: 100 * majority_accuracy(train, test), "percentage"),
    (3, lambda train, test: 0.1, "expected"),
]


@pytest.mark.parametrize("number", RIGHT)
def test_a_right_answer_is_praised(number, capsys):
    nb01.check(number, RIGHT[number])
    assert capsys.readouterr().out.startswith("Correct")


@pytest.mark.parametrize(("number", "answer", "help_"), WRONG)
def test_a_wrong_answer_is_helped(number, answer, help_, capsys):
    nb01.check(number, answer)
    line = capsys.readouterr().out
    assert line.startswith("Not yet")
    assert help_ in line


@pytest.mark.parametrize("number", RIGHT)
def test_the_solution_solves_it_and_the_hint_does_not_tell(number, capsys):
    nb01.solution(number)
    source = capsys.readouterr().out
    names = {"np": np}
    exec(source, names)
    name = source.split("(")[0].removeprefix("def ")
    nb01.check(number, names[name])
    assert capsys.readouterr().out.startswith("Correct")
    nb01.hint(number)
    assert source not in capsys.readouterr().out


@pytest.mark.parametrize("number", RIGHT)
def test_an_unsolved_exercise_says_what_to_do(number, capsys):
    nb01.check(number, ...)
    assert "Replace the `...`" in capsys.readouterr().out
