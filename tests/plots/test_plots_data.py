"""The figures of a set of digits show the digits and numbers they were given."""

import matplotlib
import numpy as np
import pytest
from figures import pictures, texts

from digitlib import plots


@pytest.fixture
def images():
    return np.random.default_rng(0).integers(0, 256, (60, 28, 28)).astype(np.uint8)


@pytest.fixture
def labels():
    return np.arange(60) % 10


def test_pixel_table_prints_the_numbers_of_its_square(images):
    figure = plots.pixel_table(images[0], top=3, left=20, size=4)
    printed = [int(text) for text in texts(figure) if text.isdigit()]
    assert printed == images[0][3:7, 20:24].ravel().tolist()


def test_class_counts_prints_the_counts_and_draws_shares(labels):
    train = np.repeat(np.arange(10), np.arange(1, 11))
    figure = plots.class_counts(train, labels)
    heights = [bar.get_height() for bar in figure.axes[0].patches]
    np.testing.assert_allclose(heights, 100 * np.arange(1, 11) / 55)
    np.testing.assert_allclose(figure.axes[0].lines[0].get_ydata(), 10)
    assert {str(count) for count in range(1, 11)} <= set(texts(figure))


def test_mean_digits_share_one_scale_of_spread(images):
    figure = plots.mean_digits(images[:10].astype(float), images[10:20] / 4)
    shown = figure.findobj(matplotlib.image.AxesImage)
    tops = {image.get_clim()[1] for image in shown}
    assert len(shown) == 20
    assert tops == {255, images[10:20].max() / 4}


def test_writing_styles_prints_the_shares(images):
    figure = plots.writing_styles({4: (images[:3], np.array([0.5, 0.3, 0.2]))})
    assert {"4", "50%", "30%", "20%"} <= set(texts(figure))
    assert len(pictures(figure)) == 3


def test_pen_and_ink_marks_the_medians(images, labels):
    thickness = labels + 1.0
    figure = plots.pen_and_ink(thickness, 10 * thickness, labels, images[:4])
    dots = [line.get_ydata()[0] for line in figure.axes[0].lines if line.get_marker() == "o"]
    np.testing.assert_allclose(dots, np.arange(1, 11))
    assert len(pictures(figure)) == 4


def test_pen_and_ink_counts_what_lies_above_the_figure(images, labels):
    thickness = np.where(np.arange(60) == 7, 90.0, labels + 1.0)
    figure = plots.pen_and_ink(thickness, thickness, labels, images[:4])
    assert texts(figure).count("1 of 60 lie higher ") == 2


def test_embeddings_draw_every_digit_once(labels):
    points = np.random.default_rng(1).normal(size=(60, 2))
    figure = plots.embeddings({"one": points, "two": points[:, ::-1]}, labels)
    for axes in figure.axes:
        assert sum(len(group.get_offsets()) for group in axes.collections) == 60


def test_thumbnail_map_puts_pictures_where_their_points_are():
    ink = np.full((2, 28, 28), 255, np.uint8)
    paper = pictures(plots.thumbnail_map(np.array([[0.0, 0], [1, 1]]), ink, np.array([0, 1]), 3))[0]
    assert paper.shape == (84, 84, 3)
    np.testing.assert_allclose(paper[-28:, :28], 0)  # class 0 is black; low y is at the bottom
    np.testing.assert_allclose(
        paper[:28, -28:], matplotlib.colors.to_rgb(plots.DIGIT_COLORS[1]) + np.zeros((28, 28, 3))
    )
    np.testing.assert_allclose(paper[28:56], 1)


def test_thumbnail_map_bears_points_in_one_place(images, labels):
    figure = plots.thumbnail_map(np.ones((60, 2), np.float32), images, labels)
    assert len(pictures(figure)) == 1
