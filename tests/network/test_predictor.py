"""The predictor: it agrees with Keras, keeps its promises, and refuses what it cannot read."""

from itertools import pairwise

import numpy as np
import photos
import pytest
from PIL import Image

import digitlib
from digitlib.errors import PictureError
from digitlib.framing import frame_picture, frame_strokes
from digitlib.network.numpy_cnn import Layer, Network, softmax
from digitlib.network.predictor import BLANK, NOT_A_DIGIT, Predictor

SEVEN = [np.array([[0, 0], [30, 0], [10, 50]], float)]
SEVEN_FRAME = frame_strokes(SEVEN)
PHOTO = photos.take_photo(SEVEN_FRAME, photos.plain, np.random.default_rng(0))


@pytest.fixture(scope="module")
def predictor() -> Predictor:
    """The shipped network."""
    return digitlib.load_predictor()


def small_network(outputs: int = 11, threshold: float = 0.0, temperature: float = 1.0) -> Network:
    """A random network of one convolution and one dense layer."""
    rng = np.random.default_rng(0)
    shapes = (3, 3, 1, 4), 4, (13 * 13 * 4, outputs), outputs
    kernel, bias, weights, last = (rng.normal(size=s).astype(np.float32) for s in shapes)
    layers = Layer("convolution", kernel, bias, pool=2), Layer("dense", weights / 10, last)
    return Network(layers, temperature, threshold)


# Agreement with Keras


def test_a_random_network_agrees_with_keras(tmp_path):
    """Also with batch norm that has moved from its first values, as training moves it."""
    from digitlib.network import keras_cnn as models

    models.keras.utils.set_random_seed(0)
    model = models.build_digit_cnn()
    rng = np.random.default_rng(0)
    for layer in model.layers:
        if type(layer).__name__ == "BatchNormalization":
            size = len(layer.get_weights()[0])
            spreads = ((0.3, 2), (-0.5, 0.5), (-0.5, 0.5), (0.2, 3))
            layer.set_weights([rng.uniform(low, high, size) for low, high in spreads])
    exported = digitlib.load_predictor(models.export_npz(model, tmp_path / "random.npz"))
    images = rng.integers(0, 256, (50, 28, 28), dtype=np.uint8)
    logits = np.asarray(model(models.as_input(images), training=False))
    assert np.abs(exported.probabilities(images) - softmax(logits[:, :10])).max() < 1e-4
    scores = [prediction.digit_score for prediction in exported.predict_images(images)]
    assert np.abs(scores - softmax(logits)[:, :10].sum(axis=1)).max() < 1e-4


def test_the_shipped_network_agrees_with_keras_on_test_images(mnist, predictor):
    """Within 1e-4 in probability."""
    from digitlib.files import models_folder
    from digitlib.network import keras_cnn as models

    model = models.build_digit_cnn()
    models.load_weights(model, models_folder() / "digit_cnn.weights.h5")
    images = mnist.x_test[::10]
    logits = model.predict(models.as_input(images), verbose=0) / predictor.network.temperature
    difference = predictor.probabilities(images) - softmax(logits[:, :10])
    assert np.abs(difference).max() < 1e-4


# What a prediction promises


def test_a_drawn_digit(predictor):
    prediction = predictor.predict(SEVEN)
    assert prediction.digit == 7
    assert prediction.reason is None
    assert prediction.probabilities.sum() == pytest.approx(1, abs=1e-5)
    assert prediction.confidence == prediction.probabilities[7]
    assert predictor.network.threshold <= prediction.digit_score <= 1
    np.testing.assert_array_equal(prediction.image, frame_strokes(SEVEN))
    assert str(prediction).startswith("7 (")


@pytest.mark.parametrize(
    "drawing", [[], [[]], np.zeros((280, 280)), np.full((50, 70, 3), 255, np.uint8)], ids=str
)
def test_nothing_is_blank_and_never_a_guess(predictor, drawing):
    prediction = predictor.predict(drawing)
    assert prediction.digit is None
    assert prediction.reason == BLANK == str(prediction)
    assert not prediction.image.any()
    np.testing.assert_allclose(prediction.probabilities, 0.1)
    assert prediction.digit_score == 0


@pytest.mark.parametrize(("threshold", "reason"), [(1.01, NOT_A_DIGIT), (0.0, None)])
def test_the_threshold_decides_what_is_a_digit(threshold, reason):
    prediction = Predictor(small_network(threshold=threshold)).predict(SEVEN)
    assert prediction.reason == reason
    assert (prediction.digit is None) == (reason is not None)
    assert prediction.probabilities.sum() == pytest.approx(1, abs=1e-5)


def test_a_network_of_ten_outputs_takes_everything_but_blank_for_a_digit():
    predictor = Predictor(small_network(outputs=10, threshold=0.9))
    assert predictor.predict(SEVEN).digit is not None
    assert predictor.predict([]).reason == BLANK


def test_temperature_softens_and_does_not_reorder():
    networks = (Predictor(small_network(temperature=t)) for t in (0.5, 3.0))
    sharp, soft = (network.probabilities(SEVEN_FRAME[None]) for network in networks)
    np.testing.assert_array_equal(sharp.argsort(axis=1), soft.argsort(axis=1))
    assert (soft.max(axis=1) < sharp.max(axis=1)).all()


# Drawings of every kind


