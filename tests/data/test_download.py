"""Every fault a download can meet: told in a sentence, nothing left behind, cured by a retry."""

import signal
import socket
import subprocess
import sys
import threading
import time

import pytest
from loopback import serve

import digitlib.data.download
from digitlib.data.download import Source, download, progress_bar
from digitlib.errors import DataError

CONTENT = b"the wanted file " * 20_000  # 320 kB: several chunks


def check(path):
    """Accept the wanted file only, as the loaders do by their hashes."""
    if path.read_bytes() != CONTENT:
        raise DataError("another file")
    return "read"


@pytest.fixture
def server(empty_home):
    with serve({"data.bin": CONTENT}) as server:
        yield server


@pytest.fixture
def target(tmp_path):
    return tmp_path / "cache" / "data.bin"


def source(server, fault: str) -> Source:
    return Source((f"{server.url}/{fault}/data.bin",))


def files_in(folder) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


FAULTS = {
    "missing": "the server answered 404",
    "broken": "the server answered 500",
    "loop": "no connection .*redirects",
    "truncated": "the connection ended before the whole file had arrived",
    "cut": "damaged or another file",
    "wrong": "damaged or another file",
    "nothing": "damaged or another file",
    "login": "a web page came instead of data. .*ask you to log in",
    "hang": "no answer for 2 seconds",
    "stall": "no answer for 2 seconds",
    "trickle": "no answer for 2 seconds",
    "endless": "more than 1,000,000 bytes",
    "nonsense": "no connection",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_told_and_leaves_the_old_file(server, target, monkeypatch, fault):
    monkeypatch.setattr(digitlib.data.download, "MAX_BYTES", 1_000_000)
    target.parent.mkdir()
    target.write_bytes(b"the old file")
    with pytest.raises(DataError, match=FAULTS[fault]) as caught:
        download([source(server, fault)], target, check)
    assert "data.bin could not be downloaded" in str(caught.value)
    assert f"{server.url}/{fault}" in str(caught.value)
    assert target.read_bytes() == b"the old file"
    assert files_in(target.parent) == ["data.bin"], "nothing else is left"


@pytest.mark.parametrize("fault", ["missing", "cut", "login"])
def test_fault_is_made_good_by_another_source(server, target, fault):
    assert download([source(server, fault), source(server, "good")], target, check) == "read"
    assert target.read_bytes() == CONTENT


@pytest.mark.parametrize("manner", ["good", "unannounced", "moved"])
def test_good_answers_are_read_once(server, target, manner):
    seen = []
    download([source(server, manner)], target, lambda path: seen.append(path.read_bytes()))
    assert seen == [CONTENT]
    assert files_in(target.parent) == ["data.bin"]


def test_a_slow_but_steady_answer_is_waited_for(server, target, monkeypatch):
    """Data renew the patience, however long the whole takes: here two seconds."""
    monkeypatch.setattr(digitlib.data.download, "PATIENCE", 1)
    assert download([source(server, "steady")], target, check) == "read"


def test_refused_unknown_and_impossible_addresses(server, target):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        refused = f"http://127.0.0.1:{free.getsockname()[1]}/data.bin"
    urls = (refused, "http://name.invalid/a", "http://127.0.0.1:99999/a", "no address at all")
    with pytest.raises(DataError) as caught:
        download([Source((url,)) for url in urls], target, check)
    assert str(caught.value).count("no connection") + str(caught.value).count("no answer") == 4
    assert download([source(server, "good")], target, check) == "read"


def test_a_slow_name_look_up_is_not_waited_for(server, target, monkeypatch):
    """No socket time-out covers the system's name look-up; ours must."""
    woken = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments, **options: woken.wait(60))
    with pytest.raises(DataError, match="no answer for 2 seconds"):
        download([Source(("http://slow.example/data.bin",))], target, check)
    woken.set()


def test_offline_is_refused_at_once(server, target, monkeypatch):
    monkeypatch.setenv("DIGITLIB_OFFLINE", "1")
    with pytest.raises(DataError, match="DIGITLIB_OFFLINE is set"):
        download([source(server, "good")], target, check)
    assert server.requests == []


