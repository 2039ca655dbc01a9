"""UNIPEN's faulty digits: left out by number, and only from the files that were looked at."""

import pytest
from small_data import some_pen_digits

from digitlib import load_pen_strokes
from digitlib.errors import DataError
from training import unipen


def test_faulty_digits_are_left_out_by_number(monkeypatch):
    digits = some_pen_digits()
    monkeypatch.setattr(unipen, "NUM_DIGITS", len(digits))
    monkeypatch.setattr(unipen, "faulty_indices", lambda: frozenset({0, 2}))
    assert unipen.without_faults(digits) == [digits[1], *digits[3:]]


def test_other_files_than_were_looked_at_are_refused():
    with pytest.raises(DataError, match="15,358"):
        unipen.without_faults(some_pen_digits())


def test_the_numbers_stand_for_digits():
    indices = unipen.faulty_indices()
    assert 50 < len(indices) < 150
    assert all(0 <= index < unipen.NUM_DIGITS for index in indices)


def test_where_unipen_is_the_test_people_are_its_own():
    try:
        digits = load_pen_strokes("unipen")
    except DataError:
        pytest.skip("UNIPEN is not on this machine")
    sets = unipen.load_unipen_test()
    images, labels, writers = sets[unipen.AS_THEY_ARE]
    assert images.shape == (len(labels), 28, 28)
    assert len(set(writers)) == 40
    assert 0 < len(labels) - len(sets[unipen.CLEANED][1]) < 20
    assert len(unipen.load_clean_unipen()) == len(digits) - len(unipen.faulty_indices())
