"""Exercises of notebook 07: what a threshold costs, false alarms, and a decision for a class."""

import numpy as np

from digitlib.exercises._exercise import Sheet, as_number, expect

_SHEET = Sheet()
check, hint, solution = _SHEET.check, _SHEET.hint, _SHEET.solution


def _mean_cost(confidence, right, threshold, error):
    silent = confidence < threshold
    wrong = ~silent & ~right
    return silent.mean() + error * wrong.mean()


@_SHEET.exercise(_mean_cost)
def _check_mean_cost(mean_cost) -> str:
    """Two kinds of digits cost something: those below the threshold, 1 each, and those at or
    above it that are wrong. The mean of an array of True and False is the share of True.
    """
    confidence = np.array([0.99, 0.9, 0.9, 0.8, 0.7, 0.6, 0.5, 0.95])
    right = np.array([True, False, True, False, True, False, True, True])
    for threshold, error in ((0.75, 10), (0.9, 10), (0.5, 3)):
        answer = as_number(mean_cost(confidence, right, threshold, error))
        silent, strict = confidence < threshold, confidence > threshold
        wrong = (~silent & ~right).mean()
        mistakes = {
            "a digit at the threshold is answered: silence is only below it.": (
                (~strict).mean() + error * (strict & ~right).mean()
            ),
            "a wrong answer costs only if it is given: below the threshold there is none.": (
                silent.mean() + error * (~right).mean()
            ),
            "you forgot what silence costs: 1 for each question to a person.": error * wrong,
            "that is the sum over all digits; return the mean.": (
                8 * (silent.mean() + error * wrong)
            ),
            "divide the wrong answers by all digits, not by those that are answered.": (
                silent.mean() + error * (~right)[~silent].mean()
            ),
        }
        right_cost = silent.mean() + error * wrong
        told = f"at threshold {threshold}, with {error} for an error, you gave {answer:.3f}."
        expect(answer, right_cost, mistakes, told)
    return "One number for silence and error: now a threshold can be the cheapest."


def _in_vain(refused, caught, share):
    false_alarms, true_alarms = refused * (1 - share), caught * share
    return false_alarms / (false_alarms + true_alarms)


@_SHEET.exercise(_in_vain)
def _check_in_vain(in_vain) -> str:
    """Imagine 10,000 drawings. How many are digits, and how many of those are refused? How many
    are no digits, and how many of those are refused?
    """
    for refused, caught, share in ((0.005, 0.9, 0.1), (0.005, 0.9, 0.001), (0.02, 0.5, 0.3)):
        answer = as_number(in_vain(refused, caught, share))
        false, true = refused * (1 - share), caught * share
        mistakes = {
            "that is the share of refusals that are deserved; return the others.": (
                true / (false + true)
            ),
            "how common non-digits are must count: weigh both rates with their shares.": (
                refused / (refused + caught)
            ),
            "that is a share of all drawings; divide by everything that is refused.": false,
            "`share` is the share of non-digits; the digits are the rest.": (
                refused * share / (refused * share + caught * (1 - share))
            ),
        }
        told = f"in_vain({refused}, {caught}, {share}) is not {answer:.3f}."
        expect(answer, _in_vain(refused, caught, share), mistakes, told)
    return "The rarer a non-digit is, the more refusals hit a digit. The ROC curve never says so."


_SHEET.open_question(
    """Begin with the person who pays when the machine is wrong, then with the one who pays when
    it is silent. They are rarely the same. Which number above is about each of them?""",
    """
    A case and both of its costs, of an error and of a question, with who pays each. [1 point]
    A threshold, and the printed coverage and errors that belong to it. [1 point]
    Somebody for whom it works worse than the average promises, from the figure. [1 point]
    What these digits cannot show: too few for rare errors, other people, other pictures; or
    that silence needs somebody who answers in its place. [1 point]
    """,
    points=4,
)
