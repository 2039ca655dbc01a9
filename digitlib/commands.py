"""What each command of the command line does; heavy imports wait until they are needed."""

import argparse
import importlib.util
import io
import sys
from pathlib import Path
from tempfile import TemporaryFile

import numpy as np

from digitlib.console import bar_table, has_display, picture_as_text
from digitlib.data.progress import progress_bar
from digitlib.errors import DigitlibError
from digitlib.files import atomic_path, models_folder


def train(chosen: argparse.Namespace) -> int:
    """Train a network, save it, and print its accuracy."""
    return _train_full(chosen) if chosen.full else _train_lesson(chosen)


def _train_lesson(chosen: argparse.Namespace) -> int:
    """Train the network of notebook 02; judge it once on the test part."""
    path = Path(chosen.output) if chosen.output else models_folder() / "my_cnn.npz"
    _check_target(path, ".npz")
    from digitlib.data.mnist import load_digits

    digits = load_digits()
    note = ""
    if digits.name != "MNIST" and not chosen.output:
        path = path.with_name("my_sample_cnn.npz")
        note = f", trained on the {digits.name}; my_cnn.npz is for MNIST"
    print("Starting TensorFlow ...", flush=True)
    from digitlib.learning.lesson_data import split_validation
    from digitlib.network.keras_cnn import export_npz

    parts = split_validation(digits.x_train, digits.y_train, seed=chosen.seed)
    lesson = _train_with_bar(*parts, chosen.seed, chosen.epochs)
    _print_epochs(lesson.history)
    export_npz(lesson.model, path)
    print(_test_accuracy(path, digits))
    print(f"Saved {path}{note}\nNext: digitlib predict --model {path}")
    return 0


def _print_epochs(history: dict[str, list[float]]) -> None:
    """Print what was measured after each pass over the data."""
    epochs = zip(history["loss"], history["val_accuracy"], strict=True)
    for epoch, (loss, accuracy) in enumerate(epochs, start=1):
        print(f"Epoch {epoch}: training loss {loss:.3f}, validation accuracy {accuracy:.2%}")


def _train_with_bar(training, validation, seed: int, num_epochs: int | None):
    """Train the lesson's network while a bar counts its batches."""
    from keras.callbacks import LambdaCallback

    from digitlib.learning.lesson import BATCH_SIZE, NUM_EPOCHS, train_lesson

    num_epochs = num_epochs or NUM_EPOCHS
    num_batches = -(-len(training.images) // BATCH_SIZE) * num_epochs
    with progress_bar("Training", total=num_batches, unit="batch") as show:
        bar = LambdaCallback(on_train_batch_end=lambda batch, logs: show.update())
        return train_lesson(
            *training, validation, seed=seed, num_epochs=num_epochs, callbacks=[bar]
        )


def _test_accuracy(path: Path, digits) -> str:
    """Judge the network at `path`, once, on the digits that it has never seen."""
    from digitlib.evaluation.metrics import wilson_interval
    from digitlib.network.predictor import load_predictor

    answers = load_predictor(path).probabilities(digits.x_test).argmax(axis=1)
    right, number = int((answers == digits.y_test).sum()), len(answers)
    low, high = wilson_interval(right, number)
    return (
        f"Test accuracy on {number:,} digits of {digits.name}: {right / number:.2%} "
        f"(95 % interval: {low:.2%} to {high:.2%})"
    )


def _train_full(chosen: argparse.Namespace) -> int:
    """Train the network that ships; print what it reaches on validation data."""
    folder = Path(chosen.output) if chosen.output else models_folder()
    _check_target(folder / "digit_cnn.npz", ".npz")
    print("Starting TensorFlow ...", flush=True)
    from training.recipe import Recipe, train_full

    recipe = Recipe(num_epochs=chosen.epochs) if chosen.epochs else Recipe()
    training = train_full(chosen.seed, folder, resume=not chosen.restart, recipe=recipe)
    print("On validation data, that is, digits and people kept out of training:")
    for name, value in training.validation.items():
        print(f"  {name:24} {value:7.2%}")
    path = folder / "digit_cnn.npz"
    print(f"Saved {path}\nNext: digitlib evaluate --model {path}")
    return 0


def _check_target(path: Path, suffix: str) -> None:
    """Raise DigitlibError now if a file could not be written to `path` after the work."""
    if path.is_dir():
        raise DigitlibError(f"{path} is a folder. Give the name of a {suffix} file.")
    if path.suffix.lower() != suffix:
        raise DigitlibError(f"{path} does not end in {suffix}. Give the name of a {suffix} file.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=path.parent):
            return
    except OSError as fault:
        raise DigitlibError(
            f"{path} cannot be written ({fault.strerror}). Choose another place."
        ) from fault


def evaluate(chosen: argparse.Namespace) -> int:
    """Print the table of results; draw it if a folder is given."""
    folder = Path(chosen.figures) if chosen.figures else None
    if folder:
        _check_target(folder / "results.png", ".png")
    from digitlib import report

    rows = report.evaluate(chosen.model, chosen.limit)
    if folder:
        for path in report.save_figures(rows, chosen.model, folder):
            print(f"Saved {path}")
    return 0


def predict(chosen: argparse.Namespace) -> int:
    """Read one digit; print it, its probabilities and what the network saw."""
    if chosen.save:
        _check_target(Path(chosen.save), ".png")
    from digitlib.network.predictor import BLANK, load_predictor

    predictor = load_predictor(chosen.model)
    title, picture = _choose_picture(chosen)
    prediction = predictor.predict(picture)
    answer = prediction.reason if prediction.digit is None else prediction.digit
    print(f"{title}\n\n{picture_as_text(prediction.image)}\n\nRead as: {answer}")
    if prediction.reason != BLANK:
        print(f"\n{bar_table(prediction.probabilities)}")
    watched = has_display() and sys.stdout.isatty() and not chosen.no_window
    window = watched and importlib.util.find_spec("matplotlib") is not None
    if chosen.save or window:
        _show_reading(prediction, picture, chosen.save, window)
    return 0


def _choose_picture(chosen: argparse.Namespace) -> tuple[str, np.ndarray]:
    """Return a line that says which picture it is, and the picture, uint8 (h, w)."""
    if chosen.image is not None:
        from digitlib.framing.picture_files import open_picture

        picture = open_picture(chosen.image)
        return f"{chosen.image}: {picture.shape[1]} x {picture.shape[0]} pixels", picture
    from digitlib.data.mnist import load_digits

    digits = load_digits()
    index = int(np.random.default_rng(chosen.seed).integers(len(digits.x_test)))
    title = f"Test digit {index} of {digits.name}, labelled {digits.y_test[index]}"
    return title, digits.x_test[index]


def _show_reading(prediction, picture: np.ndarray, path: str | None, window: bool) -> None:
    """Draw picture, frame and probabilities; save the figure, or open it in a window, or both."""
    from PIL import Image

    from digitlib.plots import reading, use_course_style

    use_course_style()
    stream = io.BytesIO()
    reading(prediction, picture).savefig(stream, format="png", dpi=150)
    if path:
        with atomic_path(path) as temporary:
            temporary.write_bytes(stream.getvalue())
        print(f"\nSaved {path}")
    if window:
        # Pillow hands the picture to the system's own viewer and does not wait for it.
        Image.open(stream).show()


def doctor(chosen: argparse.Namespace) -> int:
    """Print what is well and what is to be mended."""
    from digitlib.doctor import main

    return main()
