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

from notebooks.build import course_notebooks, release_tag, repository_address
from notebooks.build import setup_source as source


@pytest.fixture
def commands(monkeypatch) -> list:
    """The commands that the cell would run; none is run. `failing` are the sources to fail."""

    class Commands(list):
        failing = ()

        def run(self, command, **options):
            self.append(command)
            code = int(any(command[-1].endswith(source) for source in self.failing))
            return subprocess.CompletedProcess(command, code, b"", b"fatal: could not read")

    seen = Commands()
    monkeypatch.setattr(subprocess, "run", seen.run)
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
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 100


@pytest.mark.parametrize("place", ["home", "colab"])
def test_where_all_is_installed_it_only_checks(commands, capsys, request, place):
    enabled = request.getfixturevalue("colab") if place == "colab" else []
    exec(source(), {})
    assert commands == []
    assert capsys.readouterr().out == f"digitlib {version('digitlib')} is ready.\n"
    assert enabled == ["widget manager"] * (place == "colab")


def test_at_home_it_says_how_to_install(commands, without_digitlib):
    with pytest.raises(ModuleNotFoundError) as caught:
        exec(source(), {})
    message = str(caught.value)
    assert 'pip install "digitlib[course] @ git+https://github.com/' in message
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


def test_without_the_release_colab_gets_the_newest_version(
    commands, without_digitlib, colab, capsys
):
    commands.failing = (release_tag(),)
    exec(source(), {})
    assert [command[-1] for command in commands] == [
        f"digitlib[pad] @ git+{repository_address()}@{release_tag()}",
        f"digitlib[pad] @ git+{repository_address()}",
    ]
    first, second = capsys.readouterr().out.splitlines()
    assert first == (
        f"Release {release_tag()} cannot be installed; installing the newest version instead."
    )
    assert second.endswith("is ready.")


def test_if_nothing_can_be_installed_the_cell_says_why(commands, without_digitlib, colab):
    commands.failing = (release_tag(), repository_address())
    with pytest.raises(RuntimeError, match="could not be installed:\nfatal: could not read"):
        exec(source(), {})


def test_a_notebook_alone_in_an_empty_folder_runs_on_colab(tmp_path, monkeypatch):
    stand_in = tmp_path / "stand_in"
    stand_in.mkdir()
    (stand_in / "sitecustomize.py").write_text(STAND_IN)
    alone = tmp_path / "alone"
    alone.mkdir()
    monkeypatch.setenv("PYTHONPATH", str(stand_in))
    monkeypatch.delenv("MPLBACKEND", raising=False)
    notebook = nbformat.read(course_notebooks()[0], as_version=4)
    # Without the doctor: TensorFlow takes its time to start.
    notebook.cells = [cell for cell in notebook.cells if "doctor.main()" not in cell.source]
    resources = {"metadata": {"path": str(alone)}}
    NotebookClient(notebook, timeout=1800, kernel_name="python3", resources=resources).execute()
    setup = notebook.cells[1]
    assert "widget manager enabled" in setup.outputs[0].text
    assert list(alone.iterdir()) == []
