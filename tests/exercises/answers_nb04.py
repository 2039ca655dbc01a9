"""Right and wrong answers to the exercises of notebook 04, with the help that each must get."""


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


def halves():
    return {"neither": 0.54, "place": 0.66, "size": 0.84, "both": 0.93}


WORDS = """The average hides the people who are served badly, so I would count people and draw an
interval over them. The same drawings were read better when only the picture was made differently.
Why the others fail was not tested."""

RIGHT = {1: worst_served, 2: (dict.fromkeys(halves(), 0.8), halves), 3: WORDS}
WRONG = [
    (1, most_errors, "most errors"),
    (1, best_served, "best served"),
    (1, lambda w, r: worst_served(w, r)[0], "two things"),
    (1, lambda w, r: (12, 60.0), "between 0 and 1"),
    (1, lambda w, r: (12, 0.4), "between 0 and 1"),
    (1, lambda w, r: (12, 0.9), "your share is"),
    (1, lambda w, r: (31, r.mean()), "expected writer 12"),
    (2, (halves, halves), "dictionary"),
    (2, ({"neither": 0.5}, halves), "the rest, too: place, size, both"),
    (2, ({**halves(), "both": None, "size": "84 %"}, halves), "not the text"),
    (3, "", "three or four sentences"),
]
