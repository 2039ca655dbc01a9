"""The figures of the course: each function takes arrays and returns a Matplotlib Figure."""

from digitlib.plots.style import DIGIT_COLORS, new_figure, show_image, show_images, use_course_style

__all__ = [
    "DIGIT_COLORS",
    "new_figure",
    "show_image",
    "show_images",
    "use_course_style",
]
