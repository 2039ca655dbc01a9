"""The command line: `digitlib train, evaluate, predict, page, export, app, doctor`.

Exit codes: 0 all is well, 1 an error explained in a line or two, 2 wrong usage, 3 a picture
that holds no digit, 130 stopped by Ctrl-C. Heavy imports wait until a command needs them.
"""

import argparse
import difflib
import inspect
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from tempfile import TemporaryFile

import numpy as np

import digitlib
from digitlib import report
from digitlib.errors import DigitlibError
from digitlib.files import models_folder
from digitlib.wording import how_to_install

NO_DIGIT = 3
INTERRUPTED = 130  # what shells report for a program that Ctrl-C stopped
PARSER = argparse.ArgumentParser(
    prog="digitlib",
    description="Train, evaluate and use a network that reads handwritten digits.",
    epilog="digitlib COMMAND --help explains a command and shows examples.",
)
PARSER.add_argument("--version", action="version", version=f"digitlib {digitlib.__version__}")
_GROUP = PARSER.add_subparsers(title="commands", required=True, metavar="COMMAND")
COMMANDS = _GROUP.choices  # name -> parser, in the order of the functions below


def command(*options: tuple[str, dict]) -> Callable:
    """Make the decorated function a command; its docstring is the help."""

    def add(run: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
        text = inspect.getdoc(run)
        style = {"formatter_class": argparse.RawDescriptionHelpFormatter, "description": text}
        parser = _GROUP.add_parser(run.__name__, help=text.partition("\n")[0], **style)
        parser.set_defaults(run=run, parser=parser)
        for name, settings in options:
            parser.add_argument(name, **settings)
        return run

    return add


def option(name: str, **settings) -> tuple[str, dict]:
    """Return an option of a command, with the settings that argparse takes."""
    return name, settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; expected errors show no traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A letter that the terminal lacks is printed as an escape.
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            return _parse_and_run(sys.argv[1:] if arguments is None else list(arguments))
        finally:
            sys.stdout.flush()  # here, where a closed pipe is caught
    except BrokenPipeError:
        # The reader, such as `head`, has seen enough. Nothing more can be written, and Python
        # must not try to when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return _complain("Stopped. Everything that was saved before is whole.", INTERRUPTED)
    except DigitlibError as fault:
        return _complain(str(fault))
    except ModuleNotFoundError as fault:
        package = (fault.name or "").partition(".")[0]
        if package in {"", "digitlib"}:
            raise  # not a package that an installation may lack, but a bug
        return _complain(f"This command needs {package}. {how_to_install()}")
    except OSError as fault:
        place = f"{fault.filename}: " if fault.filename else ""
        return _complain(f"{place}{fault.strerror or fault}")


def _complain(text: str, code: int = 1) -> int:
    """Write one message to stderr and return the exit code."""
    print(f"digitlib: {text}", file=sys.stderr)
    return code


def _parse_and_run(arguments: list[str]) -> int:
    """Run the chosen command; for a misspelled word, say which one was probably meant."""
    if not arguments:
        PARSER.print_help()
        return 0
    word = next((word for word in arguments if not word.startswith("-")), None)
    if word is not None and word not in COMMANDS:
        PARSER.error(f"there is no command {word!r}.{_did_you_mean(word, COMMANDS)}")
    chosen, unknown = PARSER.parse_known_args(arguments)
    if unknown:
        hint = _did_you_mean(unknown[0], re.findall(r"--[\w-]+", chosen.parser.format_usage()))
        chosen.parser.error(f"cannot use {' '.join(unknown)} here.{hint}")
    return chosen.run(chosen)


def _did_you_mean(word: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, known, n=1)
    return f" Did you mean {close[0]}?" if close else ""


def whole_number(low: int, high: int) -> Callable[[str], int]:
    """Return a reader of whole numbers from `low` to `high`, for an argument's `type`."""

    def read(text: str) -> int:
        if not (text.isdecimal() and low <= int(text) <= high):
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {low} to {high}")
        return int(text)

    return read


def check_target(path: Path, suffix: str) -> None:
    """Raise DigitlibError now if a file could not be written to `path` after the work."""
    if path.is_dir() or path.suffix.lower() != suffix:
        fault = "is a folder" if path.is_dir() else f"does not end in {suffix}"
        raise DigitlibError(f"{path} {fault}. Give the name of a {suffix} file.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        TemporaryFile(dir=path.parent).close()
    except OSError as fault:
        raise DigitlibError(
            f"{path} cannot be written ({fault.strerror}). Choose another place."
        ) from fault


SEED = whole_number(0, 2**32 - 1)  # what NumPy and Keras take
MODEL = option(
    "--model", metavar="PATH", help="an .npz network (default: the one that comes with the course)"
)


@command(
    option("--seed", type=SEED, default=0, help="the same seed gives the same random numbers"),
    option("--epochs", type=whole_number(1, 1000), help="passes over the data"),
    option(
        "--output",
        metavar="PATH",
        help="an .npz file (default: models/my_cnn.npz, or models/my_sample_cnn.npz if MNIST is "
        "unavailable)",
    ),
)
def train(chosen: argparse.Namespace) -> int:
    """Train the lesson's network and save it.

    This is the training of notebook 02: a small network, MNIST alone, about a minute. Two files
    are written when it is done: .npz for digitlib and .weights.h5 for Keras.

    examples:
      digitlib train                          train it as the notebook does
      digitlib train --seed 1 --epochs 5      another start, longer
      digitlib train --output mine.npz        keep it beside the others
    """
    path = Path(chosen.output) if chosen.output else models_folder() / "my_cnn.npz"
    check_target(path, ".npz")
    digits = digitlib.load_digits()
    note = ""
    if digits.name != "MNIST" and not chosen.output:
        path = path.with_name("my_sample_cnn.npz")
        note = f", trained on the {digits.name}; my_cnn.npz is for MNIST"
    print("Starting TensorFlow ...", flush=True)
    from digitlib.learning.lesson import NUM_EPOCHS, train_lesson
    from digitlib.learning.lesson_data import split_validation
    from digitlib.network.keras_cnn import save_network  # isort: split
    from tqdm import tqdm
    from tqdm.keras import TqdmCallback  # it imports Keras, which is silenced by now

    training, validation = split_validation(digits.x_train, digits.y_train, seed=chosen.seed)
    lesson = train_lesson(
        *training,
        validation,
        seed=chosen.seed,
        num_epochs=chosen.epochs or NUM_EPOCHS,
        callbacks=[TqdmCallback(leave=False, disable=None)],  # None: no bar in a log file
        say=tqdm.write,
    )
    save_network(lesson.model, path)
    print(_test_accuracy(path, digits))
    print(f"Saved {path}{note}\nNext: {program()} predict --model {path}")
    return 0


def _test_accuracy(path: Path, digits) -> str:
    """Evaluate the network at `path`, once, on digits that it has never seen."""
    from digitlib.evaluation import wilson_interval

    answers = digitlib.load_predictor(path).probabilities(digits.x_test).argmax(axis=1)
    right, number = int((answers == digits.y_test).sum()), len(answers)
    low, high = wilson_interval(right, number)
    return (
        f"Test accuracy on {number:,} digits of {digits.name}: {right / number:.2%} "
        f"(95 % interval: {low:.2%} to {high:.2%})"
    )


def program() -> str:
    """Return what one types to run this program again, such as `.venv/bin/digitlib`."""
    typed = Path(sys.argv[0])
    return str(typed) if typed.stem == "digitlib" else f"{sys.executable} -m digitlib"


@command(
    MODEL,
    option(
        "--limit",
        type=whole_number(1, 10_000),
        default=2_000,
        help="how many test digits go on a canvas and are corrupted (default: 2000)",
    ),
    option("--figures", metavar="FOLDER", help="also save four figures as PNG files"),
)
def evaluate(chosen: argparse.Namespace) -> int:
    """Measure a network on every test set of the course.

    Prints one table: MNIST's test part, pen strokes of six people who were held out, digits put
    on a canvas in nine ways, fifteen corruptions, and drawings that are no digit. Needs MNIST
    and the pen strokes; both are downloaded once.

    examples:
      digitlib evaluate                              the network that comes with the course
      digitlib evaluate --model models/my_cnn.npz    the one that you trained
      digitlib evaluate --limit 200                  quicker, on fewer digits
      digitlib evaluate --figures report             save figures too, in the folder report
    """
    folder = Path(chosen.figures) if chosen.figures else None
    if folder:
        check_target(folder / "confusion.png", ".png")
    rows = report.evaluate(chosen.model, chosen.limit)
    for path in report.save_figures(rows, chosen.model, folder) if folder else ():
        print(f"Saved {path}")
    return 0


@command(
    option("images", nargs="*", metavar="IMAGE", help="a picture of one digit"),
    option("--seed", type=SEED, help="which random digit"),
    option("--save", metavar="PATH", help="save a figure (.png); missing folders are made"),
    MODEL,
    option("--json", action="store_true", help="print JSON, one line a picture"),
    option("--no-window", action="store_true", help="open no window"),
)
def predict(chosen: argparse.Namespace) -> int:
    """Read digits and show what the network sees.

    Without IMAGE it reads a random digit of MNIST's test part. IMAGE is a photo, scan or drawing
    of one digit: PNG, JPEG, GIF, BMP, TIFF, WebP; dark on light or light on dark. The picture
    that the network sees is printed as letters, and opened in a window if there is a display;
    of several pictures only the answers are printed. If a picture holds no digit, the exit code
    is 3.

    examples:
      digitlib predict                          a random test digit
      digitlib predict --seed 7                 always the same one
      digitlib predict photo.jpg                your own
      digitlib predict photo.jpg --save seen.png
      digitlib predict one.png two.png --json   one line of JSON a picture
    """
    if chosen.save and len(chosen.images) > 1:
        chosen.parser.error("--save goes with one IMAGE")
    if chosen.save:
        check_target(Path(chosen.save), ".png")
    predictor = digitlib.load_predictor(chosen.model)
    codes = [_read_one(image, predictor, chosen) for image in chosen.images or [None]]
    return 1 if 1 in codes else max(codes)


def _read_one(image: str | None, predictor, chosen: argparse.Namespace) -> int:
    """Read one picture, show the reading in the form that was asked for, return the exit code."""
    try:
        # Only JSON goes to stdout if it is asked for, not the notice about missing data.
        with redirect_stdout(sys.stderr if chosen.json else sys.stdout):
            title, picture = _choose_picture(image, chosen.seed)
        prediction = predictor.predict(picture)
    except DigitlibError as fault:
        return _complain(str(fault))
    alone = len(chosen.images) < 2
    if chosen.json:
        print(report.json_line(title, prediction), flush=True)
    else:
        print(report.describe_reading(title, prediction) if alone else f"{title}: {prediction}")
    window = alone and not (chosen.no_window or chosen.json) and report.can_open_window()
    if chosen.save or window:
        # Figures draw ink dark on light. A file is shown as it is, whatever its colours.
        shown = picture if image is None else 255 - picture
        report.draw_reading(prediction, shown, chosen.save, window)
    if chosen.save:
        print(f"\nSaved {chosen.save}", file=sys.stderr if chosen.json else sys.stdout)
    return NO_DIGIT if prediction.digit is None else 0


def _choose_picture(path: str | None, seed: int | None) -> tuple[str, np.ndarray]:
    """Return a line that says which picture it is, and the picture, uint8 (h, w)."""
    if path is not None:
        from digitlib.framing import open_picture

        picture = open_picture(path)
        return f"{path}: {picture.shape[1]} x {picture.shape[0]} pixels", picture
    digits = digitlib.load_digits()
    index = int(np.random.default_rng(seed).integers(len(digits.x_test)))
    title = f"Test digit {index} of {digits.name}, labelled {digits.y_test[index]}"
    return title, digits.x_test[index]


@command(option("file", nargs="?", default="digit_pad.html", metavar="FILE"), MODEL)
def page(chosen: argparse.Namespace) -> int:
    """Write the drawing pad as one HTML file that needs nothing else.

    The network is inside. The file opens with a double click, from a USB stick, from any web host
    and on a phone; it needs no network and no server, and sends nothing.

    examples:
      digitlib page                                 writes digit_pad.html
      digitlib page mine.html --model models/my_cnn.npz
    """
    from digitlib.pad.page import write_page

    path = Path(chosen.file)
    check_target(path, ".html")
    size = write_page(path, chosen.model)
    print(f"Saved {path} ({size / 1e6:.2f} MB). Open it with a double click.")
    return 0


@command(
    option("--format", choices=("onnx", "litert", "page"), required=True, help="for which engine"),
    option("--output", metavar="PATH", help="default: digit_cnn.onnx, .tflite or digit_pad.html"),
    option("--precision", choices=("float32", "float16", "int8"), default="float32", help="litert"),
    MODEL,
)
def export(chosen: argparse.Namespace) -> int:
    """Write the network as a file for other programs, and compare it with NumPy.

    onnx is read by ONNX Runtime on servers and desktops, litert (.tflite) by phones, page by any
    browser. The input is a framed image, float32 (n, 28, 28), ink 0 to 1; the output are logits,
    ten digits and, if the network knows it, "no digit".

    examples:
      digitlib export --format onnx
      digitlib export --format litert --precision int8 --output phone.tflite
      digitlib export --format page --model models/my_cnn.npz
    """
    if chosen.format != "litert" and chosen.precision != "float32":
        chosen.parser.error("--precision goes with --format litert")
    if chosen.format == "page":
        chosen.file = chosen.output or "digit_pad.html"
        return page(chosen)
    from digitlib.network import export as engines

    suffix = {"onnx": ".onnx", "litert": ".tflite"}[chosen.format]
    path = Path(chosen.output or f"digit_cnn{suffix}")
    check_target(path, suffix)
    network = digitlib.load_predictor(chosen.model).network
    frames = digitlib.load_digits().x_train[:300]
    if chosen.format == "onnx":
        check = engines.export_onnx(network, path, frames)
    else:
        check = engines.export_litert(network, path, frames, chosen.precision)
    print(
        f"Saved {path} ({path.stat().st_size / 1e6:.2f} MB). It gives NumPy's answer for "
        f"{check.same} of {check.number} digits; logits differ by up to {check.shift:.2g}."
    )
    if network.threshold:
        print(f'A sum of digit probabilities below {network.threshold:.4f} means "not a digit".')
    return 0


@command(
    option("--ip", default="127.0.0.1", help="0.0.0.0 serves the local network"),
    option(
        "--port",
        type=whole_number(1, 65535),
        help="1 to 65535 (default: 8866, or any free one if that is taken)",
    ),
    option("--no-browser", action="store_true", help="open no browser"),
    MODEL,
)
def app(chosen: argparse.Namespace) -> int:
    """Show the drawing pad in the browser, or serve it to a class.

    Serves the one file that `digitlib page` writes and nothing else. Ctrl-C ends it.

    examples:
      digitlib app                 on this machine alone
      digitlib app --ip 0.0.0.0    for the local network: prints the address and a QR code
    """
    from digitlib.pad.page import serve_page

    serve_page(chosen.ip, chosen.port, not chosen.no_browser, chosen.model)
    return 0


@command()
def doctor(chosen: argparse.Namespace) -> int:
    """Check that everything is installed and works.

    Looks at Python, the packages, the data, the network, the pad and the kernel, and says how
    to fix each fault. The exit code is 1 if anything needs fixing.

    example:
      digitlib doctor
    """
    from digitlib.doctor import main

    return main()
