"""The figures of a network, and the widgets, show what they were given (notebook 02)."""

import base64
import json

import numpy as np
import pytest
from figures import texts
from scipy.signal import correlate2d

from digitlib import plots
from digitlib.files import models_folder
from digitlib.plots.network import tile
from digitlib.plots.widgets import FigureSlider, FilterWindow

RNG = np.random.default_rng(4)


def shown(axes) -> np.ndarray:
    return axes.images[0].get_array()


def test_one_sum_is_the_sum_of_the_products():
    picture, weights = RNG.random((9, 11)), RNG.integers(-1, 2, (3, 3)).astype(float)
    right = correlate2d(picture, weights, mode="valid")
    figure = plots.convolution_sum(picture, weights, 2, 4)
    assert f"sum: {right[2, 4]:+.1f}" in texts(figure)
    grown = shown(figure.axes[4])
    np.testing.assert_allclose(grown[:2], right[:2])
    np.testing.assert_allclose(grown[2, :5], right[2, :5])
    assert np.ma.getmaskarray(np.ma.masked_invalid(grown))[2, 5:].all()


def test_filters_stand_beside_their_responses_on_one_scale_with_zero_in_the_middle():
    image, kernel = RNG.integers(0, 256, (28, 28)), np.array([[-1, 0], [0, 2]])
    small, large = RNG.normal(size=(27, 27)), 5 * RNG.normal(size=(27, 27))
    figure = plots.filter_response(image, [kernel] * 2, [small, large], ["one", "two"])
    assert {"the filter: one", "+2", "0", "\N{MINUS SIGN}1"} <= set(texts(figure))
    np.testing.assert_array_equal(shown(figure.axes[2]), small)
    limits = {figure.axes[place].images[0].get_clim() for place in (2, 5)}
    assert limits == {(-np.abs(large).max(), np.abs(large).max())}


def test_pooling_shows_sizes_and_outlines_the_strongest_block():
    response = np.zeros((6, 6))
    response[4, 1] = 9
    figure = plots.pooling(response, response.reshape(2, 3, 2, 3).max(axis=(1, 3)), 3)
    assert {"before: 6 x 6", "after: 2 x 2"} <= set(texts(figure))
    corners = [axes.patches[0].get_xy() for axes in figure.axes[:2]]
    assert corners == [(-0.5, 2.5), (-0.5, 0.5)]


def test_parameters_are_counted_and_summed():
    figure = plots.parameter_bars({"first": 600, "second": 13_824})
    assert {"13,824", "parameters"} <= set(texts(figure))
    assert "10,000" in [tick.get_text() for tick in figure.axes[0].get_xticklabels()]
    assert "14,424" in figure.get_suptitle()


def test_every_map_is_on_its_tile():
    maps = RNG.random((3, 2, 5))
    picture = tile(maps)
    assert picture.shape == (2 * 3 + 1, 3 * 2 + 2)
    np.testing.assert_array_equal(picture[4:, 3:5], maps[..., 4])
    assert np.isnan(picture[4:, 6:]).all()
    assert tile(np.ones((1, 1, 128))).size == 132


def test_the_flow_shows_every_layer_and_the_answer():
    shapes = {"first": (8, 8, 16), "second": (1, 1, 128), "third": 7}
    layers = [(name, RNG.random(shape)) for name, shape in shapes.items()]
    layers.append(("silent", np.zeros((2, 2, 4))))
    figure = plots.network_flow(np.zeros((28, 28)), layers, np.eye(10)[4])
    assert {"16 maps of 8 x 8", "128 numbers", "7 numbers"} <= set(texts(figure))
    assert [bar.get_width() for bar in figure.axes[-1].patches][4] == 100
    assert "longest at 4" in figure.alt
    assert figure.axes[8].images[0].get_clim()[1] > 0  # blank, not dark


def test_filters_stand_above_their_maps_with_zero_in_the_middle():
    filters, maps = RNG.normal(size=(5, 5, 3)), RNG.normal(size=(24, 24, 3))
    figure = plots.filters_and_maps(np.zeros((28, 28)), {"a": (filters, maps)})
    grid = np.array(figure.axes[:8]).reshape(2, 4)
    np.testing.assert_array_equal(shown(grid[0, 2]), filters[..., 1])
    np.testing.assert_array_equal(shown(grid[1, 2]), maps[..., 1])
    low, high = grid[1, 3].images[0].get_clim()
    assert low == -high == -np.abs(maps).max()


