"""Find the connected pieces of ink in a picture, in NumPy alone."""

from typing import NamedTuple

import numpy as np


class Components(NamedTuple):
    """The connected pieces of a mask.

    `pixels` (n,) are the places of the true pixels in the flattened mask, in order, and `owners`
    (n,) the number of the piece that each belongs to, from 0. `boxes` (count, 4) are the pieces'
    top, left, bottom and right; the last two are exclusive.
    """

    shape: tuple[int, int]
    pixels: np.ndarray
    owners: np.ndarray
    boxes: np.ndarray

    @property
    def count(self) -> int:
        """Return how many pieces there are."""
        return len(self.boxes)

    def sums(self, values: np.ndarray) -> np.ndarray:
        """Return the sum of `values` (h, w) over each piece, float64 (count,)."""
        return np.bincount(self.owners, values.ravel()[self.pixels], minlength=self.count)

    def areas(self) -> np.ndarray:
        """Return the number of pixels of each piece, int (count,)."""
        return np.bincount(self.owners, minlength=self.count)

    def mask_of(self, kept: np.ndarray) -> np.ndarray:
        """Return the mask (h, w) of the pieces for which `kept`, bool (count,), is true."""
        mask = np.zeros(self.shape, dtype=bool)
        mask.ravel()[self.pixels[kept[self.owners]]] = True
        return mask


def find_components(mask: np.ndarray) -> Components:
    """Label the pieces of a bool mask (h, w); pixels that touch at a corner belong together.

    Works on runs of ink instead of pixels. Runs that touch are merged by hooking the larger
    root under the smaller and halving paths (Shiloach and Vishkin, "An O(log n) parallel
    connectivity algorithm", 1982), which NumPy does on all runs at once.
    """
    rows, starts, ends = _find_runs(mask)
    upper, lower = _touching_runs(rows, starts, ends, mask.shape[1] + 2)
    roots = _merge(len(rows), upper, lower)
    names, numbers = np.unique(roots, return_inverse=True)
    owners = np.repeat(numbers, ends - starts)
    boxes = np.empty((len(names), 4), dtype=np.int64)
    boxes[:, :2], boxes[:, 2:] = np.iinfo(np.int64).max, 0
    for column, (values, ufunc) in enumerate(
        ((rows, np.minimum), (starts, np.minimum), (rows + 1, np.maximum), (ends, np.maximum))
    ):
        ufunc.at(boxes[:, column], numbers, values)
    return Components(mask.shape, np.flatnonzero(mask), owners, boxes)


def _find_runs(mask: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return row, first column and column after the last of each run of true, row by row."""
    padded = np.pad(mask.astype(np.int8), ((0, 0), (1, 1)))
    steps = np.diff(padded, axis=1)
    rows, starts = np.nonzero(steps == 1)
    return rows, starts, np.nonzero(steps == -1)[1]


def _touching_runs(
    rows: np.ndarray, starts: np.ndarray, ends: np.ndarray, stride: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the index pairs of runs that touch a run of the next row."""
    # One number per run end orders all runs, so that one sorted search serves every row.
    first = np.searchsorted(rows * stride + ends, (rows + 1) * stride + starts, side="left")
    last = np.searchsorted(rows * stride + starts, (rows + 1) * stride + ends, side="right")
    counts = np.maximum(last - first, 0)
    upper = np.repeat(np.arange(len(rows)), counts)
    offsets = np.arange(len(upper)) - np.repeat(np.cumsum(counts) - counts, counts)
    return upper, np.repeat(first, counts) + offsets


def _merge(count: int, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return the smallest index connected to each index by the given pairs."""
    roots = np.arange(count)
    while True:
        low, high = np.minimum(roots[one], roots[other]), np.maximum(roots[one], roots[other])
        if np.array_equal(low, high):
            return roots
        np.minimum.at(roots, high, low)
        while not np.array_equal(roots, roots[roots]):
            roots = roots[roots]
