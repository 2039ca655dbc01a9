"""Every figure of notebook 02 shows what it was given."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from digitlib import plots


@pytest.fixture
def generator():
    return np.random.default_rng(4)


def words(figure: Figure) -> str:
    """Return all text of a figure."""
    return " | ".join(
        text.get_text() for text in figure.findobj(match=lambda a: hasattr(a, "get_text"))
    )


def test_a_filter_is_shown_with_its_weights_and_response(generator):
    image = generator.integers(0, 256, (28, 28))
    kernel, response = np.array([[-1, 0], [0, 2]]), generator.normal(size=(27, 27))
    figure = plots.filter_response(image, [kernel] * 2, [response] * 2, ["one", "two"])
    assert "the filter: one" in words(figure)
    assert "+2" in words(figure)
    assert "-1" in words(figure)
    shown = figure.axes[2].images[0].get_array()
    assert np.array_equal(shown, response)


def test_both_responses_share_one_scale_with_zero_in_the_middle(generator):
    small, large = generator.normal(size=(24, 24)), 5 * generator.normal(size=(24, 24))
    image = generator.integers(0, 256, (28, 28))
    figure = plots.filter_response(image, [np.eye(5)] * 2, [small, large], ["a", "b"])
    limits = {figure.axes[place].images[0].get_clim() for place in (2, 5)}
    assert limits == {(-np.abs(large).max(), np.abs(large).max())}


def test_pooling_shows_sizes_and_rings_the_strongest_block():
    response = np.zeros((6, 6))
    response[4, 1] = 9
    pooled = response.reshape(2, 3, 2, 3).max(axis=(1, 3))
    figure = plots.pooling(response, pooled, 3)
    assert "before: 6 x 6" in words(figure)
    assert "after: 2 x 2" in words(figure)
    corners = [axes.patches[0].get_xy() for axes in figure.axes[:2]]
    assert corners == [(-0.5, 2.5), (-0.5, 0.5)]


def test_parameters_are_counted_and_summed():
    figure = plots.parameter_bars({"first": 600, "second": 13_824})
    assert "13,824" in words(figure)
    assert "14,424" in words(figure)
    assert figure.axes[0].get_xlabel() == "parameters"
    assert {"0", "10,000"} <= {tick.get_text() for tick in figure.axes[0].get_xticklabels()}


def test_every_filter_and_map_is_drawn(generator):
    figure = plots.filters(generator.normal(size=(5, 5, 24)))
    assert sum(bool(axes.images) for axes in figure.axes) == 24
    maps = plots.feature_maps(generator.integers(0, 256, (28, 28)), generator.random((8, 8, 7)))
    assert sum(bool(axes.images) for axes in maps.axes) == 8


def test_a_dead_map_is_drawn_blank(generator):
    figure = plots.feature_maps(np.zeros((28, 28)), np.zeros((8, 8, 3)))
    assert all(axes.images[0].get_clim()[1] > 0 for axes in figure.axes)


def test_probabilities_stand_side_by_side(generator):
    before, after = np.full(10, 0.1), np.eye(10)[4]
    figure = plots.probabilities_before_and_after(np.zeros((28, 28)), before, after)
    heights = [[bar.get_height() for bar in axes.patches] for axes in figure.axes[1:]]
    assert np.allclose(heights, [before, after])


def test_epochs_are_marked_on_the_cycle():
    figure = plots.learning_rate(np.linspace(0, 1, 20), steps_per_epoch=10)
    assert "epoch 1" in words(figure)
    assert "epoch 2" in words(figure)
    assert "epoch 3" not in words(figure)


def test_the_loss_curve_says_how_far_it_is():
    figure = plots.loss_curve([2.3, 1.1, 0.7], num_steps=1200, steps_per_epoch=400)
    assert "step 3 of 1,200" in words(figure)
    assert np.allclose(figure.axes[0].lines[0].get_ydata(), [2.3, 1.1, 0.7])


def test_the_running_mean_of_a_constant_is_that_constant():
    figure = plots.loss_curve([0.5] * 30, num_steps=30, steps_per_epoch=10)
    assert np.allclose(figure.axes[0].lines[1].get_ydata(), 0.5)


def test_learning_curves_show_errors_in_percent():
    history = {"loss": [1, 0.5], "val_loss": [0.8, 0.6], "accuracy": [0.9, 0.97]}
    figure = plots.learning_curves(history | {"val_accuracy": [0.95, 0.96]})
    assert np.allclose(figure.axes[1].lines[0].get_ydata(), [10, 3])
    assert np.allclose(figure.axes[1].lines[1].get_ydata(), [5, 4])
    assert {line.get_marker() for line in figure.axes[1].lines} == {"o", "s"}


def test_each_line_of_the_overfit_curve_is_a_tenth_of_the_one_above():
    axes = plots.overfit_curve([1, 0.1, 1e-5], [0.3, 0.9, 1.0]).axes[0]
    low, high = axes.get_ylim()
    lines = [tick for tick in axes.get_yticks() if low <= tick <= high]
    np.testing.assert_allclose(np.diff(np.log10(lines)), 1)
    assert any(line.get_visible() for line in axes.get_ygridlines())


def test_overfitting_and_mistakes_tell_their_numbers():
    assert "100% right" in words(plots.overfit_curve([1, 0.1, 0.01], [0.3, 0.9, 1.0]))
    assert "0.8 %" in words(plots.mistakes({"mean": 0.18, "network": 0.008}))
