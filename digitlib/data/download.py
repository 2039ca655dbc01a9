"""Fetch a file from the web whole or not at all, and never wait long for nothing."""

import os
import queue
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from digitlib.data.progress import progress_bar
from digitlib.data.waiting import IN_ALL, NoAnswerError, Wait, current_wait, memory
from digitlib.errors import DataError
from digitlib.files import atomic_path, sweep_partial

PATIENCE = 5.0  # seconds of silence before a source counts as dead
SLOWEST = 5_000  # bytes a second, on average; MNIST would take 40 minutes at that
MAX_BYTES = 64 * 2**20
CHUNK = 64 * 1024


class Source(NamedTuple):
    """A place on the web, and the function that writes what is there to a path."""

    url: str
    write: Callable[[str, Path], None]


def is_offline() -> bool:
    """Tell whether `DIGITLIB_OFFLINE` forbids every use of the network."""
    return os.environ.get("DIGITLIB_OFFLINE", "") not in {"", "0"}


def download(sources: Sequence[Source], target: Path, check: Callable[[Path], object]) -> None:
    """Make the file `target` from the first source whose file passes `check`.

    `check` raises DataError on a file it does not accept. What arrives lies under a temporary
    name until it has passed, so `target` is never half a file. All sources together are waited
    for 10 seconds without data; the next file is then not tried at once. Raises DataError that
    tells what went wrong at each source and what to do.
    """
    if is_offline():
        raise DataError("DIGITLIB_OFFLINE is set, so nothing is downloaded.")
    memory.refuse(target)
    sweep_partial(target.parent)
    faults = _try_in_turn(sources, target, check)
    if len(faults) < len(sources):
        memory.forget()
        return
    if all(isinstance(fault, NoAnswerError) for fault in faults):
        memory.note_silence(target, [source.url for source in sources])
    told = zip(sources, faults, strict=True)
    lines = "".join(f"\n  {source.url}: {fault}" for source, fault in told)
    raise DataError(f"{target.name} could not be downloaded.{lines}")


def _try_in_turn(
    sources: Sequence[Source], target: Path, check: Callable[[Path], object]
) -> list[DataError]:
    """Try the sources until one gives the file; return what went wrong at those before it."""
    faults = []
    token = current_wait.set(Wait())
    try:
        for source in sources:
            try:
                with atomic_path(target) as temporary:
                    source.write(source.url, temporary)
                    _check_content(temporary, check)
                break
            except DataError as fault:
                faults.append(fault)
    except OSError as fault:
        raise DataError(_explain_disk(target, fault)) from fault
    finally:
        current_wait.reset(token)
    return faults


def _check_content(path: Path, check: Callable[[Path], object]) -> None:
    """Run `check`; say so when a web page came instead of data, as schools' log-in pages do."""
    try:
        check(path)
    except DataError as fault:
        start = path.read_bytes()[:500].lstrip().lower()
        if start.startswith((b"<!doctype", b"<html", b"<?xml")):
            raise DataError(
                "a web page came instead of data. Does this network ask you to log in first?"
            ) from fault
        raise DataError("what came is damaged or another file.") from fault


def _explain_disk(target: Path, fault: OSError) -> str:
    """Say that a file cannot be kept, why, and how to mend it."""
    reason = fault.strerror or type(fault).__name__
    return (
        f"{target} cannot be written ({reason}). Make room or mend its folder's permissions, "
        "or set DIGITLIB_CACHE to a folder where you may write."
    )


def fetch(url: str, path: Path, max_bytes: int = MAX_BYTES) -> None:
    """Write what `url` holds to `path`, showing progress; raise DataError if it does not come."""
    received = total = 0
    wait = current_wait.get(None) or Wait()
    title = url.rpartition("/")[2]
    with open(path, "wb") as file, progress_bar(title) as show:
        for chunk, total in _watch_rate(_arrivals(url, wait), wait):
            received += len(chunk)
            if received > max_bytes:
                raise DataError(f"more than {max_bytes:,} bytes came, so not the file wanted.")
            file.write(chunk)
            show(received, total)
    if received < total:
        raise DataError(f"the connection ended after {received:,} of {total:,} bytes.")
    wait.renew()


def _watch_rate(arrivals: Iterator[tuple[bytes, int]], wait: Wait) -> Iterator[tuple[bytes, int]]:
    """Pass chunks on; raise NoAnswerError when they trickle in too slowly to wait for."""
    start, received = None, 0
    for chunk, total in arrivals:
        start = start or time.monotonic()
        yield chunk, total
        received += len(chunk)
        seconds = time.monotonic() - start
        if received >= SLOWEST * max(1.0, seconds):
            wait.renew()
        elif seconds > PATIENCE or not wait.seconds_left():
            raise NoAnswerError(f"only {received:,} bytes came in {seconds:.0f} seconds.")


def _arrivals(url: str, wait: Wait) -> Iterator[tuple[bytes, int]]:
    """Yield the chunks of a reply, each with the announced length (0 if there is none).

    The network is read in a thread of its own: looking up a name or trying a host's addresses
    one by one may block far longer than any socket time-out, but waiting for a queue may not.
    """
    if not wait.seconds_left():
        raise NoAnswerError(f"not tried, as nothing has come for {IN_ALL:g} seconds.")
    mailbox: queue.SimpleQueue = queue.SimpleQueue()
    stop = threading.Event()
    threading.Thread(target=_read_into, args=(mailbox, stop, url), daemon=True).start()
    try:
        while True:
            patience = min(PATIENCE, wait.seconds_left())
            item = mailbox.get(timeout=patience)
            if isinstance(item, Exception):
                raise _explain_network(item) from item
            if item is None:
                return
            yield item
    except queue.Empty:
        raise NoAnswerError(f"no answer for {round(patience, 1):g} seconds.") from None
    finally:
        stop.set()


def _read_into(mailbox: queue.SimpleQueue, stop: threading.Event, url: str) -> None:
    """Put every chunk of a reply into `mailbox`, then None; or the exception that ended it."""
    try:
        request = urllib.request.Request(url, headers={"User-Agent": "digitlib"})
        with urllib.request.urlopen(request, timeout=PATIENCE) as reply:
            total = int(reply.headers.get("Content-Length", 0))
            while not stop.is_set() and (chunk := reply.read1(CHUNK)):
                mailbox.put((chunk, total))
        mailbox.put(None)
    except Exception as fault:  # handed over, not hidden: the waiting thread reports it
        mailbox.put(fault)


def _explain_network(fault: Exception) -> DataError:
    """Return an error of one sentence for what urllib raised."""
    if isinstance(fault, urllib.error.HTTPError):
        first_line = str(fault.reason).partition("\n")[0].rstrip(".")
        return DataError(f"the server answered {fault.code} ({first_line}).")
    if isinstance(fault, TimeoutError) or isinstance(getattr(fault, "reason", 0), TimeoutError):
        return NoAnswerError(f"no answer for {PATIENCE:g} seconds.")
    reason = getattr(fault, "reason", fault)
    words = " ".join(str(reason).split())[:200] or type(reason).__name__
    return NoAnswerError(f"no connection ({words}).")
