"""TensorFlow comes in without its log lines, and nobody else is silenced."""

import os
import subprocess
import sys

import pytest

from digitlib.quiet import silenced_stderr


def test_stderr_is_silent_inside_and_back_after(capfd):
    with silenced_stderr():
        os.write(2, b"hidden")
    os.write(2, b"shown")
    assert capfd.readouterr().err == "shown"


def _break_in_silence():
    with silenced_stderr():
        os.write(2, b"hidden")
        raise OSError("broken")


def test_stderr_is_back_after_an_error(capfd):
    with pytest.raises(OSError, match="broken"):
        _break_in_silence()
    os.write(2, b"shown")
    assert capfd.readouterr().err == "shown"


def test_tensorflow_writes_nothing():
    program = "from digitlib.quiet import quiet_tensorflow as q; tf, keras = q(); print(keras)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert run.stderr == ""
    assert "keras" in run.stdout
