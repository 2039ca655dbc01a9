"""Samples survive the way to a file and back, and a damaged file says that it is one."""

import csv
import io
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitlib.data import samples as examples
from digitlib.data.samples import COLUMNS, Sample, load_samples, samples_csv, save_samples
from digitlib.errors import DataError, PictureError

WHEN = "2026-03-01T09:30:00+00:00"


@pytest.fixture
def samples() -> list[Sample]:
    """A seven of two strokes by writer 3, and a dot of a one by nobody known."""
    bar = np.array([[10.25, 20.5], [90.125, 21.0], [40.1, 200.3]])
    seven = Sample(7, [bar, np.array([[20, 100], [70, 99]])], WHEN, writer=3)
    return [seven, Sample(1, [[(5, 5)]], WHEN)]


def same(first: list[Sample], second: list[Sample]) -> bool:
    """Tell whether two lists of samples hold the same."""
    return len(first) == len(second) and all(
        (a.label, a.time, a.writer) == (b.label, b.time, b.writer)
        and len(a.strokes) == len(b.strokes)
        and all(map(np.array_equal, a.strokes, b.strokes))
        for a, b in zip(first, second, strict=True)
    )


@pytest.mark.parametrize("ending", [".csv", ".npz", ".json", ".CSV", ".NPZ"])
def test_what_is_saved_is_what_is_loaded(samples, tmp_path, ending):
    path = save_samples(tmp_path / f"mine{ending}", samples)
    assert same(load_samples(path), samples)
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 9),
            st.none() | st.integers(0, 2**31 - 1),
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
def test_any_drawing_survives_every_format(tmp_path_factory, drawings):
    samples = [Sample(label, strokes, WHEN, writer) for label, writer, strokes in drawings]
    folder = tmp_path_factory.mktemp("samples")
    for name in ("a.csv", "a.npz", "a.json"):
        assert same(load_samples(save_samples(folder / name, samples)), samples)


def test_the_csv_is_one_row_a_point(samples):
    rows = list(csv.reader(io.StringIO(samples_csv(samples))))
    assert rows[0] == ["sample", "label", "time", "stroke", "x", "y", "writer"]
    assert rows[1] == ["0", "7", WHEN, "0", "10.25", "20.5", "3"]
    assert rows[-1] == ["1", "1", WHEN, "0", "5.0", "5.0", ""]
    assert len(rows) == 1 + 3 + 2 + 1


def test_reads_what_the_page_writes(tmp_path):
    """Written out by hand, as in the format's description; the writer may be left out."""
    path = tmp_path / "class.json"
    path.write_text(
        '{"format": "digitlib-drawings-1", "drawings": ['
        '{"label": 7, "writer": 3, "time": "2026-11-27T12:00:00.000Z", '
        '"strokes": [[[1, 2], [3.5, 4]], [[5, 6]]]},'
        '{"label": 0, "time": "2026-11-27T12:00:00+00:00", "strokes": [[[1, 2]]]}]}'
    )
    first, second = load_samples(path)
    assert (first.label, first.writer, first.time) == (7, 3, "2026-11-27T12:00:00+00:00")
    assert [stroke.tolist() for stroke in first.strokes] == [[[1, 2], [3.5, 4]], [[5, 6]]]
    assert (second.label, second.writer) == (0, None)


def test_older_files_without_writers_still_load(tmp_path, samples):
    nameless = [Sample(sample.label, sample.strokes, WHEN) for sample in samples]
    rows = [line.rpartition(",")[0] for line in samples_csv(samples).splitlines()]
    (tmp_path / "old.csv").write_text("\n".join(rows))
    assert same(load_samples(tmp_path / "old.csv"), nameless)


def test_a_csv_that_a_spreadsheet_has_saved(tmp_path, samples):
    """With a byte-order mark, Windows' line ends, a blank line and a column more."""
    lines = [f"{line},note" for line in samples_csv(samples).splitlines()]
    (tmp_path / "a.csv").write_text("\r\n".join([*lines, "", ""]), "utf-8-sig", newline="")
    assert same(load_samples(tmp_path / "a.csv"), samples)


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


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        *[({"label": label}, "0 to 9") for label in (-1, 10, 3.5, "a", None)],
        *[({"writer": writer}, "writer is a number") for writer in ("Anna", -1, 2**31, 1.5, [3])],
        *[({"time": time}, "ISO 8601") for time in ("a,b\nc", "", None, 5, "yesterday")],
    ],
)
def test_a_wrong_label_writer_or_time_is_refused(wrong, words):
    with pytest.raises(DataError, match=words):
        Sample(**({"label": 3, "strokes": [[(1, 2)]]} | wrong))


def test_a_sample_needs_ink_and_is_of_now():
    assert Sample(3, [[(1, 2)]]).time.endswith("+00:00"), "now, in UTC"
    with pytest.raises(DataError, match="at least one stroke"):
        Sample(3, [])
    with pytest.raises(PictureError, match="NaN"):
        Sample(3, [[(np.nan, 1)]])


