"""The checkers of notebook 02 accept right answers and help with wrong ones."""

import numpy as np
import pytest
from scipy.special import log_softmax
from skimage.measure import block_reduce

from digitlib.exercises import nb02


def num_weights(size, channels, filters):
    return np.ones((size, size, channels, filters)).size


def mean_pool(image, size):
    return block_reduce(image, (size, size), np.mean)


def loss(logits, label):
    return -log_softmax(logits)[label]


def plain_loss(logits, label):
    return -np.log(np.exp(logits[label]) / np.exp(logits).sum())


def spoil(image, size):
    image[:] = 0
    return image


RIGHT = {1: num_weights, 2: mean_pool, 3: loss}
WRONG = [
    (1, lambda size, channels, filters: size * size * filters, "every channel"),
    (1, lambda size, channels, filters: (size**2 * channels + 1) * filters, "biases"),
    (1, lambda size, channels, filters: size * channels * filters, "columns"),
    (1, lambda size, channels, filters: 7, "your function says 7"),
    (1, lambda size, channels, filters: None, "return"),
    (2, lambda image, size: image, "gives shape"),
    (2, lambda image, size: block_reduce(image, (size, size), np.max), "largest value"),
    (2, lambda image, size: image[::size, ::size], "its mean is"),
    (2, lambda image, size: block_reduce(image, (size, size), np.min), "its mean is"),
    (2, spoil, "changed the picture"),
    (3, plain_loss, "too large for a computer"),
    (3, lambda logits, label: log_softmax(logits)[label], "the sign"),
    (3, lambda logits, label: np.exp(log_softmax(logits))[label], "minus its logarithm"),
    (3, lambda logits, label: 1.0, "expected"),
]


@pytest.mark.parametrize("number", RIGHT)
def test_a_right_answer_is_praised(number, capsys):
    nb02.check(number, RIGHT[number])
    assert capsys.readouterr().out.startswith("Correct")


@pytest.mark.parametrize(("number", "answer", "help_"), WRONG)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_wrong_answer_is_helped(number, answer, help_, capsys):
    nb02.check(number, answer)
    line = capsys.readouterr().out
    assert line.startswith("Not yet")
    assert help_ in line


@pytest.mark.parametrize("number", RIGHT)
def test_the_solution_solves_it_and_the_hint_does_not_tell(number, capsys):
    nb02.solution(number)
    source = capsys.readouterr().out
    names = {"np": np}
    exec(source, names)
    name = source.split("(")[0].removeprefix("def ")
    nb02.check(number, names[name])
    assert capsys.readouterr().out.startswith("Correct")
    nb02.hint(number)
    assert source not in capsys.readouterr().out


@pytest.mark.parametrize("number", RIGHT)
def test_an_unsolved_exercise_says_what_to_do(number, capsys):
    nb02.check(number, ...)
    assert "Replace the `...`" in capsys.readouterr().out
