"""The arguments of every command, with help texts that teach by examples."""

import argparse

import digitlib
from digitlib import commands


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; its help texts teach by examples."""
    parser = argparse.ArgumentParser(
        prog="digitlib",
        description="Train, judge and use a network that reads handwritten digits.",
        epilog="digitlib COMMAND --help explains a command and shows examples.",
    )
    parser.add_argument("--version", action="version", version=f"digitlib {digitlib.__version__}")
    group = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for add in (_add_train, _add_evaluate, _add_predict, _add_doctor):
        add(group)
    return parser


def _add_command(group, name: str, run, summary: str, details: str) -> argparse.ArgumentParser:
    """Add a command whose help is `details`, printed as it is written."""
    command = group.add_parser(
        name,
        help=summary,
        description=f"{summary}\n\n{details}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.set_defaults(run=run)
    return command


def _add_train(group) -> None:
    command = _add_command(
        group,
        "train",
        commands.train,
        "Train a network and save it.",
        """\
Without options this is the training of notebook 02: a small network, MNIST alone, about a
minute. With --full it is the training of the network that ships with the course: MNIST, pen
strokes and what is no digit, varied in many ways, up to 40 minutes. A full training that was
interrupted goes on where it stopped. Files are replaced only when a training is done.

examples:
  digitlib train                          train the lesson's network
  digitlib train --seed 1 --epochs 5      another start, longer
  digitlib train --full --output mine     train the shipped network into the folder mine""",
    )
    recipe = command.add_mutually_exclusive_group()
    recipe.add_argument("--lesson", action="store_true", help="the small network (the default)")
    recipe.add_argument("--full", action="store_true", help="the network that ships")
    command.add_argument("--seed", type=_count, default=0, help="fixes all chance (default: 0)")
    command.add_argument("--epochs", type=_positive, help="passes over the data")
    command.add_argument(
        "--output",
        metavar="PATH",
        help="the lesson's .npz file (default: models/my_cnn.npz, or models/my_sample_cnn.npz if "
        "there is no MNIST), or with --full a folder (default: models, where it replaces the "
        "shipped network)",
    )
    command.add_argument(
        "--restart", action="store_true", help="with --full: do not go on where it stopped"
    )
    # argparse cannot say that one option needs another.
    command.set_defaults(run=lambda chosen: _train(command, chosen))


def _train(command: argparse.ArgumentParser, chosen: argparse.Namespace) -> int:
    """Refuse options that do not go together, else train."""
    if chosen.restart and not chosen.full:
        command.error("--restart goes with --full only: the lesson's training always starts anew")
    return commands.train(chosen)


def _add_evaluate(group) -> None:
    command = _add_command(
        group,
        "evaluate",
        commands.evaluate,
        "Measure a network on every set the course speaks of.",
        """\
Prints one table: MNIST's test part, pen strokes of six people who were held out, digits put on
a canvas in nine ways, fifteen corruptions, and drawings that are no digit. Needs MNIST and the
pen strokes; both are downloaded once.

examples:
  digitlib evaluate                              the shipped network
  digitlib evaluate --model models/my_cnn.npz    the one that you trained
  digitlib evaluate --figures report             and draw it, into the folder report""",
    )
    command.add_argument("--model", metavar="PATH", help="an .npz network (default: the shipped)")
    command.add_argument("--figures", metavar="FOLDER", help="also save figures as PNG files")
    command.add_argument(
        "--limit",
        type=_positive,
        default=2_000,
        help="how many test digits go on a canvas and are corrupted (default: 2000)",
    )


def _add_predict(group) -> None:
    command = _add_command(
        group,
        "predict",
        commands.predict,
        "Read one digit and show what the network sees.",
        """\
Without IMAGE it reads a random digit of MNIST's test part. IMAGE is a photo, scan or drawing of
one digit: PNG, JPEG, GIF, BMP, TIFF, WebP; dark on light or light on dark. The picture that the
network sees is printed with letters, and opened in a window where there is a display.

examples:
  digitlib predict                          a random test digit
  digitlib predict --seed 7                 always the same one
  digitlib predict photo.jpg                your own
  digitlib predict photo.jpg --save seen.png""",
    )
    command.add_argument("image", nargs="?", metavar="IMAGE", help="a picture of one digit")
    command.add_argument("--seed", type=_count, help="which random digit")
    command.add_argument(
        "--save",
        metavar="PATH",
        help="save a figure of the reading (.png); missing folders are made",
    )
    command.add_argument("--model", metavar="PATH", help="an .npz network (default: the shipped)")
    command.add_argument("--no-window", action="store_true", help="open no window")


def _add_doctor(group) -> None:
    _add_command(
        group,
        "doctor",
        commands.doctor,
        "Check that everything is installed and works.",
        """\
Looks at Python, the packages, the data, the network, the pad and the kernel, and says how to
mend each fault. Exit code 1 if anything is to be mended.

example:
  digitlib doctor""",
    )


def _count(text: str) -> int:
    """Read a whole number from 0 to 2**32 - 1, the seeds that NumPy and Keras take."""
    try:
        number = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number") from None
    if not 0 <= number < 2**32:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and {2**32 - 1}")
    return number


def _positive(text: str) -> int:
    """Read a whole number from 1 up."""
    number = _count(text)
    if number == 0:
        raise argparse.ArgumentTypeError("0 is too few")
    return number
