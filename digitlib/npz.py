"""Read NumPy's .npz files that may come from anywhere: nothing in them is executed or trusted.

`numpy.load` unpickles object arrays when asked to and believes the sizes that a file claims.
Here each array's header is read first; its dtype, shape and size are checked before any memory
is set aside, and never more bytes are unpacked than the header promised.
"""

import math
import os
import zipfile
from collections.abc import Collection, Mapping
from pathlib import Path

import numpy as np
from numpy.lib import format as npy_format

from digitlib.errors import DataError, DigitlibError

MAX_BYTES = 256 * 2**20  # of all wanted arrays together; MNIST takes 53 MB
MAX_HEADER = 10_000  # characters of the text that describes one array
REMEDY = "Delete the file and fetch or make it again."

Shape = tuple[int | None, ...] | None


def read_npz(
    path: str | os.PathLike,
    expected: Mapping[str, tuple[object, Shape]],
    error: type[DigitlibError] = DataError,
    max_bytes: int = MAX_BYTES,
    optional: Collection[str] = (),
) -> dict[str, np.ndarray]:
    """Return the arrays of the .npz file at `path` that `expected` names; ignore all others.

    `expected` maps each name to `(dtype, shape)`. A shape of None, or None in a shape, leaves
    that size free; a dtype without a length, such as `"U"`, leaves the length free. Arrays in
    `optional` may be missing. Raises `error` if the file is missing, damaged, too large or holds
    anything else than promised.
    """
    path, what, arrays = Path(path), "", {}
    if not path.is_file():
        raise error(f"{path} is not a file. Check the path.")
    try:
        with zipfile.ZipFile(path) as archive:
            for name, (dtype, shape) in expected.items():
                what = f", array {name!r}"
                if name in optional and f"{name}.npy" not in archive.namelist():
                    continue
                arrays[name] = _read_array(archive, name, np.dtype(dtype), shape, max_bytes)
                max_bytes -= arrays[name].nbytes
    # zipfile, zlib and NumPy raise fourteen kinds for damaged bytes: all mean the same here.
    except Exception as fault:
        reason = " ".join(str(fault).split()).rstrip(".")[:200] or type(fault).__name__
        what = what or " is not a readable .npz file"
        raise error(f"{path}{what}: {reason}. {REMEDY}") from fault
    return arrays


def _read_array(
    archive: zipfile.ZipFile, name: str, dtype: np.dtype, shape: Shape, room: int
) -> np.ndarray:
    """Read one array of at most `room` bytes; raise a ValueError that says what does not fit."""
    if f"{name}.npy" not in archive.namelist():
        raise ValueError("it is missing")
    with archive.open(f"{name}.npy") as stream:
        held_shape, fortran_order, held_dtype = _read_header(stream)
        _check(held_dtype, dtype, held_shape, shape)
        num_bytes = math.prod(held_shape) * held_dtype.itemsize
        if num_bytes > room:
            raise ValueError(f"it claims {num_bytes:,} bytes, more than is allowed")
        values = stream.read(num_bytes)
        if len(values) < num_bytes or stream.read(1):
            raise ValueError("its values do not fill the shape that it claims")
    array = np.frombuffer(values, held_dtype).reshape(held_shape, order="CF"[fortran_order])
    return array.astype(held_dtype.newbyteorder("="), order="C", copy=True)


def _read_header(stream) -> tuple[tuple[int, ...], bool, np.dtype]:
    """Return shape, order and dtype (source of the format: NumPy's `numpy.lib.format`)."""
    version = npy_format.read_magic(stream)
    if version == (1, 0):
        return npy_format.read_array_header_1_0(stream, max_header_size=MAX_HEADER)
    if version == (2, 0):
        return npy_format.read_array_header_2_0(stream, max_header_size=MAX_HEADER)
    raise ValueError(f"its format version {version} is unknown")


def _check(held_dtype: np.dtype, dtype: np.dtype, held: tuple[int, ...], shape: Shape) -> None:
    """Raise a ValueError unless the dtype and the shape `held` are the wanted ones."""
    if held_dtype.hasobject:
        raise ValueError("it holds pickled Python objects, which are never loaded")
    if held_dtype.kind != dtype.kind or dtype.itemsize not in {0, held_dtype.itemsize}:
        raise ValueError(f"its dtype is {held_dtype}, but {dtype} is wanted")
    if min(held, default=0) < 0:
        raise ValueError(f"its shape {held} is impossible")
    free = held if shape is None else shape
    fitting = [want in (None, n) for want, n in zip(free, held, strict=False)]
    if len(held) != len(free) or not all(fitting):
        wanted = ", ".join("any" if want is None else str(want) for want in free)
        raise ValueError(f"its shape is {held}, but ({wanted}) is wanted")
