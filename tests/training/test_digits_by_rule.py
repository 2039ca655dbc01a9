"""Digits drawn by rule: framed, labelled rightly, and with all the forms that are promised."""

import numpy as np
import pytest

from digitlib import load_predictor
from digitlib.files import models_folder
from digitlib.framing import frame_strokes
from training.digits_by_rule import FORMS, random_skeletons, skeleton_strokes


def drawn(form, seed=0, waver=0.0):
    return skeleton_strokes(form, np.random.default_rng(seed), waver)


@pytest.mark.parametrize("label", range(10))
def test_a_form_fills_the_height_of_its_box(label):
    for form in FORMS[label]:
        points = np.concatenate(drawn(form))
        assert points.min() >= -15, "only slashes reach out of the box"
        assert points.max() <= 115
        assert np.ptp(points[:, 1]) > 85


def test_a_network_that_knows_mnist_alone_reads_most_forms():
    """An independent reader: the lesson's network has never seen a skeleton."""
    lesson = load_predictor(models_folder() / "lesson_cnn.npz")
    frames = [(d, frame_strokes(drawn(form))) for d, forms in FORMS.items() for form in forms]
    labels, images = np.array([d for d, _ in frames]), np.array([image for _, image in frames])
    assert (lesson.probabilities(images).argmax(1) == labels).mean() > 0.75


def test_random_skeletons_are_framed_and_repeatable():
    images, labels = random_skeletons(40, np.random.default_rng(5))
    again, _ = random_skeletons(40, np.random.default_rng(5))
    assert images.shape == (40, 28, 28)
    assert images.dtype == np.uint8
    assert (images.max(axis=(1, 2)) > 100).all()
    assert set(labels) <= set(range(10))
    np.testing.assert_array_equal(images, again)
