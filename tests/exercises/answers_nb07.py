"""Right and wrong answers to the exercises of notebook 07, with the help that each must get."""


def mean_cost(confidence, right, threshold, error):
    costs = [
        1 if sure < threshold else (0 if ok else error)
        for sure, ok in zip(confidence, right, strict=True)
    ]
    return sum(costs) / len(costs)


def in_vain(refused, caught, share):
    alarms = 10_000 * share * caught
    false = 10_000 * (1 - share) * refused
    return false / (alarms + false)


OPEN = """A nurse reads a dose. An error may kill, a question costs a minute, so the threshold must
be near one, and even then five thousand digits are too few to promise this. Ruby is asked far
more often than others, and she still gets wrong answers."""
RIGHT = {1: mean_cost, 2: in_vain, 3: OPEN}
WRONG = [
    (1, lambda c, r, t, e: mean_cost(c, r, t + 1e-9, e), "only below it"),
    (1, lambda c, r, t, e: (c < t).mean() + e * (~r).mean(), "only if it is given"),
    (1, lambda c, r, t, e: e * ((c >= t) & ~r).mean(), "forgot what silence costs"),
    (1, lambda c, r, t, e: len(c) * mean_cost(c, r, t, e), "return the mean"),
    (1, lambda c, r, t, e: (c < t).mean() + e * (~r)[c >= t].mean(), "by all digits"),
    (1, lambda c, r, t, e: (0.1, 0.2), "one number"),
    (1, lambda c, r, t, e: "cheap", "not the text"),
    (1, lambda c, r, t, e: -7, "you gave -7"),
    (2, lambda refused, caught, share: 1 - in_vain(refused, caught, share), "deserved"),
    (2, lambda refused, caught, share: refused / (refused + caught), "how common"),
    (2, lambda refused, caught, share: refused * (1 - share), "everything that is refused"),
    (2, lambda refused, caught, share: in_vain(refused, caught, 1 - share), "the digits are the"),
    (2, lambda refused, caught, share: 100 * in_vain(refused, caught, share), "percentage"),
    (2, lambda refused, caught, share: 12, "is not 12"),
    (3, 0.99, "as text"),
    (3, "It depends.", "three or four sentences"),
]
