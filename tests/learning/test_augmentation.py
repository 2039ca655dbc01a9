"""Random variations: their range, their repeatability, and the warp against SciPy."""

import numpy as np
import pytest
from scipy import ndimage

from digitlib.learning.augmentation import MOTION_KERNELS, VARIATIONS, Augmentation, keras, motion
from digitlib.learning.blemishes import jagged_line
from digitlib.learning.warping import sample, warp


@pytest.fixture(scope="module")
def images(digits):
    return digits.x_train[:32, ..., None].astype(np.float32) / 255


@pytest.mark.parametrize("variation", sorted({v for v, _ in VARIATIONS}, key=lambda v: v.__name__))
def test_every_variation_changes_images_and_stays_in_range(variation, images):
    varied = np.asarray(variation(images, keras.random.SeedGenerator(3)))
    assert varied.shape == images.shape
    assert varied.min() >= -1e-5
    assert varied.max() <= 1 + 1e-5
    assert np.abs(varied - images).max() > 0.05


def test_sample_is_scipys_bilinear_interpolation(images):
    rng = np.random.default_rng(0)
    rows, columns = rng.uniform(1, 26, (2, len(images), 28, 28)).astype(np.float32)
    read = np.asarray(sample(images, rows, columns))[..., 0]
    expected = [
        ndimage.map_coordinates(image[..., 0], [r, c], order=1)
        for image, r, c in zip(images, rows, columns, strict=True)
    ]
    np.testing.assert_allclose(read, expected, atol=1e-4)


def test_outside_is_paper(images):
    far = np.full((len(images), 28, 28), -50, np.float32)
    assert np.asarray(sample(np.ones_like(images), far, far)).max() < 1e-2


def test_a_warp_without_strength_leaves_images_alone(images):
    calm = np.asarray(warp(images, keras.random.SeedGenerator(0), 0.0))
    np.testing.assert_allclose(calm, images, atol=1e-4)


def test_a_digit_stays_in_its_frame_when_warped(images):
    warped = np.asarray(warp(images, keras.random.SeedGenerator(0)))
    assert 0.7 < warped.sum() / images.sum() < 1.4


def test_smearing_moves_ink_and_loses_none(images):
    np.testing.assert_allclose(MOTION_KERNELS.sum(axis=(0, 1, 2)), 1, rtol=1e-5)
    smeared = np.asarray(motion(images, keras.random.SeedGenerator(2)))
    np.testing.assert_allclose(smeared.sum(axis=(1, 2, 3)), images.sum(axis=(1, 2, 3)), rtol=0.02)
    assert (smeared.max(axis=(1, 2, 3)) <= images.max(axis=(1, 2, 3)) + 1e-5).all()


def test_a_jagged_line_covers_much_and_erases_nothing(images):
    lined = np.asarray(jagged_line(images, keras.random.SeedGenerator(2)))
    assert (lined >= images).all()
    paper = np.zeros_like(images)
    inked = np.asarray(jagged_line(paper, keras.random.SeedGenerator(2))).max(axis=3) > 0.3
    assert np.median(inked.sum(axis=(1, 2))) > 20


def test_the_layer_varies_only_while_training(images):
    layer = Augmentation(seed=1)
    np.testing.assert_array_equal(np.asarray(layer(images, training=False)), images)
    assert np.abs(np.asarray(layer(images, training=True)) - images).mean() > 0.01


def test_one_seed_gives_one_sequence(images):
    first, second = (np.asarray(Augmentation(seed=5)(images, training=True)) for _ in range(2))
    other = np.asarray(Augmentation(seed=6)(images, training=True))
    np.testing.assert_array_equal(first, second)
    assert np.abs(first - other).max() > 0.1


def test_variations_are_listed_with_sensible_shares():
    assert all(0 < share < 1 for _, share in VARIATIONS)
