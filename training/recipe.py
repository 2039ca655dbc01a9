"""The full recipe: train the shipped network on MNIST, pen strokes and what is no digit."""

import os
import zlib
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from digitlib.data import load_mnist, load_pen_strokes
from digitlib.evaluation import fit_temperature, fit_threshold
from digitlib.learning.augmentation import Augmentation
from digitlib.learning.lesson import StopOnNaN, make_deterministic
from digitlib.network.keras_cnn import (
    as_input,
    build_digit_cnn,
    keras,
    load_weights,
    save_network,
    tensorflow,
)
from digitlib.network.numpy_cnn import softmax
from training.checkpoint import load_checkpoint, save_checkpoint
from training.mixture import NO_DIGIT, Mixture, build_mixture, epoch_of, epoch_size
from training.unipen import load_clean_unipen
from training.variations import VARIATIONS


@dataclass(frozen=True)
class Recipe:
    """Every choice of the full training; the model card says what guided them."""

    num_epochs: int = 24
    batch_size: int = 128
    peak_learning_rate: float = 4e-3
    weight_decay: float = 2e-2
    # Softened labels: the right answer is asked for with 0.9, the others share the rest.
    label_smoothing: float = 0.1
    # In the last epochs the digits are varied less, so that the network ends on cleaner ones.
    num_calm_epochs: int = 5
    calm_strength: float = 0.6
    # A short second cycle on digits that are varied little.
    num_fine_epochs: int = 6
    fine_learning_rate: float = 1e-3
    fine_strength: float = 0.3
    # Share of real validation digits that may be called "not a digit".
    rejected: float = 0.005


# From a network that reads well already, a few epochs at lower rates.
GO_ON = Recipe(
    num_epochs=6,
    peak_learning_rate=1e-3,
    num_calm_epochs=2,
    num_fine_epochs=3,
    fine_learning_rate=3e-4,
)


def usual_recipe(start: object) -> Recipe:
    """Return the recipe for a training from the weights `start`, or from random ones if None."""
    return Recipe() if start is None else GO_ON


def shortened(num_epochs: int, recipe: Recipe) -> Recipe:
    """Return a recipe with so many epochs in all, the same share of them in the second cycle."""
    num_fine = num_epochs * recipe.num_fine_epochs // (recipe.num_epochs + recipe.num_fine_epochs)
    return replace(recipe, num_epochs=num_epochs - num_fine, num_fine_epochs=num_fine)


@dataclass(frozen=True)
class Stage:
    """Some epochs, one strength of variation for each, that share a cycle of the learning rate."""

    first_epoch: int
    strengths: tuple[float, ...]
    learning_rate: float
    # The share of the steps in which the learning rate rises to its peak.
    warm_up: float


@dataclass(frozen=True)
class Training:
    """A finished training: the network, its two fitted numbers, and validation results (0-1)."""

    model: "keras.Model"
    temperature: float
    threshold: float
    validation: dict[str, float]


def train_full(
    seed: int,
    folder: str | os.PathLike,
    resume: bool = True,
    recipe: Recipe | None = None,
    mixture: Mixture | None = None,
    progress: bool = True,
    start: str | os.PathLike | None = None,
) -> Training:
    """Train the shipped network; save it in a folder as `digit_cnn.npz` and `.weights.h5`.

    The state is kept after every epoch in `folder/checkpoints`; with `resume` an interrupted
    training of the same seed, recipe and start goes on from there. The network's files are
    replaced only when the training is done. `start` names the weights to begin with
    (`.weights.h5`), by the recipe `GO_ON`; without it the network begins with random ones. Raises
    TrainingError if the loss is no longer a number or the disk is full, and ModelError or
    DataError if a network cannot be loaded or saved, or data are missing.
    """
    folder, recipe = Path(folder), recipe or usual_recipe(start)
    weights = load_weights(build_digit_cnn(), start).get_weights() if start else None
    if mixture is None:
        if progress:
            print("Drawing pen strokes, letters and scribbles (minutes) ...", flush=True)
        mixture = build_mixture(load_mnist(), load_pen_strokes() + load_clean_unipen())
    checkpoints = []
    for stage in stages(recipe):
        name = f"digit_cnn-{seed}-{stage.first_epoch}.npz"
        checkpoints.append(folder / "checkpoints" / name)
        model = fit_stage(stage, weights, mixture, recipe, seed, checkpoints[-1], resume, progress)
        weights = model.get_weights()
    _multiply_in_half_precision(False)
    measure_statistics(model, mixture, recipe, seed)
    training = judge(model, mixture, recipe)
    save_network(model, folder / "digit_cnn.npz", training.temperature, training.threshold)
    for checkpoint in checkpoints:
        checkpoint.unlink(missing_ok=True)
    return training


def stages(recipe: Recipe) -> list[Stage]:
    """Return the long stage, and the short one that ends on cleaner digits."""
    calm_from = recipe.num_epochs - recipe.num_calm_epochs
    strengths = [
        recipe.calm_strength if epoch >= calm_from else 1.0 for epoch in range(recipe.num_epochs)
    ]
    fine = (recipe.fine_strength,) * recipe.num_fine_epochs
    return [
        Stage(0, tuple(strengths), recipe.peak_learning_rate, warm_up=0.1),
        Stage(recipe.num_epochs, fine, recipe.fine_learning_rate, warm_up=0.0),
    ]


