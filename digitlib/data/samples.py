"""Keep drawings with their labels in a file.

CSV is for people and spreadsheets, JSON for the web page of the pad, NPZ for NumPy. A sample
holds strokes, a label, a time and perhaps a number, and no name of the person who drew it.
"""

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from digitlib.errors import DataError, DigitlibError
from digitlib.files import atomic_path
from digitlib.framing import check_strokes
from digitlib.npz import read_npz

COLUMNS = ("sample", "label", "time", "stroke", "x", "y", "writer")  # older files: no writer
JSON_FORMAT = "digitlib-drawings-1"
# A class of thirty that draws a hundred digits each makes a CSV file of about 25 MB.
MAX_BYTES = 200 * 2**20
# What damaged or hostile files are known to raise in csv, json and here.
DAMAGE = (OSError, ValueError, TypeError, LookupError, RecursionError, csv.Error)
NPZ_ARRAYS = {
    "labels": ("uint8", (None,)),
    "writers": ("int64", (None,)),  # -1 for nobody
    "times": ("U", (None,)),
    "points": ("float64", (None, 2)),
    "stroke_of_point": ("int64", (None,)),
    "sample_of_point": ("int64", (None,)),
}


@dataclass(frozen=True, eq=False)
class Sample:
    """One drawing, the digit that it is (0-9), when it was kept (UTC, ISO 8601), and by whom.

    `writer` is a number that stands for a person, or None.
    """

    label: int
    strokes: list[np.ndarray]
    time: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    writer: int | None = None

    def __post_init__(self):
        """Raise DataError for a wrong label, time or writer; PictureError for a bad stroke."""
        if self.label not in range(10):
            raise DataError(f"A sample's label is a digit from 0 to 9, not {self.label!r}.")
        if self.writer is not None and not (
            isinstance(self.writer, int | np.integer) and 0 <= self.writer < 2**31
        ):
            raise DataError(f"A sample's writer is a number from 0 on, not {self.writer!r}.")
        strokes = check_strokes(self.strokes)
        if not strokes:
            raise DataError("A sample needs at least one stroke with a point.")
        object.__setattr__(self, "label", int(self.label))
        object.__setattr__(self, "strokes", strokes)
        object.__setattr__(self, "time", _iso_time(self.time))
        object.__setattr__(self, "writer", None if self.writer is None else int(self.writer))


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
    """Write samples to `path`, a .csv, .json or .npz file; return the path.

    The file is whole or not there at all. Raises DataError for another ending, and if the file
    cannot be written.
    """
    path = Path(path)
    _, pack = _format_of(path)
    content = pack(list(samples))
    with atomic_path(path, DataError) as temporary:
        temporary.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def load_samples(path: str | os.PathLike) -> list[Sample]:
    """Read the samples of a .csv, .json or .npz file from `save_samples` or the pad's page.

    Nothing in the file is executed. Raises DataError, naming the file, if it is missing,
    damaged or of another kind.
    """
    path = Path(path)
    read, _ = _format_of(path)
    if not path.is_file():
        raise DataError(f"{path} is not a file. Check the path.")
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ValueError(f"it has more than {MAX_BYTES:,} bytes")
        return read(path)
    except (DigitlibError, *DAMAGE) as fault:
        reason = str(fault) or type(fault).__name__
        raise DataError(f"{path} does not hold samples: {reason}") from fault


def _format_of(path: Path) -> tuple:
    """Return the functions that read a file with this ending and pack its content."""
    formats = {
        ".csv": (_read_csv, samples_csv),
        ".json": (_read_json, samples_json),
        ".npz": (_read_npz, _samples_npz),
    }
    if path.suffix.lower() not in formats:
        raise DataError(f"Samples are kept in .csv, .json or .npz files, so not in {path.name!r}.")
    return formats[path.suffix.lower()]


def _rows(samples: Iterable[Sample]) -> Iterator[tuple]:
    """Yield the `COLUMNS` of each point."""
    for number, sample in enumerate(samples):
        for stroke_number, stroke in enumerate(sample.strokes):
            head = number, sample.label, sample.time, stroke_number
            yield from ((*head, x, y, sample.writer) for x, y in stroke.tolist())


