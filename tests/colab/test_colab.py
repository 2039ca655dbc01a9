"""The course in a virtual environment with the versions that Colab has.

Colab's `google.colab` is stood in for, and the repository's address leads to a clone of this
checkout; the rest is as there: the setup cell installs digitlib, and notebooks 00 to 04 run,
each alone in an empty folder.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from colab_stand_in import STAND_IN
from nbclient import NotebookClient

from notebooks.build import course_notebooks, release_tag, repository_address, setup_source

pytestmark = [pytest.mark.slow, pytest.mark.colab]

# As of August 2026: Python 3.13, or the nearest that is here.
PYTHONS = ("python3.13", "python3.12", "python3.11")
COLAB_PACKAGES = [
    *("tensorflow==2.20.0", "keras==3.13.2", "numpy==2.1.3"),
    *("ipywidgets==7.7.1", "anywidget==0.9.21", "notebook==6.5.7", "ipykernel==6.17.1"),
    *("scikit-learn", "scipy", "scikit-image", "matplotlib", "seaborn", "pillow"),
]
COLAB_IPYTHON = "ipython==7.34.0"
LIST_PACKAGES = (
    "import importlib.metadata as m, json;"
    "print(json.dumps({d.name.lower(): d.version for d in m.distributions()}))"
)


@pytest.fixture(scope="module")
def source(root, tmp_path_factory) -> Path:
    """A clone of this checkout with the tag that the setup cell asks for."""
    clone = tmp_path_factory.mktemp("source") / "clone"
    subprocess.run(["git", "clone", "--quiet", str(root), str(clone)], check=True)
    subprocess.run(["git", "tag", "--force", release_tag()], cwd=clone, check=True)
    return clone


@pytest.fixture(scope="module")
def environment(source, tmp_path_factory) -> dict[str, str]:
    """The environment variables of the stand-in Colab; its address leads to the clone."""
    stand_in = tmp_path_factory.mktemp("stand_in")
    (stand_in / "sitecustomize.py").write_text(STAND_IN)
    environment = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    return environment | {
        "PYTHONPATH": str(stand_in),
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{source.as_uri()}.insteadOf",
        "GIT_CONFIG_VALUE_0": repository_address(),
    }


@pytest.fixture(scope="module")
def colab(tmp_path_factory) -> Path:
    """The Python of a virtual environment with Colab's packages, without digitlib."""
    folder = tmp_path_factory.mktemp("colab")
    # In the end what the tests' own environment was made from; that itself has other packages.
    candidates = [*filter(None, map(shutil.which, PYTHONS)), sys._base_executable]
    made = (python for python in candidates if not subprocess.call([python, "-m", "venv", folder]))
    print(f"Colab's stand-in: {next(made, 'none')}")
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    install = [python, "-m", "pip", "install", "--quiet", *COLAB_PACKAGES]
    if subprocess.run([*install, COLAB_IPYTHON]).returncode != 0:
        print(f"{COLAB_IPYTHON} does not install here; going on with the newest that does.")
        subprocess.run(install, check=True)
    return python


def _packages(python: Path) -> dict[str, str]:
    run = subprocess.run([python, "-c", LIST_PACKAGES], capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


@pytest.fixture(scope="module")
def installed(colab, environment, tmp_path_factory) -> tuple[dict, dict, str]:
    """Run the setup cell in an empty folder; return the packages before and after, and its text."""
    before = _packages(colab)
    run = subprocess.run(
        [colab, "-c", setup_source()],
        env=environment,
        cwd=tmp_path_factory.mktemp("empty"),
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    return before, _packages(colab), run.stdout


def test_setup_cell_installs_digitlib_and_replaces_nothing(installed):
    before, after, text = installed
    assert "digitlib" not in before
    assert {"digitlib", "ipycanvas"} <= set(after)
    assert {name: after.get(name) for name in before} == before
    assert "widget manager enabled" in text
    assert "is ready." in text


@pytest.mark.parametrize(
    "program",
    [
        "print(digitlib.load_predictor().predict([[[9, 1], [9, 9], [9, 30]]]).digit)",
        "from digitlib.network.keras_cnn import build_digit_cnn, load_weights;"
        "network = build_digit_cnn();"
        "load_weights(network, models_folder() / 'digit_cnn.weights.h5'); print(1)",
        "from digitlib.network.keras_cnn import build_lesson_cnn, load_weights;"
        "network = build_lesson_cnn();"
        "load_weights(network, models_folder() / 'lesson_cnn.weights.h5'); print(1)",
    ],
    ids=["npz", "weights of the full network", "weights of the lesson's network"],
)
def test_shipped_networks_load(colab, installed, tmp_path, program):
    prelude = "import digitlib; from digitlib.files import models_folder; "
    run = subprocess.run(
        [colab, "-c", prelude + program], cwd=tmp_path, capture_output=True, text=True
    )
    assert run.stdout.strip() == "1", run.stderr


@pytest.mark.parametrize("path", course_notebooks()[:5], ids=lambda path: path.stem)
def test_notebook_runs(colab, installed, environment, tmp_path, monkeypatch, path):
    kernel = tmp_path / "jupyter" / "kernels" / "colab"
    kernel.mkdir(parents=True)
    command = [str(colab), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    specification = {"argv": command, "display_name": "Colab", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(specification))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    alone = tmp_path / "alone"
    alone.mkdir()
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=900,
        kernel_name="colab",
        resources={"metadata": {"path": str(alone)}},
    )
    client.execute(env=environment)
    assert all(cell.execution_count for cell in notebook.cells if cell.cell_type == "code")
