"""Exercises of notebook 08: agreement beyond chance, what the rules can repair, a fair request."""

import numpy as np

from digitlib.exercises._exercise import NotYet, Sheet, as_number, expect

_SHEET = Sheet()
check, hint, solution = _SHEET.check, _SHEET.hint, _SHEET.solution


def _kappa(first, second):
    first, second = np.asarray(first), np.asarray(second)
    agreed = np.mean(first == second)
    by_chance = sum(np.mean(first == digit) * np.mean(second == digit) for digit in range(10))
    return (agreed - by_chance) / (1 - by_chance)


@_SHEET.exercise(_kappa)
def _check_kappa(kappa) -> str:
    """`np.mean(first == 7) * np.mean(second == 7)` is how often both would say 7 by chance. Add
    this up over the ten digits.
    """
    first = np.array([1, 1, 1, 1, 7, 7, 4, 9, 1, 1])
    second = np.array([1, 1, 7, 1, 7, 7, 9, 9, 1, 7])
    right, agreed = _kappa(first, second), np.mean(first == second)
    answer = as_number(kappa(first, second))
    expect(
        answer,
        right,
        {
            "that is the plain agreement; chance is still in it.": agreed,
            "that is what chance gives; how far does the agreement go beyond it?": (agreed - right)
            / (1 - right),
            "you took chance away; now divide by the most that is possible beyond it.": (
                agreed - (agreed - right) / (1 - right)
            ),
            "that is the disagreement.": 1 - agreed,
            "chance is not 1 in 10 here: these two wrote many 1s.": (agreed - 0.1) / 0.9,
        },
        f"expected {right:.3f} for this pair, got {answer:.3f}.",
    )
    if not np.isclose(as_number(kappa(first, first)), 1):
        raise NotYet("whoever agrees with themselves on everything should get 1.")
    return "Two people who both write mostly 1s agree often, and it means little."


_SHEET.experiment(
    "Each cell is bound by its row, its column and its block: 20 neighbours. What do the rules "
    "still know when most of these are empty?",
    """
    With the lesson network and the course's photo: 0, 0, 6 and 40 cells were wrong. With few empty
    cells, the neighbours of a misread digit say what it must be: the rules repair everything and
    fill in the rest. With more, two things happen. Fewer neighbours can contradict a wrong
    reading. And several grids keep all rules and fit all that was read, so that the choice among
    them is a guess: that would happen to a perfect reader, too. (To tell the two apart, empty
    cells of a grid that was read without a mistake: that is the control.) Other cells emptied
    give other numbers. Prior knowledge repairs as much as the rest of the evidence lets it.
    """,
    near=2,
)
_SHEET.open_question(
    "Who is asked, for what, and can they say no without a cost? What is kept, how long, who sees "
    "it? What may a result be used for, and what not?",
    """
    Asked, not told: drawings are given for a stated purpose, saying no costs nothing, and it can
    be taken back later. [1 point: free consent, and a way back]
    Little is kept: strokes, a label and a number; no name, no time, and the list that links
    numbers to people is kept elsewhere, or not at all, and is deleted. Handwriting itself can
    point to a person in a small class. [1 point: keeps little, and sees that a number is not
    anonymous]
    Told with its limits: people are counted, not drawings; the interval is over people; the class
    did not come by chance and shares a school. [1 point: people, interval, who is missing]
    Not for marks: a score shows how the network reads a hand, not how well somebody writes. To
    rank pupils by it would punish rare forms. [1 point: names a wrong use]
    """,
    points=4,
)
