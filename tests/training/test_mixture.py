"""What is learned from and what is judged on never meet."""

import numpy as np
import pytest
from small_data import some_mnist, some_pen_digits

from digitlib.data.pen_strokes import TEST_WRITERS, VALIDATION_WRITERS
from training.mixture import (
    DRAWINGS_OF_250,
    NO_DIGIT,
    NUM_PLAIN,
    build_mixture,
    draw_pens,
    epoch_of,
    epoch_size,
    render,
)


@pytest.fixture(scope="module")
def mixture(digits):
    return build_mixture(some_mnist(digits), some_pen_digits(), num_nondigits=60)


def keys(images):
    return {image.tobytes() for image in images}


def test_no_digit_is_both_learned_from_and_validated_on(digits, mixture):
    source = some_mnist(digits)
    assert len(mixture.mnist.labels) + len(mixture.mnist_validation.labels) == 600
    assert len(mixture.mnist_validation.labels) == 100
    together = np.concatenate([mixture.mnist.images, mixture.mnist_validation.images])
    assert keys(together) == keys(source.x_train)
    assert not keys(mixture.mnist.images) & keys(mixture.mnist_validation.images)


def test_writers_are_split(mixture):
    assert not set(VALIDATION_WRITERS) & set(TEST_WRITERS)
    assert len(TEST_WRITERS) >= 6
    # Three writers of pendigits and one of UNIPEN are learned from, each with 4 digits.
    copies = round(DRAWINGS_OF_250 / np.sqrt(250 * 4))
    assert len(mixture.pendigits.labels) == 3 * 4 * copies
    assert len(mixture.unipen.labels) == 4 * copies
    assert len(mixture.pendigits_validation.labels) == len(VALIDATION_WRITERS) * 4
    assert len(mixture.unipen_validation.labels) == 4


def test_a_writer_of_a_quarter_of_the_digits_gets_half_the_drawings(monkeypatch):
    monkeypatch.setattr("training.mixture.DRAWINGS_OF_250", 500)
    few = some_pen_digits()[:4]
    many = [digit._replace(writer=2, label=9) for digit in few * 4]
    labels = draw_pens(few + many, np.random.default_rng(0)).labels
    assert (labels == 9).sum() == pytest.approx(2 * (labels != 9).sum(), rel=0.05)


def test_pen_digits_are_drawn_as_written_and_by_other_hands(mixture):
    assert NUM_PLAIN > 0
    digits = some_pen_digits()[:4]
    plain, again = render(digits), render(digits)
    np.testing.assert_array_equal(plain.images, again.images)
    varied = render(digits, np.random.default_rng(0), varied=True)
    np.testing.assert_array_equal(varied.labels, plain.labels)
    assert (varied.images != plain.images).any(axis=(1, 2)).all()


def test_another_seed_draws_others_but_splits_alike(digits, mixture):
    other = build_mixture(some_mnist(digits), some_pen_digits(), num_nondigits=60, seed=1)
    np.testing.assert_array_equal(other.mnist_validation.images, mixture.mnist_validation.images)
    assert (other.nondigits.images != mixture.nondigits.images).any()


def test_an_epoch_depends_on_seed_and_number_alone(mixture):
    first, again, next_one = (epoch_of(mixture, epoch, seed=3) for epoch in (0, 0, 1))
    np.testing.assert_array_equal(first.images, again.images)
    np.testing.assert_array_equal(first.labels, again.labels)
    assert (first.images != next_one.images).any()
    assert keys(mixture.mnist.images) <= keys(first.images)
    assert set(mixture.nondigits.labels) == {NO_DIGIT} == set(mixture.nondigits_validation.labels)
    assert set(first.labels) == set(range(NO_DIGIT + 1))
    assert epoch_size(mixture) == len(first.labels) == len(next_one.labels)
