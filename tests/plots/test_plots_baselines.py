"""The figures of the baselines show weights and accuracies as they are."""

import matplotlib
import numpy as np
from figures import texts

from digitlib import plots


def test_weight_templates_share_a_scale_with_zero_in_its_middle():
    weights = np.random.default_rng(2).normal(size=(10, 28, 28))
    shown = plots.weight_templates(weights).findobj(matplotlib.image.AxesImage)
    limits = {image.get_clim() for image in shown[:10]}
    assert limits == {(-np.abs(weights).max(), np.abs(weights).max())}


def test_accuracy_bars_print_their_values():
    figure = plots.accuracy_bars({"guess": 0.1, "mean": 0.825})
    assert {"10.0 %", "82.5 %"} <= set(texts(figure))
