"""The figures and widgets that notebook 02 adds show what they were given."""

import base64
import json

import numpy as np
import pytest
from matplotlib.figure import Figure
from scipy.signal import correlate2d

from digitlib import plots
from digitlib.files import models_folder
from digitlib.plots.network import tile
from digitlib.plots.widgets import FigureSlider, FilterWindow

PNG = b"\x89PNG"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


@pytest.fixture
def generator():
    return np.random.default_rng(4)


def words(figure: Figure) -> str:
    return " | ".join(
        text.get_text() for text in figure.findobj(match=lambda a: hasattr(a, "get_text"))
    )


def test_one_sum_is_the_sum_of_the_products(generator):
    picture, weights = generator.random((9, 11)), generator.integers(-1, 2, (3, 3)).astype(float)
    right = correlate2d(picture, weights, mode="valid")
    figure = plots.convolution_sum(picture, weights, 2, 4)
    assert f"sum: {right[2, 4]:+.1f}" in words(figure)
    grown = figure.axes[4].images[0].get_array()
    np.testing.assert_allclose(grown[:2], right[:2])
    np.testing.assert_allclose(grown[2, :5], right[2, :5])
    assert np.ma.getmaskarray(np.ma.masked_invalid(grown))[2, 5:].all()


def test_a_walk_out_of_view_is_told_in_words():
    figure = plots.descents(np.square, {0.5: [1.0, 0.5], 3.0: [1.0, -40.0]})
    assert "step size 0.5\nloss after 1 steps: 0.25" in words(figure)
    assert "loss after 1 steps: 1,600" in words(figure)


def test_every_map_is_on_its_tile(generator):
    maps = generator.random((3, 2, 5))
    picture = tile(maps)
    assert picture.shape == (2 * 3 + 1, 3 * 2 + 2)
    np.testing.assert_array_equal(picture[4:, 3:5], maps[..., 4])
    assert np.isnan(picture[4:, 6:]).all()
    assert tile(np.ones((1, 1, 128))).size == 132


def test_the_flow_shows_every_layer_and_the_answer(generator):
    layers = [
        ("first", generator.random((8, 8, 16))),
        ("second", generator.random((1, 1, 128))),
        ("third", generator.random(7)),
    ]
    probabilities = np.eye(10)[4]
    figure = plots.network_flow(np.zeros((28, 28)), layers, probabilities)
    told = words(figure)
    assert "16 maps of 8 x 8" in told
    assert "128 numbers" in told
    assert "7 numbers" in told
    assert [bar.get_width() for bar in figure.axes[-1].patches][4] == 100
    assert "longest at 4" in figure.alt


def test_a_silent_layer_is_drawn_blank():
    figure = plots.network_flow(np.zeros((28, 28)), [("a", np.zeros((2, 2, 4)))], np.full(10, 0.1))
    assert figure.axes[2].images[0].get_clim()[1] > 0


def test_filters_stand_above_their_maps_with_zero_in_the_middle(generator):
    filters, maps = generator.normal(size=(5, 5, 3)), generator.normal(size=(24, 24, 3))
    figure = plots.filters_and_maps(np.zeros((28, 28)), {"a": (filters, maps)})
    grid = np.array(figure.axes[:8]).reshape(2, 4)
    np.testing.assert_array_equal(grid[0, 2].images[0].get_array(), filters[..., 1])
    np.testing.assert_array_equal(grid[1, 2].images[0].get_array(), maps[..., 1])
    low, high = grid[1, 3].images[0].get_clim()
    assert low == -high == -np.abs(maps).max()


def test_networks_are_compared_in_percent_from_zero():
    wrong = {"one": [10, 20, 30], "two": [50, 50, 50]}
    intervals = {"one": (0.01, 0.03), "two": (0.04, 0.06)}
    figure = plots.wrong_by_network(wrong, 1000, intervals, "Two networks")
    axes = figure.axes[0]
    assert axes.get_xlim()[0] == 0
    assert np.allclose(axes.lines[1].get_xdata(), [1, 2, 3])
    assert "2.00 %" in words(figure)
    assert "two 5.00 %" in figure.alt


def picture_of(widget) -> tuple[dict, bytes, str]:
    data, metadata = widget._repr_mimebundle_()
    png = data["image/png"]
    png = base64.b64decode(png) if isinstance(png, str) else png
    return data, png, metadata["image/png"]["alt"]


def test_the_filter_window_leaves_a_still_picture(generator):
    picture = generator.random((28, 28))
    widget = FilterWindow(picture, np.eye(3), still=(3, 4))
    data, png, alt = picture_of(widget)
    assert WIDGET_VIEW in data
    assert png.startswith(PNG)
    assert "row 4, column 5" in alt
    np.testing.assert_allclose(widget.picture, picture, atol=0.001)


def test_the_slider_draws_again_and_leaves_a_still_picture():
    drawn = []

    def draw(value):
        drawn.append(value)
        return plots.descents(np.square, {value: [1.0, 0.5]})

    still = plots.descents(np.square, {9: [1.0, 0.5]})
    widget = FigureSlider(draw, values=[1, 2], start=1, name="step", still=still)
    first = bytes(widget.picture.value)
    widget.slider.value = 2
    assert drawn == [1, 2]
    assert first.startswith(PNG)
    assert bytes(widget.picture.value) != first
    data, png, alt = picture_of(widget)
    assert WIDGET_VIEW in data
    assert png.startswith(PNG)
    assert "step size 9" in alt
    with pytest.raises(ValueError, match="cannot start at 3"):
        FigureSlider(draw, values=[1, 2], start=3, name="step", still=still)


def test_the_stored_controls_are_whole():
    record = json.loads((models_folder() / "lesson_controls.json").read_text(encoding="utf-8"))
    networks = record["networks"]
    assert {len(network["wrong"]) for network in networks.values()} == {3}
    sizes = [network["parameters"] for network in networks.values()]
    assert max(sizes) < 1.01 * min(sizes)
    for network in networks.values():
        assert all(0 < wrong < record["digits"] for wrong in network["wrong"])
        shifted = np.array(network.get("slim_wrong_after_shift", np.zeros((3, 7))))
        assert shifted.shape == (3, 7)
        assert (np.diff(shifted, axis=1) >= 0).all()
        assert shifted.max() <= record["slim_digits"] < record["digits"]
