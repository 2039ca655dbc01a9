"""Write the model card `models/README.md`, and the table of results in the README."""

import hashlib
import json
from pathlib import Path

from digitlib.data.pen_strokes import TEST_WRITERS, VALIDATION_WRITERS
from digitlib.evaluation.corruptions import CORRUPTIONS
from digitlib.files import atomic_path, models_folder
from training.card_texts import HISTORY, LICENCES, LIMITS
from training.lesson_card import LESSON_FILES, describe_lesson, lesson_row
from training.results import spreads

START, END = "<!-- results -->", "<!-- end of results -->"

HEADLINES = (
    ("MNIST test", "accuracy", "MNIST test set, 10,000 digits"),
    ("MNIST test", "read right and not rejected", "... read right and not refused"),
    ("pen strokes, 6 held-out writers", "accuracy", "Pen strokes of 6 people it never saw"),
    (
        "pen strokes, 6 held-out writers",
        "read right and not rejected",
        "... read right and not refused",
    ),
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


def headline_table(results: dict, folder: Path | None = None) -> str:
    """Return the table of the most telling results in Markdown.

    The last row is the lesson's network, whose record lies in `folder` (default: `models/`).
    """
    trainings = results["trainings"]
    over_seeds, shipped = spreads(trainings), _shipped(results)
    lines = [
        f"| Measured on | Shipped network | Mean ± deviation of {len(trainings)} seeds |",
        "|---|---:|---:|",
    ]
    for group, name, text in HEADLINES:
        lines.append(f"| {text} | {shipped[group, name]:.2%} | {over_seeds[group, name]} |")
    return "\n".join([*lines, lesson_row(folder or models_folder())])


def write_readme_table(results: dict, readme: Path) -> None:
    """Put the table between the two marks of the README."""
    text = readme.read_text(encoding="utf-8")
    before, rest = text.split(START, 1)
    _, after = rest.split(END, 1)
    with atomic_path(readme) as temporary:
        table = f"{START}\n\n{headline_table(results)}\n\n{END}"
        temporary.write_text(before + table + after, encoding="utf-8")


def write_model_card(results: dict, folder: Path) -> Path:
    """Write `README.md` into the folder of the networks; return its path."""
    card = "\n\n".join(
        [
            "# Model card: `digit_cnn`",
            "Written by `training/five_seeds.py` from its measurements; do not edit by hand.",
            _what(results),
            "## Results\n\n" + headline_table(results, folder),
            _how_measured(results),
            "## Every result\n\n" + _all_rows(results),
            _how_trained(results),
            LIMITS,
            LICENCES,
            describe_lesson(folder),
            "## Files\n\n" + _hashes(folder),
        ]
    )
    with atomic_path(folder / "README.md") as temporary:
        temporary.write_text(card + "\n", encoding="utf-8")
    return folder / "README.md"


def _shipped(results: dict) -> dict[tuple[str, str], float]:
    """Return (group, name) -> value of the training whose network is shipped."""
    training = next(t for t in results["trainings"] if t["seed"] == results["shipped_seed"])
    return {(row.group, row.name): row.value for row in training["rows"]}


def _what(results: dict) -> str:
    return (
        "A convolutional network that reads one handwritten digit from a 28x28 frame and says "
        f"when there is none. It has {results['num_parameters']:,} parameters, 11 outputs (ten "
        "digits and “no digit”), and runs in plain NumPy (`digit_cnn.npz`) or in Keras "
        "(`digit_cnn.weights.h5`). It was made for teaching. "
        f"The shipped network is the training with seed {results['shipped_seed']}; the seed was "
        "fixed before the trainings, not chosen by result."
    )


def _how_measured(results: dict) -> str:
    return (
        "Accuracy counts the most probable digit. “Training” says what guided the recipe, and "
        "what was known of the test sets. The rows “on a "
        f"canvas” and “corrupted” use {results['num_varied']:,} digits of MNIST's test part. The "
        f"corruptions are our own, in the manner of MNIST-C: {', '.join(CORRUPTIONS)}. The "
        "scribbles and the letters to be rejected are of kinds and fonts that training does not "
        "use."
    )


def _all_rows(results: dict) -> str:
    over_seeds, lines = spreads(results["trainings"]), []
    shipped = _shipped(results)
    group = None
    for (row_group, name), spread in over_seeds.items():
        if row_group != group:
            group = row_group
            lines += ["", f"**{group}**", "", "| | Shipped | Mean ± deviation |", "|---|---:|---:|"]
        lines.append(f"| {name} | {shipped[row_group, name]:.2%} | {spread} |")
    return "\n".join(lines).strip()


def _how_trained(results: dict) -> str:
    trainings = results["trainings"]
    lines = [
        "## Training",
        "MNIST's training part (55,000 digits; 5,000 more for validation), the pen strokes of 21 "
        f"writers of UCI pendigits-orig (validation: writers {_listed(VALIDATION_WRITERS)}; test: "
        f"writers {_listed(TEST_WRITERS)}), digits drawn by rule (`training/skeletons.py`) and in "
        "fonts, and drawings that are no digit: scribbles, shapes, letters in fonts, several "
        "digits side by side. Strokes were also drawn as other hands would "
        "(`training/stroke_variation.py`), and all frames varied by "
        "`digitlib/learning/augmentation.py`. Temperature and threshold were "
        "fitted on validation data.",
        HISTORY,
        f"Recipe: `{json.dumps(results['recipe'])}`",
        f"Seeds: {_listed([t['seed'] for t in trainings])}." + _time_taken(trainings),
        "Versions: " + ", ".join(f"{k} {v}" for k, v in results["versions"].items()) + ".",
        "Make it again: `digitlib train --full` (one seed) or `python -m training.five_seeds`.",
    ]
    return "\n\n".join(lines)


def _time_taken(trainings: list[dict]) -> str:
    """Return a sentence on the trainings that ran without an interruption, if there are any."""
    minutes = [round(t["seconds"] / 60) for t in trainings if t["seconds"] is not None]
    if not minutes:
        return ""
    shortest, longest = min(minutes), max(minutes)
    span = f"{shortest}" if shortest == longest else f"{shortest} to {longest}"
    return f" A training took {span} minutes on two cores."


def _listed(numbers) -> str:
    return ", ".join(str(number) for number in numbers)


def _hashes(folder: Path) -> str:
    lines = ["| File | SHA-256 |", "|---|---|"]
    for name in ("digit_cnn.npz", "digit_cnn.weights.h5", *LESSON_FILES):
        digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        lines.append(f"| `{name}` | `{digest}` |")
    return "\n".join(lines)