@pytest.mark.parametrize("name", ["mine.txt", "mine", "mine.npy"])
def test_other_endings_are_refused(samples, tmp_path, name):
    with pytest.raises(DataError, match=r"\.csv"):
        save_samples(tmp_path / name, samples)
    with pytest.raises(DataError, match=r"\.csv"):
        load_samples(tmp_path / name)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["gone.csv", "folder.csv"])
def test_a_missing_file_is_named(tmp_path, name):
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(DataError, match=f"{name} is not a file"):
        load_samples(tmp_path / name)


HEAD = ",".join([*COLUMNS][:-1])


def page(**changes) -> bytes:
    """Return the file of a page with one drawing, and something in it changed."""
    drawing = {"label": 7, "writer": 3, "time": WHEN, "strokes": [[[1, 2]]]} | changes
    return json.dumps({"format": "digitlib-drawings-1", "drawings": [drawing]}).encode()


DAMAGED = {
    "empty.csv": b"",
    "another table.csv": b"name,age\nAnna,16\n",
    "too few columns.csv": f"{HEAD}\n0,7,{WHEN},0,1\n".encode(),
    "a word for a number.csv": f"{HEAD}\n0,7,{WHEN},0,one,2\n".encode(),
    "a label over 9.csv": f"{HEAD}\n0,12,{WHEN},0,1,2\n".encode(),
    "not finite.csv": f"{HEAD}\n0,7,{WHEN},0,nan,2\n".encode(),
    "two labels.csv": f"{HEAD}\n0,7,{WHEN},0,1,2\n0,8,{WHEN},0,1,2\n".encode(),
    "a name.csv": f"{HEAD},writer\n0,7,{WHEN},0,1,2,Anna\n".encode(),
    "not text.csv": b"\xff\xfe\x00\x80" * 50,
    "a field without end.csv": f'{HEAD}\n0,7,"'.encode() + b"x" * 200_000,
    "empty.json": b"",
    "another.json": b'{"format": "geo-1", "drawings": []}',
    "a list.json": b"[1, 2]",
    "no drawings.json": b'{"format": "digitlib-drawings-1"}',
    "drawings that are none.json": b'{"format": "digitlib-drawings-1", "drawings": [3, null]}',
    "deep.json": b"[" * 100_000,
    "a name.json": page(writer="Anna"),
    "no digit.json": page(label="seven"),
    "no time.json": page(time=None),
    "not finite.json": page(strokes=[[[float("nan"), 1]]]),
    "huge.json": page(strokes=[[[10**400, 1]]]),
    "ragged.json": page(strokes=[[[1, 2], [3]]]),
    "no strokes.json": page(strokes=[]),
    "cut.json": page()[:-9],
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_is_named(tmp_path, name):
    (tmp_path / name).write_bytes(DAMAGED[name])
    with pytest.raises(DataError, match=name):
        load_samples(tmp_path / name)


def test_a_file_that_is_far_too_large_is_not_read(tmp_path):
    with (tmp_path / "a.json").open("wb") as file:
        file.truncate(10 * 2**30)
    with pytest.raises(DataError, match="more than 209,715,200 bytes"):
        load_samples(tmp_path / "a.json")


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("label", np.array([7] * 5)),
        ("label", np.full(6, 12)),
        ("label", np.array([{"a": 1}] * 6, dtype=object)),
        ("time", np.array(["yesterday"] * 6)),
        ("writer", np.arange(6)),
        ("x", np.zeros((6, 2))),
        ("stroke", np.zeros(6)),
    ],
)
def test_an_npz_that_does_not_fit_together_is_named(tmp_path, samples, name, array):
    path = save_samples(tmp_path / "mine.npz", samples)
    with np.load(path) as held:
        arrays = dict(held)
    np.savez(path, **(arrays | {name: array}))
    with pytest.raises(DataError, match="mine.npz"):
        load_samples(path)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.npz", "a.json"]))
def test_random_bytes_are_an_error_and_no_crash(tmp_path_factory, content, name):
    path = tmp_path_factory.mktemp("random") / name
    path.write_bytes(content)
    with pytest.raises(DataError, match=name):
        load_samples(path)


# The ten examples


def test_examples_are_drawings_on_the_canvas_and_the_scattered_ones_the_same_smaller():
    examples.example_strokes(3)[0][:] = 0  # the caller cannot spoil the store
    for digit, scattered in enumerate(examples.scattered_examples()):
        original = np.concatenate(examples.example_strokes(digit))
        points = np.concatenate(scattered)
        np.testing.assert_allclose(np.ptp(points, axis=0), 0.6 * np.ptp(original, axis=0))
        for drawn in (original, points):
            assert 0 < drawn.min() <= drawn.max() <= 280


@pytest.mark.parametrize("digit", [-1, 10, "seven", None, 3.5])
def test_there_is_no_example_of_what_is_no_digit(digit):
    with pytest.raises(ValueError, match="from 0 to 9"):
        examples.example_strokes(digit)
