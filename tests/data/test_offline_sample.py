"""The offline sample: MNIST's form, MNIST's look, and a split by class."""

import sys

import numpy as np
import pytest
from scipy.ndimage import label
from skimage.morphology import skeletonize

from digitlib.data.mnist import load_sample
from digitlib.errors import DataError


@pytest.fixture(scope="module")
def sample():
    return load_sample()


def test_has_the_form_of_mnist(sample):
    x_train, y_train, x_test, y_test = sample
    assert len(x_train) + len(x_test) == 1797
    assert len(x_test) == pytest.approx(0.2 * 1797, abs=6)
    for images, labels in ((x_train, y_train), (x_test, y_test)):
        assert images.dtype == labels.dtype == np.uint8
        assert images.shape == (len(labels), 28, 28)
        assert (images.max(axis=(1, 2)) == 255).all()
        assert set(labels) == set(range(10))


def test_split_is_stratified_and_disjoint(sample):
    x_train, y_train, x_test, y_test = sample
    shares = np.bincount(y_test) / (np.bincount(y_train) + np.bincount(y_test))
    assert np.all(np.abs(shares - 0.2) < 0.01)
    pool = np.concatenate([x_train, x_test]).reshape(1797, -1)
    assert len(np.unique(pool, axis=0)) >= 1796, "no test image may be a training image too"


def test_sample_is_always_the_same(sample):
    assert all(map(np.array_equal, sample, load_sample()))


def stroke_thickness(images) -> float:
    """Mean ink area over the length of the ink's skeleton, in pixels."""
    lengths = [skeletonize(image > 127).sum() for image in images]
    return float(np.mean(images.sum(axis=(1, 2)) / 255 / np.maximum(lengths, 1)))


def test_is_framed_and_inked_like_mnist(sample):
    """MNIST's own figures: 20 pixels, centre of mass 14.0, thickness 3.0, 1.03 pieces."""
    images = sample[0]
    rows, columns = np.mgrid[:28, :28]
    ink = images / images.sum(axis=(1, 2), keepdims=True)
    for positions in (rows, columns):
        assert np.all(np.abs((ink * positions).sum(axis=(1, 2)) - 14) < 0.8)
    sides = [np.ptp(np.argwhere(image > 25), axis=0).max() + 1 for image in images]
    assert 19 <= np.median(sides) <= 21
    assert stroke_thickness(images) == pytest.approx(3.0, abs=0.3)
    pieces = [label(image > 100, np.ones((3, 3)))[1] for image in images]
    assert np.mean(pieces) < 1.4


def test_thickness_of_mnist_is_what_the_sample_aims_at(mnist):
    assert stroke_thickness(mnist.x_train[:1000]) == pytest.approx(3.0, abs=0.2)


def test_a_baseline_learns_from_it(sample):
    """Nearest class mean: far above chance, so pictures and labels belong together."""
    x_train, y_train, x_test, y_test = (array.astype(np.float32) for array in sample)
    means = np.stack([x_train[y_train == digit].mean(axis=0) for digit in range(10)])
    distances = ((x_test[:, None] - means) ** 2).sum(axis=(2, 3))
    assert (distances.argmin(axis=1) == y_test).mean() > 0.8


def test_without_scikit_learn_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn.datasets", None)
    with pytest.raises(DataError, match="make lab"):
        load_sample()
