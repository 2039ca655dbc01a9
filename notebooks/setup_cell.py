"""The setup cell and the Colab badge that every notebook carries, and how to re-point them.

The address of the repository stands in one place, `pyproject.toml`; `make repository URL=...`
changes it there and in every notebook.
"""

import tomllib
from pathlib import Path

from digitlib.errors import DigitlibError

TITLE_CELL, SETUP_CELL = 0, 1

_TEMPLATE = """\
# Setup. On your own machine this only checks; on Colab it installs what is missing.
import subprocess
import sys
from importlib.metadata import version
from importlib.util import find_spec

SOURCE = "git+{repository}@{tag}"
on_colab = "google.colab" in sys.modules
if find_spec("digitlib") is None:
    if not on_colab:
        remedy = f"pip install 'digitlib[course] @ {{SOURCE}}'"
        raise ModuleNotFoundError(f"digitlib is not installed here; to install it, run: {{remedy}}")
    held = [f"{{p}}=={{version(p)}}" for p in ("tensorflow", "keras", "numpy", "ipywidgets")]
    pip = [sys.executable, "-m", "pip", "install", "--quiet"]
    subprocess.run([*pip, f"digitlib[pad] @ {{SOURCE}}", *held], check=True)
if on_colab:
    from google.colab import output
    output.enable_custom_widget_manager()
import digitlib
print("digitlib", digitlib.__version__, "is ready.")"""


def project_file() -> Path:
    """Return the checkout's `pyproject.toml`; raise DigitlibError in an installed package."""
    path = Path(__file__).resolve().parent.parent / "pyproject.toml"
    if not path.is_file():
        raise DigitlibError(f"{path} is not there: run this in a clone of the repository.")
    return path


def repository_address() -> str:
    """Return the repository's web address, from `pyproject.toml`."""
    project = tomllib.loads(project_file().read_text(encoding="utf-8"))["project"]
    return project["urls"]["Repository"].rstrip("/")


def release_tag() -> str:
    """Return the tag that Colab installs: `v` and the version in `pyproject.toml`."""
    project = tomllib.loads(project_file().read_text(encoding="utf-8"))["project"]
    return f"v{project['version']}"


def setup_source(repository: str | None = None, tag: str | None = None) -> str:
    """Return the source of the setup cell, the second cell of every notebook."""
    return _TEMPLATE.format(repository=repository or repository_address(), tag=tag or release_tag())


def colab_badge(name: str, repository: str | None = None) -> str:
    """Return the Markdown of the badge that opens `notebooks/NAME.ipynb` in Colab."""
    owner_and_name = (repository or repository_address()).removeprefix("https://github.com/")
    address = f"https://colab.research.google.com/github/{owner_and_name}"
    image = "https://colab.research.google.com/assets/colab-badge.svg"
    return f"[![Open in Colab]({image})]({address}/blob/main/notebooks/{name}.ipynb)"
