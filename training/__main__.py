"""Make the networks that ship with the course, score them, and write down what was measured.

    python -m training train            one training of the shipped network, up to 45 minutes
    python -m training five-seeds       five of them, their scores and the model card
    python -m training lesson           the lesson's network, and the record of its five seeds
    python -m training ingredients      the record of notebook 05: one ingredient at a time

It runs in a clone of the project and needs MNIST, the pen strokes of pendigits and UNIPEN, and
the packages of `digitlib[shipped]`. Trainings that were interrupted go on where they stopped.
"""

import argparse
import sys
from pathlib import Path

import numpy as np

from digitlib.errors import DigitlibError
from digitlib.files import models_folder


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code; a foreseen fault is told in a line or two."""
    chosen = build_parser().parse_args(arguments)
    try:
        chosen.run(chosen)
    except DigitlibError as fault:
        print(f"training: {fault}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. The same command goes on after the last whole epoch.", file=sys.stderr)
        return 130
    return 0


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="python -m training",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    train = commands.add_parser("train", help="train the shipped network once")
    train.add_argument("--seed", type=int, default=0, help="fixes all chance (default: 0)")
    train.add_argument("--output", type=Path, metavar="FOLDER", help="default: models/my_digit_cnn")
    train.add_argument(
        "--epochs", type=_positive, help="passes over the data in all (default: 30; with --start 9)"
    )
    train.add_argument("--restart", action="store_true", help="do not go on where it stopped")
    train.set_defaults(run=_train)

    seeds = commands.add_parser("five-seeds", help="train five, score them, ship seed 0")
    seeds.add_argument("--score-only", action="store_true", help="of an earlier run's networks")
    seeds.set_defaults(run=_five_seeds)
    score = commands.add_parser("score", help="score one network with all 10,000 test digits")
    score.add_argument("model", nargs="?", help="an .npz file (default: the shipped network)")
    score.set_defaults(run=_score)
    for command in (train, seeds):
        command.add_argument("--start", type=Path, help="weights to go on from (.weights.h5)")
    for command in (seeds, score):
        command.add_argument(
            "--limit", type=_positive, default=10_000, help="test digits to vary (default: 10000)"
        )
    seeds.add_argument("--folder", type=Path, default=models_folder() / "checkpoints" / "seeds")

    card = commands.add_parser("card", help="write the tables of the card and the README again")
    card.set_defaults(run=_card)
    lesson = commands.add_parser("lesson", help="train the lesson's network with five seeds")
    lesson.set_defaults(run=_lesson)
    ingredients = commands.add_parser("ingredients", help="train with one ingredient at a time")
    ingredients.set_defaults(run=_ingredients)
    drawings = commands.add_parser("non-digits", help="draw what is no digit, to be scored on")
    drawings.set_defaults(run=_non_digits)
    return parser


def _positive(text: str) -> int:
    """Read a whole number from 1 up."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 up")
    return int(text)


def _train(chosen: argparse.Namespace) -> None:
    from training.recipe import shortened, train_full, usual_recipe

    folder = chosen.output or models_folder() / "my_digit_cnn"
    recipe = usual_recipe(chosen.start)
    if chosen.epochs:
        recipe = shortened(chosen.epochs, recipe)
    training = train_full(chosen.seed, folder, not chosen.restart, recipe, start=chosen.start)
    print("On validation data, that is, digits and people kept out of training:")
    for name, value in training.validation.items():
        print(f"  {name:24} {value:7.2%}")
    path = folder / "digit_cnn.npz"
    print(f"Saved {path}\nNext: python -m training score {path}")


def _five_seeds(chosen: argparse.Namespace) -> None:
    from training import five_seeds

    if not chosen.score_only:
        five_seeds.train_all(chosen.folder, chosen.start)
    five_seeds.score_and_ship(chosen.folder, chosen.limit)
    _card(chosen)


def _score(chosen: argparse.Namespace) -> None:
    from digitlib.report import evaluate

    evaluate(chosen.model, chosen.limit)


def _card(chosen: argparse.Namespace) -> None:
    from training.five_seeds import load_results
    from training.model_card import draw_failures, write_card

    folder = models_folder()
    results = load_results()
    draw_failures(folder)
    write_card(results, folder, folder.parent / "README.md")


def _lesson(chosen: argparse.Namespace) -> None:
    from training.lesson_seeds import record_lesson

    record_lesson(models_folder())
    print("Next: python -m training card")


def _ingredients(chosen: argparse.Namespace) -> None:
    from training.ingredients import record_ingredients

    record_ingredients(models_folder())


def _non_digits(chosen: argparse.Namespace) -> None:
    from digitlib.report import load_test_digits
    from training.non_digits import save_unseen_non_digits

    held_out = np.concatenate([images for images, _ in load_test_digits().values()])
    save_unseen_non_digits(held_out, models_folder() / "non_digits.npz")
    print("Next: python -m training five-seeds --score-only")


if __name__ == "__main__":
    sys.exit(main())
