"""Which Python stands in for Colab's: of the same version where there is one, else the nearest."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# As of August 2026. TensorFlow 2.20 runs on the two before it as well.
COLAB_PYTHON = (3, 13)
GOOD_ENOUGH = (COLAB_PYTHON, (3, 12), (3, 11))


def find_python() -> Path:
    """Return a Python of Colab's version, else the newest other one that Colab's packages fit.

    Fails the test if there is none: a run that leaves everything out must not look like a pass.
    """
    for version in GOOD_ENOUGH:
        for candidate in _candidates(*version):
            if _version_of(candidate) == version:
                return Path(candidate)
    names = ", ".join(f"{major}.{minor}" for major, minor in GOOD_ENOUGH)
    pytest.fail(f"No Python {names} was found. Install one and run make test-colab again.")


def describe(python: Path) -> str:
    """Say which Python stands in, and whether Colab has another version."""
    name, wanted = (".".join(map(str, v)) for v in (_version_of(python), COLAB_PYTHON))
    as_colab = "as Colab has" if name == wanted else f"for want of Colab's {wanted}"
    return f"Colab's stand-in: Python {name} ({as_colab}), {python}"


def _candidates(major: int, minor: int) -> Iterator[str | Path]:
    """Yield the places where a Python of this version may be."""
    name = f"{major}.{minor}"
    # Not the environment of the tests: its packages are not Colab's, but what it was made from.
    yield getattr(sys, "_base_executable", sys.executable)
    if found := shutil.which(f"python{name}"):
        yield found
    yield from sorted(Path.home().glob(f".pyenv/versions/{name}.*/bin/python"))


def _version_of(python: str | Path) -> tuple[int, ...] | None:
    """Return (major, minor) of a Python that can make virtual environments, else None."""
    program = "import ensurepip, sys, venv; print(*sys.version_info[:2])"
    try:
        run = subprocess.run([python, "-c", program], capture_output=True, text=True)
    except OSError:
        return None
    return tuple(map(int, run.stdout.split())) if run.returncode == 0 else None
