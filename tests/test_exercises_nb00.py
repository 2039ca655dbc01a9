"""The checkers of notebook 00 accept right answers and help with wrong ones."""

import numpy as np
import pytest

from digitlib.exercises import nb00


def turn(strokes):
    return [[(280 - x, 280 - y) for x, y in stroke] for stroke in strokes]


def second_choice(probabilities):
    return sorted(range(10), key=lambda digit: -probabilities[digit])[1]


def share_right(truths, readings):
    return np.mean([truth == reading for truth, reading in zip(truths, readings, strict=True)])


def share_of_answered(truths, readings):
    answered = [(t, r) for t, r in zip(truths, readings, strict=True) if r is not None]
    return sum(t == r for t, r in answered) / len(answered)


RIGHT = {1: turn, 2: second_choice, 3: share_right}
WRONG = [
    (1, lambda strokes: [s * [-1, 1] + [280, 0] for s in strokes], "left and right changed"),
    (1, lambda strokes: [s * [1, -1] + [0, 280] for s in strokes], "top and bottom changed"),
    (1, lambda strokes: strokes, "did not move"),
    (1, lambda strokes: strokes[:1], "1 came out"),
    (1, lambda strokes: [s[1:] for s in strokes], "came back as"),
    (1, lambda strokes: [s + 1 for s in strokes], "came back as"),
    (2, lambda probabilities: probabilities.argmax(), "first choice"),
    (2, lambda probabilities: probabilities.argsort()[1], "other end"),
    (2, lambda probabilities: probabilities.argsort()[-3], "second choice is"),
    (2, lambda probabilities: np.sort(probabilities), "one digit"),
    (3, share_of_answered, "left out"),
    (3, lambda truths, readings: 100 * share_right(truths, readings), "percentage"),
    (3, lambda truths, readings: 0.5, "0.625"),
    (3, lambda truths, readings: 0.625, "one drawing"),
    (3, lambda truths, readings: 1 / 0, "ZeroDivisionError"),
]


@pytest.mark.parametrize("number", RIGHT)
def test_a_right_answer_is_praised(number, capsys):
    nb00.check(number, RIGHT[number])
    assert capsys.readouterr().out.startswith("Correct")


@pytest.mark.parametrize(("number", "answer", "help_"), WRONG)
def test_a_wrong_answer_is_helped(number, answer, help_, capsys):
    nb00.check(number, answer)
    line = capsys.readouterr().out
    assert line.startswith("Not yet")
    assert help_ in line


@pytest.mark.parametrize("number", RIGHT)
def test_the_solution_solves_it_and_the_hint_does_not_tell(number, capsys):
    nb00.solution(number)
    source = capsys.readouterr().out
    names = {"np": np}
    exec(source, names)
    name = source.split("(")[0].removeprefix("def ")
    nb00.check(number, names[name])
    assert capsys.readouterr().out.startswith("Correct")
    nb00.hint(number)
    assert source not in capsys.readouterr().out


@pytest.mark.parametrize("number", RIGHT)
def test_an_unsolved_exercise_says_what_to_do(number, capsys):
    nb00.check(number, ...)
    assert "Replace the `...`" in capsys.readouterr().out
