"""Exercises of notebook 05: who gained, how many people it takes, and what a gain proves."""

from collections.abc import Mapping

import numpy as np

from digitlib.exercises._exercise import NotYet, Sheet, as_number, expect

_SHEET = Sheet()
check, hint, solution = _SHEET.check, _SHEET.hint, _SHEET.solution


def _who_lost(writers, before, after):
    lost = []
    for writer in np.unique(writers):
        theirs = writers == writer
        if after[theirs].mean() < before[theirs].mean():
            lost.append(writer)
    return lost


@_SHEET.exercise(_who_lost)
def _check_who_lost(who_lost) -> str:
    """`before[writers == 7].mean()` is the share that was read of writer 7 before. Compare it
    with the share after, for one writer after the other.
    """
    writers = np.array([5, 9, 5, 14, 9, 14, 21, 9, 5, 21])
    before = np.array([1, 1, 0, 0, 1, 1, 1, 0, 1, 0], bool)
    after = np.array([0, 1, 1, 1, 0, 1, 1, 0, 0, 0], bool)
    answer = who_lost(writers, before, after)
    if np.ndim(answer) == 0 and not isinstance(answer, set | frozenset):
        raise NotYet("return a list of writers, even if it holds only one.")
    answer = sorted(map(as_number, answer))
    if len(set(answer)) < len(answer):
        raise NotYet("name each writer once, however many drawings were lost.")
    mistakes = {
        "these are the people who gained; which way round is your comparison?": [14],
        "someone whose share stayed the same has not lost.": [5, 9, 21],
        "that is everybody; keep only those whose share fell.": [5, 9, 14, 21],
        "nobody, you say. Some gained more than others lost: look person by person.": [],
    }
    names = [f"{writer:g}" for writer in answer]
    expect(answer, [5, 9], mistakes, f"writers 5 and 9 are read worse; you name {names}.")
    return "A better average and two people who are worse off: both are true at once."


def _results():
    # Shares of the judges' drawings after short trainings on one machine; yours may differ.
    return {0: 0.906, 1: 0.917, 2: 0.958, 5: 0.964, 10: 0.970, 20: 0.972}
    # Two people brought most of the gain, the last ten next to nothing: later ones mostly repeat
    # forms that are there already. But it depends on who they are: people 11 and 12 gave 0.952.
    # One seed and ten judges: a step of half a point may be luck.


@_SHEET.exercise(_results)
def _check_results(results) -> str:
    """Take 0, a few small numbers and 20. Write your prediction beside each before you run it:
    does every person bring the same gain?
    """
    results = results() if callable(results) else results
    if not isinstance(results, Mapping):
        raise NotYet("give a dictionary: number of people -> share of the judges' drawings.")
    shares = {as_number(people): as_number(share) for people, share in results.items()}
    if not all(0 <= share <= 1 for share in shares.values()):
        raise NotYet("a share lies between 0 and 1; did you write a percentage?")
    if not all(people in range(21) for people in shares):
        raise NotYet("the keys are numbers of people, whole ones from 0 to 20.")
    if len(shares) < 4:
        raise NotYet(f"that is {len(shares)} of at least 4 numbers of people.")
    if 0 not in shares:
        raise NotYet("without 0 people you have nothing to compare with: add that control.")
    if max(shares) < 10:
        raise NotYet(f"you stopped at {max(shares):g} people; go up to at least 10.")
    if len(set(shares.values())) == 1:
        raise NotYet("all shares are the same: did every training get its own people?")
    gain = 100 * (shares[max(shares)] - shares[0])
    return (
        f"{max(shares):g} people moved the share by {gain:+.1f} points. How much of that came from "
        "the first few? Run one of them with other people, to see how far luck goes."
    )


_SHEET.open_question(
    "Who were the judges, and where did their drawings come from? What would a person have to be "
    "like for the friend's promise to be untested?",
    """
    Shown: people who lent no drawings are read better, so the network did not just learn the
    twenty by heart. The judges were kept apart. [1 point: new people, held out]
    Shown too: it is the people that help. As many drawings of only four people were the control;
    say how much less they did. [1 point: names the control]
    Not shown: anyone. The judges are ten people, and the interval over people says how little
    that is. They also used the same tablet, in the same laboratory, as those who lent drawings:
    they share pen, sampling and perhaps schooling. [1 point: few people, one source]
    To find out: digits of people from elsewhere, with other pens, such as children, older people,
    another country, your class; many people with a few drawings each; counted person by person,
    and nothing changed after looking. [1 point: new source, counted by person]
    """,
    points=4,
)
