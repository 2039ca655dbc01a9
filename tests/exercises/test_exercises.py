"""The machinery of the exercises, and what every notebook's sheet must keep to."""

import importlib
import pkgutil

import numpy as np
import pytest

from digitlib import exercises
from digitlib.exercises._exercise import UNSOLVED, NotYet, Sheet, as_number, call_unchanged, expect

NAMES = sorted(m.name for m in pkgutil.iter_modules(exercises.__path__) if m.name.startswith("nb"))

# The second is for open questions: an answer in words is not called correct.
PRAISE = ("Correct", "Written down")


SHEET = Sheet()


def _seven():
    return 3 + 4


@SHEET.exercise(_seven, "Count on.")
def _is_seven(answer):
    if answer != 7:
        raise NotYet(f"{answer} is not the sum of 3 and 4.")
    return "Seven it is."


def _double(x):
    return 2 * x


@SHEET.exercise(_double, "Use *.")
def _doubles(function):
    if function(4) != 8:
        raise NotYet("your function does not double 4.")
    return "It doubles."


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


@pytest.mark.parametrize("answer", [[3, 1], np.array([3.0, 1.0]), (3, 1 + 1e-9)])
def test_a_right_answer_may_be_a_list_a_tuple_or_an_array(answer):
    assert expect(answer, [3, 1], {}, "no") is None


@pytest.mark.parametrize(
    ("answer", "right", "line"),
    [
        (4, 3, "^one too many$"),
        (2, 3, "^no$"),
        ([3], [3, 1], "^no$"),
        (50, 0.5, "percentage"),
        ("50 %", 0.5, "a number, not the text '50 %'"),
        ([0.5, 0.5], 0.5, "one number"),
        (float("nan"), 0.5, "^no$"),
    ],
)
def test_a_wrong_answer_is_explained(answer, right, line):
    with pytest.raises(NotYet, match=line):
        expect(answer, right, {"one too many": 4}, "no")


def test_an_array_of_one_number_is_a_number():
    assert as_number(np.array([[2.5]])) == 2.5


def test_a_function_must_leave_alone_what_it_is_given():
    assert call_unchanged(len, np.zeros(3)) == 3
    with pytest.raises(NotYet, match="work on a copy"):
        call_unchanged(lambda given: given[0].fill(7), [np.zeros(3), np.ones(2)])
    with pytest.raises(NotYet, match="work on a copy"):
        call_unchanged(lambda given: given.fill(7), np.zeros(3))
    with pytest.raises(NotYet, match="work on a copy"):
        call_unchanged(lambda given: given.clear(), [np.zeros(3)])


@pytest.mark.parametrize("name", NAMES)
def test_every_sheet_has_three_exercises_that_wait_unsolved(name, capsys):
    sheet = sheet_of(name)
    number_of_exercises = len(sheet.check.__self__.exercises)
    assert number_of_exercises >= 3
    for number in range(1, number_of_exercises + 1):
        sheet.check(number, ...)
        assert capsys.readouterr().out.strip() == UNSOLVED
        sheet.hint(number)
        hint = capsys.readouterr().out
        sheet.solution(number)
        body = capsys.readouterr().out.partition(":\n")[2]
        assert len(hint) > 30
        assert not any(line.strip() in hint for line in body.splitlines())


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
    assert capsys.readouterr().out.startswith(PRAISE)


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
    assert capsys.readouterr().out.startswith(PRAISE)
