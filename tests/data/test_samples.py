"""Samples survive the way to a file and back, and a damaged file says that it is one."""

import csv
import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitlib.data.samples import COLUMNS, Sample, load_samples, samples_csv, save_samples
from digitlib.errors import DataError, PictureError

WHEN = "2026-03-01T09:30:00+00:00"


@pytest.fixture
def samples() -> list[Sample]:
    """A seven of two strokes and a dot of a one."""
    bar = np.array([[10.25, 20.5], [90.125, 21.0], [40.1, 200.3]])
    return [Sample(7, [bar, np.array([[20, 100], [70, 99]])], WHEN), Sample(1, [[(5, 5)]], WHEN)]


def same(first: list[Sample], second: list[Sample]) -> bool:
    """Tell whether two lists of samples hold the same."""
    return len(first) == len(second) and all(
        a.label == b.label
        and a.time == b.time
        and len(a.strokes) == len(b.strokes)
        and all(map(np.array_equal, a.strokes, b.strokes))
        for a, b in zip(first, second, strict=True)
    )


@pytest.mark.parametrize("ending", [".csv", ".npz", ".CSV"])
def test_what_is_saved_is_what_is_loaded(samples, tmp_path, ending):
    path = save_samples(tmp_path / f"mine{ending}", samples)
    assert same(load_samples(path), samples)
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("ending", [".csv", ".npz"])
def test_no_samples_at_all_can_be_saved(tmp_path, ending):
    assert load_samples(save_samples(tmp_path / f"none{ending}", [])) == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 9),
            st.lists(
                st.lists(
                    st.tuples(*[st.floats(-1e9, 1e9, allow_nan=False)] * 2), min_size=1, max_size=5
                ),
                min_size=1,
                max_size=3,
            ),
        ),
        max_size=4,
    )
)
def test_any_drawing_survives_both_formats(tmp_path_factory, drawings):
    samples = [Sample(label, strokes, WHEN) for label, strokes in drawings]
    folder = tmp_path_factory.mktemp("samples")
    for name in ("a.csv", "a.npz"):
        assert same(load_samples(save_samples(folder / name, samples)), samples)


def test_the_csv_is_one_row_a_point_and_tells_nothing_of_the_person(samples):
    rows = list(csv.reader(io.StringIO(samples_csv(samples))))
    assert tuple(rows[0]) == COLUMNS == ("sample", "label", "time", "stroke", "x", "y")
    assert rows[1] == ["0", "7", WHEN, "0", "10.25", "20.5"]
    assert len(rows) == 1 + 3 + 2 + 1


@pytest.mark.parametrize("time", ["a,b\nc", "", None, 5, "yesterday"])
def test_a_time_that_is_none_is_refused(time):
    with pytest.raises(DataError, match="ISO 8601"):
        Sample(3, [[(1, 2)]], time=time)


@pytest.mark.parametrize("time", ["2026-01-31T12:00:00,5", "2026-01-31\n12:00:00", "2026-01-31"])
def test_any_iso_time_can_be_read_back(tmp_path, time):
    sample = Sample(3, [[(1, 2)]], time=time)
    assert same(load_samples(save_samples(tmp_path / "a.csv", [sample])), [sample])


@pytest.mark.parametrize("name", ["there.csv", "a file/a.npz"])
def test_a_path_that_cannot_be_written_is_said(tmp_path, name):
    (tmp_path / "there.csv").mkdir()
    (tmp_path / "a file").write_text("no folder")
    with pytest.raises(DataError, match="cannot be written"):
        save_samples(tmp_path / name, [Sample(3, [[(1, 2)]])])


def test_the_time_is_now_in_utc():
    assert Sample(3, [[(1, 2)]]).time.endswith("+00:00")


@pytest.mark.parametrize("label", [-1, 10, 3.5, "a", None])
def test_a_label_is_a_digit(label):
    with pytest.raises(DataError, match="0 to 9"):
        Sample(label, [[(1, 2)]])


def test_a_sample_needs_ink():
    with pytest.raises(DataError, match="at least one stroke"):
        Sample(3, [])
    with pytest.raises(PictureError, match="NaN"):
        Sample(3, [[(np.nan, 1)]])


@pytest.mark.parametrize("name", ["mine.txt", "mine", "mine.pkl", "mine.npy"])
def test_other_endings_are_refused(samples, tmp_path, name):
    with pytest.raises(DataError, match=r"\.csv"):
        save_samples(tmp_path / name, samples)
    with pytest.raises(DataError, match=r"\.csv"):
        load_samples(tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(DataError, match="gone.csv"):
        load_samples(tmp_path / "gone.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(DataError, match="folder.csv"):
        load_samples(tmp_path / "folder.csv")


HEAD = ",".join(COLUMNS)
DAMAGED = {
    "empty": b"",
    "another table": b"name,age\nAnna,16\n",
    "too few columns": f"{HEAD}\n0,7,{WHEN},0,1\n".encode(),
    "a word for a number": f"{HEAD}\n0,7,{WHEN},0,one,2\n".encode(),
    "a label over 9": f"{HEAD}\n0,12,{WHEN},0,1,2\n".encode(),
    "not finite": f"{HEAD}\n0,7,{WHEN},0,nan,2\n".encode(),
    "two labels": f"{HEAD}\n0,7,{WHEN},0,1,2\n0,8,{WHEN},0,1,2\n".encode(),
    "not text": b"\xff\xfe\x00\x80" * 50,
    "a field without end": f'{HEAD}\n0,7,"'.encode() + b"x" * 200_000,
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_csv_is_named(tmp_path, damage):
    path = tmp_path / "mine.csv"
    path.write_bytes(DAMAGED[damage])
    with pytest.raises(DataError, match="mine.csv"):
        load_samples(path)


def test_a_pickle_in_an_npz_is_never_loaded(tmp_path, samples):
    path = save_samples(tmp_path / "mine.npz", samples)
    with np.load(path) as held:
        arrays = dict(held)
    arrays["labels"] = np.array([{"a": 1}, None], dtype=object)
    np.savez(path, **arrays)
    with pytest.raises(DataError, match="pickled"):
        load_samples(path)


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("labels", np.array([7], np.uint8)),
        ("times", np.array([WHEN])),
        ("points", np.zeros((2, 2))),
        ("points", np.zeros((6, 3))),
        ("sample_of_point", np.full(6, 5)),
        ("sample_of_point", np.full(6, -1)),
        ("stroke_of_point", np.zeros(6)),
    ],
)
def test_an_npz_that_does_not_fit_together_is_named(tmp_path, samples, name, array):
    path = save_samples(tmp_path / "mine.npz", samples)
    with np.load(path) as held:
        arrays = dict(held)
    np.savez(path, **(arrays | {name: array}))
    with pytest.raises(DataError, match="mine.npz"):
        load_samples(path)


def test_a_truncated_npz_is_named(tmp_path, samples):
    path = save_samples(tmp_path / "mine.npz", samples)
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(DataError, match="mine.npz"):
        load_samples(path)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.npz"]))
def test_random_bytes_are_an_error_and_no_crash(tmp_path_factory, content, name):
    path = tmp_path_factory.mktemp("random") / name
    path.write_bytes(content)
    with pytest.raises(DataError, match=name):
        load_samples(path)
