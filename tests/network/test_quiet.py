"""TensorFlow comes in without its log lines, and nobody else is silenced."""

import os
import subprocess
import sys

import pytest

from digitlib.network.quiet import left_out, silenced_stderr


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
    program = "from digitlib.network.quiet import quiet_tensorflow as q; print(q()[1])"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert run.stderr == ""
    assert "keras" in run.stdout


def test_scikit_learn_stays_out_and_can_be_imported_later():
    program = (
        "import sys; from digitlib.network.quiet import quiet_tensorflow; quiet_tensorflow();"
        "print('sklearn' in sys.modules); import sklearn.metrics; print(sklearn.__name__)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert run.stdout.split() == ["False", "sklearn"], run.stderr


def test_what_is_imported_already_stays():
    with left_out("json"):
        import json
    assert json.loads("1") == 1


def test_what_is_left_out_comes_back_after_an_error():
    with pytest.raises(ImportError), left_out("wave"):
        import wave
    import wave

    assert wave.__name__ == "wave"
