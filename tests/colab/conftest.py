"""Say before the tests which Python stands in for Colab's."""

import pytest
from colab_python import describe, find_python


def pytest_report_header() -> str:
    """Name the Python, or say that there is none; the tests then fail."""
    try:
        return describe(find_python())
    except pytest.fail.Exception as fault:
        return str(fault)
