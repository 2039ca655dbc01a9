"""Exercises of notebook 04: scale a drawing, compare two methods fairly, find the worst served."""

import numpy as np

from digitlib.exercises._exercise import NotYet, Sheet, call_unchanged, expect

_SHEET = Sheet()
check, hint, solution = _SHEET.check, _SHEET.hint, _SHEET.solution


def _fit(strokes):
    points = np.concatenate(strokes)
    corner = points.min(axis=0)
    scale = 20 / (points.max(axis=0) - corner).max()
    return [(stroke - corner) * scale for stroke in strokes]


@_SHEET.exercise(
    _fit,
    "`np.concatenate(strokes)` holds all points; its `min(axis=0)` is the corner. The box has two "
    "sides, but there is only one scale.",
)
def _check_fit(fit) -> str:
    """Try `fit(strokes) -> strokes` on drawings that lie and stand, large and tiny, far away."""
    for width, height, left, top in ((60, 120, 30, 110), (9, 3, 200, 5), (400, 400, -50, 0)):
        strokes = _corner_strokes(width, height, left, top)
        fitted = [np.asarray(stroke, dtype=float) for stroke in call_unchanged(fit, strokes)]
        if [stroke.shape for stroke in fitted] != [stroke.shape for stroke in strokes]:
            raise NotYet("return a list of as many strokes, each with as many points, as came in.")
        _explain_fit(fitted, width, height, left, top)
    return "Place and size are gone, and nothing else is: the shape is what the network needs."


def _corner_strokes(width: float, height: float, left: float, top: float) -> list[np.ndarray]:
    """Return two strokes whose common box has this size and this top left corner."""
    shape = [np.array([[0, 0.3], [0.5, 0], [1, 0.2]]), np.array([[0.2, 0.9], [0.8, 1]])]
    return [stroke * (width, height) + (left, top) for stroke in shape]


def _explain_fit(fitted: list, width: float, height: float, left: float, top: float) -> None:
    """Raise NotYet with what went wrong, unless `fitted` fills 20 and begins at (0, 0)."""
    scale = 20 / max(width, height)
    wanted = _corner_strokes(width * scale, height * scale, 0, 0)
    if all(map(np.allclose, fitted, wanted)):
        return
    points = np.concatenate(fitted)
    low, size = points.min(axis=0), np.ptp(points, axis=0)
    if np.allclose(size, 20) and width != height:
        raise NotYet("both sides became 20: the digit is distorted. Divide x and y by one number.")
    if np.isclose(size.min(), 20) and width != height:
        raise NotYet("the shorter side became 20; it is the longer one that should.")
    where = f"a drawing of {width:g} x {height:g} with its corner at ({left:g}, {top:g})"
    if not np.isclose(size.max(), 20):
        raise NotYet(f"{where} came back with a longer side of {size.max():.1f}, not 20.")
    if not np.allclose(low, 0):
        raise NotYet(f"{where} came back with its corner at ({low[0]:.1f}, {low[1]:.1f}).")
    raise NotYet(f"{where} has the right size and place now, but another shape: check x and y.")


def _gained_and_lost(truths, before, after):
    gained = (before != truths) & (after == truths)
    lost = (before == truths) & (after != truths)
    return gained.sum(), lost.sum()


@_SHEET.exercise(
    _gained_and_lost,
    "`before != truths` and `after == truths` are rows of True and False; `&` joins them.",
)
def _check_gained_and_lost(gained_and_lost) -> str:
    """Try `gained_and_lost(truths, before, after) -> (gained, lost)` on made-up answers."""
    generator = np.random.default_rng(4)
    for number in (12, 50):
        truths = generator.integers(0, 10, number)
        before, after = (
            np.where(generator.random(number) < share, (truths + 1) % 10, truths)
            for share in (0.5, 0.2)
        )
        answer = np.ravel(gained_and_lost(truths, before, after))
        if len(answer) != 2:
            raise NotYet("return two numbers: how many were gained, and how many were lost.")
        gained, lost = _gained_and_lost(truths, before, after)
        swapped = "these are the right numbers in the wrong order: gained comes first."
        told = (
            f"{number} digits, {gained} gained and {lost} lost, but yours are {answer.tolist()}. "
            "Gained: wrong before *and* right after. Lost: right before, wrong after. The net "
            "change is not enough: count both kinds."
        )
        expect(answer, (gained, lost), {swapped: (lost, gained)}, told)
    return "Digits that both read right, or both wrong, say nothing about which way is better."


def _worst_served(writers, right):
    shares = {writer: right[writers == writer].mean() for writer in np.unique(writers)}
    worst = min(shares, key=shares.get)
    return worst, shares[worst]


@_SHEET.exercise(
    _worst_served,
    "`right[writers == 7].mean()` is the share of writer 7. Collect the shares of all writers in a "
    "dictionary; `min` takes a `key`.",
)
def _check_worst_served(worst_served) -> str:
    """Try `worst_served(writers, right) -> (writer, share)` where the average is fine."""
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
