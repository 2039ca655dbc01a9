"""Every fault a download can meet: told in a sentence, nothing left behind, mended by a retry."""

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from functools import partial

import pytest
from loopback import serve

import digitlib.data.download
from digitlib.data.download import Source, download, fetch
from digitlib.errors import DataError

CONTENT = b"the wanted file " * 20_000  # 320 kB: several chunks


def check(path):
    """Accept the wanted file only, as the loaders do by their hashes."""
    if path.read_bytes() != CONTENT:
        raise DataError("another file")


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("DIGITLIB_OFFLINE", "0")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    # Long enough for a busy machine to answer, short enough to wait for.
    monkeypatch.setattr(digitlib.data.download, "PATIENCE", 2)
    with serve({"data.bin": CONTENT}) as server:
        yield server


def source(server, fault: str) -> Source:
    return Source(f"{server.url}/{fault}/data.bin", fetch)


def refused_url() -> str:
    """Return an address where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/data.bin"


FAULTS = {
    "missing": "the server answered 404",
    "broken": "the server answered 500",
    "loop": "the server answered 302",
    "truncated": "the connection ended after 160,000 of 320,000 bytes",
    "cut": "damaged or another file",
    "wrong": "damaged or another file",
    "nothing": "damaged or another file",
    "login": "ask you to log in",
    "hang": "no answer for 2 seconds",
    "stall": "no answer for 2 seconds",
    "trickle": "bytes came in",
    "endless": "more than 67,108,864 bytes",
    "nonsense": "no connection",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_told_and_a_second_try_succeeds(server, tmp_path, fault):
    target = tmp_path / "cache" / "data.bin"
    start = time.monotonic()
    with pytest.raises(DataError, match=FAULTS[fault]) as caught:
        download([source(server, fault)], target, check)
    assert time.monotonic() - start < 20
    assert "data.bin could not be downloaded" in str(caught.value)
    assert f"{server.url}/{fault}" in str(caught.value)
    assert list(target.parent.iterdir()) == [], "no half file is left"
    download([source(server, "good")], target, check)
    assert target.read_bytes() == CONTENT


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_at_the_first_source_is_mended_by_the_second(server, tmp_path, fault):
    download([source(server, fault), source(server, "good")], tmp_path / "data.bin", check)
    assert (tmp_path / "data.bin").read_bytes() == CONTENT


@pytest.mark.parametrize("manner", ["good", "unannounced", "moved"])
def test_good_answers(server, tmp_path, manner):
    download([source(server, manner)], tmp_path / "data.bin", check)
    assert (tmp_path / "data.bin").read_bytes() == CONTENT


def test_a_failed_download_leaves_the_old_file_whole(server, tmp_path):
    target = tmp_path / "data.bin"
    target.write_bytes(b"the old file")
    with pytest.raises(DataError):
        download([source(server, "truncated")], target, check)
    assert target.read_bytes() == b"the old file"


def test_refused_and_unknown_host(server, tmp_path):
    sources = [
        Source(refused_url(), fetch),
        Source("http://name.invalid/data.bin", fetch),
        Source("http://127.0.0.1:99999/data.bin", fetch),
        Source("no address at all", fetch),
    ]
    with pytest.raises(DataError) as caught:
        download(sources, tmp_path / "data.bin", check)
    assert str(caught.value).count("no connection") + str(caught.value).count("no answer") == 4
    download([source(server, "good")], tmp_path / "data.bin", check)


def test_a_slow_name_look_up_is_not_waited_for(server, tmp_path, monkeypatch):
    """No socket time-out covers the system's name look-up; ours must."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments: time.sleep(20))
    start = time.monotonic()
    with pytest.raises(DataError, match="no answer for"):
        download([Source("http://slow.example/data.bin", fetch)], tmp_path / "data.bin", check)
    assert time.monotonic() - start < 10


def test_offline_is_refused_at_once(server, tmp_path, monkeypatch):
    monkeypatch.setenv("DIGITLIB_OFFLINE", "1")
    with pytest.raises(DataError, match="DIGITLIB_OFFLINE is set"):
        download([source(server, "good")], tmp_path / "data.bin", check)
    assert server.requests == []


def test_full_disk(server, tmp_path, monkeypatch):
    def full(path, mode="r"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    target = tmp_path / "data.bin"
    with monkeypatch.context() as patch:
        patch.setattr(digitlib.data.download, "open", full, raising=False)
        with pytest.raises(DataError, match=r"data\.bin cannot be written .*No space.*room"):
            download([source(server, "good")], target, check)
    assert list(tmp_path.iterdir()) == []
    download([source(server, "good")], target, check)
    assert target.read_bytes() == CONTENT


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on file sizes to set")
def test_disk_that_fills_while_writing(server, tmp_path):
    """A real fault from the kernel: the process may write 100 kB a file and no more."""
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000));"
        "from digitlib.errors import DataError\n"
        "try: download([SOURCE], TARGET, lambda path: None)\n"
        "except DataError as fault: print('told:', fault)"
    )
    run = run_child(server, tmp_path, "good", code)
    assert "told:" in run.stdout
    assert "cannot be written (File too large)" in run.stdout
    assert list(tmp_path.iterdir()) == []


