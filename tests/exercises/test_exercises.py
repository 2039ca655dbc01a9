"""Exercises check themselves: the machinery, what every sheet keeps to, and the guesses."""

import importlib
import pkgutil
import sys

import numpy as np
import pytest

from digitlib import exercises
from digitlib.exercises._exercise import (
    NO_GUESS,
    UNSOLVED,
    WIDGET_VIEW,
    Guess,
    NotYet,
    Sheet,
    as_number,
    call_unchanged,
    expect,
)

NAMES = sorted(m.name for m in pkgutil.iter_modules(exercises.__path__) if m.name.startswith("nb"))
SHEETS = {name: importlib.import_module(f"digitlib.exercises.{name}") for name in NAMES}
ANSWERS = {name: importlib.import_module(f"answers_{name}") for name in NAMES}
RIGHT = [(name, number) for name in NAMES for number in ANSWERS[name].RIGHT]
WRONG = [(name, *case) for name in NAMES for case in ANSWERS[name].WRONG]
# Only the first judges: neither a prediction nor an answer in words is called correct.
PRAISE = ("Correct", "Done", "Written down")
SHEET = Sheet()


def arguments(answer):
    """Return what `check` gets after the number: a tuple holds a prediction and an experiment."""
    return answer if isinstance(answer, tuple) else (answer,)


def _seven():
    return 3 + 4


@SHEET.exercise(_seven)
def _is_seven(answer):
    """Count on."""
    if answer != 7:
        raise NotYet(f"{answer} is not the sum of 3 and 4.")
    return "Seven it is."


def _double(x):
    return 2 * x


@SHEET.exercise(_double)
def _doubles(function):
    """Use *."""
    if function(4) != 8:
        raise NotYet("your function does not double 4.")
    return "It doubles."


SHEET.open_question(
    "Look at the\n    figure.", "\n  Nothing. [1 point]\n  Nobody. [1 point]", points=2
)
SHEET.experiment("Run\n it.", "It is three.", near=0.1)
WORDS = " ".join(f"word{number}" for number in range(25))


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
        (3, ..., UNSOLVED),
        (3, WORDS, "Written down. Compare it with solution(3), and give yourself up to 2 points."),
        (3, WORDS.removesuffix("word24"), "Not yet: write three or four sentences"),
        (4, ({"a": 0.3}, lambda: {"a": 0.4}), "Done. You foresaw 1 of 1."),
        (4, ({"a": 0.5, "b": 3}, lambda: {"a": 0.65}), "Done. You foresaw 0 of 1."),
        (4, (..., lambda: 1 / 0), UNSOLVED),
        (4, ({"a": 0.3, "b": ...}, lambda: {"a": 0.4}), UNSOLVED),
        (4, ({"a": 5}, lambda: {"a": 0.65}), "Not yet: write shares between 0 and 1: 5 % is 0.05."),
        (4, ({}, lambda: {"a": None}), "Not yet: predict the rest, too: a."),
        (4, (3, lambda: {"a": 3}), "Not yet: write your prediction as a dictionary"),
    ],
)
def test_check_prints_a_verdict_and_never_raises(number, answer, line, capsys):
    SHEET.check(number, *arguments(answer))
    assert capsys.readouterr().out.startswith(line)


def test_an_experiment_shows_each_prediction_beside_the_result(capsys):
    SHEET.check(4, {0: 6, 1: None, 2: 0.52}, lambda: {0: None, 1: None, 2: 0.5})
    assert capsys.readouterr().out.splitlines() == [
        "Done. You foresaw 2 of 3.",
        "  0: you said 6, it is no digit",
        "  1: you said no digit, it is no digit",
        "  2: you said 52.0%, it is 50.0%",
        "Explain the surprises in your own words, then compare: solution(4).",
    ]


def test_hint_and_solution_are_printed(capsys):
    SHEET.hint(3)
    SHEET.solution(2)
    SHEET.solution(3)
    hint = "Hint: Look at the figure.\n"
    double, rubric = "def double(x):\n    return 2 * x\n", "Nothing. [1 point]\nNobody. [1 point]\n"
    assert capsys.readouterr().out == hint + double + rubric


@pytest.mark.parametrize("number", [0, 5, -1, "one"])
def test_an_unknown_exercise_is_refused(number):
    with pytest.raises(ValueError, match="they are 1 to 4"):
        SHEET.check(number, 7)


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
    for function, given in (
        (lambda given: given[0].fill(7), [np.zeros(3), np.ones(2)]),
        (lambda given: given.fill(7), np.zeros(3)),
        (lambda given: given.clear(), [np.zeros(3)]),
    ):
        with pytest.raises(NotYet, match="work on a copy"):
            call_unchanged(function, given)


@pytest.mark.parametrize("name", NAMES)
def test_every_sheet_has_three_exercises_that_wait_unsolved(name, capsys):
    sheet, answers = SHEETS[name], ANSWERS[name]
    assert len(answers.RIGHT) >= 3
    assert {number for number, _, _ in answers.WRONG} == set(answers.RIGHT)
    with pytest.raises(ValueError, match=f"1 to {len(answers.RIGHT)}"):
        sheet.check(len(answers.RIGHT) + 1, ...)
    for number in answers.RIGHT:
        sheet.check(number, ...)
        assert capsys.readouterr().out.strip() == UNSOLVED
        sheet.hint(number)
        hint = capsys.readouterr().out
        sheet.solution(number)
        body = capsys.readouterr().out.splitlines()[1:]
        assert len(hint) > 30
        assert not any(line.strip() in hint for line in body)


@pytest.mark.parametrize(("name", "number"), RIGHT)
def test_a_right_answer_is_praised_and_so_is_the_solution(name, number, capsys):
    sheet, names = SHEETS[name], {"np": np}
    sheet.check(number, *arguments(ANSWERS[name].RIGHT[number]))
    assert capsys.readouterr().out.startswith(PRAISE)
    sheet.solution(number)
    answer = capsys.readouterr().out
    if answer.startswith("def "):
        exec(answer, names)
        answer = names[answer.split("(")[0].removeprefix("def ")]
    elif isinstance(ANSWERS[name].RIGHT[number], tuple):
        return  # an explanation, which is no prediction
    sheet.check(number, answer)
    assert capsys.readouterr().out.startswith(PRAISE)


@pytest.mark.parametrize(("name", "number", "answer", "help_"), WRONG)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_wrong_answer_is_helped(name, number, answer, help_, capsys):
    SHEETS[name].check(number, *arguments(answer))
    line = capsys.readouterr().out
    assert line.startswith("Not yet")
    assert help_ in line


def test_a_guess_is_kept_and_revealed(capsys):
    guess = Guess("few", "many")
    guess.reveal()
    assert WIDGET_VIEW in guess._repr_mimebundle_()
    assert guess._buttons.style.button_width == "auto", "no choice is cut off"
    guess._buttons.value = "many"
    guess.reveal()
    assert capsys.readouterr().out == f"{NO_GUESS}\nYour guess was: many.\n"
    with pytest.raises(ValueError, match="'some' is not one of few, many"):
        guess.choose("some")


def test_without_widgets_the_choices_of_a_guess_are_still_shown(monkeypatch):
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    shown = Guess("a < b", "a > b")._repr_mimebundle_()
    assert shown["text/html"] == "<ul><li>a &lt; b</li><li>a &gt; b</li></ul>"
    assert WIDGET_VIEW not in shown


@pytest.mark.parametrize("choices", [(), ("only one",)])
def test_a_guess_needs_alternatives(choices):
    with pytest.raises(ValueError, match="at least two"):
        Guess(*choices)
