"""Fixtures for the tests of downloads and loaders."""

import pytest

from digitlib.data import download


@pytest.fixture
def empty_home(monkeypatch, tmp_path):
    """A home without data, and a network that is allowed."""
    monkeypatch.setenv("DIGITLIB_OFFLINE", "0")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setenv("DIGITLIB_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("DIGITLIB_DATA", raising=False)
    # Long enough for a busy machine to answer, short enough to wait for.
    monkeypatch.setattr(download, "PATIENCE", 2)
    return tmp_path
