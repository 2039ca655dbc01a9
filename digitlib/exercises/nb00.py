"""Exercises of notebook 00: the second choice, drawings upside down, a friend's conclusion."""

import numpy as np

from digitlib.exercises._exercise import NotYet, Sheet, expect

_SHEET = Sheet()
check, hint, solution = _SHEET.check, _SHEET.hint, _SHEET.solution


def _second_choice(probabilities):
    return probabilities.argsort()[-2]


@_SHEET.exercise(_second_choice)
def _check_second_choice(second_choice) -> str:
    """`probabilities.argsort()` lists the digits from the least probable to the most."""
    generator = np.random.default_rng(0)
    for _ in range(20):
        order = generator.permutation(10)
        probabilities = np.empty(10)
        probabilities[order] = np.array([40, 25, 10, 7, 6, 5, 4, 1.5, 1, 0.5]) / 100
        answer = second_choice(probabilities)
        if np.ndim(answer) != 0:
            raise NotYet("return one digit.")
        if answer in order[-2:]:
            raise NotYet("that is from the other end: one of the least probable digits.")
        told = f"of {probabilities.tolist()} the second choice is {order[1]}."
        expect(answer, order[1], {"that is the first choice.": order[0]}, told)
    return "A second choice close to the first is a network in doubt."


_SHEET.experiment(
    "Turn the page round and look. Which digits are still digits, and are they the same ones?",
    """
    A 0 and an 8 look the same upside down. A 6 becomes a 9 and a 9 becomes a 6, and that is what
    a person would read, too. A 5 written like an S may stay a 5. Most others become shapes that
    are no digit, and the best answer is "no digit"; any digit there is the nearest look-alike.
    The network was never told what "upside down" means. It only compares the picture with what it
    has learned from, and hardly anybody writes digits upside down.
    """,
)
_SHEET.open_question(
    "List what is different between the test digits and yours, and between the two networks. "
    "Then change only one of these things at a time.",
    """
    What speaks against it: people read the drawings at once, and so does the pad's network. So
    the drawings can be read. [1 point: names an observation, not an opinion]
    What does not follow: that the first network is bad. It read nearly all test digits. A high
    score on one kind of picture says nothing about another kind. [1 point]
    What is still open: two things may differ, the networks, and what each of them is shown. We
    have seen the answers, but not the causes. [1 point: does not claim a cause]
    An experiment: show both networks exactly the same pictures; or show one network the same
    drawings, made into pictures in two ways. Then count. [1 point: changes one thing only]
    """,
    points=4,
)
