"""The variations of frames that only the shipped network's training uses."""

import numpy as np
import pytest

from training.variations import MOTION_KERNELS, VARIATIONS, jagged_line, keras, motion


@pytest.fixture(scope="module")
def images(digits):
    return digits.x_train[:32, ..., None].astype(np.float32) / 255


@pytest.mark.parametrize("variation", [v for v, _ in VARIATIONS], ids=lambda v: v.__name__)
def test_every_variation_changes_images_and_stays_in_range(variation, images):
    varied = np.asarray(variation(images, keras.random.SeedGenerator(3)))
    assert varied.shape == images.shape
    assert varied.min() >= -1e-5
    assert varied.max() <= 1 + 1e-5
    assert np.abs(varied - images).max() > 0.05


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
