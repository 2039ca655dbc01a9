"""TensorFlow comes in without its log lines, and nobody else is silenced."""

import os
import subprocess
import sys
import threading

import pytest

from digitlib.network.quiet import left_out, silenced_stderr


def test_stderr_is_silent_inside_and_back_after(capfd):
    with silenced_stderr():
        os.write(2, b"hidden")
    os.write(2, b"shown")
    assert capfd.readouterr().err == "shown"


def test_stderr_is_back_after_an_error(capfd):
    with pytest.raises(ZeroDivisionError), silenced_stderr():
        1 / 0  # noqa: B018
    os.write(2, b"shown")
    assert capfd.readouterr().err == "shown"


def test_tensorflow_is_silent_and_scikit_learn_stays_out_until_it_is_wanted():
    program = (
        "import sys; from digitlib.network.quiet import quiet_tensorflow; quiet_tensorflow();"
        "print('sklearn' in sys.modules); import sklearn.metrics; print(sklearn.__name__)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (run.stdout.split(), run.stderr) == (["False", "sklearn"], "")


def test_what_is_imported_already_stays():
    with left_out("json"):
        import json
    assert json.loads("1") == 1


@pytest.fixture
def unknown_module(tmp_path, monkeypatch) -> str:
    """The name of a module that nobody has imported yet."""
    (tmp_path / "never_seen.py").write_text("number = 7\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield "never_seen"
    sys.modules.pop("never_seen", None)


def test_what_is_left_out_comes_back_after_an_error(unknown_module):
    with pytest.raises(ImportError, match="left out"), left_out(unknown_module):
        __import__(unknown_module)
    assert __import__(unknown_module).number == 7


def test_another_thread_imports_meanwhile_what_is_left_out_here(unknown_module):
    found = []
    with left_out(unknown_module):
        thread = threading.Thread(target=lambda: found.append(__import__(unknown_module).number))
        thread.start()
        thread.join()
    assert found == [7]
