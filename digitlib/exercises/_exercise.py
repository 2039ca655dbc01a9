"""What every notebook's exercises share: check an answer, give a hint, show a solution."""

import copy
import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

import numpy as np

UNSOLVED = "Replace the `...` with your answer, and run the cell again."


class NotYet(Exception):  # noqa: N818 - a verdict on an answer, not an error of the program
    """Raised by a checker: the message tells the learner what to look at next."""


class _Unsolved(Exception):  # noqa: N818
    """The answer is still the placeholder `...`."""


class Exercise(NamedTuple):
    """One exercise.

    `verify(*answer)` returns a sentence of praise for a right answer and raises `NotYet` with a
    helpful sentence for a wrong one. `solution` is a function whose source is shown on request,
    without the underscore that begins its name.
    """

    verify: Callable[..., str]
    hint: str
    solution: Callable

    def judge(self, *answer: Any) -> str:
        """Return the line to print about `answer`. Never raise."""
        try:
            return f"Correct. {self.verify(*map(_guarded, answer))}"
        except _Unsolved:
            return UNSOLVED
        except NotYet as verdict:
            return f"Not yet: {verdict}"
        # A learner's answer may fail in any way; the lesson goes on and says how it failed.
        except Exception as error:
            return f"Not yet: your answer stopped with {type(error).__name__}: {error}"


class Sheet:
    """The exercises of one notebook, numbered from 1 in the order of their checkers."""

    def __init__(self):
        """Begin an empty sheet."""
        self.exercises: list[Exercise] = []

    def exercise(self, solution: Callable, hint: str) -> Callable:
        """Add the decorated checker as the next exercise."""

        def add(verify: Callable[..., str]) -> Callable[..., str]:
            self.exercises.append(Exercise(verify, hint, solution))
            return verify

        return add

    def _exercise(self, number: int) -> Exercise:
        if number not in range(1, len(self.exercises) + 1):
            raise ValueError(f"There is no exercise {number}: they are 1 to {len(self.exercises)}.")
        return self.exercises[number - 1]

    def check(self, number: int, *answer: Any) -> None:
        """Print whether `answer` solves exercise `number`, and if not, what to look at."""
        print(self._exercise(number).judge(*answer))

    def hint(self, number: int) -> None:
        """Print a nudge for exercise `number` that does not give the answer away."""
        print(f"Hint: {self._exercise(number).hint}")

    def solution(self, number: int) -> None:
        """Print a worked answer to exercise `number`."""
        source = inspect.getsource(self._exercise(number).solution)
        print(source.replace("def _", "def ", 1).rstrip())


def _guarded(answer: Any) -> Any:
    """Return `answer`, made to raise `_Unsolved` if it still is or returns a placeholder."""
    if answer is ...:
        raise _Unsolved
    if isinstance(answer, tuple | list):
        for part in answer:
            _guarded(part)
    if not inspect.isfunction(answer):
        return answer

    @wraps(answer)
    def watched(*args: Any, **kwargs: Any) -> Any:
        result = answer(*args, **kwargs)
        if result is ...:
            raise _Unsolved
        if result is None:
            raise NotYet("your function gives nothing back; end it with a `return` line.")
        return result

    return watched


def expect(answer: Any, right: Any, mistakes: dict[str, Any], otherwise: str) -> None:
    """Raise NotYet unless `answer` is close to `right`, a number or an array.

    `mistakes` maps what to say to the answer that this mistake gives. If none fits, a percentage
    in place of a share (0 to 1) is recognised, and else `otherwise` is said.
    """
    if np.ndim(right) == 0:
        answer = as_number(answer)
        mistakes = mistakes | {"that is a percentage; return a share between 0 and 1.": 100 * right}

    def is_close(value: Any) -> bool:
        return np.shape(answer) == np.shape(value) and np.allclose(answer, value, atol=1e-6)

    if not is_close(right):
        raise NotYet(next((say for say, value in mistakes.items() if is_close(value)), otherwise))


def as_number(answer: Any) -> float:
    """Return one number as a float; raise NotYet for text or an array of several."""
    if isinstance(answer, str):
        raise NotYet(f"return a number, not the text {answer!r}. As a number, 62 % is 0.62.")
    if np.size(answer) != 1:
        raise NotYet(f"return one number; yours has the shape {np.shape(answer)}.")
    return float(np.ravel(answer)[0])


def call_unchanged(function: Callable, values: Any, *rest: Any) -> Any:
    """Return `function(values, *rest)`; raise NotYet if it changes `values`, array or arrays."""
    before = copy.deepcopy(values)
    result = function(values, *rest)
    if len(before) != len(values) or not all(map(np.array_equal, before, values)):
        raise NotYet("your function changed what it was given; work on a copy.")
    return result
