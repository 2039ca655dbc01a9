"""Exercises of notebook 03: recall, flattery and the size of a test, a claim to question."""

import numpy as np

from digitlib.exercises._exercise import Sheet, as_number, expect

_SHEET = Sheet()
check, hint, solution = _SHEET.check, _SHEET.hint, _SHEET.solution


def _recall(counts, digit):
    return counts[digit, digit] / counts[digit].sum()


@_SHEET.exercise(_recall)
def _check_recall(recall) -> str:
    """Rows are what the label says: `counts[digit]` holds everything a true one became."""
    counts = np.diag(np.arange(50, 60)) + np.triu(np.arange(100).reshape(10, 10) % 7, 1)
    for digit in range(10):
        answer = as_number(recall(counts, digit))
        hits, row, column = counts[digit, digit], counts[digit], counts[:, digit]
        mistakes = {
            "you divided by a column: that is precision. A row holds the true digits.": column,
            "you divided by all digits; divide by those that truly are this one.": counts,
        }
        mistakes = {say: hits / of.sum() for say, of in mistakes.items()}
        told = f"row {digit} of the matrix is {row.tolist()}; you gave {answer:g}."
        expect(answer, hits / row.sum(), mistakes, told)
    return "Ten recalls say more than one accuracy, which is their weighted mean."


_SHEET.experiment(
    "What happened to the interval when a test got four times as many digits? The thousand "
    "scores are spread in the same way.",
    """
    With 25 digits the best of a thousand has a perfect score, with 100 about 99 %, with 400 about
    94 %, with 1,600 about 93 % and with 10,000 about 91 %. All of them read 90 %. The rest is luck.
    With four times as many digits, chance moves a score half as far, so the best is about half as
    far above 90 %. (At 25 digits it would be more than 100 %, which no score can be.)
    A large test makes choosing less flattering. It does not make it honest: fresh digits do.
    """,
    near=0.01,
)
_SHEET.open_question(
    "How sure is each of the two numbers, how many tries came before, and whose digits were read?",
    """
    The difference: two scores on the same test digits are compared digit by digit, with only
    those counted that one network reads and the other misses. Ask for these counts, and for
    several seeds: one training may be lucky. [1 point]
    The choice: how many networks were tried, and was the best one chosen by these test digits?
    Then its score flatters it, and digits that nobody has looked at should decide. [1 point]
    The labels: with so few errors, some are errors of the labels. A gain of a few digits may
    measure those. [1 point]
    Your school: these digits were framed, and written by other people. Ask for a test on digits
    from your pupils, counted by person. [1 point]
    """,
    points=4,
)
