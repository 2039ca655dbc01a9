"""The figures of the course: each function takes arrays and returns a Matplotlib Figure."""

# ruff: noqa: F401  These names are the face of the room.
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
    feature_maps,
    filter_response,
    filters,
    learning_curves,
    learning_rate,
    loss_curve,
    mistakes,
    overfit_curve,
    parameter_bars,
    pooling,
    probabilities_before_and_after,
)
from digitlib.plots.people import PEOPLE, people_scores
from digitlib.plots.style import new_figure, show_image, use_course_style
