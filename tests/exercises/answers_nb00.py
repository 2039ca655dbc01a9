"""Right and wrong answers to the exercises of notebook 00, with the help that each must get."""

import numpy as np


def second_choice(probabilities):
    return sorted(range(10), key=lambda digit: -probabilities[digit])[1]


def read_turned():
    return {0: np.int64(0), 6: 9, 7: None}


WORDS = """People read my drawings, and so does the network of the pad, so they can be read. But two
things differ: the network and what it is shown. I would show both networks the same pictures and
count the errors."""

RIGHT = {
    1: second_choice,
    2: ({0: 0, 6: 6, 7: None}, read_turned),
    3: WORDS,
}
WRONG = [
    (1, lambda probabilities: probabilities.argmax(), "first choice"),
    (1, lambda probabilities: probabilities.argsort()[1], "other end"),
    (1, lambda probabilities: probabilities.argsort()[-3], "second choice is"),
    (1, lambda probabilities: np.sort(probabilities), "one digit"),
    (2, ([0, 9, None], read_turned), "dictionary"),
    (2, ({}, read_turned), "predict the rest, too: 0, 6, 7"),
    (2, ({0: 0, 6: 9}, read_turned), "predict the rest, too: 7"),
    (2, ({0: "zero", 6: 9, 7: None}, read_turned), "not the text 'zero'"),
    (2, ({0: 0, 6: 9, 7: None}, lambda: 1 / 0), "ZeroDivisionError"),
    (3, "The drawings are bad.", "three or four sentences"),
]
