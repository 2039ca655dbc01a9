"""The validation split is fair and repeatable; the record of five seeds is read with care."""

import numpy as np
import pytest

from digitlib.errors import DataError
from digitlib.learning.lesson_data import load_ingredients, load_seeds, split_validation


def test_the_validation_part_shares_no_digit_with_the_training_part():
    images = np.arange(600, dtype=np.uint16)
    training, validation = split_validation(images, images % 10, share=0.25, seed=3)
    assert len(validation.images) == 150
    assert sorted([*training.images, *validation.images]) == list(range(600))
    assert (training.labels == training.images % 10).all()
    again, _ = split_validation(images, images % 10, share=0.25, seed=3)
    other, _ = split_validation(images, images % 10, share=0.25, seed=4)
    assert (again.images == training.images).all()
    assert (other.images != training.images).any()


@pytest.mark.parametrize("share", [0, 1, -0.5, 2, 1e-9])
def test_a_split_with_an_empty_part_is_refused(share):
    with pytest.raises(ValueError, match="leaves one part empty"):
        split_validation(np.zeros((5, 28, 28)), np.zeros(5), share=share)


def test_the_record_fits_itself_and_keeps_the_promise():
    """The lesson's network reads 99.2 % of the test digits, mean of five seeds, last epoch."""
    seeds = load_seeds()
    last = (seeds.predictions == seeds.labels).mean(axis=1)
    assert np.allclose(last, seeds.lesson_test[:, -1])
    assert seeds.lesson_test[:, -1].mean() >= 0.992
    for accuracies in seeds[:4]:
        assert ((accuracies > 0.9) & (accuracies < 1)).all()


def test_the_record_is_about_the_test_part_of_mnist(mnist):
    assert np.array_equal(load_seeds().labels, mnist.y_test)


def test_the_record_of_the_ingredients_is_whole():
    record = load_ingredients()
    recipes, seeds, drawings = record.judged.shape
    assert (recipes, seeds) == (len(record.names), 3)
    assert drawings == len(record.labels) == len(record.writers)
    assert set(record.writers) == set(range(21, 31))
    for answers in (record.mnist, record.brightness, record.rotate):
        assert answers.shape == (recipes, seeds, len(record.mnist_labels))
    assert ((record.mnist == record.mnist_labels).mean(axis=2) > 0.985).all()


def test_a_missing_or_damaged_record_is_named(tmp_path):
    with pytest.raises(DataError, match="nowhere"):
        load_seeds(tmp_path / "nowhere.npz")
    damaged = tmp_path / "damaged.npz"
    damaged.write_bytes(b"PK" + bytes(100))
    with pytest.raises(DataError, match="damaged"):
        load_seeds(damaged)
