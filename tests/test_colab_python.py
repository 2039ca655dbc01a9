"""The Python that stands in for Colab's: the nearest there is, said aloud, and never none."""

from pathlib import Path

import colab_python
import pytest
from colab_python import COLAB_PYTHON, GOOD_ENOUGH, describe, find_python


def pretend(monkeypatch, *versions: tuple[int, int]) -> None:
    """Let this machine have these versions of Python and no other."""
    here = {f"/usr/bin/python{major}.{minor}": (major, minor) for major, minor in versions}
    monkeypatch.setattr(colab_python, "_candidates", lambda *version: list(here))
    monkeypatch.setattr(colab_python, "_version_of", lambda python: here.get(str(python)))


def test_colabs_own_version_is_taken_where_it_is(monkeypatch):
    pretend(monkeypatch, (3, 11), COLAB_PYTHON, (3, 14))
    assert find_python() == Path("/usr/bin/python3.13")
    assert "Python 3.13 (as Colab has)" in describe(find_python())


def test_the_newest_other_one_stands_in_and_is_named(monkeypatch):
    pretend(monkeypatch, (3, 10), (3, 11), (3, 12))
    assert find_python() == Path("/usr/bin/python3.12")
    assert "Python 3.12 (for want of Colab's 3.13)" in describe(find_python())


def test_without_any_the_run_fails_and_is_not_skipped(monkeypatch):
    pretend(monkeypatch, (3, 10), (3, 14))
    with pytest.raises(pytest.fail.Exception, match="3.13, 3.12, 3.11.*Install one"):
        find_python()


def test_a_python_of_this_machine_is_found():
    found = find_python()
    assert colab_python._version_of(found) in GOOD_ENOUGH


def test_a_program_that_does_not_start_is_no_python(tmp_path):
    assert colab_python._version_of(tmp_path / "none") is None
