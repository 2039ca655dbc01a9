"""Write files whole or not at all, and know where the trained networks lie."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np


@contextmanager
def atomic_path(path: str | os.PathLike) -> Iterator[Path]:
    """Yield a temporary path beside `path`; on success rename it onto `path`, else remove it.

    A reader therefore sees the old file or the new one, never half of either. The temporary
    name keeps the suffixes of `path`, because Keras and NumPy look at them.
    """
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".partial-", suffix=f"-{target.name}", dir=target.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        # mkstemp makes files only their owner may read; a saved network is for everyone.
        os.chmod(temporary, 0o644)
        os.replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


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
