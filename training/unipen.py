"""Leave out UNIPEN's digits that are cut or labelled wrongly.

`unipen_faults.json` holds their numbers and the rule by which they were found. UNIPEN itself
is not copied: I. Guyon et al., ICPR 1994, doi 10.5281/zenodo.1195803, CC BY 4.0.
"""

import json
from pathlib import Path

from digitlib.data import PenDigit, load_pen_strokes
from digitlib.errors import DataError

FAULTS = Path(__file__).with_name("unipen_faults.json")
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
