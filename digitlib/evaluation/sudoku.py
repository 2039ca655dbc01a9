"""Read a Sudoku as a whole: the rules repair what a network misread."""

import numpy as np

SECONDS = 5  # a grid with 16 digits takes about one, an almost empty one more than twenty


def sudoku_rules() -> np.ndarray:
    """Return the rules as sums that must be 1: int8 (324, 729), for cells (9, 9, 9 digits).

    Each cell holds one digit; each row, column and block holds each digit once.
    """
    row, column, digit = np.indices((9, 9, 9)).reshape(3, -1)
    block = 3 * (row // 3) + column // 3
    groups = [9 * row + column, 9 * row + digit, 9 * column + digit, 9 * block + digit]
    return np.concatenate([np.arange(81)[:, None] == group for group in groups]).astype(np.int8)


def most_probable_sudoku(probabilities: np.ndarray) -> np.ndarray:
    """Return the grid int (9, 9) of 1-9 that keeps the rules and is the most probable.

    `probabilities` (9, 9, 9) are those of the digits 1 to 9 in each cell, 1/9 each if a cell is
    empty; cells are judged independently of each other. Found by integer programming (SciPy's
    `milp`), exactly; of a nearly empty grid, the best after a few seconds. Raises ValueError for
    another shape, for what is no probability, and if no grid was found in time.
    """
    from scipy.optimize import LinearConstraint, milp

    probabilities = np.asarray(probabilities, np.float64)
    if probabilities.shape != (9, 9, 9) or not (abs(probabilities - 0.5) <= 0.5).all():
        raise ValueError(
            f"Give probabilities (9, 9, 9), 0 to 1, nine for each cell; not {probabilities.shape}."
        )
    cost = -np.log(np.clip(probabilities, 1e-9, 1)).ravel()
    rules = LinearConstraint(sudoku_rules(), 1, 1)
    options = {"time_limit": SECONDS}
    best = milp(cost, constraints=rules, integrality=np.ones(729), bounds=(0, 1), options=options)
    if best.x is None:
        raise ValueError(f"No grid was found in {SECONDS} seconds. Fill in more cells.")
    return best.x.reshape(9, 9, 9).argmax(axis=2) + 1
