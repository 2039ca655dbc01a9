"""Right and wrong answers to the exercises of notebook 04, with the help that each must get."""

import numpy as np


def fit(strokes):
    xs, ys = ([point[axis] for stroke in strokes for point in stroke] for axis in (0, 1))
    longer = max(max(xs) - min(xs), max(ys) - min(ys))
    return [
        [((x - min(xs)) * 20 / longer, (y - min(ys)) * 20 / longer) for x, y in stroke]
        for stroke in strokes
    ]


def fit_each_side(strokes):
    points = np.concatenate(strokes)
    return [(s - points.min(axis=0)) * 20 / np.ptp(points, axis=0) for s in strokes]


def fit_shorter_side(strokes):
    points = np.concatenate(strokes)
    return [(s - points.min(axis=0)) * 20 / np.ptp(points, axis=0).min() for s in strokes]


def fit_each_stroke(strokes):
    return [fit([stroke])[0] for stroke in strokes]


def fit_in_place(strokes):
    for stroke in strokes:
        stroke -= stroke.min(axis=0)
    return strokes


def gained_and_lost(truths, before, after):
    triples = list(zip(truths, before, after, strict=True))
    gained = sum(b != t == a for t, b, a in triples)
    return gained, sum(b == t != a for t, b, a in triples)


def worst_served(writers, right):
    rows = list(zip(writers.tolist(), right.tolist(), strict=True))
    shares = {}
    for writer in dict.fromkeys(w for w, _ in rows):
        marks = [r for w, r in rows if w == writer]
        shares[writer] = sum(marks) / len(marks)
    return sorted(shares.items(), key=lambda item: item[1])[0]


def most_errors(writers, right):
    worst = max(set(writers.tolist()), key=lambda w: int((~right[writers == w]).sum()))
    return worst, right[writers == worst].mean()


def best_served(writers, right):
    best = max(set(writers.tolist()), key=lambda w: right[writers == w].mean())
    return best, right[writers == best].mean()


RIGHT = {1: fit, 2: gained_and_lost, 3: worst_served}
WRONG = [
    (1, lambda strokes: strokes, "longer side of"),
    (1, lambda strokes: fit(strokes)[:1], "as many strokes"),
    (1, lambda strokes: [np.array(s) + 5 for s in fit(strokes)], "corner at"),
    (1, fit_each_side, "distorted"),
    (1, fit_shorter_side, "shorter side"),
    (1, fit_each_stroke, "Not yet"),
    (1, fit_in_place, "work on a copy"),
    (1, lambda strokes: [20 - np.array(s)[:, ::-1] for s in fit(strokes)], "Not yet"),
    (1, lambda strokes: None, "return"),
    (2, lambda t, b, a: gained_and_lost(t, a, b), "wrong order"),
    (2, lambda t, b, a: ((a == t).sum(), (b == t).sum()), "right after"),
    (2, lambda t, b, a: ((a == t).sum() - (b == t).sum(), 0), "count both kinds"),
    (2, lambda t, b, a: 3, "two numbers"),
    (2, lambda t, b, a: ((b != t).sum(), (a == t).sum()), "right after"),
    (3, most_errors, "most errors"),
    (3, best_served, "best served"),
    (3, lambda w, r: worst_served(w, r)[0], "two things"),
    (3, lambda w, r: (12, 60.0), "between 0 and 1"),
    (3, lambda w, r: (12, 0.4), "between 0 and 1"),
    (3, lambda w, r: (12, 0.9), "your share is"),
    (3, lambda w, r: (31, r.mean()), "expected writer 12"),
]
