"""Right and wrong answers to the exercises of notebook 03, with the help that each must get."""


def recall(counts, digit):
    return counts[digit][digit] / sum(counts[digit])


def recall_by_loop(counts, digit):
    return counts[digit][digit] / sum(counts[digit][read] for read in range(10))


def best_scores():
    return {25: 1.0, 10_000: 0.9085}


WORDS = """I would ask for the digits that only one of the two reads, for several seeds, and for how
many networks were tried on this test. A few labels are wrong. And our pupils did not write those
digits."""

RIGHT = {1: recall_by_loop, 2: ({25: 1, 10_000: 0.95}, best_scores), 3: WORDS}
WRONG = [
    (1, lambda counts, digit: counts[digit, digit] / counts[:, digit].sum(), "precision"),
    (1, lambda counts, digit: counts[digit, digit] / counts.sum(), "all digits"),
    (1, lambda counts, digit: 100 * recall(counts, digit), "percentage"),
    (1, lambda counts, digit: 0.123, "you gave 0.123"),
    (2, ([1, 0.9], best_scores), "dictionary"),
    (2, ({25: 1.0}, best_scores), "the rest, too: 10000"),
    (2, ({25: 1.0, 10_000: 91}, best_scores), "91 % is 0.91"),
    (3, "It is better.", "three or four sentences"),
]
