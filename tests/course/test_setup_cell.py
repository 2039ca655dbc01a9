"""The setup cell checks at home, installs on Colab what is missing, and replaces nothing."""

import importlib.util
import subprocess
import sys
import types
from importlib.metadata import version

import nbformat
import pytest
from colab_stand_in import STAND_IN
from nbclient import NotebookClient

from digitlib.errors import DigitlibError
from notebooks.build import course_notebooks
from notebooks.setup_cell import colab_badge, project_file, release_tag, repository_address
from notebooks.setup_cell import setup_source as source


@pytest.fixture
def commands(monkeypatch) -> list:
    """The commands that the cell would run; none is run."""
    seen = []
    monkeypatch.setattr(subprocess, "run", lambda command, check: seen.append(command))
    return seen


@pytest.fixture
def without_digitlib(monkeypatch):
    """Let the cell find no digitlib."""
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "digitlib" else find(name)
    )


@pytest.fixture
def colab(monkeypatch) -> list:
    """A stand-in for Colab's module; the list tells what was enabled."""
    enabled = []
    module = types.ModuleType("google.colab")
    module.output = types.SimpleNamespace(
        enable_custom_widget_manager=lambda: enabled.append("widget manager")
    )
    monkeypatch.setitem(sys.modules, "google.colab", module)
    return enabled


def test_cell_is_short():
    lines = source().splitlines()
    assert len(lines) <= 20
    assert max(map(len, lines)) <= 100


def test_at_home_it_only_checks(commands, capsys):
    exec(source(), {})
    assert commands == []
    assert capsys.readouterr().out == f"digitlib {version('digitlib')} is ready.\n"


def test_at_home_it_says_how_to_install(commands, without_digitlib):
    with pytest.raises(ModuleNotFoundError) as caught:
        exec(source(), {})
    message = str(caught.value)
    assert "pip install 'digitlib[course] @ git+https://github.com/" in message
    assert "\n" not in message
    assert commands == []


def test_on_colab_it_installs_what_is_missing_and_holds_the_rest(commands, without_digitlib, colab):
    exec(source(), {})
    (command,) = commands
    assert command[:4] == [sys.executable, "-m", "pip", "install"]
    assert f"digitlib[pad] @ git+{repository_address()}@{release_tag()}" in command
    for package in ("tensorflow", "keras", "numpy", "ipywidgets"):
        assert f"{package}=={version(package)}" in command
    assert not {"-U", "--upgrade", "--force-reinstall"} & set(command)
    assert colab == ["widget manager"]


def test_on_colab_it_installs_nothing_twice(commands, colab):
    exec(source(), {})
    assert commands == []
    assert colab == ["widget manager"]


def test_a_notebook_alone_in_an_empty_folder_runs_on_colab(tmp_path, monkeypatch):
    stand_in = tmp_path / "stand_in"
    stand_in.mkdir()
    (stand_in / "sitecustomize.py").write_text(STAND_IN)
    alone = tmp_path / "alone"
    alone.mkdir()
    monkeypatch.setenv("PYTHONPATH", str(stand_in))
    monkeypatch.delenv("MPLBACKEND", raising=False)
    notebook = nbformat.read(course_notebooks()[0], as_version=4)
    resources = {"metadata": {"path": str(alone)}}
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources=resources).execute()
    setup = notebook.cells[1]
    assert "widget manager enabled" in setup.outputs[0].text
    assert list(alone.iterdir()) == []


def test_badge_leads_to_the_notebook_in_colab():
    badge = colab_badge("01_explore_the_data", "https://github.com/ada/digits")
    address = "https://colab.research.google.com/github/ada/digits/blob/main/notebooks"
    assert f"({address}/01_explore_the_data.ipynb)" in badge
    assert badge.startswith("[![Open in Colab](")


def test_outside_a_clone_the_address_is_an_error(tmp_path, monkeypatch):
    monkeypatch.setattr("notebooks.setup_cell.__file__", str(tmp_path / "digitlib" / "x.py"))
    with pytest.raises(DigitlibError, match="clone of the repository"):
        project_file()
