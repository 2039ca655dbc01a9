"""Right and wrong answers to the exercises of notebook 03, with the help that each must get."""


def recall(counts, digit):
    return counts[digit][digit] / sum(counts[digit])


def when_sure(probabilities, labels, threshold):
    answers = [
        (row.argmax() == label)
        for row, label in zip(probabilities, labels, strict=True)
        if row.max() >= threshold
    ]
    return len(answers) / len(labels), sum(answers) / len(answers)


def honest_accuracy(validation, test):
    chosen = [row.argmax() for row in validation]
    return sum(row[epoch] for row, epoch in zip(test, chosen, strict=True)) / len(test)


def of_all(probabilities, labels, threshold):
    coverage, accuracy = when_sure(probabilities, labels, threshold)
    return coverage, coverage * accuracy


def recall_by_loop(counts, digit):
    return counts[digit][digit] / sum(counts[digit][read] for read in range(10))


RIGHT = {1: recall_by_loop, 2: when_sure, 3: honest_accuracy}
WRONG = [
    (1, lambda counts, digit: counts[digit, digit] / counts[:, digit].sum(), "precision"),
    (1, lambda counts, digit: counts[digit, digit] / counts.sum(), "all digits"),
    (1, lambda counts, digit: 100 * recall(counts, digit), "percentage"),
    (1, lambda counts, digit: 0.123, "you gave 0.123"),
    (2, lambda p, labels, threshold: 0.5, "two numbers"),
    (2, lambda p, labels, threshold: (0.9, 0.9), "coverage is"),
    (2, of_all, "not by all digits"),
    (2, lambda p, labels, t: when_sure(p, labels, t + 1e-9), "at least the threshold"),
    (2, lambda p, labels, t: (when_sure(p, labels, t)[0], 0.99), "answers are right"),
    (3, lambda validation, test: test.max(axis=1).mean(), "flattering"),
    (3, lambda validation, test: test.max(), "most flattering"),
    (3, lambda validation, test: validation.max(axis=1).mean(), "report the test"),
    (3, lambda validation, test: test[0, validation[0].argmax()], "one seed"),
    (3, lambda validation, test: test[:, -1].mean(), "chosen by validation"),
]
