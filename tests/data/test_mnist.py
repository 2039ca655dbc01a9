"""The loader of MNIST: the right digits from the right place, and nothing but the right digits."""

import gzip
import hashlib
import io
import re

import numpy as np
import pytest
from loopback import serve

import digitlib.data.mnist
import digitlib.data.pen_strokes
from digitlib.data.download import Source
from digitlib.data.mnist import load_digits, load_mnist, pack_idx
from digitlib.errors import DataError

generator = np.random.default_rng(0)
TINY = {
    "x_train": generator.integers(0, 256, (60, 28, 28), dtype=np.uint8),
    "y_train": generator.integers(0, 10, 60, dtype=np.uint8),
    "x_test": generator.integers(0, 256, (10, 28, 28), dtype=np.uint8),
    "y_test": generator.integers(0, 10, 10, dtype=np.uint8),
}


def npz_bytes(**changes) -> bytes:
    """Return an .npz file of the tiny dataset, with arrays exchanged or (None) left out."""
    arrays = {name: array for name, array in {**TINY, **changes}.items() if array is not None}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()


@pytest.fixture
def tiny_mnist(monkeypatch, empty_home):
    """Make the loaders take a tiny dataset for MNIST, in an empty home, and the web a dead one."""
    shapes = {name: ("uint8", array.shape) for name, array in TINY.items()}
    hashes = {name: hashlib.sha256(array).hexdigest() for name, array in TINY.items()}
    monkeypatch.setattr(digitlib.data.mnist, "MNIST_ARRAYS", shapes)
    monkeypatch.setattr(digitlib.data.mnist, "MNIST_HASHES", hashes)
    use_sources(monkeypatch, Source(("http://127.0.0.1:1/mnist.npz",)))  # nobody listens there
    return empty_home


def use_sources(monkeypatch, *sources: Source):
    monkeypatch.setattr(digitlib.data.mnist, "MNIST_SOURCES", list(sources))


def put(folder, content: bytes, name: str = "mnist.npz"):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    return folder / name


def assert_is_tiny(mnist):
    for name, array in TINY.items():
        np.testing.assert_array_equal(getattr(mnist, name), array)


# Where it is looked for


def test_the_path_given_then_the_named_data_then_the_caches(tiny_mnist, monkeypatch):
    named = put(tiny_mnist / "named", b"damaged")
    monkeypatch.setenv("DIGITLIB_DATA", str(named.parent))
    path = put(tiny_mnist / "given", npz_bytes(), "any name.npz")
    assert_is_tiny(load_mnist(str(path)))
    assert_is_tiny(load_mnist(put(tiny_mnist / "folder", npz_bytes()).parent))
    cached = put(tiny_mnist / "keras" / "datasets", b"damaged")
    named.write_bytes(npz_bytes())
    for place in (named, named.parent):
        monkeypatch.setenv("DIGITLIB_DATA", str(place))
        assert_is_tiny(load_mnist())
    cached.write_bytes(npz_bytes())
    monkeypatch.setenv("DIGITLIB_DATA", str(tiny_mnist / "a folder that is not there"))
    assert_is_tiny(load_mnist())


def test_a_wrong_folder_is_told(tiny_mnist, monkeypatch):
    for named, words in ((tiny_mnist / "tpyo", "does not exist"), (tiny_mnist, "holds no mnist")):
        monkeypatch.setenv("DIGITLIB_DATA", str(named))
        with pytest.raises(DataError, match=f"{re.escape(str(named))}, which {words}") as caught:
            load_mnist()
        assert "set the environment variable DIGITLIB_DATA" in str(caught.value)
    monkeypatch.setenv("DIGITLIB_OFFLINE", "1")
    with pytest.raises(DataError, match="What to do: unset DIGITLIB_OFFLINE"):
        load_mnist()


def test_download_comes_last_and_is_kept(tiny_mnist, monkeypatch):
    with serve({"mnist.npz": npz_bytes()}) as server:
        use_sources(monkeypatch, Source((f"{server.url}/good/mnist.npz",)))
        assert_is_tiny(load_mnist())
        assert_is_tiny(load_mnist())
        assert len(server.requests) == 1


def test_other_container_with_the_same_content_is_mnist(tiny_mnist):
    """Content decides: Keras's own file and a recompressed one differ in every hash of files."""
    buffer = io.BytesIO()
    np.savez(buffer, extra=np.zeros(3), **dict(reversed(TINY.items())))
    assert buffer.getvalue() != npz_bytes()
    assert_is_tiny(load_mnist(put(tiny_mnist, buffer.getvalue())))


# Files that are not what they should be

FLIPPED = TINY["x_test"].copy()
FLIPPED[3, 14, 14] ^= 1

