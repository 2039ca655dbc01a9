"""Files appear whole or not at all, several never mixed, and the networks are found."""

import subprocess
import sys

import pytest

from digitlib.errors import ModelError
from digitlib.files import atomic_path, atomic_paths, models_folder


def test_file_appears_at_the_end_only(tmp_path):
    target = tmp_path / "new" / "net.weights.h5"
    with atomic_path(target) as temporary:
        assert temporary.name == target.name, "Keras looks at the name"
        temporary.write_text("whole")
        assert not target.exists()
    assert target.read_text() == "whole"
    assert list(target.parent.iterdir()) == [target]


def write(targets, text: str, fault=None, error=None):
    """Write the same text to all targets, or stop before the end with `fault`."""
    with atomic_paths(targets, error) as temporaries:
        for temporary in temporaries:
            temporary.write_text(text)
        if fault:
            raise fault


@pytest.mark.parametrize("fault", [OSError("disk full"), KeyboardInterrupt()])
@pytest.mark.parametrize("names", [["net.npz"], ["net.npz", "net.weights.h5"]])
def test_a_failure_leaves_the_old_files(tmp_path, fault, names):
    targets = [tmp_path / name for name in names]
    write(targets, "old")
    with pytest.raises(type(fault)):
        write(targets, "new", fault)
    assert [target.read_text() for target in targets] == ["old"] * len(names)
    assert sorted(tmp_path.iterdir()) == targets


def test_a_first_file_that_cannot_be_replaced_keeps_the_others(tmp_path):
    """As on Windows, where another program may hold a file open."""
    (tmp_path / "net.npz").mkdir()
    other = tmp_path / "net.weights.h5"
    other.write_text("old")
    with pytest.raises(ModelError, match=r"net\.npz and .*cannot be written .*Make room"):
        write([tmp_path / "net.npz", other], "new", error=ModelError)
    assert other.read_text() == "old"
    assert {path.name for path in tmp_path.iterdir()} == {"net.npz", "net.weights.h5"}


@pytest.mark.parametrize("steps", range(4))
def test_a_kill_between_two_renames_leaves_no_mix(tmp_path, steps):
    """Stop the process dead before its rename number `steps`, as kill -9 or a power cut does."""
    targets = [tmp_path / name for name in ("net.npz", "net.weights.h5")]
    write(targets, "old")
    code = (
        "import os, sys; from digitlib.files import atomic_paths\n"
        "replace, left = os.replace, int(sys.argv[1])\n"
        "def count(*paths):\n"
        "    global left\n"
        "    left = left - 1 if left else os._exit(9)\n"
        "    replace(*paths)\n"
        "os.replace = count\n"
        "with atomic_paths(sys.argv[2:]) as temporaries:\n"
        "    for temporary in temporaries: temporary.write_text('new')\n"
    )
    run = subprocess.run([sys.executable, "-c", code, str(steps), *map(str, targets)])
    assert run.returncode == (9 if steps < 3 else 0)
    assert targets[0].exists()
    held = [target.read_text() for target in targets if target.exists()]
    assert len(set(held)) == 1
    assert steps < 3 or held == ["new"] * 2
    write(targets, "newer")
    assert [target.read_text() for target in targets] == ["newer"] * 2


def test_models_lie_where_the_variable_says(models):
    assert models_folder() == models


def test_models_lie_in_the_checkout_or_in_an_installed_package(root, tmp_path, monkeypatch):
    monkeypatch.delenv("DIGITLIB_MODELS", raising=False)
    assert models_folder() == root / "models"
    package = tmp_path / "site-packages" / "digitlib"
    monkeypatch.setattr("digitlib.files.__file__", str(package / "files.py"))
    assert models_folder() == package.resolve() / "_models"
