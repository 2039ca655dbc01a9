"""Find the digit in a picture: in the whole, in a canvas or box within it, and from nearer."""

import numpy as np

from digitlib.framing.grey import Box, check_picture, grey_of_picture, reduction_of
from digitlib.framing.ink import FAINTEST_INK, Ink, find_ink, is_small
from digitlib.framing.pieces import (
    erase_lines,
    find_pieces,
    inside_of_panel,
    mask_of,
    parts_of_digit,
)

LONGEST_STRIP = 50  # times as long as wide: no digit fits into a longer strip of picture
SMALL_DIGIT = 80  # pixels: a digit smaller than this is looked at again from nearer
MARGIN = 0.75  # of the digit's longer side: so much paper is kept around it then
MOST_LOOKS = 3  # at the whole, into a panel or a frame in it, and from nearer


def ink_of_picture(picture: object) -> np.ndarray:
    """Return the ink of a picture as float32 (h, w), 0 for paper and 1 for full ink.

    `picture` is as for `grey.grey_of_picture`; the result has at most 320 pixels on its longer
    side, shows the part of the picture where the ink is, and is all 0 if there is none. Raises
    PictureError for what is no picture.
    """
    array = check_picture(picture)
    region = whole = (slice(0, array.shape[0]), slice(0, array.shape[1]))
    found = np.zeros((1, 1), dtype=np.float32)
    for _ in range(MOST_LOOKS):
        shape = array[region].shape[:2]
        if min(shape) < max(2, max(shape) / LONGEST_STRIP):
            break
        factor = reduction_of(shape)
        everything = find_ink(grey_of_picture(array, region))
        ink = _only_inside(_ink_of_digit(everything), whole, region, factor)
        inner = inside_of_panel(everything.shapes)
        if ink.any():
            found = ink
        if inner is None and factor > 1 and ink.any():
            whole = _zoom(region, _box_around(ink, 2), factor)
            inner = _box_around_small(ink)
        if inner is None:
            break
        region = _zoom(region, inner, factor)
    return found


def _ink_of_digit(ink: Ink) -> np.ndarray:
    """Return the ink of the digit, 0 to 1, without lines and specks."""
    from scipy import ndimage

    amount, core = ink.amount, ink.core
    pieces = parts_of_digit(erase_lines(np.where(core, amount, 0)), ink.even)
    if is_small(amount) and not pieces:
        # A digit that fills its picture can be a line from side to side: a 1.
        pieces = [piece for piece in find_pieces(core) if not piece.is_frame()]
    kept = mask_of(pieces, amount.shape)
    # The faint rim of kept strokes holds no pieces together, but it belongs to them.
    rim = ndimage.maximum_filter(kept, 3) & ~core
    return _scale_to_full(np.where(kept | rim, amount, 0))


def _scale_to_full(ink: np.ndarray) -> np.ndarray:
    """Scale ink so that the dark part of it is 1."""
    if not ink.any():
        return ink
    full = np.percentile(ink[ink > 0], 95)
    return np.clip(ink / full, 0, 1) if full >= FAINTEST_INK else np.zeros_like(ink)


def _only_inside(ink: np.ndarray, box: Box, region: Box, factor: int) -> np.ndarray:
    """Return the ink of a region that lies in a box, both of the whole picture, 0 elsewhere.

    What was no ink from afar is none from near, such as a ruled line that is now cut off.
    """
    inside = np.zeros_like(ink)
    part = tuple(
        slice(max(0, side.start - outer.start) // factor, (side.stop - outer.start) // factor + 1)
        for side, outer in zip(box, region, strict=True)
    )
    inside[part] = ink[part]
    return inside


def _zoom(region: Box, inner: Box, factor: int) -> Box:
    """Return the region of a picture that is the box `inner` in a region reduced by `factor`."""
    return tuple(
        slice(outer.start + factor * part.start, min(outer.start + factor * part.stop, outer.stop))
        for outer, part in zip(region, inner, strict=True)
    )


def _box_around(ink: np.ndarray, margin: int) -> Box:
    """Return the box round all ink and so many pixels more."""
    spans = [np.flatnonzero(ink.any(axis=axis)) for axis in (1, 0)]
    return tuple(slice(max(0, span[0] - margin), span[-1] + 1 + margin) for span in spans)


def _box_around_small(ink: np.ndarray) -> Box | None:
    """Return the box round the ink with some paper, or None if the ink is large enough."""
    longer = max(side.stop - side.start for side in _box_around(ink, 0))
    return _box_around(ink, int(MARGIN * longer) + 4) if longer < SMALL_DIGIT else None
