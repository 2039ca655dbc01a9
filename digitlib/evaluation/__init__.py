"""Judge a network by its answers: confusion, intervals, calibration, corruptions."""

from digitlib.evaluation.metrics import (  # noqa: F401  (the face of this room)
    Coverage,
    Interval,
    Pair,
    Reliability,
    confusion,
    coverage_curve,
    expected_calibration_error,
    fit_temperature,
    fit_threshold,
    most_confused,
    negative_log_likelihood,
    reliability,
    wilson_interval,
    worst_errors,
)
