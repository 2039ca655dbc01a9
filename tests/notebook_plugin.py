"""How nbval runs the notebooks here; `conftest.py` registers this as a pytest plugin.

Without MNIST the notebooks run on the offline sample, and without the pen strokes on ten drawings,
whose numbers differ: cells tagged `needs-mnist` or `needs-pen-strokes` are then run but not
compared, and the output says so.
"""

import json
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path
from unittest import mock

import pytest
from nbval.plugin import IPyNbCell

import digitlib
from digitlib.files import models_folder

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
# A cell's tag, what its numbers were made with, and how to load that.
DATA = {
    "needs-mnist": ("MNIST", digitlib.load_mnist),
    "needs-pen-strokes": ("the pen strokes", digitlib.load_pen_strokes),
}


@cache
def is_here(tag: str) -> bool:
    """Whether the data that a tag names lie on this machine, so that numbers can be compared."""
    _, load = DATA[tag]
    try:
        load()
    except digitlib.errors.DataError:
        return False
    return True


def count_cells(tag: str) -> int:
    """Return how many cells of the course have a tag."""
    notebooks = [json.loads(p.read_text(encoding="utf-8")) for p in NOTEBOOKS.glob("*.ipynb")]
    return sum(
        tag in cell["metadata"].get("tags", [])
        for notebook in notebooks
        for cell in notebook["cells"]
    )


def pytest_report_header(config) -> str | None:
    """Say before the tests what the notebooks run on."""
    if not config.option.nbval_lax:
        return None
    lines = [
        f"notebooks: {name} is not on this machine; "
        f"{count_cells(tag)} cells with such numbers are run but NOT compared"
        for tag, (name, _) in DATA.items()
        if not is_here(tag)
    ]
    return "\n".join(lines) or "notebooks: on MNIST and pen strokes, every tagged output compared"


def pytest_collection_modifyitems(items) -> None:
    """Compare no numbers of MNIST where there is no MNIST, and so with the pen strokes."""
    cells = [item for item in items if isinstance(item, IPyNbCell)]
    missing = {tag for tag in DATA if cells and not is_here(tag)}
    for item in cells:
        if missing.intersection(item.cell.metadata.get("tags", [])):
            item.options["check"] = False


def pytest_configure(config) -> None:
    """Copy the networks: what a notebook saves beside them goes away with the copy."""
    config.copied_models = Path(tempfile.mkdtemp(prefix="digitlib-models-"))
    if models_folder().is_dir():
        shutil.copytree(models_folder(), config.copied_models, dirs_exist_ok=True)


def pytest_unconfigure(config) -> None:
    """Remove the copy of the networks."""
    shutil.rmtree(config.copied_models, ignore_errors=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item):
    """Start a notebook's kernel with the copied networks and with inline figures."""
    if not isinstance(item, IPyNbCell):
        return (yield)
    with mock.patch.dict(os.environ, {"DIGITLIB_MODELS": str(item.config.copied_models)}):
        # The kernel draws into the notebook; the tests' own setting would forbid that.
        os.environ.pop("MPLBACKEND", None)
        return (yield)