DAMAGED = {
    "missing array": (npz_bytes(y_test=None), "'y_test': it is missing"),
    "one pixel differs": (npz_bytes(x_test=FLIPPED), "'x_test' is not MNIST's"),
    "wrong shape": (npz_bytes(x_train=TINY["x_train"].reshape(60, 784)), r"shape is \(60, 784\)"),
    "truncated zip": (npz_bytes()[:-100], "not a readable"),
    "web page": (b"<!DOCTYPE html><html></html>", "not a readable"),
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_damaged_file_in_a_named_place_is_an_error(tiny_mnist, monkeypatch, damage):
    content, words = DAMAGED[damage]
    path = put(tiny_mnist / "named", content)
    monkeypatch.setenv("DIGITLIB_DATA", str(path.parent))
    for source in (path, None):
        with pytest.raises(DataError, match=words) as caught:
            load_mnist(source)
        assert str(path) in str(caught.value)
        assert "Delete" in str(caught.value), "the remedy"


@pytest.mark.parametrize("cache", ["keras/datasets", "cache"])
def test_damaged_file_in_a_cache_is_passed_over(tiny_mnist, monkeypatch, cache):
    put(tiny_mnist / cache, DAMAGED["one pixel differs"][0])
    with serve({"mnist.npz": npz_bytes()}) as server:
        use_sources(monkeypatch, Source((f"{server.url}/good/mnist.npz",)))
        with pytest.warns(UserWarning, match=r"Passed over a damaged file: .*mnist\.npz"):
            assert_is_tiny(load_mnist())
    assert (tiny_mnist / "cache" / "mnist.npz").is_file()


@pytest.mark.parametrize("path", ["absent.npz", "."])
def test_path_that_is_no_file(tiny_mnist, path):
    with pytest.raises(DataError, match="is not a file"):
        load_mnist(tiny_mnist / path)


# The web


def idx_bytes(array: np.ndarray) -> bytes:
    """Write MNIST's original format: two zeros, type, axes, lengths, values; gzip-packed."""
    lengths = b"".join(length.to_bytes(4, "big") for length in array.shape)
    return gzip.compress(bytes([0, 0, 8, array.ndim]) + lengths + array.tobytes())


@pytest.fixture
def idx_files():
    return {f"{name}.gz": idx_bytes(array) for name, array in TINY.items()}


def test_second_mirror_builds_the_same_file(tiny_mnist, monkeypatch, idx_files):
    with serve({"mnist.npz": npz_bytes(), **idx_files}) as server:
        idx = Source(tuple(f"{server.url}/good/{name}" for name in idx_files), pack_idx)
        use_sources(monkeypatch, Source((f"{server.url}/missing/mnist.npz",)), idx)
        assert_is_tiny(load_mnist())
    assert [path.name for path in (tiny_mnist / "cache").iterdir()] == ["mnist.npz"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:-20],
        lambda content: b"plain",
        lambda content: idx_bytes(np.zeros(9, np.uint8))[:-9],
        lambda content: gzip.compress(bytes(10**6)),
        lambda content: gzip.compress(b"\0\0\x08\x02" + b"\xff" * 8 + b"ab"),
    ],
)
def test_second_mirror_with_a_damaged_file(tiny_mnist, idx_files, damage):
    idx_files["x_test.gz"] = damage(idx_files["x_test.gz"])
    with pytest.raises(DataError, match="damaged or another file"):
        pack_idx(list(idx_files.values()))


# The offline sample


def test_load_digits_gives_mnist_without_a_word(tiny_mnist, monkeypatch, capsys):
    monkeypatch.setenv("DIGITLIB_DATA", str(put(tiny_mnist, npz_bytes())))
    digits = load_digits()
    assert (digits.name, digits.notice) == ("MNIST", "")
    assert_is_tiny(digits)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("cause", ["offline", "no network", "damaged"])
def test_load_digits_falls_back_with_a_notice(tiny_mnist, monkeypatch, capsys, cause):
    if cause == "offline":
        monkeypatch.setenv("DIGITLIB_OFFLINE", "1")
    if cause == "damaged":
        monkeypatch.setenv("DIGITLIB_DATA", str(put(tiny_mnist, b"damaged")))
    digits = load_digits()
    assert digits.name == "offline sample"
    assert len(digits.x_train) + len(digits.x_test) == 1797
    printed, errors = capsys.readouterr()
    assert printed == digits.notice + "\n"
    assert all(words in printed for words in ("NOT MNIST", "1,797", "Why: "))
    assert printed.isascii(), "it must print on any terminal"
    assert errors == ""


# The real files


def test_mnist_is_mnist(mnist):
    """Facts about MNIST that were published before this code was written."""
    assert mnist.x_train.shape == (60_000, 28, 28)
    assert mnist.y_train[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    assert np.bincount(mnist.y_test).tolist() == [
        *(980, 1135, 1032, 1010, 982),
        *(892, 958, 1028, 974, 1009),
    ]
    assert mnist.x_train.mean() / 255 == pytest.approx(0.1307, abs=1e-4)
    assert mnist.x_train.std() / 255 == pytest.approx(0.3081, abs=1e-4)


def test_addresses_are_https():
    for source in [*digitlib.data.mnist.MNIST_SOURCES, *digitlib.data.pen_strokes.PEN_SOURCES]:
        assert all(url.startswith("https://") for url in source.urls)
