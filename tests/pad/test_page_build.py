"""The page as a file, and the server that shows it."""

import base64
import gzip
import hashlib
import re
import signal
import subprocess
import sys
import urllib.request
from dataclasses import replace
from urllib.error import HTTPError

import numpy as np
import pytest

from digitlib.cli import main
from digitlib.errors import DigitlibError, ModelError
from digitlib.network.predictor import Predictor, load_predictor
from digitlib.pad import page
from digitlib.pad.page import build_page, serve_page, write_page


@pytest.fixture(scope="module")
def html() -> str:
    return build_page()


def test_it_is_one_small_file_that_needs_nothing_else(html, tmp_path):
    size = write_page(tmp_path / "pad.html")
    assert size == (tmp_path / "pad.html").stat().st_size <= 1_000_000
    assert (tmp_path / "pad.html").read_text(encoding="utf-8") == html
    addresses = set(re.findall(r"https?://[^\s'\"]+", html)) - {"http://www.w3.org/2000/svg"}
    assert addresses == {"https://github.com/EXPERT2007/Handwritten-Digit-Recognition"}
    assert not re.findall(r"\b(?:src|srcset|import|url)\b\s*[=(]\s*['\"]?(?!data:)\w", html)
    assert "{{" not in re.sub(r"<script>.*</script>", "", html, flags=re.DOTALL)


def test_the_policy_allows_its_own_script_and_style_only(html):
    policy = re.search(r'Security-Policy" content="([^"]+)"', html)[1]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    for tag in ("script", "style"):
        text = re.search(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_weights_too_large_for_the_page_are_told(monkeypatch):
    network = load_predictor().network
    first = replace(network.layers[0], bias=np.full(32, 1e6, np.float32))
    large = Predictor(replace(network, layers=(first, *network.layers[1:])))
    monkeypatch.setattr(page, "load_predictor", lambda model: large)
    with pytest.raises(ModelError, match="too large for the page"):
        build_page()


def test_a_page_that_cannot_be_written_leaves_the_old_one(tmp_path):
    (tmp_path / "pad.html").write_text("old")
    with pytest.raises(ModelError, match="absent"):
        write_page(tmp_path / "pad.html", tmp_path / "absent.npz")
    assert (tmp_path / "pad.html").read_text() == "old"
    with pytest.raises(DigitlibError, match="cannot be written"):
        write_page(tmp_path / "pad.html" / "below.html")


def test_the_command_writes_it(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["page"]) == 0
    assert "digit_pad.html (0.8" in capsys.readouterr().out
    assert (tmp_path / "digit_pad.html").is_file()
    assert main(["page", "pad.txt"]) == 1
    assert "does not end in .html" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C in another way")
def test_the_server_shows_the_page_and_nothing_else_until_ctrl_c(html):
    command = [sys.executable, "-m", "digitlib", "app", "--no-browser"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    address = re.search(r"http://127\.0\.0\.1:\d+/", server.stdout.readline())[0]
    with urllib.request.urlopen(f"{address}?from=qr", timeout=60) as answer:
        assert gzip.decompress(answer.read()).decode() == html
        assert answer.headers["Content-Security-Policy"] == "frame-ancestors 'none'"
    for path in ("digit_pad.html", "../README.md", "%2e%2e/README.md", "models/digit_cnn.npz"):
        with pytest.raises(HTTPError, match="404"):
            urllib.request.urlopen(address + path, timeout=60)
    with pytest.raises(HTTPError, match="501"):
        urllib.request.urlopen(address, data=b"posted", timeout=60)
    server.send_signal(signal.SIGINT)
    assert "Stopped" in server.communicate(timeout=60)[0]
    assert server.returncode == 0


@pytest.fixture
def served(monkeypatch) -> list:
    """The addresses that a browser was sent to, by servers that stop at once."""
    opened = []
    monkeypatch.setattr(page.webbrowser, "open", opened.append)

    def stop(server):
        raise KeyboardInterrupt

    monkeypatch.setattr(page.ThreadingHTTPServer, "serve_forever", stop)
    return opened


def test_a_taken_port_is_told_and_the_usual_one_gives_way(served, monkeypatch):
    with page._listen("127.0.0.1", None, b"") as other:
        taken = other.server_address[1]
        with pytest.raises(DigitlibError, match=rf"port {taken} .*Choose another --port"):
            serve_page(port=taken)
        with pytest.raises(DigitlibError, match=r"--ip is 127\.0\.0\.1 or 0\.0\.0\.0"):
            serve_page(ip="no such address")
        monkeypatch.setattr(page, "USUAL_PORT", taken)
        serve_page()
    assert len(served) == 1
    assert str(taken) not in served[0]


def test_a_class_gets_the_address_and_a_code(served, monkeypatch, capsys):
    monkeypatch.setattr(page, "_address_in_network", lambda: "192.0.2.7")
    serve_page(ip="0.0.0.0", open_browser=False)
    said = capsys.readouterr().out
    assert "http://192.0.2.7:" in said
    assert said.count("█") > 50
    assert served == []


def test_without_a_network_it_says_what_to_do(served, monkeypatch):
    class NoNetwork(page.socket.socket):
        def connect(self, address):
            raise OSError("Network is unreachable")

    monkeypatch.setattr(page.socket, "socket", NoNetwork)
    with pytest.raises(DigitlibError, match="not connected to a network"):
        serve_page(ip="0.0.0.0")
