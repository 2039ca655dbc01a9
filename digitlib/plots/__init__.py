"""The figures of the course: each function takes arrays and returns a Matplotlib Figure."""

from digitlib.plots.baselines import accuracy_bars, weight_templates
from digitlib.plots.data import (
    class_counts,
    embeddings,
    mean_digits,
    pen_and_ink,
    pixel_table,
    thumbnail_map,
    writing_styles,
)
from digitlib.plots.framing import framing_measured, framing_steps
from digitlib.plots.likeness import (
    accuracy_after_shift,
    distance_after_shift,
    look_alikes,
    neighbour_classes,
    shifted_example,
)
from digitlib.plots.prediction import reading, readings
from digitlib.plots.style import DIGIT_COLORS, new_figure, show_image, show_images, use_course_style

__all__ = [
    "DIGIT_COLORS",
    "accuracy_after_shift",
    "accuracy_bars",
    "class_counts",
    "distance_after_shift",
    "embeddings",
    "framing_measured",
    "framing_steps",
    "look_alikes",
    "mean_digits",
    "neighbour_classes",
    "new_figure",
    "pen_and_ink",
    "pixel_table",
    "reading",
    "readings",
    "shifted_example",
    "show_image",
    "show_images",
    "thumbnail_map",
    "use_course_style",
    "weight_templates",
    "writing_styles",
]