def test_a_walk_out_of_view_is_told_in_words():
    figure = plots.descents(np.square, {0.5: [1.0, 0.5], 3.0: [1.0, -40.0]})
    told = {"step size 0.5\nloss after 1 steps: 0.25", "step size 3\nloss after 1 steps: 1,600"}
    assert told <= set(texts(figure))


def test_a_loss_curve_is_brought_up_to_date_in_place():
    figure = plots.loss_curve([], 1200, 2)
    again = plots.loss_curve([2, 1, 0.5], 1200, 2, [0.981], seconds_left=7.4, figure=figure)
    assert again is figure
    assert figure.get_suptitle().endswith("step 3 of 1,200, 7 s left")
    np.testing.assert_allclose(figure.axes[0].lines[0].get_ydata(), [2, 1, 0.5])
    plots.loss_curve([2, 1, 0.5, 0.4], 1200, 2, [0.981, 0.99], figure=figure)
    assert {"epoch 1\nvalidation 98.1%", "epoch 2\nvalidation 99.0%"} <= set(texts(figure))


def test_the_running_mean_is_that_of_pandas_and_ends_where_the_loss_is_no_number():
    pandas = pytest.importorskip("pandas")
    losses = [*RNG.random(300), np.nan]
    means = plots.loss_curve(losses, num_steps=400, steps_per_epoch=100).axes[0].lines[1]
    right = pandas.Series(losses[:-1]).ewm(alpha=0.1).mean()
    np.testing.assert_allclose(means.get_ydata()[:-1], right)
    assert np.isnan(means.get_ydata()[-1])


def test_learning_curves_show_errors_in_percent():
    history = {"loss": [1, 0.5], "val_loss": [0.8, 0.6], "accuracy": [0.9, 0.97]}
    figure = plots.learning_curves(history | {"val_accuracy": [0.95, 0.96]})
    training, validation = (line.get_ydata() for line in figure.axes[1].lines)
    np.testing.assert_allclose([training, validation], [[10, 3], [5, 4]])


def picture_of(widget) -> tuple[bytes, str]:
    """Return the picture and the alt text that a widget leaves beside its live view."""
    data, metadata = widget._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    png = base64.b64decode(data["image/png"])
    assert png.startswith(b"\x89PNG")
    return png, metadata["image/png"]["alt"]


def test_the_filter_window_leaves_a_still_picture():
    picture = RNG.random((28, 28))
    widget = FilterWindow(picture, np.eye(3), still=(3, 4))
    _, alt = picture_of(widget)
    assert "row 4, column 5" in alt
    np.testing.assert_allclose(widget.picture, picture, atol=0.001)


def test_the_slider_draws_again_and_leaves_a_still_picture():
    drawn = []

    def draw(value):
        drawn.append(value)
        return plots.descents(np.square, {value: [1.0, 0.5]})

    options = {"values": [1, 2], "name": "step", "still": draw(9)}
    widget = FigureSlider(draw, start=1, **options)
    first = bytes(widget.picture.value)
    widget.slider.value = 2
    assert drawn == [9, 1, 2]
    png, alt = picture_of(widget)
    assert "step size 9" in alt
    assert first.startswith(b"\x89PNG")
    assert len({first, bytes(widget.picture.value), png}) == 3
    with pytest.raises(ValueError, match="cannot start at 3"):
        FigureSlider(draw, start=3, **options)


def test_the_stored_controls_are_whole():
    record = json.loads((models_folder() / "lesson_controls.json").read_text(encoding="utf-8"))
    networks = record["networks"].values()
    assert {len(network["wrong"]) for network in networks} == {3}
    sizes = [network["parameters"] for network in networks]
    assert max(sizes) < 1.01 * min(sizes)
    for network in networks:
        assert all(0 < wrong < record["digits"] for wrong in network["wrong"])
        shifted = np.array(network.get("slim_wrong_after_shift", np.zeros((3, 7))))
        assert shifted.shape == (3, 7)
        assert (np.diff(shifted, axis=1) >= 0).all()
        assert shifted.max() <= record["slim_digits"] < record["digits"]