@pytest.fixture
def untrusted(tmp_path):
    """A server behind a certificate that nobody vouches for, as a school's filter shows."""
    import ssl

    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    make += ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    try:
        subprocess.run(
            [*make, "-keyout", key, "-out", certificate], check=True, capture_output=True
        )
    except FileNotFoundError:
        pytest.skip("the program openssl is not installed")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with serve({"data.bin": CONTENT}) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.url = server.url.replace("http:", "https:")
        yield server, certificate


def test_a_refused_certificate_is_told_and_can_be_trusted(
    empty_home, untrusted, target, monkeypatch
):
    server, certificate = untrusted
    with pytest.raises(DataError, match="certificate that came was refused") as caught:
        download([source(server, "good")], target, check)
    assert "set REQUESTS_CA_BUNDLE" in str(caught.value)
    assert "What to do: check this machine's date" in str(caught.value)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    assert download([source(server, "good")], target, check) == "read"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on file sizes to set")
def test_disk_that_fills_while_writing(server, target):
    """A real fault from the kernel: the process may write 100 kB a file and no more."""
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000));"
        "from digitlib.errors import DataError\n"
        "try: download([SOURCE], TARGET, lambda path: None)\n"
        "except DataError as fault: print('told:', fault)"
    )
    child = start_child(server, target, "good", code)
    output, _ = child.communicate(timeout=60)
    assert "cannot be written (File too large)" in output
    assert "DIGITLIB_CACHE" in output
    assert files_in(target.parent) == []
    target.parent.rmdir()
    target.parent.write_text("a file where the folder should be")
    with pytest.raises(DataError, match=r"cannot be written .*room.*DIGITLIB_CACHE"):
        download([source(server, "good")], target, check)


def start_child(server, target, manner: str, code: str) -> subprocess.Popen:
    """Run `code` in a process of its own, with SOURCE and TARGET at hand."""
    head = (
        "from pathlib import Path\nfrom digitlib.data.download import Source, download\n"
        f"SOURCE = Source(('{server.url}/{manner}/data.bin',))\nTARGET = Path({str(target)!r})\n"
    )
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen([sys.executable, "-c", head + code], **pipes)


def wait_until(condition, seconds: float = 60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows delivers Ctrl-C to whole consoles")
@pytest.mark.parametrize("stop", [signal.SIGINT, getattr(signal, "SIGKILL", signal.SIGTERM)])
def test_interrupted_half_way(server, target, stop):
    child = start_child(server, target, "stall", "download([SOURCE], TARGET, print)")
    wait_until(lambda: server.requests)
    child.send_signal(stop)
    _, errors = child.communicate(timeout=60)
    assert ("KeyboardInterrupt" in errors) == (stop == signal.SIGINT)
    assert files_in(target.parent) == []


def test_several_processes_at_once(server, target):
    code = "download([SOURCE], TARGET, lambda path: print(path.stat().st_size))"
    children = [start_child(server, target, "good", code) for _ in range(3)]
    outputs = [child.communicate(timeout=60)[0] for child in children]
    assert [output.strip() for output in outputs] == [str(len(CONTENT))] * 3
    assert files_in(target.parent) == ["data.bin"]


def test_a_thread_that_gave_up_stops_reading(server, target, monkeypatch):
    """The reader of an endless answer ends soon after nobody wants it any more."""
    monkeypatch.setattr(digitlib.data.download, "MAX_BYTES", 1_000)
    before = threading.active_count()
    with pytest.raises(DataError, match="more than 1,000 bytes"):
        download([source(server, "endless")], target, check)
    wait_until(lambda: threading.active_count() <= before + 1)


# The progress bar


def test_progress_shows_in_a_terminal_and_nowhere_else(server, target, monkeypatch, capsys):
    download([source(server, "good")], target, check)
    assert capsys.readouterr() == ("", "")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    download([source(server, "good")], target, check)
    output, errors = capsys.readouterr()
    assert output == ""
    assert "data.bin: 100%" in errors
    assert "320k/320k" in errors


def test_progress_without_any_stderr(monkeypatch):
    """As in a program without a console on Windows."""
    monkeypatch.setattr(sys, "stderr", None)
    with progress_bar("file") as bar:
        bar.update()
