"""Find a data file on this machine, or bring it here.

Looked at in this order: the path given, `DIGITLIB_DATA` (a folder or a file), Keras's cache,
digitlib's own cache, and then the web, unless `DIGITLIB_OFFLINE=1` forbids it.
"""

import os
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from digitlib.data.download import Source, download
from digitlib.errors import DataError

Content = TypeVar("Content")


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
        return read(_in_folder(Path(source).expanduser(), name))
    if named := _file_in_named_data(name):
        return read(named)
    cached = cache_folder() / name
    for path in (keras_cache() / name, cached):
        if path.is_file():
            try:
                return read(path)
            except DataError as fault:
                warnings.warn(f"Passed over a damaged file: {fault}", stacklevel=3)
    try:
        download(sources, cached, check=read)
    except DataError as fault:
        raise DataError(f"{fault}\n{_remedy(name, sources)}") from fault
    return read(cached)


def cache_folder() -> Path:
    """Return the folder of downloaded files: `DIGITLIB_CACHE`, else one in the system's cache."""
    if named := os.environ.get("DIGITLIB_CACHE"):
        return Path(named).expanduser()
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "digitlib"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "digitlib"


def keras_cache() -> Path:
    """Return the folder where Keras keeps the datasets it has downloaded."""
    return Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras") / "datasets"


def _in_folder(place: Path, name: str) -> Path:
    """Return the file itself if `place` is a file, and `place/name` if it is a folder."""
    return place / name if place.is_dir() else place


def _file_in_named_data(name: str) -> Path | None:
    """Return the file in `DIGITLIB_DATA`, or None if that is not set or has no such file."""
    if not (named := os.environ.get("DIGITLIB_DATA")):
        return None
    path = _in_folder(Path(named).expanduser(), name)
    # The variable may name one file; it then speaks for files of that kind only.
    return path if path.is_file() and path.suffix == Path(name).suffix else None


def _remedy(name: str, sources: Sequence[Source]) -> str:
    """Say how to get the file by hand."""
    return (
        f"What to do: connect to the internet and try again, or fetch {name} elsewhere\n"
        f"  (from {sources[0].url})\n"
        "  and set the environment variable DIGITLIB_DATA to the folder that holds it."
    )
