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


@_SHEET.exercise(_fit)
def _check_fit(fit) -> str:
    """`np.concatenate(strokes)` holds all points; its `min(axis=0)` is the corner. The box has
    two sides, but there is only one scale.
    """
    shape = [np.array([[0, 0.3], [0.5, 0], [1, 0.2]]), np.array([[0.2, 0.9], [0.8, 1]])]
    points = np.concatenate(shape)
    for width, height, left, top in ((60, 120, 30, 110), (9, 3, 200, 5), (400, 400, -50, 0)):
        strokes = [stroke * (width, height) + (left, top) for stroke in shape]
        fitted = [np.asarray(stroke, dtype=float) for stroke in call_unchanged(fit, strokes)]
        if [stroke.shape for stroke in fitted] != [stroke.shape for stroke in strokes]:
            raise NotYet("return a list of as many strokes, each with as many points, as came in.")
        fitted, box = np.concatenate(fitted), np.array([width, height])
        distorted = "both sides became 20: the digit is distorted. Divide x and y by one number."
        shorter = "the shorter side became 20; it is the longer one that should."
        mistakes = {distorted: points * 20, shorter: points * box * 20 / box.min()}
        corner, size = fitted.min(axis=0), np.ptp(fitted, axis=0).max()
        told = (
            f"a drawing of {width} x {height} with its corner at ({left}, {top}) came back with a "
            f"longer side of {size:.1f} and its corner at ({corner[0]:.1f}, {corner[1]:.1f}). If "
            "these are 20 and (0, 0), check x and y: it has another shape."
        )
        expect(fitted, points * box * 20 / box.max(), mistakes, told)
    return "Place and size are gone, and nothing else is: the shape is what the network needs."


def _gained_and_lost(truths, before, after):
    gained = (before != truths) & (after == truths)
    lost = (before == truths) & (after != truths)
    return gained.sum(), lost.sum()


@_SHEET.exercise(_gained_and_lost)
def _check_gained_and_lost(gained_and_lost) -> str:
    """`before != truths` and `after == truths` are rows of True and False; `&` joins them."""
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
