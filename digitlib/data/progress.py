"""A progress bar in plain text, for terminals and notebooks."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

WIDTH = 24  # characters of the bar itself
PAUSE = 0.1  # seconds between two redraws


@contextmanager
def progress_bar(
    title: str, tell: Callable[[int, int], str] | None = None
) -> Iterator[Callable[[int, int], None]]:
    """Yield a function `show(done, total)` that redraws one line.

    `tell(done, total)` writes the numbers beside the bar, by default megabytes of bytes. Nothing
    is shown where nobody watches: in a pipe, a log or a test.
    """
    tell = tell or megabytes
    stream = watched_stream()
    line, due = "", 0.0

    def show(done: int, total: int) -> None:
        nonlocal line, due
        line = progress_line(title, done, total, tell)
        if stream is not None and time.monotonic() >= due:
            due = time.monotonic() + PAUSE
            print("\r" + line, end="", file=stream, flush=True)

    try:
        yield show
    finally:
        if stream is not None and line:
            print("\r" + line, file=stream, flush=True)


def progress_line(title: str, done: int, total: int, tell: Callable[[int, int], str]) -> str:
    """Return a bar such as `mnist.npz [######......]  50 %  5.7 of 11.5 MB`, ASCII only.

    A total of 0 stands for unknown.
    """
    if not total:
        return f"{title} {tell(done, total)}"
    share = min(done / total, 1.0)
    bar = "#" * round(WIDTH * share)
    return f"{title} [{bar:.<{WIDTH}}] {100 * share:3.0f} %  {tell(done, total)}"


def megabytes(done: int, total: int) -> str:
    """Return two numbers of bytes in MB, such as `5.7 of 11.5 MB`."""
    return f"{done / 1e6:.1f} of {total / 1e6:.1f} MB" if total else f"{done / 1e6:.1f} MB"


def batches(done: int, total: int) -> str:
    """Return how many batches are done, such as `120 of 215 batches`."""
    return f"{done} of {total} batches"


def watched_stream():
    """Return the stream that a person watches: a notebook's output, a terminal, or None."""
    if type(sys.stdout).__module__.startswith("ipykernel"):
        return sys.stdout
    if sys.stderr is not None and sys.stderr.isatty():
        return sys.stderr
    return None
