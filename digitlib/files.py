"""Write files whole or not at all, and know where the trained networks lie."""

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np

from digitlib.errors import DigitlibError

PARTIAL = ".partial-"  # how every temporary name begins
ABANDONED = 86_400  # seconds after which nobody can still be writing a temporary file


@contextmanager
def atomic_path(
    path: str | os.PathLike, error: type[DigitlibError] | None = None
) -> Iterator[Path]:
    """Yield a temporary path beside `path`; on success rename it onto `path`, else remove it.

    A reader therefore sees the old file or the new one, never half of either. The temporary
    name keeps the suffixes of `path`, because Keras and NumPy look at them. With `error` a full
    disk or a forbidden folder (OSError) is told as that error, with what to do.

    Files that belong together are nested: each is saved to a temporary path of its own, and none
    is renamed before all are there.
    """
    target = Path(path)
    try:
        with _renamed_at_the_end(target) as temporary:
            yield temporary
    except OSError as fault:
        if error is None:
            raise
        raise error(
            f"{_final(target)} cannot be written ({fault.strerror or fault}). "
            "What was there is unchanged. "
            "Make room, mend the folder's permissions, or choose another folder."
        ) from fault


def _final(path: Path) -> Path:
    """Return the path under which people know a file that may have a temporary name."""
    if not path.name.startswith(PARTIAL):
        return path
    return path.with_name(path.name.removeprefix(PARTIAL).partition("-")[2])


@contextmanager
def _renamed_at_the_end(target: Path) -> Iterator[Path]:
    """Yield a temporary path beside `target`; on success rename it, always clear it away."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=PARTIAL, suffix=f"-{target.name}", dir=target.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        # mkstemp makes files only their owner may read; a saved network is for everyone.
        os.chmod(temporary, 0o644)
        os.replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def sweep_partial(folder: Path) -> None:
    """Remove what a killed process left under a temporary name in `folder` over a day ago."""
    for path in folder.glob(f"{PARTIAL}*"):
        # Another process may sweep as well; what it or the system forbids is left alone.
        with suppress(OSError):
            if time.time() - path.stat().st_mtime < ABANDONED:
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink()


def models_folder() -> Path:
    """Return the folder of trained networks.

    `DIGITLIB_MODELS` names it; else it is `models/` of the checkout; else the copy that was
    installed with the package.
    """
    if named := os.environ.get("DIGITLIB_MODELS"):
        return Path(named).expanduser()
    package = Path(__file__).resolve().parent
    checkout = package.parent / "models"
    if (package.parent / "pyproject.toml").is_file() and checkout.is_dir():
        return checkout
    return package / "_models"


def sha256_of_array(array: np.ndarray) -> str:
    """Return the SHA-256 of an array's raw bytes in C order, as 64 hexadecimal digits."""
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()
