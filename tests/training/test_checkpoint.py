"""A training's state is kept whole, and foreign or damaged state is not taken."""

import numpy as np
import pytest

from digitlib.network.keras_cnn import keras
from training.checkpoint import load_checkpoint, save_checkpoint


@pytest.fixture
def variables():
    return [keras.Variable(np.arange(6.0).reshape(2, 3)), keras.Variable(3, dtype="int64")]


def test_state_comes_back(tmp_path, variables):
    save_checkpoint(tmp_path / "c.npz", variables, 4, "recipe")
    before = [np.asarray(v).copy() for v in variables]
    for variable in variables:
        variable.assign(np.zeros_like(np.asarray(variable)))
    assert load_checkpoint(tmp_path / "c.npz", variables, "recipe") == 4
    for variable, value in zip(variables, before, strict=True):
        np.testing.assert_array_equal(np.asarray(variable), value)


@pytest.mark.parametrize("fault", ["missing", "recipe", "truncated", "shape"])
def test_what_does_not_fit_is_left_alone_and_named(tmp_path, variables, fault, capsys):
    path, recipe = tmp_path / "c.npz", "recipe"
    if fault != "missing":
        save_checkpoint(path, variables, 4, recipe)
    if fault == "truncated":
        path.write_bytes(path.read_bytes()[:-40])
    if fault == "shape":
        variables = [keras.Variable(np.ones(5)), variables[1]]
    if fault == "recipe":
        recipe = "another"
    before = [np.asarray(v).copy() for v in variables]
    assert load_checkpoint(path, variables, recipe) == 0
    told = capsys.readouterr().out
    assert told.count("\n") == (fault != "missing"), "one line, or none where there was no file"
    assert fault == "missing" or str(path) in told
    for variable, value in zip(variables, before, strict=True):
        np.testing.assert_array_equal(np.asarray(variable), value)
