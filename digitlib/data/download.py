"""Find a data file on this machine, or fetch it whole from the web, and never wait long.

Looked at in this order: the path given, `DIGITLIB_DATA` (a folder or a file), Keras's cache,
digitlib's own cache, and then the web, unless `DIGITLIB_OFFLINE=1` forbids it.
"""

import os
import queue
import threading
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar
from urllib.parse import urlsplit

from digitlib.data.progress import progress_bar
from digitlib.errors import DataError
from digitlib.files import atomic_path

PATIENCE = 5.0  # seconds without a chunk before a source counts as dead; there are two sources
CHUNK = 25_000  # bytes; less than this in PATIENCE seconds is too slow to wait for
MAX_BYTES = 64 * 2**20
REMEMBERED = 300.0  # seconds for which "nothing on the web answers" is believed

Content = TypeVar("Content")
# The files for which nothing on the web answered, and when (seconds of the monotonic clock).
silent: dict[Path, float] = {}


class Source(NamedTuple):
    """Addresses on the web, and the function that makes the wanted file of what they hold."""

    urls: tuple[str, ...]
    build: Callable[[list[bytes]], bytes] = b"".join


class NoAnswerError(DataError):
    """Nothing came from a source, or so slowly that waiting is no use."""


class CertificateError(DataError):
    """Something answered that cannot prove to be the source."""


def is_offline() -> bool:
    """Tell whether `DIGITLIB_OFFLINE` forbids every use of the network."""
    return os.environ.get("DIGITLIB_OFFLINE", "") not in {"", "0"}


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


def cache_folder() -> Path:
    """Return the folder of downloaded files: `DIGITLIB_CACHE`, else one in the system's cache."""
    if named := os.environ.get("DIGITLIB_CACHE"):
        return Path(named).expanduser()
    base = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME")
    return Path(base or Path.home() / ".cache") / "digitlib"


def find_and_read(
    name: str,
    source: str | os.PathLike | None,
    read: Callable[[Path], Content],
    sources: Sequence[Source],
) -> Content:
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
    cached = cache_folder() / name
    keras_home = Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras")
    for path in (keras_home / "datasets" / name, cached):
        if path.is_file():
            try:
                return read(path)
            except DataError as fault:
                warnings.warn(f"Passed over a damaged file: {fault}", stacklevel=3)
    try:
        return download(sources, cached, read)
    except DataError as fault:
        raise DataError(
            f"{fault}\n{named_hint(name)}"
            f"What to do: {_first_remedy(fault)}, or fetch {name} elsewhere\n"
            f"  (from {sources[0].urls[0]})\n"
            "  and set the environment variable DIGITLIB_DATA to the folder that holds it."
        ) from fault


def _first_remedy(fault: DataError) -> str:
    """Return what may help a failed download."""
    if is_offline():
        return "unset DIGITLIB_OFFLINE and try again"
    if isinstance(fault, CertificateError):
        return (
            "check this machine's date and time. A school or company that filters the web has\n"
            "  a certificate of its own: ask for that file (.pem) and set REQUESTS_CA_BUNDLE to "
            "it,\n  or use another network"
        )
    return "connect to the internet and try again"


def file_in(place: Path, name: str) -> Path:
    """Return `place/name` if `place` is a folder, else `place` itself."""
    return place / name if place.is_dir() else place


def download(sources: Sequence[Source], target: Path, read: Callable[[Path], Content]) -> Content:
    """Fetch `target` from the first source whose file `read` accepts; return what it read.

    What arrives lies under a temporary name until it has been read, so `target` is never half a
    file. Each source is waited for 5 seconds without data; if all stay silent, another file is
    not tried right after. Raises DataError that tells what went wrong at each source.
    """
    if is_offline():
        raise DataError("DIGITLIB_OFFLINE is set, so nothing is downloaded.")
    _refuse_second_wait(target)
    faults = []
    for source in sources:
        try:
            content = source.build([fetch(url) for url in source.urls])
            result = _keep(content, target, read)
        except OSError as fault:
            raise DataError(
                f"{target} cannot be written ({fault.strerror or fault}). Make room or fix its "
                "folder's permissions, or set DIGITLIB_CACHE to a folder where you may write."
            ) from fault
        except DataError as fault:
            faults.append(fault)
        else:
            silent.clear()
            return result
    _note_silence(target, sources, faults)
    told = zip(sources, faults, strict=True)
    lines = "".join(f"\n  {source.urls[0]}: {fault}" for source, fault in told)
    refused = any(isinstance(fault, CertificateError) for fault in faults)
    error = CertificateError if refused else DataError
    raise error(f"{target.name} could not be downloaded.{lines}")


