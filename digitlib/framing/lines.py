"""Erase ruled lines and box edges that run through a picture from side to side."""

import numpy as np

THICKEST_LINE = 0.025  # of the picture's height; thicker ones could be a pen stroke
STEEPEST = 0.12  # rise over run: a sheet photographed askew
COVERED = 0.85  # of the columns that must hold ink along a line


def erase_lines(ink: np.ndarray) -> np.ndarray:
    """Return ink (h, w) without its side-to-side lines; strokes that cross one are kept."""
    without_rows = _erase_rows(ink)
    return _erase_rows(without_rows.T).T


def _erase_rows(ink: np.ndarray) -> np.ndarray:
    """Erase the lines that run from the left side to the right side."""
    mask = ink > 0
    if min(mask.shape) < 8:
        return ink
    for left in _middles_of_thin_runs(mask[:, 0]):
        for right in _middles_of_thin_runs(mask[:, -1]):
            if abs(right - left) <= STEEPEST * mask.shape[1]:
                erased = _pixels_of_line(mask, left, right)
                if erased is not None:
                    ink = np.where(erased, 0, ink)
    return ink


def _middles_of_thin_runs(column: np.ndarray) -> np.ndarray:
    """Return the middles of the runs of true in a column that are thin enough for a line."""
    steps = np.diff(np.pad(column.astype(np.int8), 1))
    starts, ends = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
    thin = ends - starts <= 2 * thickest_line(len(column))
    return (starts + ends - 1)[thin] / 2


def thickest_line(height: int) -> int:
    """Return the largest thickness of a line in pixels."""
    return max(1, round(THICKEST_LINE * height))


def _pixels_of_line(mask: np.ndarray, left: float, right: float) -> np.ndarray | None:
    """Return the mask of a line from row `left` to row `right`, or None if there is no line."""
    height, width = mask.shape
    slack = max(1, height // 100)
    rows = np.round(np.linspace(left, right, width)).astype(int)
    # Each column shifted so that the line lies in the middle row of a band.
    reach = 3 * thickest_line(height) + slack
    band = np.arange(-reach, reach + 1)[:, None] + rows
    inside = (band >= 0) & (band < height)
    ink = mask[np.clip(band, 0, height - 1), np.arange(width)] & inside
    near = ink[reach - slack : reach + slack + 1]
    if near.any(axis=0).mean() < COVERED:
        return None
    run = _run_through(ink, reach + _nearest_row(near, slack))
    thickness = run.sum(axis=0)
    usual = np.median(thickness[thickness > 0])
    if usual > thickest_line(height):
        return None
    run &= thickness <= 2 * usual  # a longer run is a stroke that crosses the line
    erased = np.zeros_like(mask)
    band_rows, columns = np.nonzero(run)
    erased[band[band_rows, columns], columns] = True
    return erased


def _nearest_row(near: np.ndarray, slack: int) -> np.ndarray:
    """Return for each column the offset, -slack to slack, of the ink nearest to the middle row."""
    offsets = np.arange(-slack, slack + 1)
    distance = np.where(near, np.abs(offsets)[:, None], slack + 1)
    return offsets[distance.argmin(axis=0)]


def _run_through(ink: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Return the mask of the vertical run of ink through row `rows[x]` of each column x."""
    index = np.arange(ink.shape[0])[:, None]
    gaps_above = np.where(~ink & (index <= rows), index, -1).max(axis=0)
    gaps_below = np.where(~ink & (index >= rows), index, ink.shape[0]).min(axis=0)
    return (index > gaps_above) & (index < gaps_below)
