"""Leave out UNIPEN's digits that are cut or labelled wrongly.

`unipen_faults.json` holds their numbers and the rule by which they were found. UNIPEN itself
is not copied: I. Guyon et al., ICPR 1994, doi 10.5281/zenodo.1195803, CC BY 4.0.
"""

import json
from pathlib import Path

import numpy as np

from digitlib.data import PenDigit, load_pen_strokes, writer_part
from digitlib.errors import DataError
from digitlib.framing import frame_strokes

FAULTS = Path(__file__).with_name("unipen_faults.json")
AS_THEY_ARE, CLEANED = "UNIPEN, 40 held-out writers", "UNIPEN, faulty digits left out"
NUM_DIGITS = 15_358  # of the files that the numbers were counted in


def faulty_indices() -> frozenset[int]:
    """Return the numbers of the digits to leave out."""
    return frozenset(json.loads(FAULTS.read_text(encoding="utf-8"))["indices"])


def load_clean_unipen() -> list[PenDigit]:
    """Return UNIPEN's digits without the faulty ones.

    Raises DataError if UNIPEN is not on this machine, or has other files than were looked at.
    """
    return without_faults(load_pen_strokes("unipen"))


def without_faults(digits: list[PenDigit]) -> list[PenDigit]:
    """Return the digits that are cut and labelled well. Raises DataError as above."""
    if len(digits) != NUM_DIGITS:
        raise DataError(
            f"This UNIPEN has {len(digits):,} digits, not {NUM_DIGITS:,}, so the numbers in "
            f"{FAULTS.name} do not fit it. Fetch train_r01_v07 as README says."
        )
    left_out = faulty_indices()
    return [digit for index, digit in enumerate(digits) if index not in left_out]


def load_unipen_test() -> dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Return the held-out writers' digits, as they are and cleaned.

    Each has framed images (n, 28, 28), labels (n,) and writers (n,). Raises DataError as above.
    """
    digits = load_pen_strokes("unipen")
    sets = {AS_THEY_ARE: digits, CLEANED: without_faults(digits)}
    return {
        name: framed([digit for digit in some if writer_part(digit.writer) == "test"])
        for name, some in sets.items()
    }


def framed(digits: list[PenDigit]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return framed images uint8 (n, 28, 28), labels (n,) and writers (n,) of pen digits."""
    images = np.array([frame_strokes(digit.strokes) for digit in digits], np.uint8)
    labels = np.array([digit.label for digit in digits])
    return images, labels, np.array([str(digit.writer) for digit in digits])
