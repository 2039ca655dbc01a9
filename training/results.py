"""The results of several trainings of the shipped network, kept in `models/digit_cnn.json`."""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from digitlib.errors import ModelError
from digitlib.files import atomic_path, models_folder
from training.report import Row


class Spread(NamedTuple):
    """Mean and standard deviation of a value over trainings that differ in the seed alone."""

    mean: float
    deviation: float

    def __str__(self) -> str:
        """Return both in per cent."""
        return f"{self.mean:.2%} ± {self.deviation * 100:.2f}"


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
            "Make them with: python -m training.five_seeds"
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


def describe_trainings(path: str | os.PathLike | None = None) -> str:
    """Return the kept results as plain text: mean and deviation of every row over the seeds."""
    trainings = load_results(path)["trainings"]
    seeds = ", ".join(str(training["seed"]) for training in trainings)
    lines = [f"The same recipe with seeds {seeds}, as kept in {results_path().name}:"]
    for (group, name), spread in spreads(trainings).items():
        lines.append(f"  {group}, {name}: {spread}")
    return "\n".join(lines)
