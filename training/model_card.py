"""Write the tables of the model card `models/README.md`, and the one in the README.

The pages are written by hand. What is counted stands in them between two marks,
`<!-- name -->` and `<!-- end of name -->`, and is written anew from the results that are kept.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from digitlib.evaluation import people_interval
from digitlib.files import atomic_path
from digitlib.learning.lesson_data import load_seeds
from digitlib.network.numpy_cnn import read_network
from training.five_seeds import Spread, spreads
from training.unipen import AS_THEY_ARE, CLEANED

HASHED = (
    "digit_cnn.npz",
    "digit_cnn.weights.h5",
    "lesson_cnn.npz",
    "lesson_cnn.weights.h5",
    "lesson_seeds.npz",
    "non_digits.npz",
)

HEADLINES = (
    ("MNIST test", "accuracy", "MNIST test set, 10,000 digits"),
    ("MNIST test", "read right and not rejected", "... read right and not refused"),
    ("pen strokes, 6 held-out writers", "accuracy", "Pen strokes of 6 people it never saw"),
    (
        "pen strokes, 6 held-out writers",
        "read right and not rejected",
        "... read right and not refused",
    ),
    (AS_THEY_ARE, "accuracy", "UNIPEN: pen strokes of 40 more people, as they are"),
    (CLEANED, "accuracy", "... without digits cut or labelled wrongly"),
    (CLEANED, "read right and not rejected", "... read right and not refused"),
    ("on a canvas", "mean", "MNIST test digits on a canvas, mean of 9 ways"),
    ("on a canvas", "worst", "... the worst of the 9"),
    ("corrupted", "mean", "MNIST test digits corrupted, mean of 15 ways"),
    ("corrupted", "worst", "... the worst of the 15"),
    ("MNIST test", "expected calibration error", "Expected calibration error, MNIST test"),
    ("MNIST test", "rejected as no digit", "MNIST test digits called “not a digit”"),
    ("no digit, rejected", "scribbles", "Scribbles called “not a digit”"),
    ("no digit, rejected", "letters", "Letters that look like no digit, called “not a digit”"),
    ("no digit, rejected", "two digits side by side", "Two digits at once called “not a digit”"),
)


def write_card(results: dict, folder: Path, readme: Path) -> None:
    """Bring the card in the folder of the networks, and the table of the README, up to date."""
    headlines = headline_table(results, folder)
    fill(readme, {"results": headlines})
    fill(
        folder / "README.md",
        {
            "results": headlines,
            "people": people_table(results["people"]),
            "every result": all_tables(results),
            "training": how_trained(results),
            "lesson": describe_lesson(folder),
            "files": hashes(folder),
        },
    )


def draw_failures(folder: Path) -> None:
    """Draw what the shipped network misreads with the most confidence, as `failures.png`."""
    from digitlib import load_predictor, plots
    from digitlib.evaluation import worst_errors
    from digitlib.evaluation.scores import MNIST
    from digitlib.report import load_test_digits

    plots.use_course_style()
    predictor, shown = load_predictor(folder / "digit_cnn.npz"), []
    for name, (images, labels) in load_test_digits().items():
        probabilities = predictor.probabilities(images)
        worst = worst_errors(probabilities, labels)[: 16 if name == MNIST else 8]
        answers, confidence = probabilities.argmax(1), probabilities.max(1)
        shown.append([array[worst] for array in (images, labels, answers, confidence)])
    figure = plots.error_gallery(
        *(np.concatenate(arrays) for arrays in zip(*shown, strict=True)),
        "Most confident misreadings: MNIST test, then held-out writers",
    )
    with atomic_path(folder / "failures.png") as temporary:
        figure.savefig(temporary, dpi=100, format="png")


def fill(page: Path, parts: Mapping[str, str]) -> None:
    """Put each text between its two marks on a page. Raises ValueError for a missing mark."""
    text = page.read_text(encoding="utf-8")
    for name, part in parts.items():
        start, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
        if start not in text or end not in text:
            raise ValueError(f"{page} lacks the marks {start} and {end}. Put them back.")
        before, _, rest = text.partition(start)
        text = f"{before}{start}\n\n{part}\n\n{end}{rest.partition(end)[2]}"
    with atomic_path(page) as temporary:
        temporary.write_text(text, encoding="utf-8")


def headline_table(results: dict, folder: Path) -> str:
    """Return the most telling results, and the lesson's, whose record is in `folder`."""
    trainings = results["trainings"]
    over_seeds, shipped = spreads(trainings), _shipped(results)
    lines = [
        f"| Measured on | Shipped network | Mean ± deviation of {len(trainings)} seeds |",
        "|---|---:|---:|",
    ]
    for group, name, text in HEADLINES:
        lines.append(f"| {text} | {shipped[group, name]:.2%} | {over_seeds[group, name]} |")
    lesson, lesson_over_seeds = lesson_accuracy(folder)
    text = "For comparison: the network of notebook 02, MNIST test set"
    return "\n".join([*lines, f"| {text} | {lesson:.2%} | {lesson_over_seeds} |"])


