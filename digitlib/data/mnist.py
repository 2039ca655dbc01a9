"""Load MNIST, or the offline sample if MNIST is unavailable.

Every file of MNIST is checked by its content, not by its name or date, each time it is read.
The offline sample is real handwritten digits that ship inside scikit-learn, framed as MNIST is:
E. Alpaydin and C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning
Repository, 1998, doi 10.24432/C50P49, CC BY 4.0. Each image counts the ink in the 8x8 blocks of a
32x32 scan, 0 to 16.
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
from PIL import Image

from digitlib.data.download import Source, find_and_read
from digitlib.errors import DataError
from digitlib.files import read_npz
from digitlib.framing import place_in_frame
from digitlib.wording import how_to_install

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
# Of the offline sample: each of the 8x8 counts becomes 10x10 pixels before framing.
SCALE = 10
# The counts blur strokes two cells wide. Taking away SHARPEN of a Gaussian average (BLUR pixels
# wide) and cutting at INK gives strokes 3.0 pixels thick in the frame, as MNIST's are, and the
# fewest broken ones; tests/data/test_offline_sample.py measures both.
BLUR = 8
SHARPEN = 0.7
INK = 0.3
SOFT_EDGE = 0.2
NUM_TEST = 359  # a fifth of the 1,797
SEED = 0  # of the split, fixed: everyone's sample is the same


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
            raise DataError("the downloaded file is damaged or another file.") from fault
    stream = io.BytesIO()
    np.savez_compressed(stream, **arrays)
    return stream.getvalue()


def load_sample() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return `x_train, y_train, x_test, y_test` in MNIST's form: uint8 (n, 28, 28) and (n,).

    Raises DataError if scikit-learn (which brings SciPy) is not installed.
    """
    try:
        from sklearn.datasets import load_digits as load_small_digits
        from sklearn.model_selection import train_test_split
    except ImportError as fault:
        raise DataError(f"The offline sample needs scikit-learn. {how_to_install()}") from fault
    small = load_small_digits()
    images = np.stack([frame_small_digit(counts) for counts in small.images])
    labels = small.target.astype(np.uint8)
    x_train, x_test, y_train, y_test = train_test_split(
        images, labels, test_size=NUM_TEST, stratify=labels, random_state=SEED
    )
    return x_train, y_train, x_test, y_test


def frame_small_digit(counts: np.ndarray) -> np.ndarray:
    """Turn ink counts (8, 8) of 0-16 into MNIST's frame: uint8 (28, 28), ink 255."""
    from scipy.ndimage import gaussian_filter

    side = 8 * SCALE
    picture = Image.fromarray(np.float32(counts / 16))
    smooth = np.asarray(picture.resize((side, side), Image.Resampling.BICUBIC))
    sharp = smooth - SHARPEN * gaussian_filter(smooth, BLUR)
    return place_in_frame(np.clip((sharp - INK + SOFT_EDGE) / (2 * SOFT_EDGE), 0, 1))


def write_notice(arrays: tuple[np.ndarray, ...], reason: str) -> str:
    """Return the framed text that says which data are in use, why, and how to get MNIST."""
    rule = "=" * 88
    num_train, num_test = len(arrays[0]), len(arrays[2])
    return (
        f"{rule}\n"
        "NOTICE: THIS IS NOT MNIST. You are working on the OFFLINE SAMPLE:\n"
        f"{num_train + num_test:,} real handwritten digits from scikit-learn, "
        f"{num_train:,} to train and {num_test:,} to test.\n"
        "Everything runs, but numbers and figures differ from those that MNIST gives.\n\n"
        f"Why: {reason}\n"
        f"{rule}"
    )


# The four original files are in the order of the arrays.
_IDX = "https://ossci-datasets.s3.amazonaws.com/mnist/{}-ubyte.gz"
_IDX_NAMES = ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")
MNIST_SOURCES = [
    Source(("https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz",)),
    Source(tuple(map(_IDX.format, _IDX_NAMES)), pack_idx),
]
