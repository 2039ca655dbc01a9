"""Random warps: their range, their repeatability, and the sampling against SciPy."""

import numpy as np
import pytest
from scipy import ndimage

from digitlib.learning.augmentation import Augmentation, keras, sample, thickness, warp


@pytest.fixture(scope="module")
def images(digits):
    return digits.x_train[:32, ..., None].astype(np.float32) / 255


def test_sample_is_scipys_bilinear_interpolation(images):
    rng = np.random.default_rng(0)
    rows, columns = rng.uniform(1, 26, (2, len(images), 28, 28)).astype(np.float32)
    read = np.asarray(sample(images, rows, columns))[..., 0]
    expected = [
        ndimage.map_coordinates(image[..., 0], [r, c], order=1)
        for image, r, c in zip(images, rows, columns, strict=True)
    ]
    np.testing.assert_allclose(read, expected, atol=1e-4)
    outside = np.full((len(images), 28, 28), -50, np.float32)
    assert np.asarray(sample(np.ones_like(images), outside, outside)).max() < 1e-2


def test_a_warp_without_strength_leaves_images_alone(images):
    calm = np.asarray(warp(images, keras.random.SeedGenerator(0), 0.0))
    np.testing.assert_allclose(calm, images, atol=1e-4)


def test_a_digit_stays_in_its_frame_when_warped(images):
    warped = np.asarray(warp(images, keras.random.SeedGenerator(0)))
    assert np.abs(warped - images).max() > 0.5
    assert 0.7 < warped.sum() / images.sum() < 1.4


def test_the_two_parts_of_a_warp_can_be_had_alone(images):
    neither, affine, bent = (
        np.asarray(Augmentation(5, variations=(), **parts)(images, training=True))
        for parts in ({"affine": 0, "bend": 0}, {"bend": 0}, {"affine": 0})
    )
    np.testing.assert_allclose(neither, images, atol=1e-4)
    assert min(np.abs(varied - images).max() for varied in (affine, bent)) > 0.5
    assert np.abs(affine - bent).max() > 0.5


def test_thickness_adds_ink_to_some_and_takes_it_from_others(images):
    varied = np.asarray(thickness(images, keras.random.SeedGenerator(3)))
    ink = varied.sum(axis=(1, 2, 3)) / images.sum(axis=(1, 2, 3))
    assert ink.min() < 0.9
    assert ink.max() > 1.1
    assert varied.min() >= -1e-5
    assert varied.max() <= 1 + 1e-5


def test_a_variation_of_ones_own_changes_its_share_of_the_images(images):
    layer = Augmentation(seed=2, variations=[(lambda images, seed: 1 - images, 0.5)])
    layer.strength.assign(0.5)
    inverted = np.asarray(layer(images, training=True)).mean(axis=(1, 2, 3)) > 0.5
    assert 2 <= inverted.sum() <= 16  # a quarter of 32, at random


def test_one_seed_gives_one_sequence_while_training_and_nothing_else(images):
    np.testing.assert_array_equal(np.asarray(Augmentation(seed=5)(images, training=False)), images)
    first, second = (np.asarray(Augmentation(seed=5)(images, training=True)) for _ in range(2))
    other = np.asarray(Augmentation(seed=6)(images, training=True))
    np.testing.assert_array_equal(first, second)
    assert np.abs(first - other).max() > 0.1
