"""Exercises of notebook 04: the person served worst, half a cure, an honest sentence."""

import numpy as np

from digitlib.exercises._exercise import NotYet, Sheet, expect

_SHEET = Sheet()
check, hint, solution = _SHEET.check, _SHEET.hint, _SHEET.solution


def _worst_served(writers, right):
    shares = {writer: right[writers == writer].mean() for writer in np.unique(writers)}
    worst = min(shares, key=shares.get)
    return worst, shares[worst]


@_SHEET.exercise(_worst_served)
def _check_worst_served(worst_served) -> str:
    """`right[writers == 7].mean()` is the share of writer 7. Collect the shares of all writers
    in a dictionary; `min` takes a `key`.
    """
    writers = np.repeat([31, 7, 12, 19], [10, 40, 5, 20])
    right = np.ones(len(writers), dtype=bool)
    for writer, num_wrong in ((31, 1), (7, 9), (12, 2)):  # most errors are not the worst share
        right[np.flatnonzero(writers == writer)[:num_wrong]] = False
    answer = np.ravel(worst_served(writers, right))
    if len(answer) != 2:
        raise NotYet("return two things: the writer's number, and the share read right.")
    writer, share = answer
    mistakes = {
        "that writer has the most errors, but also the most digits; compare shares.": 7,
        "that writer is the best served; look for the lowest share.": 19,
    }
    told = f"expected writer 12, with 3 of 5 digits read right; got writer {writer:g}."
    expect(writer, 12, mistakes, told)
    told = f"writer 12 it is, with 3 of 5 digits read right, but your share is {share:g}."
    wrong = "writer 12 it is; give the share read *right*, between 0 and 1."
    expect(share, 0.6, {wrong: 0.4}, told)
    return "An average is a promise to nobody in particular; this is the one it is broken to."


_SHEET.experiment(
    "Look at the three curves of the sliders again: where did place alone help, and where size "
    "alone? How large are these people's drawings, compared with MNIST's digits?",
    """
    With the thirty people: 54 % with neither, 62 % with the place alone, 85 % with the size alone,
    92 % with both. Each half helps, and neither is enough. Here the size matters more: these
    people wrote small, but fairly near the middle. With drawings that are large and lie in a
    corner, it could be the other way round. So "size matters more" is about these drawings.
    Both together come close to the framed pictures, but not quite. One difference is left: this
    experiment centres the box, and MNIST centres the mass. Whether that is the cause is for you
    to test: change the point, and nothing else.
    """,
    near=0.05,
)
_SHEET.open_question(
    "An average over whom? How sure? And which causes were tested by changing one thing alone?",
    """
    Whom it hides: the average is over all drawings. Some people get far fewer of theirs read, and
    they should be counted. [1 point: a count of people, or the person served worst]
    How sure: the interval must be over people, because the drawings of one person are alike.
    Thirty people (or fewer) are not many. [1 point]
    What was shown: the same drawings, the same pen and the same network, framed instead of
    squeezed. So for these drawings, framing caused the gain. [1 point]
    What was not shown: why the rest are missed. "They write strangely" is a guess until an
    experiment changes only the handwriting that the network learns from. [1 point]
    """,
    points=4,
)
