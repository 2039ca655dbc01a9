"""Keep drawings with their labels in a file, and ten of them drawn for the course.

CSV is for people and spreadsheets, JSON for the web page of the pad, NPZ for NumPy. A sample
holds strokes, a label, a time and perhaps a number, and no name of the person who drew it.
The ten examples are for cells that must not wait for a learner's hand. No network was trained
on them. They sit anywhere on a canvas of 280 by 280, as people's drawings do, and show the forms
that MNIST has little of: a 1 with a flag, a crossed 7, a hooked 9.
"""

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from digitlib.errors import DataError, DigitlibError
from digitlib.files import atomic_path, read_npz
from digitlib.framing import check_strokes

# One row a point; the writer -1 stands for nobody, and older files have no writers.
COLUMNS = {
    **{"sample": int, "label": int, "time": str, "stroke": int},
    **{"x": float, "y": float, "writer": int},
}
JSON_FORMAT = "digitlib-drawings-1"
# A class of thirty that draws a hundred digits each makes a CSV file of about 25 MB.
MAX_BYTES = 200 * 2**20
# What damaged or hostile files are known to raise in csv, json and here.
DAMAGE = (OSError, ValueError, TypeError, LookupError, RecursionError, csv.Error)


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
        label, writer = self.label, self.writer
        if label not in range(10):
            raise DataError(f"A sample's label is a digit from 0 to 9, not {label!r}.")
        if writer is not None and not (
            isinstance(writer, int | np.integer) and 0 <= writer < 2**31
        ):
            raise DataError(f"A sample's writer is a number from 0 on, not {writer!r}.")
        try:
            # ISO 8601 allows commas, and Python any character before the hour: none for a CSV.
            time = datetime.fromisoformat(self.time).isoformat()
        except (TypeError, ValueError):
            raise DataError(
                f"A sample's time is like 2026-01-31T12:00:00+00:00 (ISO 8601), not {self.time!r}."
            ) from None
        strokes = check_strokes(self.strokes)
        if not strokes:
            raise DataError("A sample needs at least one stroke with a point.")
        writer = None if writer is None else int(writer)
        vars(self).update(label=int(label), strokes=strokes, time=time, writer=writer)


def save_samples(path: str | os.PathLike, samples: Iterable[Sample]) -> Path:
    """Write samples to `path`, a .csv, .json or .npz file; return the path.

    The file is whole or not there at all. Raises DataError for another ending, and if the file
    cannot be written.
    """
    path = Path(path)
    _, write = _format_of(path)
    with atomic_path(path, DataError) as temporary:
        write(temporary, list(samples))
    return path


def load_samples(path: str | os.PathLike) -> list[Sample]:
    """Read the samples of a .csv, .json or .npz file from `save_samples` or the pad's page.

    Raises DataError, naming the file, if it is missing, damaged or of another kind.
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
    """Return the functions that read and write a file with this ending."""
    formats = {
        ".csv": (_read_csv, lambda path, samples: path.write_bytes(samples_csv(samples).encode())),
        ".json": (_read_json, _write_json),
        ".npz": (_read_npz, _write_npz),
    }
    if path.suffix.lower() not in formats:
        raise DataError(f"Samples are kept in .csv, .json or .npz files, so not in {path.name!r}.")
    return formats[path.suffix.lower()]


def _rows(samples: Iterable[Sample]) -> Iterator[tuple]:
    """Yield the `COLUMNS` of each point, with None for an unknown writer."""
    for number, sample in enumerate(samples):
        for stroke_number, stroke in enumerate(sample.strokes):
            head = number, sample.label, sample.time, stroke_number
            yield from ((*head, x, y, sample.writer) for x, y in stroke.tolist())


def _assemble(rows: Iterable[Sequence]) -> list[Sample]:
    """Build samples from rows of `COLUMNS`."""
    samples: dict[int, tuple[tuple, dict[int, list]]] = {}
    for sample, label, time, stroke, x, y, writer in rows:
        about, strokes = samples.setdefault(sample, ((label, time, writer), {}))
        if about != (label, time, writer):
            raise ValueError(f"sample {sample} has two labels, times or writers")
        strokes.setdefault(stroke, []).append((x, y))
    return [
        Sample(label, list(strokes.values()), time, None if writer == -1 else writer)
        for (label, time, writer), strokes in samples.values()
    ]


def samples_csv(samples: Iterable[Sample]) -> str:
    """Return samples as the text of a CSV file, one row a point."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([COLUMNS, *_rows(samples)])
    return stream.getvalue()


