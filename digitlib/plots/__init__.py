"""The figures of the course: each function takes arrays and returns a Matplotlib Figure."""

# ruff: noqa: F401  These names are the face of the room.
from digitlib.plots.data import (
    accuracy_after_shift,
    accuracy_bars,
    class_counts,
    distance_after_shift,
    embeddings,
    framing_measured,
    look_alikes,
    mean_digits,
    neighbour_classes,
    pen_and_ink,
    pixel_table,
    shifted_example,
    thumbnail_map,
    weight_templates,
    writing_styles,
)
from digitlib.plots.drawing import (
    accuracy_by_digit,
    canvas_variants,
    framing_steps,
    nearest_pictures,
    paper_use,
    reading,
    readings,
    slider_sweeps,
    squeezed_and_framed,
    strokes_and_ink,
    variant_scores,
    writer_scores,
)
from digitlib.plots.evaluation import (
    confusion_matrix,
    error_gallery,
    flattery,
    intervals,
    lucky_epochs,
    reliability_diagram,
    seed_spread,
    temperatures,
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
from digitlib.plots.style import new_figure, show_image, use_course_style
