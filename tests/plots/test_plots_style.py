"""Every figure has the course's look, and none stays open in pyplot."""

import matplotlib
import numpy as np
import pytest
from figures import pictures, texts

from digitlib import plots


@pytest.fixture
def images():
    return np.random.default_rng(0).integers(0, 256, (60, 28, 28)).astype(np.uint8)


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
