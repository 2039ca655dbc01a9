"""The figures of a network that learns show what they were given (notebook 02)."""

import numpy as np
from figures import texts

from digitlib import plots

RNG = np.random.default_rng(4)


def test_filters_stand_beside_their_responses_on_one_scale_with_zero_in_the_middle():
    image, kernel = RNG.integers(0, 256, (28, 28)), np.array([[-1, 0], [0, 2]])
    small, large = RNG.normal(size=(27, 27)), 5 * RNG.normal(size=(27, 27))
    figure = plots.filter_response(image, [kernel] * 2, [small, large], ["one", "two"])
    assert {"the filter: one", "+2", "\N{MINUS SIGN}1"} <= set(texts(figure))
    np.testing.assert_array_equal(figure.axes[2].images[0].get_array(), small)
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


def test_the_loss_curve_says_how_far_it_is():
    figure = plots.loss_curve([2.3, 1.1, 0.7], num_steps=1200, steps_per_epoch=400)
    assert figure.get_suptitle().endswith("step 3 of 1,200")
    np.testing.assert_allclose(figure.axes[0].lines[0].get_ydata(), [2.3, 1.1, 0.7])


def test_the_running_mean_of_a_constant_is_that_constant():
    figure = plots.loss_curve([0.5] * 30, num_steps=30, steps_per_epoch=10)
    np.testing.assert_allclose(figure.axes[0].lines[1].get_ydata(), 0.5)


def test_a_loss_curve_is_brought_up_to_date_in_place():
    figure = plots.loss_curve([], 4, 2)
    again = plots.loss_curve([2, 1, 0.5], 4, 2, [0.981], seconds_left=7.4, figure=figure)
    assert again is figure
    assert len(figure.axes[0].lines[0].get_ydata()) == 3
    assert figure.get_suptitle().endswith("step 3 of 4, 7 s left")
    assert "epoch 1\nvalidation 98.1%" in texts(figure)
    plots.loss_curve([2, 1, 0.5, 0.4], 4, 2, [0.981, 0.99], figure=figure)
    assert {"epoch 1\nvalidation 98.1%", "epoch 2\nvalidation 99.0%"} <= set(texts(figure))


def test_learning_curves_show_errors_in_percent():
    history = {"loss": [1, 0.5], "val_loss": [0.8, 0.6], "accuracy": [0.9, 0.97]}
    figure = plots.learning_curves(history | {"val_accuracy": [0.95, 0.96]})
    np.testing.assert_allclose(figure.axes[1].lines[0].get_ydata(), [10, 3])
    np.testing.assert_allclose(figure.axes[1].lines[1].get_ydata(), [5, 4])
