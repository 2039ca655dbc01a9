"""Train the lesson's network with one ingredient more at a time, and record what it answers.

Every recipe has the lesson's digits, epochs and learning rates, and three seeds. People number 1
to 20 of the pen strokes lend their drawings; those of people 21 to 30 are only read. One recipe
is a control: as many drawings, but of four people (other four for every seed), each used five
times. Nothing is chosen here by what is measured, and MNIST's test part is not read. Each
training is kept when it is done, so an interrupted run goes on. Under ten minutes on 2 idle cores.
"""

from pathlib import Path

import numpy as np

import digitlib
from digitlib.data import PenDigit, by_writer
from digitlib.evaluation.corruptions import corrupt
from digitlib.files import atomic_path, read_npz
from digitlib.framing import frame_strokes
from digitlib.learning.augmentation import Augmentation
from digitlib.learning.lesson import train_lesson
from digitlib.learning.lesson_data import NUM_EPOCHS, Labelled, split_validation
from digitlib.network.keras_cnn import as_input
from training.lesson_seeds import answers_of

NUM_SEEDS = 3
LEARNERS, JUDGES = range(1, 21), range(21, 31)
RECIPES = (
    *("lesson", "affine warps", "thickness", "elastic warps"),
    *("strokes of 4 people", "strokes of 20 people", "everything"),
)
PARTS = ("judged", "mnist", "brightness", "rotate")


def variation(recipe: str, seed: int) -> Augmentation | None:
    """Return the layer that varies the images in this recipe."""
    match recipe:
        case "affine warps":
            return Augmentation(seed, variations=(), bend=0)
        case "thickness":
            return Augmentation(seed, affine=0, bend=0)
        case "elastic warps":
            return Augmentation(seed, variations=(), affine=0)
        case "everything":
            return Augmentation(seed)
    return None


def lent_drawings(recipe: str, seed: int, pen_digits: list[PenDigit]) -> list[PenDigit]:
    """Return the drawings that this recipe adds to MNIST's digits."""
    if recipe == "strokes of 4 people":
        return by_writer(pen_digits, LEARNERS[4 * seed : 4 * seed + 4]) * 5
    everybody = recipe in ("strokes of 20 people", "everything")
    return by_writer(pen_digits, LEARNERS) if everybody else []


def frame_all(pen_digits: list[PenDigit]) -> Labelled:
    """Draw strokes with the same pen, 2.4 pixels wide, and frame them."""
    frames = [frame_strokes(digit.strokes, 2.4) for digit in pen_digits]
    labels = np.array([digit.label for digit in pen_digits], np.uint8)
    return Labelled(np.array(frames, np.uint8).reshape(-1, 28, 28), labels)


def record_ingredients(folder: Path, num_epochs: int = NUM_EPOCHS) -> None:
    """Train, or take what an earlier run has trained; write `folder`/ingredients.npz."""
    pen_digits = digitlib.load_pen_strokes()
    training, validation, parts, record = _data(pen_digits)
    kept = folder / "checkpoints" / f"ingredients-{num_epochs}"
    shapes = {name: ("uint8", (len(images),)) for name, images in parts.items()}
    for recipe in RECIPES:
        for seed in range(NUM_SEEDS):
            path = kept / f"{recipe}-{seed}.npz".replace(" ", "-")
            if not path.is_file():
                lent = frame_all(lent_drawings(recipe, seed, pen_digits))
                images = np.concatenate([training.images, lent.images])
                labels = np.concatenate([training.labels, lent.labels])
                vary = variation(recipe, seed)
                lesson = train_lesson(images, labels, seed=seed, num_epochs=num_epochs, vary=vary)
                answers = {
                    name: answers_of(lesson.model, as_input(part)) for name, part in parts.items()
                }
                with atomic_path(path) as temporary:
                    np.savez_compressed(temporary, **answers)
            answers = read_npz(path, shapes)
            shares = [np.mean(answers["judged"] == record["labels"])]
            shares += [np.mean(answers[name] == validation.labels) for name in PARTS[1:]]
            print(recipe, seed, *(f"{share:.2%}" for share in shares), flush=True)
            for name in PARTS:
                record.setdefault(name, []).append(answers[name])
    for name in PARTS:
        record[name] = np.reshape(record[name], (len(RECIPES), NUM_SEEDS, -1))
    with atomic_path(folder / "ingredients.npz") as path:
        np.savez_compressed(path, **record)


def _data(pen_digits: list[PenDigit]) -> tuple[Labelled, Labelled, dict, dict]:
    """Return what to learn from, the validation part, the parts to read, and their labels."""
    mnist = digitlib.load_mnist()
    training, validation = split_validation(mnist.x_train, mnist.y_train)
    judges = by_writer(pen_digits, JUDGES)
    judged = frame_all(judges)
    parts = {"judged": judged.images, "mnist": validation.images}
    parts |= {name: corrupt(validation.images, name, seed=2026) for name in PARTS[2:]}
    record = {
        "names": np.array(RECIPES),
        "labels": judged.labels.astype(np.uint8),
        "writers": np.array([digit.writer for digit in judges], np.uint8),
        "mnist_labels": validation.labels.astype(np.uint8),
    }
    return training, validation, parts, record
