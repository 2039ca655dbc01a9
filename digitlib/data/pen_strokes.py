"""Read pen strokes as the UCI archive publishes them: UNIPEN text, packed with `compress`.

Files that end in `.Z` are LZW-compressed, a format of 1984 that Python's standard library does
not read. Sources: T. Welch, "A technique for high-performance data compression", Computer 17(6),
1984; I. Guyon, "UNIPEN 1.0 format definition", 1994.
"""

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from digitlib.errors import DataError

MAGIC = b"\x1f\x9d"
CLEAR = 256  # in block mode this code empties the table
FIRST_WIDTH = 9  # bits of the first codes
MAX_CODES = 65_536  # unpacked in one go
MAX_TEXT = 64 * 2**20  # bytes; the UCI file unpacks to 3.6 MB
BOX = 500  # the tablet measured points in a box of 500 x 500, y up
MAX_COORDINATE = 100_000
# Fixed before the first training: writers are numbered 1 to 30.
VALIDATION_WRITERS = (22, 23, 24)
TEST_WRITERS = (25, 26, 27, 28, 29, 30)


class PenDigit(NamedTuple):
    """One digit written with a pen.

    `label` is 0-9, `writer` a number that stands for a person, `strokes` a list of float64 arrays
    (points, 2) with x to the right and y down, one array for each time the pen touched.
    """

    label: int
    writer: int
    strokes: list[np.ndarray]


def unlzw(packed: bytes, max_bytes: int = MAX_TEXT) -> bytes:
    """Unpack the bytes of a `.Z` file.

    Raises DataError if they are damaged or unpack to more than `max_bytes`.
    """
    max_width, block_mode = _read_flags(packed)
    data = np.frombuffer(packed, np.uint8)
    roots = [bytes([value]) for value in range(256)] + [b""] * block_mode
    pieces, size, start = [], 0, 3
    table, previous, width = list(roots), b"", FIRST_WIDTH
    while start < len(data):
        # Widths change when the table is full for them; the very first code adds no entry.
        count = (1 << width) - len(table) + (not previous) if width < max_width else MAX_CODES
        for index, code in enumerate(_unpack_codes(data, start, width, count), start=1):
            if block_mode and code == CLEAR:
                # The writer pads to eight codes whenever it changes the width.
                start += math.ceil(index / 8) * width
                table, previous, width = list(roots), b"", FIRST_WIDTH
                break
            piece = _look_up(table, code, previous)
            if previous and len(table) < 1 << max_width:
                table.append(previous + piece[:1])
            previous = piece
            pieces.append(piece)
            size += len(piece)
            if size > max_bytes:
                raise DataError(f"The .Z data unpack to more than {max_bytes:,} bytes: damaged.")
        else:
            start += math.ceil(count / 8) * width
            width = min(width + 1, max_width)
    return b"".join(pieces)


def _read_flags(packed: bytes) -> tuple[int, bool]:
    """Return the widest code in bits and whether CLEAR codes may occur."""
    if packed[:2] != MAGIC or len(packed) < 3:
        raise DataError("These are not .Z data: the two bytes 1f 9d are not at their start.")
    max_width = packed[2] & 0x1F
    if not FIRST_WIDTH <= max_width <= 16:
        raise DataError(f"The .Z data claim codes of {max_width} bits: damaged.")
    return max_width, bool(packed[2] & 0x80)


def _unpack_codes(data: np.ndarray, start: int, width: int, count: int) -> list[int]:
    """Return up to `count` codes of `width` bits, lowest bit first, from byte `start` on."""
    bits = np.unpackbits(data[start : start + math.ceil(count / 8) * width], bitorder="little")
    bits = bits[: len(bits) // width * width].reshape(-1, width)
    return (bits @ (1 << np.arange(width)))[:count].tolist()


def _look_up(table: list[bytes], code: int, previous: bytes) -> bytes:
    """Return what `code` stands for; it may be the entry that is about to be made."""
    if code < len(table):
        return table[code]
    if code == len(table) and previous:
        return previous + previous[:1]
    raise DataError(f"The .Z data hold the impossible code {code}: damaged.")


def read_unipen(text: str) -> list[PenDigit]:
    """Return the digits of UNIPEN text as the UCI archive writes it (y up), turned to y down.

    Raises DataError that names the first digit which cannot be read.
    """
    _, *segments = text.split("\n.SEGMENT ")
    if not segments:
        raise DataError("The UNIPEN text holds no .SEGMENT line, so no digit.")
    digits = []
    for number, segment in enumerate(segments, start=1):
        try:
            digits.append(_read_segment(segment))
        except ValueError as fault:
            raise DataError(f"Digit {number} of the UNIPEN text is damaged: {fault}.") from fault
    return digits


def _read_segment(segment: str) -> PenDigit:
    """Read one digit: a `.COMMENT label writer sample` line, then pen-down to pen-up blocks."""
    head, *blocks = segment.split("\n.PEN_DOWN\n")
    comments = [line.split() for line in head.splitlines() if line.startswith(".COMMENT ")]
    if len(comments) != 1 or len(comments[0]) < 3:
        raise ValueError("it needs one line '.COMMENT label writer sample'")
    label, writer = int(comments[0][1]), int(comments[0][2])
    if not 0 <= label <= 9:
        raise ValueError(f"its label is {label}, not 0 to 9")
    if not blocks:
        raise ValueError("it has no stroke")
    return PenDigit(label, writer, [_read_stroke(block) for block in blocks])


def _read_stroke(block: str) -> np.ndarray:
    """Read the points between pen down and pen up; float64 (points, 2), y down."""
    numbers, pen_up, _ = block.partition(".PEN_UP")
    values = np.array(numbers.split(), dtype=np.float64)
    if not pen_up or values.size == 0 or values.size % 2:
        raise ValueError("a stroke is cut short")
    if not (np.abs(values) <= MAX_COORDINATE).all():  # false for NaN as well
        raise ValueError("a point lies far outside the tablet")
    return values.reshape(-1, 2) * (1.0, -1.0) + (0.0, BOX)


def learned_from(pen_digits: list[PenDigit]) -> list[PenDigit]:
    """Return the digits of the writers on whom nothing is judged."""
    judges = {*VALIDATION_WRITERS, *TEST_WRITERS}
    return [digit for digit in pen_digits if digit.writer not in judges]


def by_writer(pen_digits: list[PenDigit], writers: Iterable[int]) -> list[PenDigit]:
    """Return the digits of these writers."""
    wanted = set(writers)
    return [digit for digit in pen_digits if digit.writer in wanted]
