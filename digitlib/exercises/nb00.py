"""Exercises of notebook 00: a drawing turned round, a second opinion, a score of one's own."""

import numpy as np

from digitlib.exercises._exercise import Exercise, NotYet, Sheet


def _check_turn(turn) -> str:
    """Try `turn(strokes) -> strokes`: half a turn on a canvas of 280 by 280."""
    strokes = [np.array([[40.0, 60], [50, 90], [55, 130]]), np.array([[200.0, 10], [210, 20]])]
    turned = list(turn([stroke.copy() for stroke in strokes]))
    if len(turned) != len(strokes):
        raise NotYet(f"two strokes went in, {len(turned)} came out.")
    for before, after in zip(strokes, map(np.asarray, turned), strict=True):
        if after.shape != before.shape:
            raise NotYet(f"a stroke of shape {before.shape} came back as {after.shape}.")
        _explain_turn(before, after)
    return "Now let the network read a 6 that stands on its head."


def _explain_turn(before: np.ndarray, after: np.ndarray) -> None:
    """Raise NotYet with what went wrong, if `after` is not `before` turned half round."""
    if np.allclose(after, 280 - before):
        return
    if np.allclose(after, [280, 0] + before * [-1, 1]):
        raise NotYet("that is a mirror: left and right changed, but not top and bottom.")
    if np.allclose(after, [0, 280] + before * [1, -1]):
        raise NotYet("that is a mirror: top and bottom changed, but not left and right.")
    if np.allclose(after, before):
        raise NotYet("the drawing did not move.")
    raise NotYet(f"the point {before[0].tolist()} came back as {after[0].tolist()}.")


def _check_second_choice(second_choice) -> str:
    """Try `second_choice(probabilities) -> int` on shuffled probabilities."""
    generator = np.random.default_rng(0)
    for _ in range(20):
        order = generator.permutation(10)
        probabilities = np.empty(10)
        probabilities[order] = np.array([40, 25, 10, 7, 6, 5, 4, 1.5, 1, 0.5]) / 100
        answer = second_choice(probabilities)
        if np.ndim(answer) != 0:
            raise NotYet("return one digit.")
        if answer == order[0]:
            raise NotYet("that is the first choice.")
        if answer in (order[-2], order[-1]):
            raise NotYet("that is from the other end: one of the least probable digits.")
        if answer != order[1]:
            raise NotYet(f"of {probabilities.tolist()} the second choice is {order[1]}.")
    return "A second choice close to the first is a network in doubt."


def _check_share_right(share_right) -> str:
    """Try `share_right(truths, readings) -> float`, with drawings read as no digit."""
    truths, readings = [3, 1, 4, 1, 5, 9, 2, 6], [3, 7, 4, None, 5, 9, 2, None]
    share = float(share_right(truths, readings))
    if np.isclose(share, 5 / 6):
        raise NotYet("you left out the drawings read as no digit; they are not right either.")
    if np.isclose(share, 62.5):
        raise NotYet("that is a percentage; return a share between 0 and 1.")
    if not np.isclose(share, 0.625):
        raise NotYet(f"5 of 8 are right, which is 0.625; your function returned {share}.")
    if not np.isclose(float(share_right([1, 2], [2, 1])), 0):
        raise NotYet("a 1 read as 2 and a 2 read as 1 are both wrong: compare place by place.")
    if not np.isclose(float(share_right([7], [7])), 1):
        raise NotYet("one drawing, read right, should give 1.")
    return "Draw ten digits of your own, and you have your first honest test set."


_SHEET = Sheet(
    Exercise(
        question="Write turn(strokes): the drawing turned half round on a canvas of 280 by 280.",
        verify=_check_turn,
        hint="A point (x, y) goes to (280 - x, 280 - y), and NumPy subtracts whole arrays at once.",
        solution="def turn(strokes):\n    return [280 - stroke for stroke in strokes]",
    ),
    Exercise(
        question="Write second_choice(probabilities): the second most probable digit.",
        verify=_check_second_choice,
        hint="`probabilities.argsort()` lists the digits from the least probable to the most.",
        solution="def second_choice(probabilities):\n    return probabilities.argsort()[-2]",
    ),
    Exercise(
        question="Write share_right(truths, readings): the share read right, 0 to 1.",
        verify=_check_share_right,
        hint="Walk through both lists with `zip`, count where they agree, divide by all.",
        solution=(
            "def share_right(truths, readings):\n"
            "    right = sum(t == r for t, r in zip(truths, readings))\n"
            "    return right / len(truths)"
        ),
    ),
)
check, hint, solution = _SHEET.check, _SHEET.hint, _SHEET.solution