def test_read_only_home(server, tmp_path, monkeypatch):
    """A folder that cannot be made, as in a home that one may not write to."""
    blocker = tmp_path / "home"
    blocker.write_text("a file where a folder should be made")
    with pytest.raises(DataError, match=r"cannot be written .*DIGITLIB_CACHE"):
        download([source(server, "good")], blocker / "cache" / "data.bin", check)

    def read_only(*arguments, **options):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr("tempfile.mkstemp", read_only)
    with pytest.raises(DataError, match=r"Read-only file system.*DIGITLIB_CACHE"):
        download([source(server, "good")], tmp_path / "data.bin", check)


def start_child(server, folder, manner: str, code: str) -> subprocess.Popen:
    """Run `code` in a process of its own, with SOURCE and TARGET at hand."""
    head = (
        "from pathlib import Path\nfrom digitlib.data.download import Source, download, fetch\n"
        f"SOURCE = Source('{server.url}/{manner}/data.bin', fetch)\n"
        f"TARGET = Path({str(folder / 'data.bin')!r})\n"
    )
    arguments = [sys.executable, "-c", head + code]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(arguments, env={**os.environ, "DIGITLIB_OFFLINE": "0"}, **pipes)


def run_child(server, folder, manner: str, code: str) -> subprocess.CompletedProcess:
    child = start_child(server, folder, manner, code)
    stdout, stderr = child.communicate(timeout=30)
    return subprocess.CompletedProcess(child.args, child.returncode, stdout, stderr)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows delivers Ctrl-C to whole consoles")
@pytest.mark.parametrize("stop", [signal.SIGINT, getattr(signal, "SIGKILL", signal.SIGTERM)])
def test_interrupted_half_way(server, tmp_path, stop):
    child = start_child(server, tmp_path, "stall", "download([SOURCE], TARGET, lambda path: None)")
    wait_until(lambda: any(path.stat().st_size for path in tmp_path.iterdir()))
    child.send_signal(stop)
    _, errors = child.communicate(timeout=10)
    assert not (tmp_path / "data.bin").exists()
    if stop == signal.SIGINT:
        assert "KeyboardInterrupt" in errors
        assert list(tmp_path.iterdir()) == [], "Ctrl-C sweeps up"
    download([source(server, "good")], tmp_path / "data.bin", check)
    assert (tmp_path / "data.bin").read_bytes() == CONTENT


def test_what_a_killed_download_left_is_swept_after_a_day(server, tmp_path):
    old, folder, new = (tmp_path / f".partial-{name}" for name in ("old-data.bin", "old", "new"))
    folder.mkdir()
    for path in (old, new, folder / "train-images-idx3-ubyte.gz"):
        path.write_bytes(b"half")
    for path in (old, folder):
        os.utime(path, (time.time() - 90_000,) * 2)
    download([source(server, "good")], tmp_path / "data.bin", check)
    assert {path.name for path in tmp_path.iterdir()} == {"data.bin", ".partial-new"}


def wait_until(condition, seconds: float = 10):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)


def test_two_processes_at_once(server, tmp_path):
    code = "download([SOURCE], TARGET, lambda path: None); print(TARGET.stat().st_size)"
    children = [start_child(server, tmp_path, "good", code) for _ in range(3)]
    outputs = [child.communicate(timeout=30) for child in children]
    assert [output.strip() for output, _ in outputs] == [str(len(CONTENT))] * 3
    assert [path.name for path in tmp_path.iterdir()] == ["data.bin"]


def test_a_thread_that_gave_up_stops_reading(server, tmp_path):
    """The reader of an endless answer ends soon after nobody wants it any more."""
    import threading

    before = threading.active_count()
    with pytest.raises(DataError, match="more than 1,000 bytes"):
        fetch(f"{server.url}/endless/data.bin", tmp_path / "data.bin", max_bytes=1000)
    wait_until(lambda: threading.active_count() <= before + 1)


def test_source_functions_get_their_address(tmp_path, monkeypatch):
    monkeypatch.setenv("DIGITLIB_OFFLINE", "0")
    seen = []
    write = partial(lambda url, path, note: (seen.append(url), path.write_bytes(note)), note=b"x")
    download([Source("http://a", write)], tmp_path / "data.bin", lambda path: None)
    assert seen == ["http://a"]
