"""Find a data file on this machine, or fetch it whole from the web, and never wait long.

Looked at in this order: the path given, `DIGITLIB_DATA` (a folder or a file), Keras's cache,
digitlib's own cache (`DIGITLIB_CACHE`, else ~/.cache/digitlib), and then the web, unless
`DIGITLIB_OFFLINE=1` forbids it.
"""

import io
import os
import sys
import threading
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from digitlib.errors import DataError
from digitlib.files import atomic_path

PATIENCE = 5.0  # seconds without a chunk before a source counts as dead; there are two sources
CHUNK = 25_000  # bytes; less than this in PATIENCE seconds is too slow to wait for
MAX_BYTES = 64 * 2**20

REFUSED = "the certificate that came was refused: it is not the site itself."
TRUST = (
    "check this machine's date and time. A school or company that filters the web has a\n"
    "  certificate of its own: ask for that file (.pem) and set REQUESTS_CA_BUNDLE to it,\n"
    "  or use another network"
)


class Source(NamedTuple):
    """Addresses on the web, and the function that makes the wanted file of what they hold."""

    urls: tuple[str, ...]
    build: Callable[[list[bytes]], bytes] = b"".join


def named_data() -> Path | None:
    """Return the folder or file that `DIGITLIB_DATA` names, or None."""
    named = os.environ.get("DIGITLIB_DATA")
    return Path(named).expanduser() if named else None


def named_hint(wanted: str) -> str:
    """Return a line that says why what is wanted is not in `DIGITLIB_DATA`; "" if that is unset."""
    named = named_data()
    if named is None:
        return ""
    fault = f"holds no {wanted}" if named.exists() else "does not exist"
    return f"DIGITLIB_DATA names {named}, which {fault}.\n"


def file_in(place: Path, name: str) -> Path:
    """Return `place/name` if `place` is a folder, else `place` itself."""
    return place / name if place.is_dir() else place


def find_and_read(
    name: str,
    source: str | os.PathLike | None,
    read: Callable[[Path], object],
    sources: Sequence[Source],
) -> object:
    """Return `read(path)` of the file `name` from the first place that has it.

    `read` raises DataError on a file it does not accept. A damaged file is an error where the
    user named the place, and is passed over with a warning in a cache.
    """
    if source is not None:
        return read(file_in(Path(source).expanduser(), name))
    if named := named_data():
        path = file_in(named, name)
        # The variable may name one file; it then speaks for files of that kind only.
        if path.is_file() and path.suffix == Path(name).suffix:
            return read(path)
    keras_home = Path(os.environ.get("KERAS_HOME") or "~/.keras").expanduser()
    cached = Path(os.environ.get("DIGITLIB_CACHE") or "~/.cache/digitlib").expanduser() / name
    for path in (keras_home / "datasets" / name, cached):
        if path.is_file():
            try:
                return read(path)
            except DataError as fault:
                warnings.warn(f"Passed over a damaged file: {fault}", stacklevel=3)
    return download(sources, cached, read)


def is_offline() -> bool:
    """Return whether downloads are forbidden: DIGITLIB_OFFLINE is set, and not to 0."""
    return os.environ.get("DIGITLIB_OFFLINE", "") not in {"", "0"}


def download(sources: Sequence[Source], target: Path, read: Callable[[Path], object]) -> object:
    """Fetch `target` from the first source whose file `read` accepts; return what it read.

    What arrives lies under a temporary name until it has been read, so `target` is never half a
    file. Each source may keep silent for 5 seconds. Raises DataError that tells what went wrong
    at each source, and what to do.
    """
    why, remedy = f"{target.name} could not be downloaded.", "connect to the internet and try again"
    if is_offline():
        why, remedy = "DIGITLIB_OFFLINE is set, so nothing is downloaded.", "unset DIGITLIB_OFFLINE"
    for source in () if is_offline() else sources:
        try:
            content = source.build([fetch(url) for url in source.urls])
            return _keep(content, target, read)
        except DataError as fault:
            why += f"\n  {source.urls[0]}: {fault}"
            remedy = TRUST if str(fault) == REFUSED else remedy
    raise DataError(
        f"{why}\n{named_hint(target.name)}"
        f"What to do: {remedy}, or fetch {target.name} elsewhere\n"
        f"  (from {sources[0].urls[0]})\n"
        "  and set the environment variable DIGITLIB_DATA to the folder that holds it."
    )


