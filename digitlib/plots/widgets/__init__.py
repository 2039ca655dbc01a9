"""Figures that one can touch. Each leaves a still picture for readers without a kernel."""

from digitlib.plots.widgets.figure_slider import FigureSlider
from digitlib.plots.widgets.filter_window import FilterWindow

__all__ = ["FigureSlider", "FilterWindow"]
