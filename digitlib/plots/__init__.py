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
    PEOPLE,
    framing_steps,
    people_scores,
    person_names,
    reading,
    readings,
    squeezed_and_framed,
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
from digitlib.plots.inside import (
    DigitMap,
    covered,
    one_number,
    path_on_map,
    probe_scores,
    strength_and_damage,
)
from digitlib.plots.kinds import curve_panels, gallery, show_images
from digitlib.plots.network import (
    convolution_sum,
    descents,
    filter_response,
    filters_and_maps,
    learning_curves,
    loss_curve,
    network_flow,
    parameter_bars,
    pooling,
)
from digitlib.plots.page import page_reading, sudoku_repaired
from digitlib.plots.people import (
    Share,
    misread_by_person,
    misread_table,
    morph_moment,
    morphs,
    shares,
)
from digitlib.plots.refusal import (
    compare_shares,
    cost_curves,
    risk_coverage,
    roc_curves,
    small_changes,
    worse_pictures,
)
from digitlib.plots.shipping import drift, engines, moved_margins, repeats, search_trials
from digitlib.plots.style import new_figure, show_image, use_course_style