def fit_stage(
    stage: Stage,
    weights: list[np.ndarray] | None,
    mixture: Mixture,
    recipe: Recipe,
    seed: int,
    checkpoint: Path,
    resume: bool = True,
    progress: bool = True,
) -> "keras.Model":
    """Run the epochs of a stage that are left, keeping the state after each; return the network.

    It starts from `weights`, or afresh, with random numbers of its own: a stage gives the same
    network whether or not the one before it ran in the same process.
    """
    make_deterministic(seed + stage.first_epoch)
    _multiply_in_half_precision(True)
    model = build_digit_cnn()
    if weights is not None:
        model.set_weights(weights)
    augmentation = Augmentation(seed + 1000 * stage.first_epoch, VARIATIONS)
    learner = keras.Sequential([augmentation, model])
    size = epoch_size(mixture)
    loss = keras.losses.CategoricalCrossentropy(
        from_logits=True, label_smoothing=recipe.label_smoothing
    )
    learner.compile(_optimizer(stage, recipe, size), loss, metrics=["accuracy"])
    learner.build((None, 28, 28, 1))
    learner.optimizer.build(learner.trainable_variables)
    state = [*learner.variables, *learner.optimizer.variables]
    begun = zlib.crc32(b"".join(array.tobytes() for array in weights or []))
    name = f"{asdict(recipe)} seed {seed} size {size} from {begun:08x}"
    done = load_checkpoint(checkpoint, state, name) if resume else 0
    if done and progress:
        print(f"Going on after epoch {stage.first_epoch + done}, as kept in {checkpoint}.")
    for number, strength in enumerate(stage.strengths[done:], start=done):
        augmentation.strength.assign(strength)
        _fit_one_epoch(learner, mixture, recipe, seed, stage.first_epoch + number, progress)
        save_checkpoint(checkpoint, state, number + 1, name)
    return model


def _fit_one_epoch(learner, mixture: Mixture, recipe: Recipe, seed: int, epoch: int, progress):
    """Show the learner one epoch."""
    images, labels = epoch_of(mixture, epoch, seed)
    if progress:
        print(f"Epoch {epoch + 1}/{recipe.num_epochs + recipe.num_fine_epochs}", flush=True)
    learner.fit(
        as_input(images),
        np.eye(NO_DIGIT + 1, dtype=np.float32)[labels],
        batch_size=recipe.batch_size,
        shuffle=False,
        verbose=1 if progress else 0,
        callbacks=[StopOnNaN()],
    )


def _optimizer(stage: Stage, recipe: Recipe, size: int) -> "keras.optimizers.Optimizer":
    """Return AdamW with one cycle of the learning rate: quickly up, then down along a cosine."""
    num_steps = -(-size // recipe.batch_size) * len(stage.strengths)
    warm_up = int(num_steps * stage.warm_up)
    cycle = keras.optimizers.schedules.CosineDecay(
        initial_learning_rate=stage.learning_rate / (20 if warm_up else 1),
        warmup_target=stage.learning_rate if warm_up else None,
        warmup_steps=warm_up,
        decay_steps=max(1, num_steps - warm_up),
    )
    return keras.optimizers.AdamW(cycle, weight_decay=recipe.weight_decay)


def _multiply_in_half_precision(wanted: bool) -> None:
    """Let processors that multiply in bfloat16 do so: twice as fast. Others are left alone."""
    tensorflow.config.optimizer.set_experimental_options(
        {"auto_mixed_precision_onednn_bfloat16": wanted}
    )


def measure_statistics(
    model: "keras.Model", mixture: Mixture, recipe: Recipe, seed: int, num_images: int = 30_000
) -> None:
    """Give batch normalisation the means and variances of so many images, in full precision.

    Those that it kept while products were taken in bfloat16 are up to a deviation off, and cost
    0.2 points on MNIST's validation digits and 1 to 2 on corrupted ones. Nothing is learned here.
    The method is that of Wu and Johnson, "Rethinking Batch in BatchNorm", arXiv 2105.07576, 2021.
    """
    images = epoch_of(mixture, 0, seed).images[:num_images]
    augmentation = Augmentation(seed, VARIATIONS)
    augmentation.strength.assign(recipe.fine_strength)
    layers = [x for x in model.layers if isinstance(x, keras.layers.BatchNormalization)]
    momentum = [layer.momentum for layer in layers]
    for number, some in enumerate(np.array_split(images, -(-len(images) // 512))):
        for layer in layers:
            layer.momentum = number / (number + 1)  # the mean of all batches so far
        # Called as it is, and not compiled, no product is rewritten.
        model(augmentation(as_input(some), training=True), training=True)
    for layer, usual in zip(layers, momentum, strict=True):
        layer.momentum = usual


def judge(model: "keras.Model", mixture: Mixture, recipe: Recipe) -> Training:
    """Fit temperature and threshold on the validation parts, and report the results there."""
    names = ("mnist", "pendigits", "unipen", "nondigits")
    parts = {name: getattr(mixture, f"{name}_validation") for name in names}
    parts = {name: part for name, part in parts.items() if len(part.labels)}
    logits = {
        name: model.predict(as_input(part.images), batch_size=500, verbose=0)
        for name, part in parts.items()
    }
    digits = [name for name in parts if name != "nondigits"]
    temperature = fit_temperature(
        np.concatenate([logits[name][:, :10] for name in digits]),
        np.concatenate([parts[name].labels for name in digits]),
    )
    scores = {name: softmax(rows / temperature)[:, :10].sum(1) for name, rows in logits.items()}
    threshold = fit_threshold(*(scores[name] for name in digits), rejected=recipe.rejected)
    validation = {
        f"{name} accuracy": float((logits[name][:, :10].argmax(1) == parts[name].labels).mean())
        for name in digits
    }
    validation |= {f"{name} rejected": float((s < threshold).mean()) for name, s in scores.items()}
    return Training(model, temperature, threshold, validation)
