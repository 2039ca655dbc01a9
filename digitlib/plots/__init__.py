"""The figures of the course: each function takes arrays and returns a Matplotlib Figure."""

# ruff: noqa: F401  These names are the face of the room.
from digitlib.plots.convolution_sum import convolution_sum
from digitlib.plots.data import (
    accuracy_after_shift,
    accuracy_bars,
    class_counts,
    framing_measured,
    look_alikes,
    mean_digits,
    neighbour_classes,
    pixel_table,
    thumbnail_map,
    weight_templates,
)
from digitlib.plots.descent import descents
from digitlib.plots.drawing import (
    canvas_variants,
    framing_steps,
    reading,
    readings,
    slider_sweeps,
    squeezed_and_framed,
    variant_scores,
)
from digitlib.plots.evaluation import (
    confusion_matrix,
    error_gallery,
    intervals,
    luck_lab,
    reliability_diagram,
    seed_spread,
    wrong_labels,
)
from digitlib.plots.kinds import show_images
from digitlib.plots.learning import (
    filter_response,
    learning_curves,
    loss_curve,
    parameter_bars,
    pooling,
)
from digitlib.plots.network_comparison import wrong_by_network
from digitlib.plots.network_flow import filters_and_maps, network_flow
from digitlib.plots.people import PEOPLE, people_scores
from digitlib.plots.style import new_figure, show_image, use_course_style
