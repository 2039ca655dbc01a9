"""Find the digit in a picture: in the whole, in a canvas or box within it, and from nearer."""

from typing import NamedTuple

import numpy as np

from digitlib.framing.grey import Box, check_picture, grey_of_picture, reduction_of
from digitlib.framing.ink import FAINTEST_INK, Ink, find_ink, is_small
from digitlib.framing.pieces import (
    erase_lines,
    find_panels,
    find_pieces,
    mask_of,
    parts_of_digit,
)

LONGEST_STRIP = 50  # times as long as wide: no digit fits into a longer strip of picture
SMALL_DIGIT = 80  # pixels: a digit smaller than this is looked at again from nearer
MARGIN = 0.75  # of the digit's longer side: so much paper is kept around it then
DEEPEST = 2  # a canvas on a card on a page
MOST_PANELS = 6  # looked into; the larger ones first


class View(NamedTuple):
    """The ink of the digit in a region of a picture, reduced by a factor.

    `height` is that of its tallest piece, in pixels of the whole picture. (A line of text is wide,
    but not tall.)
    """

    ink: np.ndarray
    height: int
    region: Box
    factor: int


def ink_of_picture(picture: object) -> np.ndarray:
    """Return the ink of a picture as float32 (h, w), 0 for paper and 1 for full ink.

    `picture` is as for `grey.grey_of_picture`; the result has at most 320 pixels on its longer
    side, shows the part of the picture where the ink is, and is all 0 if there is none. Raises
    PictureError for what is no picture.
    """
    array = check_picture(picture)
    view = _look(array, (slice(0, array.shape[0]), slice(0, array.shape[1])), DEEPEST)
    if view.factor == 1 or not view.ink.any():
        return view.ink
    box = _box_around(view.ink, 0)
    longer = max(side.stop - side.start for side in box)
    if longer >= SMALL_DIGIT:
        return view.ink
    margin = int(MARGIN * longer) + 4
    nearer = _look(array, _zoom(view, _box_around(view.ink, margin)), 0)
    ink = _only_inside(nearer, _zoom(view, _box_around(view.ink, 2)))
    return ink if ink.any() else view.ink


def _look(array: np.ndarray, region: Box, depth: int) -> View:
    """Return the digit in a region of a picture, or in a panel there: where it is tallest."""
    shape = array[region].shape[:2]
    if min(shape) < max(2, max(shape) / LONGEST_STRIP):
        return View(np.zeros((1, 1), np.float32), 0, region, 1)
    found = find_ink(grey_of_picture(array, region))
    whole = _view(found, region)
    inked = []
    for outside, inside in find_panels(found.shapes)[: MOST_PANELS if depth else 0]:
        view = _look(array, _zoom(whole, inside), depth - 1)
        if view.height:
            found.amount[outside], found.core[outside] = 0, False
            inked.append(view)
    if not inked:
        return whole
    # What is written outside, such as a title, counts only if it is taller. The page does not.
    own = _view(found, region)
    touching = own.ink[[0, -1]].any() or own.ink[:, [0, -1]].any()
    return max(inked if touching else [*inked, own], key=lambda view: view.height)


def _view(found: Ink, region: Box) -> View:
    """Return the ink of the digit, without lines and specks."""
    from scipy import ndimage

    amount, core = found.amount, found.core
    pieces = parts_of_digit(erase_lines(np.where(core, amount, 0)), found.even)
    if is_small(amount) and not pieces:
        # A digit that fills its picture can be a line from side to side: a 1.
        pieces = [piece for piece in find_pieces(core) if not piece.is_frame()]
    kept = mask_of(pieces, amount.shape)
    # The faint rim of kept strokes holds no pieces together, but it belongs to them.
    rim = ndimage.maximum_filter(kept, 3) & ~core
    ink = _scale_to_full(np.where(kept | rim, amount, 0))
    factor = reduction_of([side.stop - side.start for side in region])
    height = max((piece.mask.shape[0] for piece in pieces), default=0) if ink.any() else 0
    return View(ink, factor * height, region, factor)


def _scale_to_full(ink: np.ndarray) -> np.ndarray:
    """Scale ink so that the dark part of it is 1."""
    if not ink.any():
        return ink
    full = np.percentile(ink[ink > 0], 95)
    return np.clip(ink / full, 0, 1) if full >= FAINTEST_INK else np.zeros_like(ink)


def _only_inside(view: View, box: Box) -> np.ndarray:
    """Return the ink of a view that lies in a box of the whole picture, 0 elsewhere.

    What was no ink from afar is none from near, such as a ruled line that is now cut off.
    """
    inside = np.zeros_like(view.ink)
    part = tuple(
        slice(
            max(0, side.start - outer.start) // view.factor,
            (side.stop - outer.start) // view.factor + 1,
        )
        for side, outer in zip(box, view.region, strict=True)
    )
    inside[part] = view.ink[part]
    return inside


def _zoom(view: View, inner: Box) -> Box:
    """Return the region of the picture that is the box `inner` in the ink of a view."""
    return tuple(
        slice(
            outer.start + view.factor * part.start,
            min(outer.start + view.factor * part.stop, outer.stop),
        )
        for outer, part in zip(view.region, inner, strict=True)
    )


def _box_around(ink: np.ndarray, margin: int) -> Box:
    """Return the box round all ink and so many pixels more."""
    spans = [np.flatnonzero(ink.any(axis=axis)) for axis in (1, 0)]
    return tuple(slice(max(0, span[0] - margin), span[-1] + 1 + margin) for span in spans)
