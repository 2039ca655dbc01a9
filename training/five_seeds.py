"""Train the shipped network with five seeds, measure each on every set, and write the model card.

Run by hand: `python -m training.five_seeds` (some 100 minutes on 2 cores). It can be
interrupted and goes on where it was. `--measure-only` measures the networks that an earlier run
has trained. `--write-only` writes the card and the table again from the results that are kept, for
example after `training/lesson_seeds.py`.
"""

import argparse
import json
import platform
import shutil
import time
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from digitlib import load_mnist, load_pen_strokes, load_predictor
from digitlib.files import models_folder
from training.model_card import write_model_card, write_readme_table
from training.report import format_table, judged_sets, measure
from training.results import load_results, save_results

SEEDS = (0, 1, 2, 3, 4)
SHIPPED_SEED = 0


def train_all(folder: Path) -> None:
    """Train every seed into a folder of its own; leave out those that are done."""
    from training.mixture import build_mixture
    from training.recipe import train_full

    mixture = build_mixture(load_mnist(), load_pen_strokes())
    for seed in SEEDS:
        home = folder / f"seed-{seed}"
        if (home / "result.json").is_file():
            continue
        goes_on = (home / "checkpoints").is_dir()
        start = time.perf_counter()
        training = train_full(seed, home, mixture=mixture)
        result = {
            "seed": seed,
            # The clock did not see what an interrupted training had done before.
            "seconds": None if goes_on else time.perf_counter() - start,
            "temperature": training.temperature,
            "threshold": training.threshold,
            "validation": training.validation,
        }
        (home / "result.json").write_text(json.dumps(result))
        print(result, flush=True)


def measure_all(folder: Path, limit: int | None) -> dict:
    """Measure every trained network on the same sets; return what is kept as results."""
    from digitlib.network.keras_cnn import build_digit_cnn
    from training.recipe import Recipe

    sets = judged_sets(limit)
    trainings = []
    for seed in SEEDS:
        home = folder / f"seed-{seed}"
        rows = measure(load_predictor(home / "digit_cnn.npz"), sets)
        print(f"\nSeed {seed}\n{format_table(rows)}", flush=True)
        trainings.append(json.loads((home / "result.json").read_text()) | {"rows": rows})
    return {
        "shipped_seed": SHIPPED_SEED,
        "num_parameters": build_digit_cnn().count_params(),
        "num_varied": len(next(iter(sets.canvas.values()))),
        "recipe": asdict(Recipe()),
        "versions": {"Python": platform.python_version()}
        | {name: version(name) for name in ("tensorflow", "keras", "numpy", "pillow", "scipy")},
        "trainings": trainings,
    }


def measure_and_ship(folder: Path, limit: int) -> None:
    """Keep the results of every seed, and put the network of one into the folder that ships."""
    save_results(measure_all(folder, limit))
    for name in ("digit_cnn.npz", "digit_cnn.weights.h5"):
        shutil.copy(folder / f"seed-{SHIPPED_SEED}" / name, models_folder() / name)


def main() -> None:
    """Train, measure, ship seed 0, and write the model card and the README's table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, default=models_folder() / "checkpoints" / "seeds")
    parser.add_argument("--limit", type=int, default=10_000, help="test digits to vary")
    parser.add_argument("--measure-only", action="store_true")
    parser.add_argument("--write-only", action="store_true")
    arguments = parser.parse_args()
    if not (arguments.measure_only or arguments.write_only):
        train_all(arguments.folder)
    if not arguments.write_only:
        measure_and_ship(arguments.folder, arguments.limit)
    results = load_results()
    write_model_card(results, models_folder())
    write_readme_table(results, models_folder().parent / "README.md")


if __name__ == "__main__":
    main()
