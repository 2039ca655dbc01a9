"""Keep a training's state, so that it can go on after an interruption."""

import os
from pathlib import Path

import numpy as np

from digitlib.errors import DigitlibError, TrainingError
from digitlib.files import atomic_path, read_npz


def save_checkpoint(path: str | os.PathLike, variables: list, epoch: int, recipe: str) -> None:
    """Write the values of Keras variables after `epoch` epochs, whole or not at all.

    Raises TrainingError if the file cannot be written; an older checkpoint stays.
    """
    arrays = {f"variable_{i}": variable.numpy() for i, variable in enumerate(variables)}
    with atomic_path(path, TrainingError) as temporary, open(temporary, "wb") as stream:
        np.savez(stream, epoch=np.int64(epoch), recipe=np.array(recipe), **arrays)


def load_checkpoint(path: str | os.PathLike, variables: list, recipe: str) -> int:
    """Set the variables to the saved values and return how many epochs are done; 0 if none.

    A checkpoint of another recipe or a damaged one is left alone: a line says so, and training
    starts afresh.
    """
    if not Path(path).is_file():
        return 0
    expected = {"epoch": ("int64", ()), "recipe": ("U", ())}
    for i, variable in enumerate(variables):
        value = variable.numpy()
        expected[f"variable_{i}"] = (value.dtype, value.shape)
    try:
        saved = read_npz(path, expected, error=TrainingError)
    except DigitlibError as fault:
        return _start_afresh(str(fault))
    if str(saved["recipe"]) != recipe:
        return _start_afresh(f"{path} is of another recipe or start.")
    for i, variable in enumerate(variables):
        variable.assign(saved[f"variable_{i}"])
    return int(saved["epoch"])


def _start_afresh(why: str) -> int:
    """Say in a line why a checkpoint is passed over; return 0 epochs."""
    print(
        f"Training starts afresh and replaces its checkpoint after the first epoch: {why}",
        flush=True,
    )
    return 0
