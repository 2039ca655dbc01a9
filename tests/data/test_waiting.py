"""Ten seconds of waiting for the network in all, and no second wait where there is none."""

import time

import pytest
from loopback import serve

import digitlib.data.download
import digitlib.data.waiting
from digitlib.data.download import Source, download, fetch
from digitlib.errors import DataError

CONTENT = b"the wanted file " * 20_000  # 320 kB: several chunks


def check(path):
    """Accept the wanted file only."""
    assert path.read_bytes() == CONTENT


def source(server, fault: str) -> Source:
    return Source(f"{server.url}/{fault}/data.bin", fetch)


@pytest.fixture
def two_servers(monkeypatch):
    """Two hosts; the patience is the one that learners get."""
    monkeypatch.setenv("DIGITLIB_OFFLINE", "0")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serve({"data.bin": CONTENT}) as first, serve({"data.bin": CONTENT}) as second:
        yield first, second


@pytest.fixture
def server(two_servers):
    return two_servers[0]


@pytest.mark.parametrize("faults", [("hang", "hang"), ("trickle", "hang"), ("hang", "trickle")])
def test_all_sources_together_are_waited_for_ten_seconds(two_servers, tmp_path, faults):
    sources = [source(*pair) for pair in zip(two_servers * 2, faults * 2, strict=True)]
    start = time.monotonic()
    with pytest.raises(DataError, match="not tried, as nothing has come for 10 seconds"):
        download(sources, tmp_path / "data.bin", check)
    assert time.monotonic() - start < 12
    # The next file does not wait again, unless it is asked for once more.
    start = time.monotonic()
    with pytest.raises(DataError, match=r"more\.bin was not tried.*Ask for it again"):
        download(sources, tmp_path / "more.bin", check)
    assert time.monotonic() - start < 1
    download([source(two_servers[0], "good")], tmp_path / "more.bin", check)
    download([source(two_servers[0], "good")], tmp_path / "data.bin", check)


def test_one_silent_host_is_not_taken_for_no_network(server, tmp_path, monkeypatch):
    monkeypatch.setattr(digitlib.data.download, "PATIENCE", 1)
    with pytest.raises(DataError, match="no answer for 1 seconds"):
        download([source(server, "hang")] * 2, tmp_path / "data.bin", check)
    download([source(server, "good")], tmp_path / "more.bin", check)


def test_an_answer_of_any_kind_is_a_network(two_servers, tmp_path):
    sources = [source(server, "missing") for server in two_servers]
    with pytest.raises(DataError, match="the server answered 404"):
        download(sources, tmp_path / "data.bin", check)
    download([source(two_servers[0], "good")], tmp_path / "more.bin", check)


def test_a_slow_but_steady_answer_is_waited_for(server, tmp_path, monkeypatch):
    """Useful data renew the patience, however long the whole takes."""
    monkeypatch.setattr(digitlib.data.waiting, "IN_ALL", 1)
    start = time.monotonic()
    download([source(server, "steady")], tmp_path / "data.bin", check)
    assert time.monotonic() - start > 1.5
    assert (tmp_path / "data.bin").read_bytes() == CONTENT
