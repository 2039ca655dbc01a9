"""Exercises that check themselves: one module a notebook, `nb00` to `nb09`.

Each offers `check(number, answer)`, `hint(number)` and `solution(number)`; they print.
"""

from digitlib.exercises._exercise import Guess

__all__ = ["Guess"]
