"""The .npz reader: it agrees with NumPy on good files and refuses all others in one sentence."""

import io
import struct
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from digitlib.errors import DataError, ModelError
from digitlib.files import MAX_BYTES, read_npz


def npy_bytes(shape: str, values: bytes = b"", descr: str = "|u1") -> bytes:
    """Return a .npy file with a hand-written shape."""
    header = f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}}}\n".encode()
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + values


dtypes = st.one_of(
    hnp.integer_dtypes(endianness="?"),
    hnp.floating_dtypes(endianness="?", sizes=(32, 64)),
    hnp.boolean_dtypes(),
    hnp.unicode_string_dtypes(max_len=5),
)


@settings(max_examples=60, deadline=None)
@given(array=hnp.arrays(dtypes, hnp.array_shapes(min_dims=0, min_side=0)), fortran=st.booleans())
def test_reads_what_numpy_wrote(tmp_path_factory, array, fortran):
    path = tmp_path_factory.mktemp("npz") / "file.npz"
    stored = np.asarray(array, order="F" if fortran else "C")
    np.savez_compressed(path, a=stored, other=np.arange(3))
    read = read_npz(path, {"a": (array.dtype, array.shape)})["a"]
    np.testing.assert_array_equal(read, np.load(path)["a"])
    assert read.dtype == array.dtype.newbyteorder("=")
    assert read.flags.writeable
    assert read.flags.c_contiguous


def test_free_shapes_and_lengths(tmp_path):
    path = tmp_path / "file.npz"
    np.savez(path, images=np.zeros((3, 28, 28), np.uint8), name=np.array("nine"))
    expected = {"images": ("uint8", (None, 28, 28)), "name": ("U", None)}
    arrays = read_npz(path, expected)
    assert arrays["images"].shape == (3, 28, 28)
    assert arrays["name"] == "nine"


@pytest.mark.parametrize(
    ("expected", "words"),
    [
        ({"b": ("uint8", None)}, "missing"),
        ({"a": ("float32", None)}, "dtype is uint8, but float32"),
        ({"a": ("uint16", None)}, "dtype is uint8, but uint16"),
        ({"a": ("uint8", (4,))}, r"shape is \(2, 3\), but \(4\) is wanted"),
        ({"a": ("uint8", (None, 4))}, r"shape is \(2, 3\), but \(any, 4\) is wanted"),
        ({"a": ("uint8", (2, 3, None))}, r"shape is \(2, 3\), but \(2, 3, any\) is wanted"),
    ],
)
def test_names_what_does_not_fit(tmp_path, expected, words):
    path = tmp_path / "file.npz"
    np.savez(path, a=np.zeros((2, 3), np.uint8))
    with pytest.raises(DataError, match=words) as caught:
        read_npz(path, expected)
    assert "file.npz" in str(caught.value)


@pytest.mark.parametrize("name", ["absent.npz", "."])
def test_raises_the_error_asked_for(tmp_path, name):
    with pytest.raises(ModelError, match="not a file"):
        read_npz(tmp_path / name, {}, error=ModelError)


class Trap:
    """Leave a trace if anybody unpickles this."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return open, (str(self.path), "w")


def test_never_unpickles(tmp_path):
    trace = tmp_path / "executed"
    path = tmp_path / "file.npz"
    np.savez(path, a=np.array([Trap(trace)], dtype=object))
    with pytest.raises(DataError, match="cannot create an OBJECT array"):
        read_npz(path, {"a": (object, None)})
    assert not trace.exists()
    np.load(path, allow_pickle=True)["a"]
    assert trace.exists(), "the trap itself works"


def test_zip_bomb_costs_no_memory(tmp_path):
    """So many zeros pack to a thousandth of their size and are refused before they are unpacked."""
    import tracemalloc

    path = tmp_path / "file.npz"
    num_bytes = MAX_BYTES + 1
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.npy", "w") as member,
    ):
        member.write(npy_bytes(f"({num_bytes},)"))
        for _ in range(num_bytes // 2**24):
            member.write(bytes(2**24))
    assert path.stat().st_size < 2**20
    tracemalloc.start()
    with pytest.raises(DataError, match="more bytes than is allowed"):
        read_npz(path, {"a": ("uint8", None)})
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2**21


def test_many_arrays_share_one_allowance(tmp_path):
    """Each has 128 bytes of header."""
    path = tmp_path / "file.npz"
    np.savez_compressed(path, a=np.zeros(600, np.uint8), b=np.zeros(600, np.uint8))
    expected = {"a": ("uint8", None), "b": ("uint8", None)}
    assert len(read_npz(path, expected, max_bytes=2 * 728)) == 2
    with pytest.raises(DataError, match="more bytes than is allowed"):
        read_npz(path, expected, max_bytes=2 * 728 - 1)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "array 'a'"),
        (b"not a header", "array 'a'"),
        (b"\x93NUMPY\x09\x00", "array 'a'"),
        (npy_bytes("(4,)", bytes(10**6)), "cannot reshape"),
        (npy_bytes("(4,)", bytes(3)), "cannot reshape"),
        (npy_bytes("(-4,)", bytes(999)), "impossible"),
        (npy_bytes("(8000000000000,)"), "array 'a'"),
        (npy_bytes("(1e9,)"), "array 'a'"),
        (npy_bytes("__import__('os').getcwd()"), "array 'a'"),
        (npy_bytes("()", descr="|V9999999999"), "array 'a'"),
        (npy_bytes("(" * 5000), "array 'a'"),
        (npy_bytes("(" + "1," * 9000 + ")"), "array 'a'"),
    ],
)
def test_hand_made_headers(tmp_path, content, words):
    path = tmp_path / "file.npz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.npy", content)
    with pytest.raises(DataError, match=words):
        read_npz(path, {"a": ("uint8", None)})


def good_file() -> bytes:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, a=np.arange(500, dtype=np.uint16))
    return buffer.getvalue()


@settings(max_examples=150, deadline=None)
@given(position=st.floats(0, 1, exclude_max=True), value=st.integers(0, 255))
def test_any_changed_byte_is_harmless(tmp_path_factory, position, value):
    """Either the right values come back or a DataError: never a crash, never other values."""
    content = bytearray(good_file())
    content[int(position * len(content))] = value
    path = tmp_path_factory.mktemp("npz") / "file.npz"
    path.write_bytes(content)
    try:
        array = read_npz(path, {"a": ("uint16", (500,))})["a"]
    except DataError:
        return
    np.testing.assert_array_equal(array, np.arange(500))
