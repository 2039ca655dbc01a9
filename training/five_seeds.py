"""Train the shipped network with five seeds, score each on every set, and keep the results.

Mean and deviation over seeds tell how much of a result is luck. They are kept in
`models/digit_cnn.json`; `training.model_card` makes tables of them.
"""

import hashlib
import json
import os
import platform
import shutil
import time
from collections.abc import Iterable
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import numpy as np

from digitlib import load_mnist, load_pen_strokes, load_predictor
from digitlib.data import TEST_WRITERS, by_writer
from digitlib.errors import ModelError
from digitlib.evaluation.scores import PENS, Row, format_table, judged_sets, score
from digitlib.files import atomic_path, models_folder
from digitlib.report import load_test_digits
from training.unipen import framed, load_clean_unipen, load_unipen_test

SEEDS = (0, 1, 2, 3, 4)
SHIPPED_SEED = 0
PACKAGES = ("tensorflow", "keras", "numpy", "pillow", "scipy")


class Spread(NamedTuple):
    """Mean and standard deviation of a value over trainings that differ in the seed alone."""

    mean: float
    deviation: float

    def __str__(self) -> str:
        """Return both in per cent."""
        return f"{self.mean:.2%} ± {self.deviation * 100:.2f}"


def train_all(folder: Path, start: Path | None = None) -> None:
    """Train every seed into a folder of its own; leave out those that are done.

    `start` is as for `recipe.train_full`.
    """
    from training.mixture import build_mixture
    from training.recipe import train_full, usual_recipe

    recipe = asdict(usual_recipe(start))
    if start:
        if not start.is_file():
            raise ModelError(f"{start} is not a file. --start names weights (.weights.h5).")
        recipe["start"] = hashlib.sha256(start.read_bytes()).hexdigest()

    mixture = build_mixture(load_mnist(), load_pen_strokes() + load_clean_unipen())
    for seed in SEEDS:
        home = folder / f"seed-{seed}"
        if (home / "result.json").is_file():
            continue
        goes_on = (home / "checkpoints").is_dir()
        began = time.perf_counter()
        training = train_full(seed, home, mixture=mixture, start=start)
        result = {
            "seed": seed,
            # The clock did not see what an interrupted training had done before.
            "seconds": None if goes_on else time.perf_counter() - began,
            "temperature": training.temperature,
            "threshold": training.threshold,
            "validation": training.validation,
            "recipe": recipe,
        }
        (home / "result.json").write_text(json.dumps(result))
        print(result, flush=True)


def score_and_ship(folder: Path, limit: int) -> None:
    """Keep the results of every seed, and put the network of one into the folder that ships."""
    save_results(score_all(folder, limit))
    for name in ("digit_cnn.npz", "digit_cnn.weights.h5"):
        shutil.copy(folder / f"seed-{SHIPPED_SEED}" / name, models_folder() / name)


def score_all(folder: Path, limit: int | None) -> dict:
    """Score the networks that are trained on the same sets; return what is kept as results."""
    from digitlib.network.keras_cnn import build_digit_cnn

    people = {PENS: framed(by_writer(load_pen_strokes(), TEST_WRITERS))} | load_unipen_test()
    strokes = {name: (images, labels) for name, (images, labels, _) in people.items()}
    sets = judged_sets(load_test_digits() | strokes, limit)
    trainings, by_person = [], {}
    for seed in SEEDS:
        home = folder / f"seed-{seed}"
        if not (home / "result.json").is_file():
            continue
        predictor = load_predictor(home / "digit_cnn.npz")
        rows = score(predictor, sets)
        print(f"\nSeed {seed}\n{format_table(rows)}", flush=True)
        if seed == SHIPPED_SEED:
            by_person = {name: score_people(predictor, *of) for name, of in people.items()}
        trainings.append(json.loads((home / "result.json").read_text()) | {"rows": rows})
    versions = {"Python": platform.python_version()} | {name: version(name) for name in PACKAGES}
    return {
        "shipped_seed": SHIPPED_SEED,
        "num_parameters": build_digit_cnn().count_params(),
        "num_varied": limit or 10_000,
        "recipe": trainings[0]["recipe"],
        "versions": versions,
        "people": by_person,
        "trainings": trainings,
    }


def score_people(predictor, images, labels, writers) -> list[tuple[str, int, int]]:
    """Return (writer, digits read right, digits) of each person."""
    right = predictor.probabilities(images).argmax(1) == labels
    return [
        (str(writer), int(right[writers == writer].sum()), int((writers == writer).sum()))
        for writer in np.unique(writers)
    ]


def results_path() -> Path:
    """Return where the results lie."""
    return models_folder() / "digit_cnn.json"


def save_results(results: dict, path: str | os.PathLike | None = None) -> Path:
    """Write results as JSON that reads well in a diff; return the path."""
    path = results_path() if path is None else Path(path)
    with atomic_path(path) as temporary:
        temporary.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    return path


def load_results(path: str | os.PathLike | None = None) -> dict:
    """Read the results. Raises ModelError if they are missing or damaged."""
    path = results_path() if path is None else Path(path)
    try:
        results = json.loads(path.read_text(encoding="utf-8"))
        for training in results["trainings"]:
            training["rows"] = [Row(*row) for row in training["rows"]]
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise ModelError(
            f"{path} holds no results ({type(fault).__name__}). "
            "Make them with: python -m training five-seeds"
        ) from fault
    return results


def spreads(trainings: Iterable[dict]) -> dict[tuple[str, str], Spread]:
    """Return (group, name) -> mean and sample standard deviation over the trainings."""
    values: dict[tuple[str, str], list[float]] = {}
    for training in trainings:
        for row in training["rows"]:
            values.setdefault((row.group, row.name), []).append(row.value)
    return {
        key: Spread(float(np.mean(of_key)), float(np.std(of_key, ddof=1)) if of_key[1:] else 0.0)
        for key, of_key in values.items()
    }
