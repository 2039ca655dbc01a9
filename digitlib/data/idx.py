"""Build `mnist.npz` from MNIST's four original IDX files, as its second mirror serves them."""

import gzip
import math
import tempfile
import zlib
from pathlib import Path

import numpy as np

from digitlib.data.download import fetch
from digitlib.errors import DataError

# Source of the format: Y. LeCun, C. Cortes and C. Burges, "The MNIST database".
FILES = {
    "x_train": "train-images-idx3-ubyte.gz",
    "y_train": "train-labels-idx1-ubyte.gz",
    "x_test": "t10k-images-idx3-ubyte.gz",
    "y_test": "t10k-labels-idx1-ubyte.gz",
}
MAX_BYTES = 64 * 2**20  # of one unpacked file; the largest holds 47 MB


def write_npz_from_idx(folder_url: str, path: Path) -> None:
    """Fetch the four files from `folder_url` and write them as one .npz file to `path`."""
    arrays = {}
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".partial-") as folder:
        for name, file_name in FILES.items():
            fetch(f"{folder_url}/{file_name}", Path(folder, file_name))
            arrays[name] = read_idx(Path(folder, file_name))
    with open(path, "wb") as file:
        np.savez_compressed(file, **arrays)


def read_idx(path: Path) -> np.ndarray:
    """Return the uint8 array of a gzip-packed IDX file; raise DataError if it is damaged."""
    try:
        with gzip.open(path) as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as fault:
        raise DataError(f"{path.name} is not a whole gzip file.") from fault
    num_axes = content[3] if content[:3] == b"\0\0\x08" and len(content) > 3 else 0
    start = 4 + 4 * num_axes
    if not num_axes or len(content) < start:
        raise DataError(f"{path.name} is not an IDX file of bytes.")
    shape = np.frombuffer(content[4:start], ">u4").tolist()
    values = np.frombuffer(content[start:], np.uint8)
    if values.size != math.prod(shape):
        raise DataError(f"{path.name} holds fewer or more values than it says.")
    return values.reshape(shape)
