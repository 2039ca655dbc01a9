"""The machinery of the exercises, and what every notebook's sheet must keep to."""

import importlib
import pkgutil

import numpy as np
import pytest

from digitlib import exercises
from digitlib.exercises._exercise import UNSOLVED, Exercise, NotYet, Sheet

NAMES = sorted(m.name for m in pkgutil.iter_modules(exercises.__path__) if m.name[0] != "_")


def _is_seven(answer):
    if answer != 7:
        raise NotYet(f"{answer} is not the sum of 3 and 4.")
    return "Seven it is."


def _doubles(function):
    if function(4) != 8:
        raise NotYet("your function does not double 4.")
    return "It doubles."


SHEET = Sheet(
    Exercise("3 + 4?", _is_seven, "Count on.", "3 + 4"),
    Exercise("Double it.", _doubles, "Use *.", "def double(x):\n    return 2 * x"),
)


@pytest.mark.parametrize(
    ("number", "answer", "line"),
    [
        (1, 7, "Correct. Seven it is."),
        (1, 8, "Not yet: 8 is not the sum of 3 and 4."),
        (1, ..., UNSOLVED),
        (1, [1, ...], UNSOLVED),
        (2, lambda x: 2 * x, "Correct. It doubles."),
        (2, lambda x: x, "Not yet: your function does not double 4."),
        (2, lambda x: ..., UNSOLVED),
        (2, lambda x: None, "Not yet: your function gives nothing back"),
        (2, lambda x: 1 / 0, "Not yet: your answer stopped with ZeroDivisionError"),
        (2, "text", "Not yet: your answer stopped with TypeError"),
        (1, np.arange(3), "Not yet: your answer stopped with ValueError"),
    ],
)
def test_check_prints_a_verdict_and_never_raises(number, answer, line, capsys):
    SHEET.check(number, answer)
    assert capsys.readouterr().out.startswith(line)


def test_hint_and_solution_are_printed(capsys):
    SHEET.hint(1)
    SHEET.solution(2)
    assert capsys.readouterr().out == "Hint: Count on.\ndef double(x):\n    return 2 * x\n"


@pytest.mark.parametrize("number", [0, 3, -1, "one"])
def test_an_unknown_exercise_is_refused(number):
    with pytest.raises(ValueError, match="they are 1 to 2"):
        SHEET.check(number, 7)


def sheet_of(name):
    """Return the module of one notebook's exercises."""
    return importlib.import_module(f"digitlib.exercises.{name}")


@pytest.mark.parametrize("name", NAMES)
def test_every_sheet_has_three_exercises_that_wait_unsolved(name, capsys):
    sheet = sheet_of(name)
    exercises_of_sheet = sheet.check.__self__.exercises
    assert len(exercises_of_sheet) >= 3
    for number, exercise in enumerate(exercises_of_sheet, start=1):
        assert exercise.question
        sheet.check(number, ...)
        assert capsys.readouterr().out.strip() == UNSOLVED
        sheet.hint(number)
        hint = capsys.readouterr().out
        sheet.solution(number)
        solution = capsys.readouterr().out
        assert len(hint) > 10
        assert solution.strip() not in hint


@pytest.mark.parametrize("name", NAMES)
def test_every_solution_is_python(name):
    sheet = sheet_of(name)
    for exercise in sheet.check.__self__.exercises:
        compile(exercise.solution, f"<solution of {name}>", "exec")


def answers(name):
    """Return the module of answers to one notebook's exercises."""
    return importlib.import_module(f"answers_{name}")


RIGHT = [(name, number) for name in NAMES for number in answers(name).RIGHT]
WRONG = [(name, index) for name in NAMES for index in range(len(answers(name).WRONG))]


@pytest.mark.parametrize("name", NAMES)
def test_every_checker_is_tried_with_right_and_wrong_answers(name):
    numbers = set(range(1, len(sheet_of(name).check.__self__.exercises) + 1))
    assert set(answers(name).RIGHT) == numbers
    assert {number for number, _, _ in answers(name).WRONG} == numbers


@pytest.mark.parametrize(("name", "number"), RIGHT)
def test_a_right_answer_is_praised(name, number, capsys):
    sheet_of(name).check(number, answers(name).RIGHT[number])
    assert capsys.readouterr().out.startswith("Correct")


@pytest.mark.parametrize(("name", "index"), WRONG)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_wrong_answer_is_helped(name, index, capsys):
    number, answer, help_ = answers(name).WRONG[index]
    sheet_of(name).check(number, answer)
    line = capsys.readouterr().out
    assert line.startswith("Not yet")
    assert help_ in line


@pytest.mark.parametrize(("name", "number"), RIGHT)
def test_the_solution_solves_it(name, number, capsys):
    sheet = sheet_of(name)
    sheet.solution(number)
    source = capsys.readouterr().out
    names = {"np": np}
    exec(source, names)
    sheet.check(number, names[source.split("(")[0].removeprefix("def ")])
    assert capsys.readouterr().out.startswith("Correct")
