"""Right and wrong answers to the exercises of notebook 05, with the help that each must get."""


def who_lost(writers, before, after):
    rows = list(zip(writers.tolist(), before.tolist(), after.tolist(), strict=True))
    change = dict.fromkeys(writers.tolist(), 0)
    for writer, was, now in rows:
        change[writer] += now - was
    return {writer for writer, gain in change.items() if gain < 0}


def at_least_as_bad(writers, before, after):
    people = sorted(set(writers.tolist()))
    return [w for w in people if after[writers == w].mean() <= before[writers == w].mean()]


PEOPLE_AND_SHARES = {0: 0.94, 1: 0.95, 5: 0.96, 20: 0.98}
WORDS = " ".join(f"word{number}" for number in range(30))

RIGHT = {1: who_lost, 2: PEOPLE_AND_SHARES, 3: WORDS}
WRONG = [
    (1, lambda w, b, a: [14], "which way round"),
    (1, at_least_as_bad, "stayed the same"),
    (1, lambda w, b, a: set(w), "everybody"),
    (1, lambda w, b, a: [], "nobody"),
    (1, lambda w, b, a: w[b & ~a], "once"),
    (1, lambda w, b, a: 5, "a list"),
    (1, lambda w, b, a: [5], "you name ['5']"),
    (1, lambda w, b, a: ["Ruby"], "not the text"),
    (1, lambda w, b, a: None, "return"),
    (2, [0.94, 0.95], "dictionary"),
    (2, {0: 94, 1: 95, 5: 96, 20: 98}, "percentage"),
    (2, {0: 0.9, 1: 0.9, 40: 0.9, 20: 0.9}, "from 0 to 20"),
    (2, {0: 0.9, 20: 0.9}, "at least 4"),
    (2, {1: 0.9, 2: 0.9, 5: 0.9, 20: 0.9}, "control"),
    (2, {0: 0.9, 1: 0.9, 2: 0.9, 5: 0.9}, "at least 10"),
    (2, {0: 0.9, 1: 0.9, 5: 0.9, 20: 0.9}, "all shares are the same"),
    (2, {0: "most", 1: 0.9, 5: 0.9, 20: 0.9}, "not the text"),
    (3, "It works now.", "three or four sentences"),
    (3, 4, "as text"),
]
