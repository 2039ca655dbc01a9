"""Fixtures for all tests. They pass with and without MNIST, with and without a network."""

import os
from pathlib import Path

import pytest

# Tests never download: MNIST is used where it already lies on this machine.
os.environ["DIGITLIB_OFFLINE"] = "1"
# Figures are drawn into memory, whatever screen there is.
os.environ.setdefault("MPLBACKEND", "agg")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def mnist():
    """MNIST as it lies on this machine; tests that need the real thing are left out without it."""
    import digitlib

    try:
        return digitlib.load_mnist()
    except digitlib.errors.DataError as error:
        pytest.skip(f"needs MNIST, which is not on this machine: {error}")


@pytest.fixture(scope="session")
def digits():
    """Some real digits in the MNIST frame: MNIST, or the offline sample where it is missing."""
    import digitlib

    return digitlib.load_digits()


@pytest.fixture
def models(tmp_path, monkeypatch) -> Path:
    """An empty folder that stands in for `models/`, so that a test leaves no file behind."""
    folder = tmp_path / "models"
    folder.mkdir()
    monkeypatch.setenv("DIGITLIB_MODELS", str(folder))
    return folder
