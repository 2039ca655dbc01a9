"""Judge a network by its answers: confusion, intervals, calibration, corruptions."""

from digitlib.evaluation.metrics import (
    Coverage,
    Interval,
    Pair,
    Reliability,
    confusion,
    coverage_curve,
    expected_calibration_error,
    most_confused,
    negative_log_likelihood,
    reliability,
    wilson_interval,
    worst_errors,
)

__all__ = [
    "Coverage",
    "Interval",
    "Pair",
    "Reliability",
    "confusion",
    "coverage_curve",
    "expected_calibration_error",
    "most_confused",
    "negative_log_likelihood",
    "reliability",
    "wilson_interval",
    "worst_errors",
]
