"""How the web app starts: with a whole network, known addresses, and kernels that are ready."""

import re
import subprocess
import sys
import urllib.request

import pytest

pytest.importorskip("voila", reason="needs the extra app: pip install 'digitlib[app]'")

from web_app import served_app

from digitlib.app import serve
from digitlib.errors import ModelError

# The module, which the function of the same name hides.
serve_module = sys.modules["digitlib.app.serve"]


@pytest.mark.parametrize("content", [None, b"no network"], ids=["missing", "damaged"])
def test_without_a_network_nothing_is_served(models, monkeypatch, content):
    if content is not None:
        (models / "digit_cnn.npz").write_bytes(content)
    monkeypatch.setattr(serve_module, "_listen", lambda ip, port: pytest.fail("it listens"))
    with pytest.raises(ModelError, match=r"digit_cnn\.npz"):
        serve(port=0)


def test_the_command_ends_with_the_reason(models):
    command = [sys.executable, "-m", "digitlib", "app", "--port", "0", "--no-browser"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert ended.returncode == 1
    assert ended.stderr.startswith("digitlib: ")
    assert str(models / "digit_cnn.npz") in ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.stdout == ""


def test_a_kernel_that_waited_serves_the_page_with_one_thread(tmp_path):
    with served_app(tmp_path, num_ready=1) as app:
        waiting = app.wait_for_kernels(1)
        with urllib.request.urlopen(app.address, timeout=60) as answer:
            page = answer.read().decode()
        kernel_id = re.search(r'"kernelId": "([\w-]+)"', page)[1]
        assert any(kernel_id in part for part in waiting[0].cmdline())
        variables = waiting[0].environ()
    assert {variables[name] for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")} == {"1"}
