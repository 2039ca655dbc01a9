"""Fixtures for all tests. They pass with and without MNIST, with and without a network."""

import os
import sys
from pathlib import Path

import pytest
from find_chromium import find_chromium, in_ci, need_chromium

# Tests never download: MNIST is used where it already lies on this machine.
os.environ["DIGITLIB_OFFLINE"] = "1"
# Figures are drawn into memory, whatever screen there is.
os.environ.setdefault("MPLBACKEND", "agg")

ROOT = Path(__file__).resolve().parent.parent


SLOW = ("browser", "course", "colab", "training", "learning")


def pytest_addoption(parser):
    """Add `--fast`, the tests that one runs while working; `make test-fast` uses it."""
    parser.addoption("--fast", action="store_true", help="no browser, no notebooks, no TensorFlow")


def pytest_configure(config):
    """Take in how nbval runs the notebooks, for all folders and not only this one."""
    config.pluginmanager.import_plugin("notebook_plugin")
    if config.option.fast:
        sys.meta_path.insert(0, NoTensorFlow())


class NoTensorFlow:
    """Skip what imports TensorFlow, a test or a whole file of them."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        """Skip if TensorFlow or Keras is asked for; leave all other modules to the others."""
        if name in {"tensorflow", "keras"}:
            pytest.skip("TensorFlow is left out by --fast", allow_module_level=True)


def pytest_ignore_collect(collection_path, config):
    """Leave out the slow tests, if asked."""
    slow = [Path(__file__).parent / name for name in SLOW]
    return True if config.option.fast and collection_path in slow else None


def pytest_report_header():
    """Say before the tests whether a browser takes part."""
    chromium = find_chromium()
    without = "FAIL" if in_ci() else "are LEFT OUT"
    return f"browser: {chromium or f'no Chromium found; the tests marked browser {without}'}"


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; tests that need a browser are left out without one."""
    return need_chromium()


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
