"""Exercises of notebook 06: how far a number sees, what can be lost, and what covering shows."""

from collections.abc import Mapping

import numpy as np

from digitlib.exercises._exercise import NotYet, Sheet, as_number, expect

_SHEET = Sheet()
check, hint, solution = _SHEET.check, _SHEET.hint, _SHEET.solution


def _window(layers):
    side, step = 1, 1
    for size, pool in layers:
        side += (size - 1) * step + (pool - 1) * step
        step *= pool
    return side


@_SHEET.exercise(_window)
def _check_window(window) -> str:
    """Begin with one pixel. How many pixels of the picture lie between two neighbouring numbers
    of the layer before? Each further number that a window takes in widens it by so many.
    """
    tried = ([], [(5, 1)], [(3, 1), (3, 1)], [(5, 3)], [(5, 3), (3, 2)], [(5, 3), (3, 2), (3, 1)])
    for layers in (*tried, [(3, 2), (3, 2), (3, 2)]):
        sizes, pools = zip(*layers, strict=True) if layers else ((), ())
        told = f"for the layers {layers} "
        mistakes = {
            told + "you counted a step of one pixel everywhere; after pooling by 3, neighbours "
            "lie 3 pixels apart.": 1 + sum(sizes) + sum(pools) - 2 * len(layers),
            told + "you left out that pooling, too, looks at several numbers.": 1
            + sum((size - 1) * np.prod(pools[:n]) for n, size in enumerate(sizes)),
            told + "you multiplied the sizes; windows overlap.": np.prod(sizes) * np.prod(pools),
        }
        answer, right = as_number(window(layers)), _window(layers)
        expect(answer, right, mistakes, f"{told}it is {right} pixels, not {answer:g}.")
    return "The last layer of this network sees the whole picture; one layer less does not."


def _results():
    # Shares of 1,000 validation digits of MNIST, with the seeds 0, 1 and 2.
    return {0: [0.991, 0.991, 0.991], 64: [0.983, 0.983, 0.982], 96: [0.950, 0.955, 0.963],
            112: [0.625, 0.843, 0.888], 120: [0.481, 0.549, 0.536]}  # fmt: skip
    # Half of the maps can go, and hardly a digit is lost: many of them say much the same. With
    # more, it depends on which ones go. Nothing was trained again.


@_SHEET.exercise(_results)
def _check_results(results) -> str:
    """Double the number of lost maps until it hurts, then try between the last two."""
    results = results() if callable(results) else results
    if not isinstance(results, Mapping):
        raise NotYet("give a dictionary: number of lost maps -> list of shares, one a draw.")
    if len(results) < 4:
        raise NotYet(f"that is {len(results)} of at least 4 numbers of lost maps.")
    means = {}
    for lost, shares in results.items():
        shares = [as_number(share) for share in np.ravel(shares)]
        if len(shares) < 3:
            raise NotYet(f"{lost} lost maps were drawn {len(shares)} times; chance needs 3 draws.")
        if not all(0 <= share <= 1 for share in shares):
            raise NotYet("a share lies between 0 and 1; did you write a percentage?")
        means[as_number(lost)] = np.mean(shares)
    if not all(0 <= lost <= 128 for lost in means):
        raise NotYet("there are 128 maps; you can lose 0 to 128 of them.")
    good = [lost for lost, mean in means.items() if mean >= 0.9]
    bad = [lost for lost, mean in means.items() if mean < 0.9]
    if not good or not bad:
        told = "more than 9 in 10" if good else "fewer than 9 in 10"
        raise NotYet(f"with all of your numbers {told} digits are read. Try the other way.")
    if max(good) > min(bad):
        raise NotYet("losing more maps read more digits. Draw more often: is that chance?")
    return f"It falls below nine in ten from {max(good):g} to {min(bad):g} lost maps. Your guess?"


_SHEET.open_question(
    "What was changed in the covered picture besides the flag? And what did the same cut do at "
    "the other end of the stroke?",
    """
    Shown: for this drawing and this network, the answer changes when the flag is covered, and not
    when blank paper is. This is an experiment, more than looking. [1 point: says what was changed]
    Its limit: one drawing, one network, one size of square. Other people's 1s may hang on other
    ink, so count people. [1 point: names the limits]
    Not shown: that the flag alone decides. Where pen strokes were available, the foot was cut by
    the same length, and many answers changed as well. A cut also makes a new picture, shorter and
    framed anew, unlike any that the network learned from. [1 point: uses the control]
    A better test: let the flag grow in small steps and keep the rest as it is; many people,
    several networks, and another stroke of the same length as the control.
    [1 point: changes one thing, has a control, counts by person]
    """,
    points=4,
)