def test_strokes_pictures_and_objects_with_strokes_agree(predictor):
    class Drawing:
        strokes = SEVEN

    # NumPy makes such arrays of lists of strokes of unequal length.
    unequal = np.empty(2, dtype=object)
    unequal[:] = [SEVEN[0], np.array([[8, 25], [28, 25]])]
    strokes = (SEVEN, tuple(SEVEN), [SEVEN[0].tolist()], Drawing(), np.array(SEVEN), unequal)
    for drawing in (*strokes, PHOTO, 255 - PHOTO):
        assert predictor.predict(drawing).digit == 7
    np.testing.assert_array_equal(predictor.predict(PHOTO).image, frame_picture(PHOTO))


def test_an_array_of_points_is_one_stroke_and_a_flat_one_several(predictor):
    seven = np.concatenate(SEVEN)
    assert predictor.predict(seven).digit == 7
    several = np.stack([np.linspace(a, b, 10) for a, b in pairwise(seven)])
    expected = predictor.predict(list(several)).image
    np.testing.assert_array_equal(predictor.predict(several).image, expected)


def test_pictures_of_every_wrapping_agree(predictor):
    class Tensor:
        def __array__(self, dtype=None, copy=None):
            return PHOTO

    class Interface:
        __array_interface__ = PHOTO.__array_interface__

    batches = PHOTO[None], PHOTO[None, None], PHOTO[None, :, :, None]
    for drawing in (*batches, memoryview(PHOTO), Tensor(), Interface()):
        np.testing.assert_array_equal(predictor.predict(drawing).image, frame_picture(PHOTO))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "I", "F"])
def test_a_pillow_image_of_every_mode(predictor, mode):
    grey = Image.fromarray(PHOTO)
    found = predictor.predict(grey.convert(mode)).image
    assert np.abs(found.astype(int) - frame_picture(grey)).mean() < (12 if mode == "1" else 3)


def test_a_pillow_image_is_turned_upright(predictor):
    lying = Image.fromarray(np.ascontiguousarray(np.rot90(PHOTO)))
    lying.getexif()[0x0112] = 6
    np.testing.assert_array_equal(predictor.predict(lying).image, frame_picture(PHOTO))


@pytest.mark.parametrize("drawing", [None, 7, {"x": 1}, object()])
def test_what_is_no_drawing_is_refused_in_words(predictor, drawing):
    with pytest.raises(PictureError, match="Give a list of strokes"):
        predictor.predict(drawing)


def test_rows_of_784_numbers_are_mnist_pictures(predictor):
    for shape in ((784,), (1, 784), (784, 1), (1, 1, 784)):
        found = predictor.predict(SEVEN_FRAME.reshape(shape)).image
        np.testing.assert_array_equal(found, frame_picture(SEVEN_FRAME))


@pytest.mark.parametrize("size", [28, 32, 280])
def test_colours_first_are_read_like_colours_last(predictor, size):
    picture = Image.fromarray(255 - SEVEN_FRAME).resize((size, size)).convert("RGB")
    last = np.asarray(picture)
    for drawing in (np.moveaxis(last, -1, 0), np.moveaxis(last, -1, 0)[None]):
        np.testing.assert_array_equal(predictor.predict(drawing).image, frame_picture(last))


def test_what_could_be_several_pictures_is_refused_with_the_way_out(predictor):
    digits = np.stack([SEVEN_FRAME, SEVEN_FRAME.T, SEVEN_FRAME[::-1]])
    for several in (digits, np.zeros((4, 50, 60))):
        with pytest.raises(PictureError, match=r"one picture at a time.*moveaxis"):
            predictor.predict(several)


def test_a_file_s_path_and_its_bytes_are_opened(predictor, tmp_path):
    path = tmp_path / "seven.png"
    Image.fromarray(255 - SEVEN_FRAME).save(path)
    for drawing in (path, str(path), path.read_bytes()):
        assert predictor.predict(drawing).digit == 7
    for broken in (tmp_path / "no.png", "no.png", b"seven"):
        with pytest.raises(PictureError, match="does not exist|cannot be read as a picture"):
            predictor.predict(broken)


# Images that are framed already


def test_one_by_one_and_all_together_are_the_same(predictor):
    images = np.random.default_rng(1).integers(0, 256, (130, 28, 28), dtype=np.uint8)
    together = predictor.probabilities(images)
    alone = np.concatenate([predictor.probabilities(image[None]) for image in images])
    np.testing.assert_allclose(together, alone, atol=1e-5)
    listed = predictor.predict_images(images)
    np.testing.assert_allclose([p.probabilities for p in listed], together, atol=1e-6)


def test_no_images_give_no_predictions(predictor):
    none = np.zeros((0, 28, 28), np.uint8)
    assert predictor.predict_images(none) == []
    assert predictor.probabilities(none).shape == (0, 10)


@pytest.mark.parametrize("shape", [(28, 28), (1, 27, 28), (1, 28, 28, 1), None])
def test_images_that_are_not_framed_are_refused(predictor, shape):
    images = np.zeros(shape, np.uint8) if shape else np.zeros((1, 28, 28))
    for method in (predictor.probabilities, predictor.predict_images):
        with pytest.raises(PictureError, match=r"uint8 of shape \(n, 28, 28\)"):
            method(images)


def test_layers_end_in_the_logits(predictor):
    *_, (name, logits) = predictor.layers(SEVEN_FRAME)
    assert name == "dense 7"
    probabilities = softmax(logits[None, :10] / predictor.network.temperature)[0]
    np.testing.assert_allclose(probabilities, predictor.predict(SEVEN).probabilities, atol=1e-5)
