"""Exercises of notebook 09: eight bits by hand, a contract that is broken, and a promise."""

import numpy as np

from digitlib.exercises._exercise import NotYet, Sheet, call_unchanged, expect

_SHEET = Sheet()
check, hint, solution = _SHEET.check, _SHEET.hint, _SHEET.solution


def _rounded_to_int8(values):
    step = np.abs(values).max() / 127
    return np.round(values / step) * step


@_SHEET.exercise(_rounded_to_int8)
def _check_rounded_to_int8(rounded_to_int8) -> str:
    """How large is one step, if the largest size is 127 steps? Count each value in steps, round,
    and turn the steps back into values.
    """
    # The largest sizes are 127 / 128 and 127 / 64, so that no step is lost to rounding errors.
    for values in (
        np.array([0.5, -0.9921875, 0.004, 0.0361]),
        np.array([[1.984375, 1.3], [-1.0, 0.011]]),
    ):
        answer = np.asarray(call_unchanged(rounded_to_int8, values))
        if answer.shape != values.shape:
            raise NotYet(f"give back an array of shape {values.shape}; yours has {answer.shape}.")
        largest = np.abs(values).max()
        step = largest / 127
        mistakes = {
            "these are whole numbers of steps; multiply by the step again.": np.round(
                values / step
            ),
            "you cut the digits off; round to the nearest step.": np.trunc(values / step) * step,
            "127 is the largest whole number of a signed byte, so a step is the largest size / "
            "127.": np.round(values / largest * 128) * largest / 128,
            "that is the step of bytes without a sign (255); half of them must be negative.": (
                np.round(values / largest * 255) * largest / 255
            ),
            "the largest size counts, whatever its sign: use the absolute value.": (
                np.round(values / values.max() * 127) * values.max() / 127
            ),
            "nothing was rounded.": values,
        }
        told = f"for {values.ravel().tolist()} you gave {np.round(answer, 4).ravel().tolist()}."
        expect(answer, np.round(values / step) * step, mistakes, told)
    return "A byte for each weight and one step for all: that is most of what int8 is."


_SHEET.experiment(
    """Convolutions, ReLU and pooling: what happens to their outputs if all inputs are 255 times
    as large? Does the order of the ten sums change? And what does softmax make of them?""",
    """
    255 times the ink: without biases every sum would be 255 times as large, and the order of the
    ten sums would stay. So most answers stay too, and nobody notices; but softmax sees huge
    differences, and the network is sure of everything. A threshold is then worth nothing.
    Ink and paper swapped: this network was trained on varied pictures, so most answers stay here,
    too, but it is less sure, and who watches that is warned. (The lesson network would fail.)
    Rows and columns swapped: most answers break, and any test with ten digits finds it.
    The dangerous fault is the first: test numbers, not only answers.
    """,
    near=0.1,
)


_SHEET.open_question(
    """Begin with a person, not with the network. Who types the number in if it is misread, who
    notices, and how long does it take? Then look at what the card says about people like them.""",
    """
    A use that the numbers support, and one that they do not, each with a printed number. [1 point]
    Whom it was not tested on (age, country, pen, paper), said as plainly as what was. [1 point]
    What is watched without labels, and which change that would miss. [1 point]
    Who looks, how often, and what happens then: an owner, a sample labelled by hand, a way back
    to the previous file. [1 point]
    """,
    points=4,
)
