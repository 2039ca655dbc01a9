"""Read NumPy's .npz files that may come from anywhere: nothing in them is executed or trusted.

`numpy.load` unpickles object arrays when asked to and believes the sizes that a file claims.
Here the header of each array is read first; its dtype, shape and size are checked before any
memory is set aside, and never more bytes are unpacked than the header promised.
"""

import math
import os
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from tokenize import TokenError
from typing import NamedTuple

import numpy as np
from numpy.lib import format as npy_format

from digitlib.errors import DataError, DigitlibError

MAX_BYTES = 256 * 2**20  # of all wanted arrays together; MNIST takes 53 MB
MAX_HEADER = 10_000  # characters of the text that describes one array

# What zipfile, zlib and NumPy's header reader are known to raise on damaged or hostile bytes.
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    TokenError,
    OSError,
    EOFError,
    ValueError,
    TypeError,
    KeyError,
    SyntaxError,
    NotImplementedError,
    RuntimeError,
    RecursionError,
    MemoryError,
    OverflowError,
)

Shape = tuple[int | None, ...] | None


class Header(NamedTuple):
    """What an array says about itself before its values are read."""

    shape: tuple[int, ...]
    fortran_order: bool
    dtype: np.dtype

    @property
    def num_bytes(self) -> int:
        """Return the size of the array's values in bytes."""
        return math.prod(self.shape) * self.dtype.itemsize


def read_npz(
    path: str | os.PathLike,
    expected: Mapping[str, tuple[object, Shape]],
    error: type[DigitlibError] = DataError,
    max_bytes: int = MAX_BYTES,
) -> dict[str, np.ndarray]:
    """Return the arrays of the .npz file at `path` that `expected` names; ignore all others.

    `expected` maps each name to `(dtype, shape)`. A shape of None, or None in a shape, leaves
    that size free; a dtype without a length, such as `"U"`, leaves the length free. Raises
    `error` if the file is missing, damaged, too large or holds anything else than promised.
    """
    path = Path(path)
    if not path.is_file():
        raise error(f"{path} is not a file. Check the path.")
    try:
        archive = zipfile.ZipFile(path)
    except DAMAGE as fault:
        raise error(f"{path} is not a readable .npz file ({describe(fault)}). {REMEDY}") from fault
    with archive:
        arrays, room = {}, max_bytes
        for name, (dtype, shape) in expected.items():
            try:
                arrays[name] = _read_array(archive, name, np.dtype(dtype), shape, room)
            except DAMAGE as fault:
                raise error(f"{path}, array {name!r}: {describe(fault)}. {REMEDY}") from fault
            room -= arrays[name].nbytes
    return arrays


REMEDY = "Delete the file and fetch or make it again."


def _read_array(
    archive: zipfile.ZipFile, name: str, dtype: np.dtype, shape: Shape, room: int
) -> np.ndarray:
    """Read one array of an open archive; raise a ValueError that says what does not fit."""
    if f"{name}.npy" not in archive.namelist():
        raise ValueError("it is missing")
    with archive.open(f"{name}.npy") as stream:
        header = _read_header(stream)
        _check_header(header, dtype, shape, room)
        values = stream.read(header.num_bytes)
        if len(values) < header.num_bytes or stream.read(1):
            raise ValueError("its values do not fill the shape that it claims")
    array = np.frombuffer(values, dtype=header.dtype)
    array = array.reshape(header.shape, order="F" if header.fortran_order else "C")
    return array.astype(header.dtype.newbyteorder("="), order="C", copy=True)


def _read_header(stream) -> Header:
    """Read an array's description (the format's source: NumPy's `numpy.lib.format`)."""
    version = npy_format.read_magic(stream)
    if version not in {(1, 0), (2, 0)}:
        raise ValueError(f"its format version {version} is unknown")
    first = version == (1, 0)
    read = npy_format.read_array_header_1_0 if first else npy_format.read_array_header_2_0
    return Header(*read(stream, max_header_size=MAX_HEADER))


def _check_header(header: Header, dtype: np.dtype, shape: Shape, room: int) -> None:
    """Raise a ValueError unless the array is of the wanted dtype and shape and fits in `room`."""
    if header.dtype.hasobject:
        raise ValueError("it holds pickled Python objects, which are never loaded")
    same_kind = header.dtype.kind == dtype.kind
    if not same_kind or dtype.itemsize not in {0, header.dtype.itemsize}:
        raise ValueError(f"its dtype is {header.dtype}, but {dtype} is wanted")
    if min(header.shape, default=0) < 0:
        raise ValueError(f"its shape {header.shape} is impossible")
    if shape is not None and not _fits(header.shape, shape):
        raise ValueError(f"its shape is {header.shape}, but {_spell(shape)} is wanted")
    if header.num_bytes > room:
        raise ValueError(f"it claims {header.num_bytes:,} bytes, more than is allowed")


def _fits(shape: tuple[int, ...], wanted: tuple[int | None, ...]) -> bool:
    """Tell whether `shape` equals `wanted`, where None stands for any length."""
    return len(shape) == len(wanted) and all(
        want is None or length == want for length, want in zip(shape, wanted, strict=True)
    )


def _spell(shape: tuple[int | None, ...]) -> str:
    """Write a wanted shape with `any` for a free length."""
    return "(" + ", ".join("any" if want is None else str(want) for want in shape) + ")"


def describe(fault: BaseException) -> str:
    """Return a fault's message on one line without a full stop, or its name if it has none."""
    text = " ".join(str(fault).split()).rstrip(".")
    return text[:200] or type(fault).__name__