def samples_csv(samples: Iterable[Sample]) -> str:
    """Return samples as the text of a CSV file, one row a point."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([COLUMNS, *_rows(samples)])
    return stream.getvalue()


def _read_csv(path: Path) -> list[Sample]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.DictReader(stream)
        if not {*COLUMNS[:-1]} <= {*(rows.fieldnames or ())}:
            raise ValueError(f"its first line must be {','.join(COLUMNS)}")
        points = []
        for row in rows:
            try:
                about = int(row["sample"]), int(row["label"]), row["time"], int(row["stroke"])
                writer = int(row.get("writer") or -1)
                points.append((*about, float(row["x"]), float(row["y"]), writer))
            except (TypeError, ValueError):
                raise ValueError(f"line {rows.line_num} is not {','.join(COLUMNS)}") from None
    return _assemble(points)


def _assemble(points: Iterable[tuple]) -> list[Sample]:
    """Build samples from rows of `COLUMNS`, where the writer -1 stands for nobody."""
    samples: dict[int, tuple[tuple, dict[int, list]]] = {}
    for sample, label, time, stroke, x, y, writer in points:
        about, strokes = samples.setdefault(sample, ((label, time, writer), {}))
        if about != (label, time, writer):
            raise ValueError(f"sample {sample} has two labels, times or writers")
        strokes.setdefault(stroke, []).append((x, y))
    return [
        Sample(label, list(strokes.values()), time, None if writer == -1 else writer)
        for (label, time, writer), strokes in samples.values()
    ]


def samples_json(samples: Iterable[Sample]) -> str:
    """Return samples as the text of a JSON file, as the pad's page writes it too."""
    drawings = [
        {
            **{"label": sample.label, "writer": sample.writer, "time": sample.time},
            "strokes": [stroke.tolist() for stroke in sample.strokes],
        }
        for sample in samples
    ]
    return json.dumps({"format": JSON_FORMAT, "drawings": drawings})


def _read_json(path: Path) -> list[Sample]:
    held = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(held, dict) or held.get("format") != JSON_FORMAT:
        raise ValueError(f"its format is not {JSON_FORMAT!r}")
    return [
        Sample(drawing["label"], drawing["strokes"], drawing["time"], drawing.get("writer"))
        for drawing in held["drawings"]
    ]


def _samples_npz(samples: list[Sample]) -> bytes:
    """Return samples as the bytes of an .npz file with the arrays of `NPZ_ARRAYS`."""
    numbers = np.array([(n, s, x, y) for n, _, _, s, x, y, _ in _rows(samples)]).reshape(-1, 4)
    columns = {
        "labels": [sample.label for sample in samples],
        "writers": [-1 if sample.writer is None else sample.writer for sample in samples],
        "times": [sample.time for sample in samples],
        "points": numbers[:, 2:],
        "stroke_of_point": numbers[:, 1],
        "sample_of_point": numbers[:, 0],
    }
    stream = io.BytesIO()
    np.savez_compressed(
        stream, **{name: np.array(column, NPZ_ARRAYS[name][0]) for name, column in columns.items()}
    )
    return stream.getvalue()


def _read_npz(path: Path) -> list[Sample]:
    held = read_npz(path, NPZ_ARRAYS, optional={"writers"})
    labels, times, sample_of = held["labels"], held["times"], held["sample_of_point"]
    writers = held.get("writers", np.full(len(labels), -1))
    if not len(labels) == len(times) == len(writers):
        raise ValueError("its labels, times and writers differ in number")
    if len(sample_of) and not 0 <= sample_of.min() <= sample_of.max() < len(labels):
        raise ValueError("it has points of samples that it lacks")
    about = sample_of, labels[sample_of], times[sample_of], held["stroke_of_point"]
    columns = (*about, *held["points"].T, writers[sample_of])
    return _assemble(zip(*(column.tolist() for column in columns), strict=True))
