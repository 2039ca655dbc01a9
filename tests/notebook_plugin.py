"""How nbval runs the notebooks here; `conftest.py` registers this as a pytest plugin.

Without MNIST the notebooks run on the offline sample, whose numbers differ: cells tagged
`needs-mnist` are then run but not compared, and the output says so.
"""

import json
import os
import shutil
import tempfile
from pathlib import Path
from unittest import mock

import pytest
from nbval.plugin import IPyNbCell

import digitlib
from digitlib.files import models_folder

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
NEEDS_MNIST = "needs-mnist"


def has_mnist() -> bool:
    """Whether MNIST lies on this machine, so that its numbers can be compared."""
    try:
        digitlib.load_mnist()
    except digitlib.errors.DataError:
        return False
    return True


def count_cells_that_need_mnist() -> int:
    """Return how many cells of the course hold numbers of MNIST."""
    notebooks = [json.loads(p.read_text(encoding="utf-8")) for p in NOTEBOOKS.glob("*.ipynb")]
    return sum(
        NEEDS_MNIST in cell["metadata"].get("tags", [])
        for notebook in notebooks
        for cell in notebook["cells"]
    )


def pytest_report_header(config) -> str | None:
    """Say before the tests what the notebooks run on."""
    if not config.option.nbval_lax:
        return None
    if has_mnist():
        return "notebooks: on MNIST, every tagged output compared"
    return (
        f"notebooks: MNIST is not on this machine; on the offline sample, "
        f"{count_cells_that_need_mnist()} cells with MNIST's numbers are run but NOT compared"
    )


def pytest_collection_modifyitems(items) -> None:
    """Compare no numbers of MNIST where there is no MNIST."""
    cells = [item for item in items if isinstance(item, IPyNbCell)]
    if cells and not has_mnist():
        for item in cells:
            if NEEDS_MNIST in item.cell.metadata.get("tags", []):
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
