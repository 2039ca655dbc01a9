"""A Sudoku read as a whole, against an ordinary solver that tries one digit after the other."""

import numpy as np
import pytest

from digitlib.evaluation.sudoku import most_probable_sudoku, sudoku_rules

PUZZLE = np.array(
    [
        *map(
            list,
            (
                *("530070000", "600195000", "098000060", "800060003", "400803001"),
                *("700020006", "060000280", "000419005", "000080079"),
            ),
        )
    ]
).astype(int)


def solve(grid):
    """Fill in the first empty cell with all that fits, and go on from there."""
    if grid.all():
        return grid
    row, column = np.argwhere(grid == 0)[0]
    top, left = 3 * (row // 3), 3 * (column // 3)
    taken = {*grid[row], *grid[:, column], *grid[top : top + 3, left : left + 3].ravel()}
    for digit in set(range(1, 10)) - taken:
        tried = grid.copy()
        tried[row, column] = digit
        if (found := solve(tried)) is not None:
            return found
    return None


SOLVED = solve(PUZZLE)


def chances(grid, sure=0.9):
    rows = np.full((9, 9, 9), 1 / 9)
    for place in np.argwhere(grid):
        rows[tuple(place)] = (1 - sure) / 8
        rows[(*place, grid[tuple(place)] - 1)] = sure
    return rows


def test_the_rules_hold_for_a_solved_grid_alone():
    solved = np.eye(9)[SOLVED - 1].ravel()
    assert (sudoku_rules() @ solved == 1).all()
    assert not (sudoku_rules() @ np.roll(solved, 9) == 1).all()


def test_a_puzzle_is_solved():
    assert (most_probable_sudoku(chances(PUZZLE)) == SOLVED).all()


def test_misread_cells_are_repaired():
    misread = SOLVED.copy()
    misread[0, 0], misread[4, 4], misread[8, 1] = 6, 9, 1
    assert (most_probable_sudoku(chances(misread)) == SOLVED).all()


@pytest.mark.parametrize(
    "wrong", [np.ones((9, 9)), np.full((9, 9, 9), np.nan), np.full((9, 9, 9), -1)]
)
def test_what_is_no_grid_is_refused(wrong):
    with pytest.raises(ValueError, match="nine for each cell"):
        most_probable_sudoku(wrong)


def test_an_empty_grid_is_filled_by_the_rules():
    found = most_probable_sudoku(np.full((9, 9, 9), 1 / 9))
    assert (sudoku_rules() @ np.eye(9)[found - 1].ravel() == 1).all()


def test_a_search_that_takes_too_long_says_so(monkeypatch):
    monkeypatch.setattr("digitlib.evaluation.sudoku.SECONDS", 0)
    with pytest.raises(ValueError, match="Fill in more cells"):
        most_probable_sudoku(np.random.default_rng(0).random((9, 9, 9)))