def _keep(content: bytes, target: Path, read: Callable[[Path], object]) -> object:
    """Write `target` and return what `read` makes of it; raise DataError if it is not wanted."""
    try:
        with atomic_path(target) as temporary:
            temporary.write_bytes(content)
            return read(temporary)
    except DataError as fault:
        raise DataError("the downloaded file is damaged or another file.") from fault
    except OSError as fault:
        raise DataError(
            f"{target} cannot be written ({fault.strerror or fault}). Make room or fix its "
            "folder's permissions, or set DIGITLIB_CACHE to a folder where you may write."
        ) from fault


class _Received(io.BytesIO):
    """What has come so far; once it is closed, the thread that writes to it ends."""

    def write(self, chunk: bytes) -> int:
        if self.tell() + len(chunk) > MAX_BYTES:
            raise OverflowError(f"more than {MAX_BYTES:,} bytes came: not the file wanted.")
        return super().write(chunk)


def fetch(url: str) -> bytes:
    """Return what `url` holds, showing progress; raise DataError if it does not come.

    The network is read in a thread of its own: looking up a name or trying a host's addresses
    one by one may block far longer than any socket time-out, but waiting for a thread may not.
    """
    # Imported here and not in the thread: a machine that is slow to start is not a silent web.
    import requests  # noqa: F401
    from pooch import HTTPDownloader

    faults = []
    # A .gz file is wanted as it is, so the server must not call it a packed reply.
    headers = {"User-Agent": "digitlib", "Accept-Encoding": "identity"}
    with progress_bar(url.rpartition("/")[2]) as bar, _Received() as received:
        options = {"chunk_size": CHUNK, "timeout": 2 * PATIENCE, "headers": headers}
        read = HTTPDownloader(progressbar=bar, **options)

        def read_all() -> None:
            try:
                read(url, received, None)
            except Exception as fault:  # handed over, not hidden: the waiting thread reports it
                faults.append(fault)

        thread = threading.Thread(target=read_all, daemon=True)
        thread.start()
        before = -1
        while thread.is_alive() and received.tell() > before:
            before = received.tell()
            thread.join(PATIENCE)
        if faults:
            fault = faults.pop()  # left in the list, it would keep the connection open
            raise _explain(fault) from fault
        if thread.is_alive():
            raise DataError(f"no answer for {PATIENCE:g} seconds.")
        content = received.getvalue()
    if content[:500].lstrip().lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        raise DataError(
            "a web page came instead of data. Does this network ask you to log in first?"
        )
    return content


def progress_bar(title: str):
    """Return a tqdm bar of bytes that shows in terminals and notebooks, and in no pipe or log."""
    from tqdm import tqdm

    in_notebook = type(sys.stdout).__module__.startswith("ipykernel")
    stream = sys.stdout if in_notebook else sys.stderr
    watched = in_notebook or (stream is not None and stream.isatty())
    # Pooch learns the total and sets it; a bar whose total is None or 0 counts as none.
    options = {"file": stream, "disable": not watched, "unit": "B", "unit_scale": True}
    return tqdm(desc=title, total=1, **options)


def _explain(fault: Exception) -> DataError:
    """Return an error of one sentence for what requests raised."""
    from requests import HTTPError
    from requests.exceptions import ChunkedEncodingError

    if isinstance(fault, OverflowError):
        return DataError(str(fault))
    if isinstance(fault, HTTPError):
        return DataError(f"the server answered {fault.response.status_code}.")
    if isinstance(fault, ChunkedEncodingError):
        return DataError("the connection ended before the whole file had arrived.")
    if "certificate verify failed" in str(fault):
        return DataError(REFUSED)
    while cause := fault.__cause__ or fault.__context__:
        fault = cause
    if isinstance(fault, TimeoutError):  # on a busy machine the thread may notice first
        return DataError(f"no answer for {PATIENCE:g} seconds.")
    words = " ".join(str(fault).split())[:200] or type(fault).__name__
    return DataError(f"no connection ({words}).")
