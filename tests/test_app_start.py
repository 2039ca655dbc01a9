"""How the web app starts: with a whole network, known addresses, and kernels that are ready."""

import re
import subprocess
import sys
import time
import urllib.request

import pytest

pytest.importorskip("voila", reason="needs the extra app: pip install 'digitlib[app]'")

from web_app import served_app

from digitlib.app import serve
from digitlib.app.serve import is_local, lan_address
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


# A server that is made but not started; in a process of its own, because Jupyter's applications
# take hold of the log handlers and streams of the process they are in.
ONLY_ANNOUNCE = """
import sys
from digitlib.app import serve
from digitlib.app.server import PadServer
sys.modules["digitlib.app.serve"].lan_address = lambda: {lan!r}
PadServer.initialize = lambda self, argv: None
PadServer.start = lambda self: print("local:", self.is_local)
serve(ip={ip!r}, port=0, open_browser=False)
"""


def announce(ip: str, lan: str | None = "192.168.7.7") -> str:
    """Return what the app says before it serves this address."""
    command = [sys.executable, "-c", ONLY_ANNOUNCE.format(ip=ip, lan=lan)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout


def test_serving_others_gives_a_warning_and_their_address():
    told = announce("0.0.0.0")
    assert "local: False" in told
    assert re.search(
        r"Everyone on your network can open this page, at http://192\.168\.7\.7:\d+\.", told
    )


def test_serving_others_without_a_network_gives_the_warning_alone():
    assert "Everyone on your network can open this page.\n" in announce("0.0.0.0", lan=None)


def test_serving_this_machine_alone_gives_no_warning():
    assert announce("127.0.0.1") == "local: True\n"


def test_the_address_in_the_network_is_no_loopback():
    found = lan_address()
    assert found is None or not is_local(found)


def test_a_machine_without_a_network_has_no_address_in_it(monkeypatch):
    def unreachable(probe, address):
        raise OSError("Network is unreachable")

    class Probe(serve_module.socket.socket):
        connect = unreachable

    monkeypatch.setattr(serve_module.socket, "socket", Probe)
    assert lan_address() is None


def kernel_of_page(app) -> str:
    """Load the page; return the id of the kernel that it was given."""
    with urllib.request.urlopen(app.address, timeout=60) as answer:
        return re.search(r'"kernelId": "([\w-]+)"', answer.read().decode())[1]


def test_a_kernel_that_waited_serves_the_page_with_one_thread(tmp_path):
    with served_app(tmp_path, num_ready=1) as app:
        # A kernel that is still starting when the page is asked for is passed over.
        for _ in range(5):
            waiting = app.wait_for_kernels(1)
            time.sleep(2)
            kernel_id = kernel_of_page(app)
            serving = [p for p in waiting if any(kernel_id in part for part in p.cmdline())]
            if serving:
                break
        assert serving, "every page had to wait for a new kernel"
        variables = serving[0].environ()
    assert {variables[name] for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")} == {"1"}
