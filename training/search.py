"""Search hyperparameters of the lesson's training with Optuna, and ask what the best one is worth.

    python -m training.search            12 trials in two processes, then their controls

The study is kept in a file, models/my_search.journal, to which several processes write at once; a
search that was stopped goes on, and one that is complete is only recorded again. A trial trains
on 6,000 digits, and is judged by 300 validation digits, few on purpose. One hyperparameter, the
lucky number, is used for nothing. Then the record models/search.json is written: every trial with
its score on 4,000 other validation digits, the importances, twelve trainings that differ in nothing
but their seed, and the best trial and the lesson's own settings again with five new seeds. No test
digit is used.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import digitlib
from digitlib.files import atomic_path, models_folder
from digitlib.learning.lesson import BATCH_SIZE, PEAK_LEARNING_RATE, train_lesson
from digitlib.learning.lesson_data import split_validation
from digitlib.network.keras_cnn import as_input, keras

NUM_TRIALS, NUM_PROCESSES, NUM_AGAIN = 12, 2, 5
NUM_DIGITS, NUM_JUDGES, NUM_OTHERS = 6_000, 300, 4_000
LESSON = {"learning_rate": PEAK_LEARNING_RATE, "batch_size": BATCH_SIZE}


class Judge:
    """Train with some settings, and return the accuracy on few validation digits and on others."""

    def __init__(self):
        """Load the digits once; raise DataError without MNIST, for the sample is too small."""
        digits = digitlib.load_mnist()
        self.training, self.validation = split_validation(digits.x_train, digits.y_train)

    def __call__(
        self, seed: int, learning_rate: float, batch_size: int, **_
    ) -> tuple[float, float]:
        """Return the two accuracies, 0 to 1."""
        images, labels = (part[:NUM_DIGITS] for part in self.training)
        keras.utils.clear_session()
        model = train_lesson(
            images,
            labels,
            seed=seed,
            batch_size=batch_size,
            peak_learning_rate=learning_rate,
        ).model
        images, labels = (part[: NUM_JUDGES + NUM_OTHERS] for part in self.validation)
        right = model.predict(as_input(images), 500, verbose=0).argmax(axis=1) == labels
        return float(right[:NUM_JUDGES].mean()), float(right[NUM_JUDGES:].mean())


def open_study(path: Path, seed: int = 0):
    """Open the study in the file, or begin it."""
    import optuna
    from optuna.storages import JournalStorage
    from optuna.storages.journal import JournalFileBackend

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    return optuna.create_study(
        study_name="lesson",
        storage=JournalStorage(JournalFileBackend(str(path))),
        sampler=optuna.samplers.TPESampler(seed=seed, n_startup_trials=6),
        direction="maximize",
        load_if_exists=True,
    )


def search(path: Path, worker: int, num_trials: int) -> None:
    """Add trials to the study in the file; what others add meanwhile tells where to try next."""
    judge = Judge()

    def objective(trial) -> float:
        settings = {
            "learning_rate": trial.suggest_float("learning_rate", 1e-4, 1e-1, log=True),
            "batch_size": trial.suggest_categorical("batch_size", [64, 128, 256]),
            "lucky_number": trial.suggest_int("lucky_number", 1, 100),
        }
        few, others = judge(trial.number, **settings)
        trial.set_user_attr("others", others)
        trial.set_user_attr("worker", worker)
        print(f"trial {trial.number}, worker {worker}: {settings}, {few:.1%}", flush=True)
        return few

    open_study(path, worker).optimize(objective, n_trials=num_trials)


def finished(study) -> list:
    """Return the trials that were not interrupted."""
    return [trial for trial in study.trials if trial.value is not None]


def record(path: Path, study) -> None:
    """Train the controls, and write down everything that notebook 09 shows."""
    from optuna.importance import FanovaImportanceEvaluator, get_param_importances

    evaluator, trials = FanovaImportanceEvaluator(seed=0), finished(study)
    result = {
        "trials": [t.params | t.user_attrs | {"few": t.value} for t in trials],
        "importances": get_param_importances(study, evaluator=evaluator),
    }
    judge, again = Judge(), range(100, 100 + NUM_AGAIN)
    for name, seeds, settings in (
        ("twins", range(200, 200 + NUM_TRIALS), LESSON),
        ("best_again", again, study.best_params),
        ("lesson_again", again, LESSON),
    ):
        result[name] = [judge(seed, **settings) for seed in seeds]
        print(f"{name}: {[round(few, 3) for few, _ in result[name]]}", flush=True)
    with atomic_path(path) as temporary:
        temporary.write_text(json.dumps(result, indent=1))


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m training.search",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--worker", type=int, nargs=2, help=argparse.SUPPRESS)
    folder = models_folder()
    journal = folder / "my_search.journal"
    if given := parser.parse_args().worker:
        return search(journal, *given)
    missing = NUM_TRIALS - len(finished(open_study(journal)))
    command, running = [sys.executable, "-m", "training.search", "--worker"], []
    for worker in range(NUM_PROCESSES):
        if share := (missing + worker) // NUM_PROCESSES:
            running.append(subprocess.Popen([*command, str(worker), str(share)]))
    codes = [process.wait() for process in running]
    if any(codes):
        sys.exit("A search process failed; the study keeps what was finished.")
    study = open_study(journal)
    record(folder / "search.json", study)
    print(f"Saved {folder / 'search.json'}; best: {study.best_params}, {study.best_value:.1%}")


if __name__ == "__main__":
    main()
