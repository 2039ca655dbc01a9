"""Probabilities in per cent never claim to be certain."""

import pytest

from digitlib.wording import percent


@pytest.mark.parametrize(
    ("probability", "expected"),
    [
        (0.5, "50.0%"),
        (0.1234, "12.3%"),
        (0.001, "0.1%"),
        (0.00099, "under 0.1%"),
        (0, "under 0.1%"),
        (0.999, "99.9%"),
        (0.9991, "over 99.9%"),
        (1, "over 99.9%"),
    ],
)
def test_percent(probability, expected):
    assert percent(probability) == expected


def test_no_probability_is_written_as_certain():
    for thousandths in range(100_001):
        assert percent(thousandths / 100_000) not in {"0.0%", "100.0%"}
