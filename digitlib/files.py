"""Write files whole or not at all, read .npz files from anywhere, find the trained networks.

`numpy.load` believes the shapes and sizes that a file claims. Here the size of each array is
looked up before any of it is unpacked, memory is taken for what is really there, and nothing in
the file is executed.
"""

import os
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np
from numpy.lib import format as npy_format

from digitlib.errors import DataError, DigitlibError

MAX_BYTES = 256 * 2**20  # of all wanted arrays together; MNIST takes 53 MB
MAX_HEADER = 10_000  # characters of the text that describes one array

Shape = tuple[int | None, ...] | None


@contextmanager
def atomic_path(
    path: str | os.PathLike, error: type[DigitlibError] | None = None
) -> Iterator[Path]:
    """Yield a temporary path near `path`; on success rename it onto `path`, else remove it.

    A reader therefore sees the old file or the new one, never half of either. The temporary
    file has the name of `path`, in a folder of its own, because Keras and NumPy look at names.
    With `error` a full disk or a forbidden folder (OSError) is told as that error, with what to
    do.
    """
    with atomic_paths([path], error) as (temporary,):
        yield temporary


@contextmanager
def atomic_paths(
    paths: Sequence[str | os.PathLike], error: type[DigitlibError] | None = None
) -> Iterator[list[Path]]:
    """Do the same for files of one folder that belong together, such as two of a network.

    None is renamed before all are written, and nobody ever finds an old file beside a new one,
    not even after a power cut: the worst that can be missing for a moment, or after a crash in
    that moment, is a file other than the first. So name first the one that people read most.
    """
    targets = [Path(path) for path in paths]
    folder = targets[0].parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".partial-", dir=folder) as name:
            temporaries = [Path(name, target.name) for target in targets]
            yield temporaries
            _replace_all(temporaries, targets)
    except OSError as fault:
        if error is None:
            raise
        raise error(
            f"{' and '.join(map(str, targets))} cannot be written ({fault.strerror or fault}). "
            "What was there is unchanged. "
            "Make room, fix the folder's permissions, or choose another folder."
        ) from fault


def _replace_all(temporaries: list[Path], targets: list[Path]) -> None:
    """Rename each file onto its target, with every old file but the first put aside before."""
    with ExitStack() as put_back:
        for temporary, target in zip(temporaries[1:], targets[1:], strict=True):
            if target.exists():
                aside = temporary.with_name(f"old-{target.name}")
                os.replace(target, aside)
                put_back.callback(os.replace, aside, target)
        os.replace(temporaries[0], targets[0])
        put_back.pop_all()  # the first is new, so the other old ones must not return
    for temporary, target in zip(temporaries[1:], targets[1:], strict=True):
        os.replace(temporary, target)


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
    path, what, arrays = Path(path), " is not a readable .npz file", {}
    if not path.is_file():
        raise error(f"{path} is not a file. Check the path.")
    try:
        with zipfile.ZipFile(path) as archive:
            for name, (dtype, shape) in expected.items():
                what, member = f", array {name!r}", f"{name}.npy"
                if member not in archive.namelist():
                    raise ValueError("it is missing")
                max_bytes -= archive.getinfo(member).file_size
                if max_bytes < 0:
                    raise ValueError("it claims more bytes than is allowed")
                arrays[name] = _read_array(archive, member)
                _check(arrays[name], np.dtype(dtype), shape)
    # zipfile, zlib and NumPy raise fourteen kinds for damaged bytes: all mean the same here.
    except Exception as fault:
        reason = " ".join(str(fault).split()).rstrip(".")[:200] or type(fault).__name__
        remedy = "Delete the file and fetch or make it again."
        raise error(f"{path}{what}: {reason}. {remedy}") from fault
    return arrays


def _read_array(archive: zipfile.ZipFile, member: str) -> np.ndarray:
    """Read one array, in C order and native bytes; raise an error if it is not one."""
    headers = {(1, 0): npy_format.read_array_header_1_0, (2, 0): npy_format.read_array_header_2_0}
    with archive.open(member) as stream:
        read_header = headers[npy_format.read_magic(stream)]
        shape, in_fortran_order, dtype = read_header(stream, max_header_size=MAX_HEADER)
        values = stream.read()
    # These two refuse Python objects, and a shape that the values do not fill.
    array = np.frombuffer(values, dtype).reshape(shape, order="CF"[in_fortran_order])
    if array.shape != shape:
        raise ValueError(f"its shape {shape} is impossible")
    return array.astype(dtype.newbyteorder("="), order="C")


def _check(array: np.ndarray, dtype: np.dtype, shape: Shape) -> None:
    """Raise a ValueError unless the array has the wanted dtype and shape."""
    if array.dtype.kind != dtype.kind or dtype.itemsize not in {0, array.dtype.itemsize}:
        raise ValueError(f"its dtype is {array.dtype}, but {dtype} is wanted")
    free = array.shape if shape is None else shape
    fitting = [want in (None, size) for want, size in zip(free, array.shape, strict=False)]
    if array.ndim != len(free) or not all(fitting):
        wanted = ", ".join("any" if want is None else str(want) for want in free)
        raise ValueError(f"its shape is {array.shape}, but ({wanted}) is wanted")
