"""Load MNIST, or the offline sample if MNIST is unavailable.

Every file is checked by its content, not by its name or date, each time it is read.
"""

import gzip
import hashlib
import io
import math
import os
import zlib
from pathlib import Path
from typing import NamedTuple

import numpy as np

from digitlib.data.download import Source, find_and_read
from digitlib.errors import DataError
from digitlib.files import read_npz

# Name, dtype, shape, and SHA-256 of the bytes in C order, which every file of MNIST shares.
MNIST_ARRAYS = {
    "x_train": ("uint8", (60_000, 28, 28)),
    "y_train": ("uint8", (60_000,)),
    "x_test": ("uint8", (10_000, 28, 28)),
    "y_test": ("uint8", (10_000,)),
}
MNIST_HASHES = {
    "x_train": "741c988805d008ac6e4c904b69001ba184c24b2c540a4ef403f4c71b676cf757",
    "y_train": "1feba77c54802fa5339a11837ea4b2866434b83314ec45192930f1df69120c13",
    "x_test": "6d87418db22cc8025d05968bec9bd5c3932904b23485740db143a061a2c9d161",
    "y_test": "ddeff807876a9661a1110d45c266c86239a3a1b7d37da0c3716a7a683c852ff5",
}


class Mnist(NamedTuple):
    """MNIST in its original order.

    uint8 images (60000, 28, 28) and (10000, 28, 28), ink 255; uint8 labels 0-9.
    """

    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray


class Digits(NamedTuple):
    """Digits to learn from: MNIST, or the smaller offline sample in the same form.

    `name` is "MNIST" or "offline sample"; `notice` is "" or says why it is not MNIST.
    """

    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray
    name: str
    notice: str


def load_mnist(source: str | os.PathLike | None = None) -> Mnist:
    """Return MNIST from `source` (a file or its folder), else from the first place that has it.

    `DIGITLIB_DATA`, Keras's cache and digitlib's own are looked at before the web. Raises
    DataError if it is nowhere, or if a file in a place that you named is damaged.
    """
    return find_and_read("mnist.npz", source, _read_mnist, MNIST_SOURCES)


def load_digits() -> Digits:
    """Return MNIST if it can be had, else the offline sample, with a printed notice."""
    try:
        return Digits(*load_mnist(), name="MNIST", notice="")
    except DataError as fault:
        from digitlib.data.offline_sample import load_sample, write_notice

        arrays = load_sample()
        notice = write_notice(arrays, str(fault))
        print(notice)
        return Digits(*arrays, name="offline sample", notice=notice)


def _read_mnist(path: Path) -> Mnist:
    """Read an .npz file and accept it only if its arrays are MNIST's, bit for bit."""
    arrays = read_npz(path, MNIST_ARRAYS)
    for name, array in arrays.items():
        if hashlib.sha256(array).hexdigest() != MNIST_HASHES[name]:
            raise DataError(
                f"{path}: the array {name!r} is not MNIST's. Delete the file and fetch it again."
            )
    return Mnist(**arrays)


def pack_idx(pieces: list[bytes]) -> bytes:
    """Make an .npz file of the four original files, which are gzip-packed IDX.

    Raises DataError if one is damaged. Source of the format: Y. LeCun, C. Cortes and C. Burges,
    "The MNIST database".
    """
    arrays = {}
    for (name, (_, shape)), piece in zip(MNIST_ARRAYS.items(), pieces, strict=True):
        header, size = 4 + 4 * len(shape), math.prod(shape)
        try:
            content = gzip.GzipFile(fileobj=io.BytesIO(piece)).read(header + size + 1)
            arrays[name] = np.frombuffer(content, np.uint8, offset=header).reshape(shape)
        except (OSError, EOFError, ValueError, zlib.error) as fault:
            raise DataError("what came is damaged or another file.") from fault
    stream = io.BytesIO()
    np.savez_compressed(stream, **arrays)
    return stream.getvalue()


# The four original files are in the order of the arrays.
_IDX = "https://ossci-datasets.s3.amazonaws.com/mnist/{}-ubyte.gz"
_IDX_NAMES = ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")
MNIST_SOURCES = [
    Source(("https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz",)),
    Source(tuple(map(_IDX.format, _IDX_NAMES)), pack_idx),
]
