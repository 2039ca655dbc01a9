"""Find the browser that the tests drive; without one they are left out, or fail in CI."""

import os
import shutil
from pathlib import Path

import pytest

# Where macOS and Windows keep a Chrome that is on no search path.
_CHROMES = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("C:/Program Files/Google/Chrome/Application/chrome.exe"),
)


def find_chromium() -> str | None:
    """Return the path of a Chromium or Chrome on this machine, or None."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
    kept = (str(path) for path in _CHROMES if path.is_file())
    return next(filter(None, [*map(shutil.which, names), *kept]), None)


def need_chromium() -> str:
    """Return the path of a Chromium; without one leave the test out, or fail it in CI."""
    found = find_chromium()
    if found is None:
        report = pytest.fail if in_ci() else pytest.skip
        report("needs Chromium or Chrome; on Debian: sudo apt install chromium")
    return found


def in_ci() -> bool:
    """Tell whether this is a run of CI, in which the browser tests must not be left out."""
    return os.environ.get("CI") == "true"
