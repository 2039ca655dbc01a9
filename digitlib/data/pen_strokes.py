"""Load digits as pen strokes, of 30 writers (pendigits) or of 205 (UNIPEN).

Both sets are UNIPEN text: statements that begin with a dot at the start of a line. `.PEN_DOWN`
begins a component, that is, the points of one stroke; `.SEGMENT CHARACTER 12-14 ? "5"` says that
the components 12 to 14, counted from 0, are a 5. Source: I. Guyon, "UNIPEN 1.0 format
definition", 1994.
"""

import hashlib
import io
import os
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from digitlib.data.download import Source, file_in, find_and_read, named_data, named_hint
from digitlib.errors import DataError

PEN_FILE = "pendigits-orig.tra.Z"
PEN_HASH = "ceae25d05f1ccfed4d27ca2e5766370fb32ddd685a647567e84cf7685aa7ac8b"
PEN_BOX = 500  # pendigits' tablet measured points in a box of 500 x 500
UNIPEN_FILE, UNIPEN_FOLDER = "unipen_digits.tar.gz", "train_r01_v07"
COUNTS_PEN_UP = {"pri"}  # this contributor's components include those above the paper
NOT_UNDERSTOOD = {"cea", "ceb", "lou", "tos"}  # contributors who count in a way nobody found out
MAX_INCLUDES = 100  # files that one data file may draw in; the real ones draw in 3
MAX_TEXT = 64 * 2**20  # bytes of one file with all that it includes
MAX_ARCHIVE = 512 * 2**20  # bytes of all files together; the real ones take 34 MB
MAX_COORDINATE = 100_000
# Fixed before the first training: the writers of pendigits are numbered 1 to 30.
VALIDATION_WRITERS = (22, 23, 24)
TEST_WRITERS = (25, 26, 27, 28, 29, 30)

STATEMENT = re.compile(r"^\.([A-Z_]+)", re.MULTILINE)
INCLUDE = re.compile(r"^\.INCLUDE[ \t]+(\S+).*$", re.MULTILINE)
# A range of whole components, a quality, a label. Parts of components (3:10-3:40) are left out.
SEGMENT = re.compile(r'\s+\w+\s+(\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*)\s+\S+\s+"([0-9])"')


class PenDigit(NamedTuple):
    """One digit written with a pen.

    `label` is 0-9. `writer` stands for a person: a number in pendigits, "contributor/WRITER_ID"
    in UNIPEN. `strokes` is a list of float64 arrays (points, 2) with x to the right and y down,
    one for each time the pen touched.
    """

    label: int
    writer: int | str
    strokes: list[np.ndarray]


def load_pen_strokes(source: str | os.PathLike | None = "pendigits") -> list[PenDigit]:
    """Return digits as pen strokes, from the set "pendigits" or "unipen".

    "pendigits" (7,494 digits of 30 writers) is downloaded if need be: 1 MB. E. Alpaydin and F.
    Alimoglu, UCI, 1998, training part, doi 10.24432/C5MG6K, CC BY 4.0. `source` may also be its
    file or the folder that holds it.
    "unipen" (15,358 digits of 205 writers) is found where `DIGITLIB_DATA` names the folder that
    holds train_r01_v07 or unipen_digits.tar.gz. I. Guyon et al., ICPR 1994, doi
    10.5281/zenodo.1195803, CC BY 4.0. Raises DataError that says what to fetch.
    """
    if source == "unipen":
        return read_unipen(_unipen_files())
    place = None if source == "pendigits" else source
    return find_and_read(PEN_FILE, place, _read_pendigits, PEN_SOURCES)


def writer_part(writer: int | str) -> str:
    """Return what a writer's digits are for: "training", "validation" or "test".

    UNIPEN's writers are dealt out by a hash of their names: a fifth each to test and validate.
    """
    if isinstance(writer, str):
        fifth = int(hashlib.sha1(writer.encode()).hexdigest(), 16) % 5
        return ("test", "validation")[fifth] if fifth < 2 else "training"
    if writer in TEST_WRITERS:
        return "test"
    return "validation" if writer in VALIDATION_WRITERS else "training"


