"""The recipes of notebook 05 differ in one ingredient, nobody is on both sides, and runs go on."""

import numpy as np
import pytest
from small_data import some_mnist

from digitlib.data import PenDigit
from digitlib.learning.lesson_data import load_ingredients
from training import ingredients

STROKES = [np.array([[0.5, 0], [0.5, 1]])]
PEN_DIGITS = [PenDigit(1, writer, STROKES) for writer in range(1, 31) for _ in range(5)]


def test_recipes_borrow_as_many_drawings_from_few_as_from_many():
    many = ingredients.lent_drawings("strokes of 20 people", 0, PEN_DIGITS)
    assert {digit.writer for digit in many} == set(range(1, 21))
    for seed in range(3):
        few = ingredients.lent_drawings("strokes of 4 people", seed, PEN_DIGITS)
        assert len({digit.writer for digit in few}) == 4
        assert len(few) == len(many)
        assert not {digit.writer for digit in few} & set(ingredients.JUDGES)
    for recipe in ("lesson", "affine warps", "thickness", "elastic warps"):
        assert ingredients.lent_drawings(recipe, 0, PEN_DIGITS) == []


@pytest.mark.parametrize(
    ("recipe", "parts"),
    [
        ("affine warps", (1, 0, 0)),
        ("elastic warps", (0, 1, 0)),
        ("thickness", (0, 0, 1)),
        ("everything", (1, 1, 1)),
    ],
)
def test_a_recipe_varies_in_its_own_way_alone(recipe, parts):
    vary = ingredients.variation(recipe, 0)
    assert (vary.affine, vary.bend, len(vary.variations)) == parts


def test_a_run_is_recorded_and_goes_on_where_it_stopped(digits, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(ingredients, "RECIPES", ("lesson", "everything"))
    monkeypatch.setattr(ingredients, "NUM_SEEDS", 1)
    monkeypatch.setattr(ingredients.digitlib, "load_pen_strokes", lambda: PEN_DIGITS)
    monkeypatch.setattr(ingredients.digitlib, "load_mnist", lambda: some_mnist(digits))
    ingredients.record_ingredients(tmp_path, num_epochs=1)
    first = load_ingredients(tmp_path / "ingredients.npz")
    assert first.judged.shape == (2, 1, 50)
    assert first.names.tolist() == ["lesson", "everything"]
    assert len(capsys.readouterr().out.splitlines()) == 2

    def train_lesson(*_, **__):
        raise AssertionError("everything was trained already")

    monkeypatch.setattr(ingredients, "train_lesson", train_lesson)
    ingredients.record_ingredients(tmp_path, num_epochs=1)
    again = load_ingredients(tmp_path / "ingredients.npz")
    assert all(np.array_equal(one, other) for one, other in zip(first, again, strict=True))
