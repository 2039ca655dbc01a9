"""Files appear whole or not at all, and the networks are found."""

import hashlib
import os
import stat
import sys

import numpy as np
import pytest

from digitlib.files import atomic_path, models_folder, sha256_of_array


def test_file_appears_at_the_end_only(tmp_path):
    target = tmp_path / "new" / "net.weights.h5"
    with atomic_path(target) as temporary:
        assert temporary.parent == target.parent
        assert temporary.name.endswith(".weights.h5")
        temporary.write_text("whole")
        assert not target.exists()
    assert target.read_text() == "whole"
    assert list(target.parent.iterdir()) == [target]


def _write_half(target, error):
    with atomic_path(target) as temporary:
        temporary.write_text("half")
        raise error


@pytest.mark.parametrize("error", [OSError("disk full"), KeyboardInterrupt()])
def test_a_failure_leaves_the_old_file(tmp_path, error):
    target = tmp_path / "net.npz"
    target.write_text("old")
    with pytest.raises(type(error)):
        _write_half(target, error)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no read bits for others")
def test_others_may_read_what_was_written(tmp_path):
    with atomic_path(tmp_path / "net.npz") as temporary:
        temporary.write_text("whole")
    assert stat.S_IMODE(os.stat(tmp_path / "net.npz").st_mode) == 0o644


def test_models_lie_where_the_variable_says(models):
    assert models_folder() == models


def test_models_lie_in_the_checkout(root, monkeypatch):
    monkeypatch.delenv("DIGITLIB_MODELS", raising=False)
    assert models_folder() == root / "models"


def test_models_lie_in_an_installed_package(tmp_path, monkeypatch):
    monkeypatch.delenv("DIGITLIB_MODELS", raising=False)
    package = tmp_path / "site-packages" / "digitlib"
    monkeypatch.setattr("digitlib.files.__file__", str(package / "files.py"))
    assert models_folder() == package.resolve() / "_models"


def test_hash_is_of_the_bytes_in_c_order():
    array = np.arange(6, dtype=np.uint8).reshape(2, 3)
    expected = hashlib.sha256(bytes(range(6))).hexdigest()
    assert sha256_of_array(array) == expected
    assert sha256_of_array(np.asfortranarray(array)) == expected
    assert sha256_of_array(array[:, ::-1]) != expected
