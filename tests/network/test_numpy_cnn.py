"""The NumPy network against Keras and SciPy, layer by layer."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from scipy.signal import correlate
from threadpoolctl import ThreadpoolController

from digitlib.network.numpy_cnn import Layer, Network, convolve, max_pool, softmax


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("size", [1, 3, 5])
def test_convolve_is_scipys_correlation(padding, size):
    rng = np.random.default_rng(size)
    images = rng.normal(size=(2, 9, 8, 3))
    kernel = rng.normal(size=(size, size, 3, 4))
    expected = [
        sum(correlate(image[..., c], kernel[..., c, f], padding) for c in range(3))
        for image in images
        for f in range(4)
    ]
    expected = np.array(expected).reshape(2, 4, *expected[0].shape).transpose(0, 2, 3, 1)
    np.testing.assert_allclose(convolve(images, kernel, padding), expected, atol=1e-12)


def test_max_pool_keeps_the_largest_and_drops_an_odd_edge():
    values = np.arange(25.0).reshape(1, 5, 5, 1)
    np.testing.assert_array_equal(max_pool(values, 2)[0, ..., 0], [[6, 8], [16, 18]])


def test_softmax_survives_huge_logits():
    probabilities = softmax(np.array([[1e4, 0.0, -1e4], [0.0, 0.0, 0.0]]))
    np.testing.assert_allclose(probabilities.sum(axis=1), 1)
    np.testing.assert_allclose(probabilities[1], 1 / 3)


def test_few_images_take_one_thread_and_give_the_others_back():
    """Also while two callers take turns."""
    blas = ThreadpoolController().select(user_api="blas")
    # SciPy brings a BLAS of its own, which the network does not use.
    ours = next(library for library in blas.lib_controllers if "numpy" in library.filepath)
    seen = []

    class Spy(Layer):
        def __call__(self, values):
            seen.append(ours.num_threads)
            return super().__call__(values)

    dense = Spy("dense", np.ones((784, 10), np.float32), np.zeros(10, np.float32))
    network, image = Network((dense,)), np.zeros((1, 28, 28), np.uint8)
    before = ours.num_threads
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(network.logits, [image] * 50))
    assert seen == [1] * 50
    assert ours.num_threads == before