def _keep(content: bytes, target: Path, read: Callable[[Path], Content]) -> Content:
    """Write `target` and return what `read` makes of it; raise DataError if it is not wanted."""
    with atomic_path(target) as temporary:
        temporary.write_bytes(content)
        try:
            return read(temporary)
        except DataError as fault:
            raise DataError("what came is damaged or another file.") from fault


def _refuse_second_wait(target: Path) -> None:
    """Raise NoAnswerError for a new file if nothing on the web answered a moment ago.

    Whoever asks for the same file again wants it tried again, perhaps with the cable put in.
    """
    last = max(silent.values(), default=-REMEMBERED)
    if target not in silent and time.monotonic() < last + REMEMBERED:
        silent[target] = last
        raise NoAnswerError(
            f"{target.name} was not tried, because nothing on the web answered a moment ago. "
            "Ask for it again when there is a network."
        )


def _note_silence(target: Path, sources: Sequence[Source], faults: list[DataError]) -> None:
    """Remember that no source answered, unless they are all on one host: it may just be down."""
    hosts = {urlsplit(source.urls[0]).netloc for source in sources}
    if len(hosts) > 1 and all(isinstance(fault, NoAnswerError) for fault in faults):
        silent[target] = time.monotonic()


class _Mailbox(queue.SimpleQueue):
    """A file for pooch to write to: hands the chunks over, until nobody wants them any more."""

    given_up = False

    def write(self, chunk: bytes) -> None:
        if self.given_up:
            raise BrokenPipeError("nobody waits for this download any more")
        self.put(chunk)

    def flush(self) -> None:
        """Do nothing: what was written is already on its way."""


def fetch(url: str) -> bytes:
    """Return what `url` holds, showing progress; raise DataError if it does not come.

    The network is read in a thread of its own: looking up a name or trying a host's addresses
    one by one may block far longer than any socket time-out, but waiting for a queue may not.
    """
    # Imported here and not in the thread: a machine that is slow to start is not a silent web.
    import requests  # noqa: F401
    from pooch import HTTPDownloader

    mailbox, content = _Mailbox(), bytearray()
    # Pooch learns the total and sets it; a bar whose total is None or 0 counts as none.
    with progress_bar(url.rpartition("/")[2], total=1, unit="B", unit_scale=True) as bar:
        # A .gz file is wanted as it is, so the server must not call it a packed reply.
        headers = {"User-Agent": "digitlib", "Accept-Encoding": "identity"}
        options = {"chunk_size": CHUNK, "timeout": 2 * PATIENCE, "headers": headers}
        read = HTTPDownloader(progressbar=bar, **options)
        threading.Thread(target=_read_into, args=(mailbox, read, url), daemon=True).start()
        try:
            while chunk := mailbox.get(timeout=PATIENCE):
                if isinstance(chunk, Exception):
                    raise _explain(chunk) from chunk
                content += chunk
                if len(content) > MAX_BYTES:
                    raise DataError(f"more than {MAX_BYTES:,} bytes came: not the file wanted.")
        except queue.Empty:
            raise NoAnswerError(f"no answer for {PATIENCE:g} seconds.") from None
        finally:
            mailbox.given_up = True
    if content[:500].lstrip().lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        raise DataError(
            "a web page came instead of data. Does this network ask you to log in first?"
        )
    return bytes(content)


def _read_into(mailbox: _Mailbox, read: Callable, url: str) -> None:
    """Put every chunk of a reply into `mailbox`, then None; or the exception that ended it."""
    try:
        read(url, mailbox, None)
        mailbox.put(None)
    except Exception as fault:  # handed over, not hidden: the waiting thread reports it
        mailbox.put(fault)


def _explain(fault: Exception) -> DataError:
    """Return an error of one sentence for what requests raised."""
    from requests import HTTPError
    from requests.exceptions import ChunkedEncodingError

    if isinstance(fault, HTTPError):
        return DataError(f"the server answered {fault.response.status_code}.")
    if isinstance(fault, ChunkedEncodingError):
        return DataError("the connection ended before the whole file had come.")
    if "certificate verify failed" in str(fault):
        return CertificateError("the certificate that came was refused: not the site itself.")
    while cause := fault.__cause__ or fault.__context__:
        fault = cause
    words = " ".join(str(fault).split())[:200] or type(fault).__name__
    return NoAnswerError(f"no connection ({words}).")
