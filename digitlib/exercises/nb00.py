"""Exercises of notebook 00: a drawing turned round, a second opinion, a score of one's own."""

import numpy as np

from digitlib.exercises._exercise import NotYet, Sheet, expect

_SHEET = Sheet()
check, hint, solution = _SHEET.check, _SHEET.hint, _SHEET.solution


def _turn(strokes):
    return [280 - stroke for stroke in strokes]


@_SHEET.exercise(_turn)
def _check_turn(turn) -> str:
    """Where does the corner (0, 0) go, and where (280, 0)? What is done to x is done to y as
    well, and NumPy calculates with whole arrays at once.
    """
    strokes = [np.array([[40.0, 60], [50, 90], [55, 130]]), np.array([[200.0, 10], [210, 20]])]
    turned = list(turn([stroke.copy() for stroke in strokes]))
    if len(turned) != len(strokes):
        raise NotYet(f"two strokes went in, {len(turned)} came out.")
    for before, after in zip(strokes, map(np.asarray, turned), strict=True):
        if after.shape != before.shape:
            raise NotYet(f"a stroke of shape {before.shape} came back as {after.shape}.")
        mirrored = "that is a mirror: {} changed, but not {}."
        mistakes = {
            mirrored.format("left and right", "top and bottom"): [280, 0] + before * [-1, 1],
            mirrored.format("top and bottom", "left and right"): [0, 280] + before * [1, -1],
            "the drawing did not move.": before,
        }
        moved = f"the point {before[0].tolist()} came back as {after[0].tolist()}."
        expect(after, 280 - before, mistakes, moved)
    return "Now let the network read a 6 that stands on its head."


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


def _share_right(truths, readings):
    pairs = zip(truths, readings, strict=True)
    return sum(truth == reading for truth, reading in pairs) / len(truths)


@_SHEET.exercise(_share_right)
def _check_share_right(share_right) -> str:
    """Walk through both lists with `zip`, count where they agree, divide by all."""
    truths, readings = [3, 1, 4, 1, 5, 9, 2, 6], [3, 7, 4, None, 5, 9, 2, None]
    share = share_right(truths, readings)
    told = f"5 of 8 are right, which is 0.625; your function returned {share}."
    left_out = "you left out the drawings read as no digit; they are not right either."
    expect(share, 5 / 8, {left_out: 5 / 6}, told)
    crossed = "a 1 read as 2 and a 2 read as 1 are both wrong: compare place by place."
    expect(share_right([1, 2], [2, 1]), 0, {}, crossed)
    expect(share_right([7], [7]), 1, {}, "one drawing, read right, should give 1.")
    return "Draw ten digits of your own, and you have your first honest test set."
