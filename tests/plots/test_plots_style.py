"""Figures have the course's look, stay out of pyplot, and carry an alt text into a notebook."""

import base64

import IPython
import matplotlib
import numpy as np
import pytest
from figures import pictures, texts
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.pylabtools import select_figure_formats

from digitlib import plots
from digitlib.plots import style
from digitlib.plots.kinds import LOOKS, WAYS

IMAGES = np.random.default_rng(0).integers(0, 256, (60, 28, 28)).astype(np.uint8)


@pytest.fixture
def shell(monkeypatch):
    """A shell as a notebook's kernel has one, which shows figures as PNG."""
    shell = InteractiveShell()
    shell.display_formatter.active_types = ["text/plain", "image/png"]
    monkeypatch.setattr(IPython, "get_ipython", lambda: shell)
    with matplotlib.rc_context():
        yield shell


def test_a_notebook_shows_a_figure_with_its_alt_text(shell):
    plots.use_course_style()
    select_figure_formats(shell, {"png"})  # what importing pyplot does in a notebook
    figure = plots.accuracy_bars({"nearest mean": 0.82})
    data, metadata = shell.display_formatter.format(figure)
    assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
    assert metadata["image/png"]["alt"] == (
        "What a network has to beat. Bars of test digits read right (%): nearest mean 82.0%."
    )
    assert data["text/plain"] == "<Figure: What a network has to beat>"


def test_use_course_style_sets_the_look_without_a_notebook(monkeypatch):
    monkeypatch.setattr(IPython, "get_ipython", lambda: None)
    with matplotlib.rc_context():
        plots.use_course_style()
        assert not matplotlib.rcParams["axes.spines.top"]


def test_new_figure_is_unknown_to_pyplot():
    from matplotlib import pyplot

    before = pyplot.get_fignums()
    figure, axes = plots.new_figure(2, 3, title="six")
    figure.say("Six empty panels.")
    assert axes.shape == (2, 3)
    assert figure.alt_text == "six. Six empty panels."
    assert pyplot.get_fignums() == before


def test_what_is_compared_differs_in_more_than_colour():
    for part in ("color", "marker", "ls"):
        assert len({look[part] for look in LOOKS}) == len(LOOKS)
        assert WAYS["squeezed"][part] != WAYS["framed"][part]
    assert len(set(style.DIGIT_COLORS)) == 10


def test_show_images_draws_each_with_its_title_and_refuses_too_few():
    figure = plots.show_images(IMAGES[:13], range(13), columns=5)
    assert [title for title in texts(figure) if title.isdigit()] == [str(i) for i in range(13)]
    np.testing.assert_array_equal(pictures(figure), IMAGES[:13])
    with pytest.raises(ValueError, match="no images"):
        plots.show_images([])
    with pytest.raises(ValueError, match="3 images but 2 titles"):
        plots.show_images(IMAGES[:3], ["a", "b"])