def learned_from(pen_digits: list[PenDigit]) -> list[PenDigit]:
    """Return the digits of the writers on whom nothing is judged."""
    return [digit for digit in pen_digits if writer_part(digit.writer) == "training"]


def by_writer(pen_digits: list[PenDigit], writers: Iterable[int | str]) -> list[PenDigit]:
    """Return the digits of these writers."""
    wanted = set(writers)
    return [digit for digit in pen_digits if digit.writer in wanted]


def _read_pendigits(path: Path) -> list[PenDigit]:
    """Read the published file; only its very bytes are ever unpacked."""
    if not path.is_file():
        raise DataError(f"{path} is not a file. Check it, or ask for 'pendigits' or 'unipen'.")
    packed = path.read_bytes()
    if hashlib.sha256(packed).hexdigest() != PEN_HASH:
        raise DataError(f"{path} is not the file that UCI publishes. Delete it and fetch it again.")
    from unlzw3 import unlzw

    # In this set a comment after each segment names the writer: ".COMMENT label writer sample".
    comment = re.compile(r"^\.COMMENT +\d+ +(\d+) .*", re.MULTILINE)
    text = comment.sub(r".WRITER_ID \1", unlzw(packed).decode("latin-1"))
    digits = read_digits(text, top=PEN_BOX)
    return [digit._replace(writer=int(digit.writer)) for digit in digits]


def read_unipen(files: dict[str, Callable[[], bytes]]) -> list[PenDigit]:
    """Return the isolated digits of UNIPEN's files, given by name: `data/1a/...`, `include/...`.

    Raises DataError that names the file which cannot be read.
    """
    digits = []
    for name in sorted(files):
        contributor = name.split("/")[2] if name.startswith("data/1a/") else ""
        if not contributor or contributor in NOT_UNDERSTOOD:
            continue
        try:
            found = read_digits(_with_includes(name, files), contributor in COUNTS_PEN_UP)
        except (DataError, OSError) as fault:
            raise DataError(f"UNIPEN's file {name} is damaged: {fault}") from fault
        digits += [digit._replace(writer=f"{contributor}/{digit.writer}") for digit in found]
    if not digits:
        raise DataError("There is no digit in these UNIPEN files (train_r01_v07/data/1a).")
    return digits


def _with_includes(name: str, files: dict[str, Callable[[], bytes]]) -> str:
    """Return a file's text with the text of the file in place of each `.INCLUDE path`.

    Files that are not in the set count as empty, so no path leads out of it.
    """
    text = files[name]().decode("latin-1")
    for _ in range(MAX_INCLUDES):
        if not (found := INCLUDE.search(text)):
            return text
        included = files.get(f"include/{found[1]}", bytes)().decode("latin-1")
        text = text[: found.start()] + included + text[found.end() :]
        if len(text) > MAX_TEXT:
            break
    raise DataError("It includes too many files, perhaps itself, or too much text.")


def read_digits(text: str, counts_pen_up: bool = False, top: float = 0) -> list[PenDigit]:
    """Return the digits of UNIPEN text, with y turned from upwards to `top - y`.

    Each was written by the writer named last before its first stroke; segments that are no
    digits are left out. Raises DataError that names the first digit which cannot be read.
    """
    parts = STATEMENT.split(text)
    components, segments, writer = [], [], ""
    for keyword, body in zip(parts[1::2], parts[2::2], strict=True):
        if keyword == "WRITER_ID":
            writer = body.partition("\n")[0].strip()
        elif keyword == "PEN_DOWN":
            components.append((writer, body))
        elif keyword == "PEN_UP" and counts_pen_up:
            components.append((writer, None))
        elif keyword == "SEGMENT" and (found := SEGMENT.match(body)):
            segments.append(found)
    digits = []
    for number, (ranges, label) in enumerate(map(re.Match.groups, segments), start=1):
        try:
            chosen = [part for part in _choose(components, ranges) if part[1] is not None]
            if not chosen:
                raise ValueError("it has no stroke")
            strokes = [_read_stroke(body, top) for _, body in chosen]
        except ValueError as fault:
            raise DataError(f"Digit {number} of the UNIPEN text is damaged: {fault}.") from fault
        digits.append(PenDigit(int(label), chosen[0][0], strokes))
    return digits


