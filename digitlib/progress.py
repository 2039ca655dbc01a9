"""A progress bar in plain text, for terminals and notebooks."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

WIDTH = 24  # characters of the bar itself
PAUSE = 0.1  # seconds between two redraws


@contextmanager
def progress_bar(title: str) -> Iterator[Callable[[int, int], None]]:
    """Yield a function `show(received, total)` in bytes that redraws one line.

    Nothing is shown where nobody watches: in a pipe, a log or a test.
    """
    stream = watched_stream()
    line, due = "", 0.0

    def show(received: int, total: int) -> None:
        nonlocal line, due
        line = progress_line(title, received, total)
        if stream is not None and time.monotonic() >= due:
            due = time.monotonic() + PAUSE
            print("\r" + line, end="", file=stream, flush=True)

    try:
        yield show
    finally:
        if stream is not None and line:
            print("\r" + line, file=stream, flush=True)


def progress_line(title: str, received: int, total: int) -> str:
    """Return a bar such as `mnist.npz [######......]  50 %  5.7 of 11.5 MB`, ASCII only.

    A total of 0 stands for unknown.
    """
    if not total:
        return f"{title} {received / 1e6:.1f} MB"
    share = min(received / total, 1.0)
    bar = "#" * round(WIDTH * share)
    percent = f"{100 * share:3.0f} %"
    return f"{title} [{bar:.<{WIDTH}}] {percent}  {received / 1e6:.1f} of {total / 1e6:.1f} MB"


def watched_stream():
    """Return the stream that a person watches: a notebook's output, a terminal, or None."""
    if type(sys.stdout).__module__.startswith("ipykernel"):
        return sys.stdout
    if sys.stderr is not None and sys.stderr.isatty():
        return sys.stderr
    return None
