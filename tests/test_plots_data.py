"""The figures of notebook 01 show what they were given, and none stays open in pyplot."""

import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure

from digitlib import plots
from digitlib.plots import likeness, style


@pytest.fixture
def images():
    return np.random.default_rng(0).integers(0, 256, (60, 28, 28)).astype(np.uint8)


@pytest.fixture
def labels():
    return np.arange(60) % 10


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(matplotlib.text.Text)]


def pictures(figure: Figure) -> list[np.ndarray]:
    return [np.asarray(image.get_array()) for image in figure.findobj(matplotlib.image.AxesImage)]


def test_new_figure_is_unknown_to_pyplot():
    from matplotlib import pyplot

    before = pyplot.get_fignums()
    figure, axes = plots.new_figure(2, 3, title="six")
    assert axes.shape == (2, 3)
    assert figure.get_suptitle() == "six"
    assert pyplot.get_fignums() == before


def test_show_images_draws_each_with_its_title(images):
    figure = plots.show_images(images[:13], range(13), columns=5)
    assert [title for title in texts(figure) if title.isdigit()] == [str(i) for i in range(13)]
    assert all(np.array_equal(a, b) for a, b in zip(pictures(figure), images, strict=False))
    assert len(pictures(figure)) == 13


def test_show_images_refuses_nothing_and_too_few_titles(images):
    with pytest.raises(ValueError, match="no images"):
        plots.show_images([])
    with pytest.raises(ValueError, match="3 images but 2 titles"):
        plots.show_images(images[:3], ["a", "b"])


def test_use_course_style_sets_the_look():
    with matplotlib.rc_context():
        plots.use_course_style()
        assert matplotlib.rcParams["font.family"] == ["DejaVu Sans"]
        assert not matplotlib.rcParams["axes.spines.top"]


def test_ten_classes_have_ten_colours():
    assert len(set(plots.DIGIT_COLORS)) == 10


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


def test_framing_steps_mark_the_centre(images):
    figure = plots.framing_steps({"wide": images[0][:10], "frame": images[1]}, centre=(14, 13.5))
    dot = figure.axes[-1].lines[-1]
    assert (dot.get_xdata()[0], dot.get_ydata()[0]) == (13.5, 14)
    assert "28 x 10 pixels" in texts(figure)


def test_framing_measured_counts_extents():
    heights, widths = np.array([20, 20, 20, 12]), np.array([10, 14, 20, 20])
    centres = np.full((4, 2), 14.0)
    figure = plots.framing_measured(heights, widths, centres, centres)
    bars = {bar.get_x() + 0.4: bar.get_height() for bar in figure.axes[0].patches}
    assert bars == pytest.approx({12: 25, 20: 75})
    assert [bar.get_height() for bar in figure.axes[2].patches] == [100]


def test_neighbour_classes_prints_per_cent_off_the_diagonal():
    figure = plots.neighbour_classes((np.ones((10, 10)) - np.eye(10)) / 9)
    assert texts(figure).count("11") == 90


def test_overlay_is_black_where_both_and_coloured_where_one():
    first, second = np.array([[255, 255, 0, 0]]), np.array([[255, 0, 255, 0]])
    both, blue, orange, none = likeness.overlay(first, second)[0]
    np.testing.assert_allclose(both, 0)
    np.testing.assert_allclose(blue, matplotlib.colors.to_rgb(style.BLUE))
    np.testing.assert_allclose(orange, matplotlib.colors.to_rgb(style.ORANGE))
    np.testing.assert_allclose(none, 1)


def test_look_alikes_draw_trios(images):
    figure = plots.look_alikes([(images[0], images[1], "a pair")] * 4, per_row=3)
    assert len(pictures(figure)) == 12
    assert texts(figure).count("a pair") == 4


def test_shifted_example_shows_every_picture(images):
    figure = plots.shifted_example({"here": images[0], "there": images[1]})
    assert [len(pictures(figure)), {"here", "there"} <= set(texts(figure))] == [2, True]


def test_distance_after_shift_draws_medians_and_yardsticks():
    distances = np.arange(3)[:, None] + np.linspace(-1, 1, 11)
    figure = plots.distance_after_shift(range(3), distances, {"far": 5.0, "near": 1.0})
    curve, far, near = figure.axes[0].lines
    np.testing.assert_allclose(curve.get_ydata(), [0, 1, 2], atol=1e-12)
    assert (far.get_ydata()[0], near.get_ydata()[0]) == (5.0, 1.0)
    assert {"far", "near"} <= set(texts(figure))


def test_accuracy_after_shift_is_in_per_cent():
    figure = plots.accuracy_after_shift(range(3), {"a": [0.9, 0.5, 0.1], "b": [0.8, 0.4, 0.2]})
    np.testing.assert_allclose(figure.axes[0].lines[0].get_ydata(), [90, 50, 10])


def test_weight_templates_share_a_scale_with_zero_in_its_middle():
    weights = np.random.default_rng(2).normal(size=(10, 28, 28))
    shown = plots.weight_templates(weights).findobj(matplotlib.image.AxesImage)
    limits = {image.get_clim() for image in shown[:10]}
    assert limits == {(-np.abs(weights).max(), np.abs(weights).max())}


def test_accuracy_bars_print_their_values():
    figure = plots.accuracy_bars({"guess": 0.1, "mean": 0.825})
    assert {"10.0 %", "82.5 %"} <= set(texts(figure))


@pytest.mark.parametrize("name", sorted(plots.__all__))
def test_every_figure_function_has_a_docstring(name):
    member = getattr(plots, name)
    assert not callable(member) or member.__doc__