def _choose(components: list, ranges: str) -> Iterator:
    """Yield the components that ranges such as "12-14,16" name."""
    for piece in ranges.split(","):
        first, _, last = piece.partition("-")
        if int(last or first) >= len(components):
            raise ValueError(f"there is no stroke {last or first}")
        yield from components[int(first) : int(last or first) + 1]


def _read_stroke(body: str, top: float) -> np.ndarray:
    """Read the points of one stroke; float64 (points, 2), y down."""
    values = np.array(body.split(), dtype=np.float64)
    if values.size == 0 or values.size % 2:
        raise ValueError("a stroke is cut short")
    if not (np.abs(values) <= MAX_COORDINATE).all():  # false for NaN as well
        raise ValueError("a point lies far outside the tablet")
    return values.reshape(-1, 2) * (1.0, -1.0) + (0.0, top)


def _unipen_files() -> dict[str, Callable[[], bytes]]:
    """Return UNIPEN's files by name, each as a function that reads it."""
    if named := named_data():
        folder, archive = named / UNIPEN_FOLDER, file_in(named, UNIPEN_FILE)
        if archive.name == UNIPEN_FILE and archive.is_file():
            return _read_archive(archive)
        if folder.is_dir():
            paths = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
            return {path.relative_to(folder).as_posix(): path.read_bytes for path in paths}
    raise DataError(
        "UNIPEN is not on this machine, and too large for a lesson to download (156 MB).\n"
        f"{named_hint(UNIPEN_FOLDER)}"
        f"What to do: fetch {UNIPEN_FOLDER} from https://doi.org/10.5281/zenodo.1195803 and "
        "unpack it,\n  then set the environment variable DIGITLIB_DATA to the folder that "
        f"holds {UNIPEN_FOLDER}."
    )


def _read_archive(path: Path) -> dict[str, Callable[[], bytes]]:
    """Read the files of a .tar.gz into memory; nothing is unpacked to the disk."""
    files, room = {}, MAX_ARCHIVE
    try:
        with tarfile.open(path) as archive:
            for member in archive:
                room -= member.size
                if room < 0:
                    raise ValueError(f"it unpacks to more than {MAX_ARCHIVE:,} bytes")
                if member.isfile():
                    content = archive.extractfile(member).read()
                    files[member.name.partition(f"{UNIPEN_FOLDER}/")[2]] = lambda c=content: c
    except (tarfile.TarError, EOFError, OSError, ValueError, zlib.error) as fault:
        raise DataError(f"{path} is damaged ({fault}). Delete it and fetch it again.") from fault
    return files


def _unzip(pieces: list[bytes]) -> bytes:
    """Return the one file wanted from UCI's zip of the whole dataset."""
    try:
        with zipfile.ZipFile(io.BytesIO(pieces[0])) as archive:
            return archive.open(PEN_FILE).read(8 * 2**20)
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, ValueError) as fault:
        raise DataError(f"the zip file does not hold {PEN_FILE}.") from fault


_UCI = "https://archive.ics.uci.edu"
PEN_SOURCES = [
    Source((f"{_UCI}/ml/machine-learning-databases/pendigits/{PEN_FILE}",)),
    Source((f"{_UCI}/static/public/81/pen+based+recognition+of+handwritten+digits.zip",), _unzip),
]
