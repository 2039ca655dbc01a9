"""Feed a check with thousands of random inputs."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

any_float = st.floats(allow_nan=True, allow_infinity=True, width=64)


def fuzz(strategy, check, number: int):
    """Feed `check` with `number` inputs; make sure that so many really came."""
    seen = 0

    @settings(
        max_examples=number,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def run(value):
        nonlocal seen
        seen += 1
        check(value)

    run()
    assert seen >= number
