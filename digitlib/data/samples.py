"""Keep drawings with their labels in a file: CSV for people and spreadsheets, NPZ for NumPy.

A sample holds strokes, a label and a time, and nothing about the person who drew it.
"""

import csv
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from digitlib.errors import DataError
from digitlib.files import atomic_path
from digitlib.framing import check_strokes
from digitlib.npz import read_npz

COLUMNS = ("sample", "label", "time", "stroke", "x", "y")
# A class of thirty that draws a hundred digits each makes about half a million points.
MOST_POINTS = 5_000_000
NPZ_ARRAYS = {
    "labels": ("uint8", (None,)),
    "times": ("U", (None,)),
    "points": ("float64", (None, 2)),
    "stroke_of_point": ("int64", (None,)),
    "sample_of_point": ("int64", (None,)),
}


@dataclass(frozen=True, eq=False)
class Sample:
    """One drawing, the digit that it is (0-9), and when it was kept (UTC, ISO 8601)."""

    label: int
    strokes: list[np.ndarray]
    time: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))

    def __post_init__(self):
        """Raise DataError for no digit as label or no ISO time; PictureError for a bad stroke."""
        if self.label not in range(10):
            raise DataError(f"A sample's label is a digit from 0 to 9, not {self.label!r}.")
        strokes = check_strokes(self.strokes)
        if not strokes:
            raise DataError("A sample needs at least one stroke with a point.")
        object.__setattr__(self, "label", int(self.label))
        object.__setattr__(self, "strokes", strokes)
        object.__setattr__(self, "time", _iso_time(self.time))


def _iso_time(time: str) -> str:
    """Return an ISO 8601 time as Python writes it; raise DataError for anything else.

    ISO 8601 allows commas, and Python any character before the hour. Neither may reach a CSV.
    """
    try:
        return datetime.fromisoformat(time).isoformat()
    except (TypeError, ValueError):
        raise DataError(
            f"A sample's time is like 2026-01-31T12:00:00+00:00 (ISO 8601), not {time!r}."
        ) from None


def save_samples(path: str | os.PathLike, samples: Iterable[Sample]) -> Path:
    """Write samples to `path`, whose ending .csv or .npz chooses the format; return the path.

    The file is whole or not there at all. Raises DataError for another ending, and where the
    file cannot be written.
    """
    path = Path(path)
    write = {".csv": _write_csv, ".npz": _write_npz}.get(path.suffix.lower())
    if write is None:
        raise DataError(f"Cannot save samples as {path.name!r}: end the name in .csv or .npz.")
    with atomic_path(path, DataError) as temporary:
        write(temporary, list(samples))
    return path


def load_samples(path: str | os.PathLike) -> list[Sample]:
    """Read the samples of a .csv or .npz file that `save_samples` wrote.

    Nothing in the file is executed. Raises DataError, naming the file, if it is missing,
    damaged or of another kind.
    """
    path = Path(path)
    read = {".csv": _read_csv, ".npz": _read_npz}.get(path.suffix.lower())
    if read is None:
        raise DataError(
            f"Cannot read samples from {path.name!r}: it ends in neither .csv nor .npz."
        )
    if not path.is_file():
        raise DataError(f"{path} is not a file. Check the path.")
    try:
        return read(path)
    except (OSError, ValueError, csv.Error) as fault:
        raise DataError(f"{path} does not hold samples: {fault}") from fault


def samples_csv(samples: Sequence[Sample]) -> str:
    """Return samples as the text of a CSV file, one row a point."""
    rows = [",".join(COLUMNS)]
    for number, sample in enumerate(samples):
        for stroke_number, stroke in enumerate(sample.strokes):
            head = f"{number},{sample.label},{sample.time},{stroke_number}"
            rows += [f"{head},{x!r},{y!r}" for x, y in stroke.tolist()]
    return "\n".join(rows) + "\n"


def _write_csv(path: Path, samples: list[Sample]) -> None:
    path.write_text(samples_csv(samples), encoding="utf-8", newline="")


def _read_csv(path: Path) -> list[Sample]:
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream)
        header = tuple(next(rows, ()))
        if header != COLUMNS:
            raise ValueError(f"its first line must be {','.join(COLUMNS)}")
        points = [_csv_point(row, rows.line_num) for row in _limited(rows)]
    return _assemble(points)


def _limited(rows: Iterable[list[str]]) -> Iterable[list[str]]:
    """Yield rows that are not empty; raise ValueError when they are too many to be drawings."""
    for number, row in enumerate(rows):
        if number >= MOST_POINTS:
            raise ValueError(f"it has more than {MOST_POINTS:,} points")
        if row:
            yield row


def _csv_point(row: list[str], line: int) -> tuple:
    """Return one row as (sample, label, time, stroke, x, y)."""
    try:
        sample, label, time, stroke, x, y = row
        return int(sample), int(label), time, int(stroke), float(x), float(y)
    except ValueError:
        raise ValueError(f"line {line} is not {','.join(COLUMNS)}") from None


def _assemble(points: list[tuple]) -> list[Sample]:
    """Build samples from rows in file order."""
    samples: dict[int, tuple[int, str, dict[int, list]]] = {}
    for sample, label, time, stroke, x, y in points:
        known = samples.setdefault(sample, (label, time, {}))
        if known[:2] != (label, time):
            raise ValueError(f"sample {sample} has two labels or times")
        known[2].setdefault(stroke, []).append((x, y))
    try:
        return [
            Sample(label, list(strokes.values()), time) for label, time, strokes in samples.values()
        ]
    except DataError as error:
        raise ValueError(str(error)) from None


def _write_npz(path: Path, samples: list[Sample]) -> None:
    strokes = [
        (n, s, stroke)
        for n, sample in enumerate(samples)
        for s, stroke in enumerate(sample.strokes)
    ]
    lengths = [len(stroke) for _, _, stroke in strokes]
    with path.open("wb") as stream:
        np.savez_compressed(
            stream,
            labels=np.array([sample.label for sample in samples], dtype=np.uint8),
            times=np.array([sample.time for sample in samples], dtype=str),
            points=np.concatenate([np.empty((0, 2)), *(stroke for _, _, stroke in strokes)]),
            stroke_of_point=np.repeat([s for _, s, _ in strokes], lengths).astype(np.int64),
            sample_of_point=np.repeat([n for n, _, _ in strokes], lengths).astype(np.int64),
        )


def _read_npz(path: Path) -> list[Sample]:
    held = read_npz(path, NPZ_ARRAYS)
    labels, times, sample_of = held["labels"], held["times"], held["sample_of_point"]
    if not len(held["points"]) == len(sample_of) == len(held["stroke_of_point"]):
        raise ValueError("its points and their strokes differ in number")
    if len(labels) != len(times) or not np.isin(sample_of, np.arange(len(labels))).all():
        raise ValueError("its labels, times and samples differ in number")
    columns = (labels[sample_of], times[sample_of], held["stroke_of_point"], *held["points"].T)
    return _assemble(
        list(zip(sample_of.tolist(), *(column.tolist() for column in columns), strict=True))
    )
