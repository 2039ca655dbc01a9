"""What every notebook's exercises share: ask, check, hint, and show a solution."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from inspect import isfunction
from typing import Any

UNSOLVED = "Replace the `...` with your answer, and run the cell again."


class NotYet(Exception):  # noqa: N818 - a verdict on an answer, not an error of the program
    """Raised by a checker: the message tells the learner what to look at next."""


class _Unsolved(Exception):  # noqa: N818
    """The answer is still the placeholder `...`."""


@dataclass(frozen=True)
class Exercise:
    """One question and what goes with it.

    `verify(*answer)` returns the sentence that praises a right answer and raises `NotYet` with
    a sentence that helps after a wrong one. `solution` is Python source, shown on request.
    """

    question: str
    verify: Callable[..., str]
    hint: str
    solution: str

    def judge(self, *answer: Any) -> tuple[bool, str]:
        """Return whether `answer` is right, and the line to print. Never raise."""
        try:
            return True, f"Correct. {self.verify(*map(_guarded, answer))}"
        except _Unsolved:
            return False, UNSOLVED
        except NotYet as verdict:
            return False, f"Not yet: {verdict}"
        # A learner's answer may fail in any way; the lesson goes on and says how it failed.
        except Exception as error:
            return False, f"Not yet: your answer stopped with {type(error).__name__}: {error}"


class Sheet:
    """The exercises of one notebook, numbered from 1."""

    def __init__(self, *exercises: Exercise):
        self.exercises = exercises

    def _exercise(self, number: int) -> Exercise:
        if number not in range(1, len(self.exercises) + 1):
            raise ValueError(f"There is no exercise {number}: they are 1 to {len(self.exercises)}.")
        return self.exercises[number - 1]

    def check(self, number: int, *answer: Any) -> None:
        """Print whether `answer` solves exercise `number`, and if not, what to look at."""
        _, line = self._exercise(number).judge(*answer)
        print(line)

    def hint(self, number: int) -> None:
        """Print a nudge for exercise `number` that does not give the answer away."""
        print(f"Hint: {self._exercise(number).hint}")

    def solution(self, number: int) -> None:
        """Print a worked answer to exercise `number`."""
        print(self._exercise(number).solution)


def _guarded(answer: Any) -> Any:
    """Return `answer`, made to raise `_Unsolved` where it still is or returns a placeholder."""
    if answer is ...:
        raise _Unsolved
    if isinstance(answer, tuple | list):
        for part in answer:
            _guarded(part)
    if not isfunction(answer):
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
