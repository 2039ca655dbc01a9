"""The progress bar: right numbers, plain ASCII, silent where nobody watches."""

import io
import sys

import pytest

from digitlib.data.progress import batches, megabytes, progress_bar, progress_line


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_line_is_exact():
    line = progress_line("mnist.npz", 5_745_260, 11_490_520, megabytes)
    assert line == "mnist.npz [############............]  50 %  5.7 of 11.5 MB"
    assert progress_line("a", 0, 10, megabytes).endswith("  0 %  0.0 of 0.0 MB")


@pytest.mark.parametrize(("received", "total"), [(0, 1), (1, 1), (5, 3), (10**12, 10**12)])
def test_line_is_ascii_and_has_a_full_bar_at_the_end(received, total):
    line = progress_line("file", received, total, megabytes)
    assert line.isascii()
    assert line.count("#") == (24 if received >= total else 0)


def test_batches_instead_of_bytes():
    line = progress_line("Epoch 1", 55, 220, batches)
    assert line == "Epoch 1 [######..................]  25 %  55 of 220 batches"


def test_unknown_length():
    assert progress_line("file", 2_500_000, 0, megabytes) == "file 2.5 MB"


def test_terminal_sees_one_line_that_ends_complete(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with progress_bar("file") as show:
        for received in range(0, 1001, 10):
            show(received, 1000)
    text = terminal.getvalue()
    assert text.count("\n") == 1
    assert text.endswith("100 %  0.0 of 0.0 MB\n")
    assert text.count("\r") < 5, "not redrawn for every chunk"


def test_silent_in_a_pipe(capsys):
    with progress_bar("file") as show:
        show(1, 2)
    assert capsys.readouterr() == ("", "")


def test_nothing_at_all_without_a_stderr(monkeypatch):
    monkeypatch.setattr(sys, "stderr", None)
    with progress_bar("file") as show:
        show(1, 2)