def _read_csv(path: Path) -> list[Sample]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        lines = csv.DictReader(stream)
        if not {*COLUMNS} - {"writer"} <= {*(lines.fieldnames or ())}:
            raise ValueError(f"its first line must be {','.join(COLUMNS)}")
        rows = []
        for line in lines:
            line["writer"] = line.get("writer") or -1
            try:
                rows.append([kind(line[name]) for name, kind in COLUMNS.items()])
            except (TypeError, ValueError):
                raise ValueError(f"line {lines.line_num} is not {','.join(COLUMNS)}") from None
    return _assemble(rows)


def _write_json(path: Path, samples: list[Sample]) -> None:
    """Write samples in the form in which the pad's page keeps them too."""
    drawings = [
        {**vars(sample), "strokes": [stroke.tolist() for stroke in sample.strokes]}
        for sample in samples
    ]
    path.write_text(json.dumps({"format": JSON_FORMAT, "drawings": drawings}), encoding="utf-8")


def _read_json(path: Path) -> list[Sample]:
    held = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(held, dict) or held.get("format") != JSON_FORMAT:
        raise ValueError(f"its format is not {JSON_FORMAT!r}")
    return [
        Sample(drawing["label"], drawing["strokes"], drawing["time"], drawing.get("writer"))
        for drawing in held["drawings"]
    ]


def _write_npz(path: Path, samples: list[Sample]) -> None:
    rows = [(*row, -1 if writer is None else writer) for *row, writer in _rows(samples)]
    columns = zip(*rows, strict=True) if rows else [()] * len(COLUMNS)
    kinds = zip(COLUMNS.items(), columns, strict=True)
    arrays = {name: np.array(column, kind) for (name, kind), column in kinds}
    with path.open("wb") as stream:
        np.savez_compressed(stream, **arrays)


def _read_npz(path: Path) -> list[Sample]:
    held = read_npz(path, {name: (kind, (None,)) for name, kind in COLUMNS.items()})
    return _assemble(zip(*(held[name].tolist() for name in COLUMNS), strict=True))


def example_strokes(digit: int) -> list[np.ndarray]:
    """Return a drawing of `digit`, 0-9: a list of float arrays (points, 2), y down, in 0..280.

    Raises ValueError for anything else.
    """
    drawn = load_samples(Path(__file__).with_name("examples.json"))
    if digit not in range(10):
        raise ValueError(f"There is an example of every digit from 0 to 9, but not of {digit!r}.")
    return drawn[int(digit)].strokes


def scattered_examples() -> list[list[np.ndarray]]:
    """Return the ten drawings as one jots digits down: small, and anywhere on the canvas."""
    places = np.random.default_rng(0).uniform(65, 215, (10, 2))
    drawings = []
    for digit, place in enumerate(places):
        strokes = example_strokes(digit)
        points = np.concatenate(strokes)
        middle = (points.min(axis=0) + points.max(axis=0)) / 2
        drawings.append([(stroke - middle) * 0.6 + place for stroke in strokes])
    return drawings


def sample_page(name: str) -> tuple[np.ndarray, list[dict]]:
    """Return a sample photo of a page, "squared", "lined" or "sudoku", and what is written on it.

    The photo is uint8 (h, w, 3). Each digit is a dictionary: `label`, `box` (top, left, bottom,
    right), and `cell` 0-80 of a Sudoku. `python -m training.sample_pages` rendered them.
    """
    from PIL import Image

    folder = Path(__file__).with_name("pages")
    truth = json.loads((folder / "pages.json").read_text(encoding="utf-8"))
    if name not in truth:
        raise ValueError(f"The sample pages are {', '.join(truth)}; there is no {name!r}.")
    return np.asarray(Image.open(folder / f"page_{name}.jpg")), truth[name]
