"""Where digits come from: MNIST, the offline sample that stands in for it, and pen strokes.

Every file is checked by its content, not by its name or date, each time it is read.
"""

import hashlib
import io
import os
import zipfile
from pathlib import Path
from typing import NamedTuple

import numpy as np

from digitlib.data.download import Source, fetch
from digitlib.data.idx import write_npz_from_idx
from digitlib.data.pen_strokes import PenDigit, read_unipen, unlzw
from digitlib.data.search import find_and_read
from digitlib.errors import DataError
from digitlib.files import sha256_of_array
from digitlib.npz import read_npz

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
MNIST_SOURCES = [
    Source("https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz", fetch),
    Source("https://ossci-datasets.s3.amazonaws.com/mnist", write_npz_from_idx),
]

PEN_FILE = "pendigits-orig.tra.Z"
PEN_HASH = "a66225d68d7d68591e62944df1ad33b3f5aa608e2df2505844b41f5568a80da4"  # of the text


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
    DataError if it can be had nowhere, or if a file in a place that you named is damaged.
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


def load_pen_strokes(source: str | os.PathLike | None = None) -> list[PenDigit]:
    """Return 7,494 digits of 30 writers as pen strokes: UCI pendigits-orig, training part.

    `source` may be any `.Z` file in its format, or a folder that holds the file. Data: E. Alpaydin
    and F. Alimoglu, 1998, doi 10.24432/C5MG6K, CC BY 4.0. Raises DataError as `load_mnist` does.
    """
    if source is not None and not Path(source).is_dir():
        return _read_pen_file(Path(source).expanduser())
    return find_and_read(PEN_FILE, source, _read_pen_strokes, PEN_SOURCES)


def _read_mnist(path: Path) -> Mnist:
    """Read an .npz file and accept it only if its arrays are MNIST's, bit for bit."""
    arrays = read_npz(path, MNIST_ARRAYS)
    for name, array in arrays.items():
        if sha256_of_array(array) != MNIST_HASHES[name]:
            raise DataError(
                f"{path}: the array {name!r} is not MNIST's. Delete the file and fetch it again."
            )
    return Mnist(**arrays)


def _read_pen_strokes(path: Path) -> list[PenDigit]:
    """Read the published file and accept it only if its text is the published one."""
    return _read_pen_file(path, PEN_HASH)


def _read_pen_file(path: Path, wanted_hash: str = "") -> list[PenDigit]:
    """Read a `.Z` file of UNIPEN text, whose SHA-256 may be given."""
    try:
        packed = path.read_bytes()
    except OSError as fault:
        raise DataError(f"{path} cannot be read ({fault.strerror}). Check the path.") from fault
    try:
        text = unlzw(packed)
        if wanted_hash and hashlib.sha256(text).hexdigest() != wanted_hash:
            raise DataError("This is not the text that UCI publishes.")
        return read_unipen(text.decode("latin-1"))
    except DataError as fault:
        raise DataError(f"{path}: {fault} Delete the file and fetch it again.") from fault


def _write_from_zip(url: str, path: Path) -> None:
    """Fetch UCI's zip of the whole dataset and write the one file wanted to `path`."""
    fetch(url, path)
    try:
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
            path.write_bytes(archive.open(PEN_FILE).read(8 * 2**20))
    except (zipfile.BadZipFile, KeyError, EOFError, ValueError) as fault:
        raise DataError(f"the zip file does not hold {PEN_FILE}.") from fault


PEN_ZIP_SOURCE = Source(
    "https://archive.ics.uci.edu/static/public/81/pen+based+recognition+of+handwritten+digits.zip",
    _write_from_zip,
)
PEN_SOURCES = [
    Source(
        f"https://archive.ics.uci.edu/ml/machine-learning-databases/pendigits/{PEN_FILE}", fetch
    ),
    PEN_ZIP_SOURCE,
]