def people_table(people: Mapping[str, list[tuple[str, int, int]]]) -> str:
    """Return how the shipped network reads the people of each set, with an interval over people."""
    lines = [
        "| Set | People | Read right | 95 % interval over people | 99 % or more | Least |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, rows in people.items():
        right, number = np.array([row[1:] for row in rows], float).T
        shares = right / number
        low, high = people_interval(shares, number)
        lines.append(
            f"| {name} | {len(rows)} | {right.sum() / number.sum():.2%} | {low:.1%} to {high:.1%} "
            f"| {(shares >= 0.99).sum()} of {len(rows)} | {shares.min():.1%} |"
        )
    return "\n".join(lines)


def all_tables(results: dict) -> str:
    """Return a table for each group of results."""
    shipped, lines, group = _shipped(results), [], None
    for (row_group, name), spread in spreads(results["trainings"]).items():
        if row_group != group:
            group = row_group
            lines += ["", f"**{group}**", "", "| | Shipped | Mean ± deviation |", "|---|---:|---:|"]
        lines.append(f"| {name} | {shipped[row_group, name]:.2%} | {spread} |")
    return "\n".join(lines).strip()


def _shipped(results: dict) -> dict[tuple[str, str], float]:
    """Return (group, name) -> value of the training whose network is shipped."""
    training = next(t for t in results["trainings"] if t["seed"] == results["shipped_seed"])
    return {(row.group, row.name): row.value for row in training["rows"]}


def how_trained(results: dict) -> str:
    """Return the recipe, the seeds, the minutes and the versions."""
    trainings = results["trainings"]
    seeds = ", ".join(str(training["seed"]) for training in trainings)
    versions = ", ".join(f"{name} {number}" for name, number in results["versions"].items())
    return (
        f"Recipe: `{json.dumps(results['recipe'])}`\n\n"
        f"Seeds: {seeds}.{_time_taken(trainings)}\n\nVersions: {versions}."
    )


def _time_taken(trainings: list[dict]) -> str:
    """Return a sentence on the trainings that ran without an interruption, if there are any."""
    minutes = [round(t["seconds"] / 60) for t in trainings if t["seconds"] is not None]
    if not minutes:
        return ""
    shortest, longest = min(minutes), max(minutes)
    span = f"{shortest}" if shortest == longest else f"{shortest} to {longest}"
    return f" A training took {span} minutes on two cores."


def describe_lesson(folder: Path) -> str:
    """Return what was counted of the lesson's files.

    Raises DataError or ModelError if a file of the lesson is missing or damaged.
    """
    shipped, over_seeds = lesson_accuracy(folder)
    num_parameters = read_network(folder / "lesson_cnn.npz").num_parameters
    return (
        f"The lesson's network has {num_parameters:,} parameters (batch normalisation folded into "
        f"the convolutions). This copy has seed 0 and reads {shipped:.2%} of MNIST's test set; "
        f"5 seeds read {over_seeds} (mean ± deviation)."
    )


def lesson_accuracy(folder: Path) -> tuple[float, Spread]:
    """Return the share of MNIST's test set that is read right: with seed 0, and over all seeds.

    Raises DataError if `lesson_seeds.npz` is missing from the folder, or damaged.
    """
    last = load_seeds(folder / "lesson_seeds.npz").lesson_test[:, -1]
    return float(last[0]), Spread(float(np.mean(last)), float(np.std(last, ddof=1)))


def hashes(folder: Path) -> str:
    """Return a table of the files' SHA-256."""
    lines = ["| File | SHA-256 |", "|---|---|"]
    for name in HASHED:
        digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        lines.append(f"| `{name}` | `{digest}` |")
    return "\n".join(lines)
