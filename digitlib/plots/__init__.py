"""The figures of the course: each function takes arrays and returns a Matplotlib Figure."""

from digitlib.plots.baselines import accuracy_bars, weight_templates
from digitlib.plots.calibration import reliability_diagram, temperatures
from digitlib.plots.convolution import (
    feature_maps,
    filter_response,
    filters,
    parameter_bars,
    pooling,
)
from digitlib.plots.convolution_sum import convolution_sum
from digitlib.plots.data import (
    class_counts,
    embeddings,
    mean_digits,
    pen_and_ink,
    pixel_table,
    thumbnail_map,
    writing_styles,
)
from digitlib.plots.descent import descents
from digitlib.plots.drawing import (
    canvas_variants,
    nearest_pictures,
    slider_sweeps,
    squeezed_and_framed,
    strokes_and_ink,
)
from digitlib.plots.evaluation import confusion_matrix, error_gallery, intervals, wrong_labels
from digitlib.plots.framing import framing_measured, framing_steps
from digitlib.plots.handwriting import accuracy_by_digit, paper_use, variant_scores, writer_scores
from digitlib.plots.learning import (
    learning_curves,
    learning_rate,
    loss_curve,
    mistakes,
    overfit_curve,
    probabilities_before_and_after,
)
from digitlib.plots.likeness import (
    accuracy_after_shift,
    distance_after_shift,
    look_alikes,
    neighbour_classes,
    shifted_example,
)
from digitlib.plots.luck import flattery, lucky_epochs, seed_spread
from digitlib.plots.network_comparison import wrong_by_network
from digitlib.plots.network_flow import filters_and_maps, network_flow
from digitlib.plots.prediction import reading, readings
from digitlib.plots.style import DIGIT_COLORS, new_figure, show_image, show_images, use_course_style

__all__ = [
    "DIGIT_COLORS",
    "accuracy_after_shift",
    "accuracy_bars",
    "accuracy_by_digit",
    "canvas_variants",
    "class_counts",
    "confusion_matrix",
    "convolution_sum",
    "descents",
    "distance_after_shift",
    "embeddings",
    "error_gallery",
    "feature_maps",
    "filter_response",
    "filters",
    "filters_and_maps",
    "flattery",
    "framing_measured",
    "framing_steps",
    "intervals",
    "learning_curves",
    "learning_rate",
    "look_alikes",
    "loss_curve",
    "lucky_epochs",
    "mean_digits",
    "mistakes",
    "nearest_pictures",
    "neighbour_classes",
    "network_flow",
    "new_figure",
    "overfit_curve",
    "paper_use",
    "parameter_bars",
    "pen_and_ink",
    "pixel_table",
    "pooling",
    "probabilities_before_and_after",
    "reading",
    "readings",
    "reliability_diagram",
    "seed_spread",
    "shifted_example",
    "show_image",
    "show_images",
    "slider_sweeps",
    "squeezed_and_framed",
    "strokes_and_ink",
    "temperatures",
    "thumbnail_map",
    "use_course_style",
    "variant_scores",
    "weight_templates",
    "writer_scores",
    "writing_styles",
    "wrong_by_network",
    "wrong_labels",
]
