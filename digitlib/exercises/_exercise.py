"""What every notebook's exercises share: check an answer, hint, show a solution, guess first."""

import copy
import html
import inspect
import textwrap
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

import numpy as np

UNSOLVED = "Replace the `...` with your answer, and run the cell again."
FEWEST_WORDS = 25  # different ones, in an answer to an open question
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
NO_GUESS = "You made no guess. Make one first next time: a surprise is easier to remember."


class NotYet(Exception):  # noqa: N818 - a verdict on an answer, not an error of the program
    """Raised by a checker: the message tells the learner what to look at next."""


class _Unsolved(Exception):  # noqa: N818
    """The answer is still the placeholder `...`."""


class Sheet:
    """The exercises of one notebook, numbered from 1 in the order in which they are added.

    A checker, `checker(*answer)`, returns a sentence of praise for a right answer and raises
    `NotYet` with a helpful sentence for a wrong one. Its docstring is the hint.
    """

    def __init__(self):
        """Begin an empty sheet."""
        self.exercises: list[tuple[Callable[..., str], str, Callable | str]] = []

    def exercise(self, solution: Callable) -> Callable:
        """Add the decorated checker as the next exercise.

        The source of `solution` is shown on request, without the underscore of its name.
        """

        def add(checker: Callable[..., str]) -> Callable[..., str]:
            self.exercises.append((checker, "Correct. ", solution))
            return checker

        return add

    def experiment(self, hint: str, explanation: str, near: float = 0) -> None:
        """Add an experiment, `check(number, predicted, run)`: first predict, then see.

        `run()` returns a dictionary of what happened, and `predicted` has the same keys. Numbers
        up to `near` apart agree. `explanation` is shown as the solution.
        """
        number = len(self.exercises) + 1

        def checker(predicted: Mapping, run: Callable[[], Mapping]) -> str:
            if not isinstance(predicted, Mapping):
                raise NotYet("write your prediction as a dictionary, in braces: {... : ...}.")
            seen = run()
            if missing := [str(key) for key in seen if key not in predicted]:
                raise NotYet(f"predict the rest, too: {', '.join(missing)}.")
            rows = {key: (predicted[key], result) for key, result in seen.items()}
            agreed = sum(_agrees(*pair, near) for pair in rows.values())
            lines = [
                f"  {key}: you said {_told(said, result)}, it is {_told(result, result)}"
                for key, (said, result) in rows.items()
            ]
            then = f"Explain the surprises in your own words, then compare: solution({number})."
            return "\n".join([f"You foresaw {agreed} of {len(rows)}.", *lines, then])

        checker.__doc__ = hint
        self.exercises.append((checker, "Done. ", explanation))

    def open_question(self, hint: str, rubric: str, points: int) -> None:
        """Add a question that is answered in words, and judged by the learner with `rubric`."""
        number = len(self.exercises) + 1

        def checker(text: str) -> str:
            if not isinstance(text, str):
                raise NotYet("write your answer as text, between quotation marks.")
            if len(set(text.lower().split())) < FEWEST_WORDS:
                raise NotYet("write three or four sentences: one for each part of the question.")
            return f"Compare it with solution({number}), and give yourself up to {points} points."

        checker.__doc__ = hint
        self.exercises.append((checker, "Written down. ", rubric))

    def _find(self, number: int) -> tuple[Callable[..., str], str, Callable | str]:
        if number not in range(1, len(self.exercises) + 1):
            raise ValueError(f"There is no exercise {number}: they are 1 to {len(self.exercises)}.")
        return self.exercises[number - 1]

    def check(self, number: int, *answer: Any) -> None:
        """Print whether `answer` solves exercise `number`, and if not, what to look at."""
        checker, praise, _ = self._find(number)
        try:
            print(praise + checker(*map(_guarded, answer)))
        except _Unsolved:
            print(UNSOLVED)
        except NotYet as verdict:
            print(f"Not yet: {verdict}")
        # A learner's answer may fail in any way; the lesson goes on and says how it failed.
        except Exception as error:
            print(f"Not yet: your answer stopped with {type(error).__name__}: {error}")

    def hint(self, number: int) -> None:
        """Print a nudge for exercise `number` that does not give the answer away."""
        checker, *_ = self._find(number)
        print("Hint:", " ".join(checker.__doc__.split()))

    def solution(self, number: int) -> None:
        """Print a worked answer to exercise `number`."""
        *_, solution = self._find(number)
        if callable(solution):
            solution = inspect.getsource(solution).replace("def _", "def ", 1)
        print(textwrap.dedent(solution).strip())


def _agrees(predicted: Any, seen: Any, near: float) -> bool:
    """Return whether a prediction fits; raise NotYet if it cannot be what was asked for."""
    if predicted is None or seen is None:
        return predicted is seen
    predicted = as_number(predicted)
    if isinstance(seen, float) and 0 <= seen <= 1 < predicted:
        raise NotYet(f"write shares between 0 and 1: {predicted:g} % is {predicted / 100:g}.")
    return abs(predicted - seen) <= near + 1e-9  # 0.99 - 0.98 is a little more than 0.01


def _told(value: Any, seen: Any) -> str:
    """Write a prediction or a result; it is a share where the result is one."""
    if value is None:
        return "no digit"
    return f"{float(value):.1%}" if isinstance(seen, float) else f"{value}"


def _guarded(answer: Any) -> Any:
    """Return `answer`, made to raise `_Unsolved` if it still is or returns a placeholder."""
    if answer is ...:
        raise _Unsolved
    if isinstance(answer, tuple | list | Mapping):
        for part in answer.values() if isinstance(answer, Mapping) else answer:
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


class Guess:
    """A choice of one among `choices`; display it in a cell, and `reveal` it after the figure.

    Where widgets cannot be shown, as on a page on the web, the choices are shown as a list.
    """

    def __init__(self, *choices: str):
        """Offer at least two choices; raise ValueError for fewer."""
        if len(choices) < 2:
            raise ValueError("A guess needs at least two choices.")
        self.choices = choices
        self.choice: str | None = None

    def choose(self, choice: str) -> None:
        """Commit to one of the choices; raise ValueError for anything else."""
        if choice not in self.choices:
            raise ValueError(f"{choice!r} is not one of {', '.join(self.choices)}.")
        self.choice = choice

    def reveal(self) -> None:
        """Print the guess beside what has just been seen."""
        print(f"Your guess was: {self.choice}." if self.choice else NO_GUESS)

    def _repr_mimebundle_(self, **kwargs) -> dict:
        """Return the live buttons, and for readers without a kernel the choices as a list."""
        rows = "".join(f"<li>{html.escape(choice)}</li>" for choice in self.choices)
        data = {"text/plain": " / ".join(self.choices), "text/html": f"<ul>{rows}</ul>"}
        try:
            import ipywidgets
        except ImportError:
            return data
        # By themselves they would all have one width, and long choices would be cut off.
        wide = {"button_width": "auto"}
        self._buttons = ipywidgets.ToggleButtons(options=self.choices, index=None, style=wide)
        self._buttons.observe(lambda change: self.choose(change["new"]), names="value")
        return data | {WIDGET_VIEW: self._buttons.get_view_spec()}
