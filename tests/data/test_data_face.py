"""The room's face: every name is there, and none costs anything before it is used."""

import subprocess
import sys

import pytest

import digitlib
from digitlib import data


def test_every_name_is_there():
    for name in data.__all__:
        assert getattr(data, name) is not None
    assert data.load_mnist is digitlib.load_mnist
    with pytest.raises(AttributeError, match="no attribute 'load_cifar'"):
        _ = data.load_cifar


def test_the_face_imports_nothing():
    code = "import sys, digitlib.data; print({'numpy', 'PIL'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
