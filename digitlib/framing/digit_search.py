"""Find the digit in a picture: its pieces of ink, in the whole or in a canvas or box within it.

A connected piece of ink can be a part of a digit or something else. SciPy is imported inside the
functions, so that reading strokes does not need it.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from digitlib.framing.ink import FAINTEST_INK, Ink, find_ink, is_small
from digitlib.framing.pictures import Box, check_picture, grey_of_picture, reduction_of

SPECK = 0.04  # of the largest piece's ink: smaller pieces are dirt
FAINT = 0.3  # of the darkest piece's darkness: fainter pieces are shades of the light
FRAGMENT = 0.25  # the same for pieces that touch the picture's edge: they belong to something else
SCRAP = 0.5  # the same for narrow ones, where the largest piece does not touch the edge itself
NARROW = 0.15  # of the picture: from its edge, no further do the scraps of a neighbour reach in
FAR = 0.5  # of the main piece's longer side: parts of one digit lie nearer together
WHOLE = 0.4  # of the picture's longer side: a digit of this size needs no scraps at the edge
BAR = 5  # times as long as wide: a pen that lies on the sheet
SOLID = 0.8  # of its rectangle that a bar fills
THICKER = 1.6  # times as thick as the strokes: a pen, not a digit
WRITTEN = 0.15  # of a pen's length: what is written beside it is larger than this
HUGGING = 0.08  # of a side: the pixels of a frame lie so near to it
LONG_CONTACT = 0.3  # of the shorter side: what touches the edge so long is a shadow or a frame
SMALLEST = 5  # pixels; fewer are noise
MOST_PIECES = 200  # the largest; a digit has a handful
PANEL = 12  # pixels: so long are the sides of a canvas or a box in a picture at least
WITHOUT_TICKS = 0.7  # so much of the piece's box is the rectangle itself, on each axis
STRAIGHT = 0.95  # so much of a rectangle's side must be there
ROUNDED = 40  # pixels: a larger rectangle may have rounded corners
STRAIGHT_PART = 0.85  # so much of its sides must be there then
THICKEST_LINE = 0.025  # of the picture's height; thicker ones could be a pen stroke
STEEPEST_LINE = 0.12  # rise over run: a sheet photographed askew
COVERED = 0.85  # of the columns that must hold ink along a line
LONGEST_STRIP = 50  # times as long as wide: no digit fits into a longer strip of picture
SMALL_DIGIT = 80  # pixels: a digit smaller than this is looked at again from nearer
MARGIN = 0.75  # of the digit's longer side: so much paper is kept around it then
DEEPEST = 2  # a canvas on a card on a page
MOST_PANELS = 6  # looked into; the larger ones first


@dataclass
class Piece:
    """A connected piece of ink.

    `box` is its place in a picture of `shape`, `mask` its pixels there, bool; `mass` is the sum
    of its ink.
    """

    shape: tuple[int, int]
    box: Box
    mask: np.ndarray
    mass: float

    @property
    def area(self) -> int:
        """Return the number of pixels."""
        return int(self.mask.sum())

    @property
    def gaps(self) -> np.ndarray:
        """Return the distances from the top, bottom, left and right side of the picture."""
        (rows, columns), (height, width) = self.box, self.shape
        return np.array([rows.start, height - rows.stop, columns.start, width - columns.stop])

    @property
    def contact(self) -> int:
        """Return how many of its pixels lie on the sides of the picture."""
        sides = self.mask[0], self.mask[-1], self.mask[:, 0], self.mask[:, -1]
        return sum(int(side.sum()) for side, gap in zip(sides, self.gaps, strict=True) if gap == 0)

    @property
    def extents(self) -> tuple[float, float]:
        """Return the length and the width of the bar with the same variances, in pixels."""
        across, along = np.linalg.eigvalsh(np.cov(np.nonzero(self.mask), bias=True))
        return np.sqrt(12 * along), np.sqrt(12 * max(across, 0))

    @property
    def thickness(self) -> float:
        """Return the usual thickness of its strokes in pixels."""
        from scipy import ndimage

        # Across a stroke the distance from its edge is a quarter of the thickness on average.
        return (
            4 * ndimage.distance_transform_edt(np.pad(self.mask, 1))[1:-1, 1:-1][self.mask].mean()
        )

    def is_narrow(self) -> bool:
        """Tell whether it reaches into the picture from one side, and not far."""
        reach = np.divide(self.mask.shape, self.shape) < NARROW
        return bool((reach.repeat(2) & (self.gaps == 0)).any())

    def is_far_from(self, other: "Piece") -> bool:
        """Tell whether its box is far from that of another, larger piece."""
        gaps = [
            max(mine.start - its.stop, its.start - mine.stop)
            for mine, its in zip(self.box, other.box, strict=True)
        ]
        return max(gaps) > FAR * max(other.mask.shape)

    def is_frame(self) -> bool:
        """Tell whether it is a frame, or a side of one, round something else.

        A frame is half as long as the picture and hugs the sides of its own box or of the picture.
        """
        if np.divide(self.mask.shape, self.shape).max() <= 0.5:
            return False
        reach = HUGGING * min(self.shape)
        inner = [
            slice(max(0, int(np.ceil(reach - before))), max(0, int(np.ceil(size - reach + after))))
            for size, before, after in zip(
                self.mask.shape, self.gaps[::2], self.gaps[1::2], strict=True
            )
        ]
        if self.mask[tuple(inner)].sum() < 0.15 * self.area:
            return True
        hollow = tuple(slice(round(HUGGING * n), n - round(HUGGING * n)) for n in self.mask.shape)
        large = min(self.mask.shape) > 0.3 * min(self.shape)
        return bool(large and self.mask[hollow].sum() < 0.1 * self.area)

    def is_line(self) -> bool:
        """Tell whether it is thin, straight, and cut off by two sides of the picture."""
        if (self.gaps == 0).sum() < 2:
            return False
        return self.extents[1] <= 1.5 * thickest_line(max(self.shape))


def find_pieces(ink: np.ndarray, smallest: float = SMALLEST) -> list[Piece]:
    """Return the pieces of ink (h, w) of at least so many pixels, at most the 200 largest.

    Pixels that touch at a corner belong together.
    """
    from scipy import ndimage

    labels, count = ndimage.label(ink > 0, np.ones((3, 3)))
    areas = np.bincount(labels.ravel())[1:]
    boxes = ndimage.find_objects(labels)
    pieces = []
    for number in np.argsort(-areas, kind="stable")[: min(count, MOST_PIECES)]:
        if areas[number] >= smallest:
            box = boxes[number]
            mask = labels[box] == number + 1
            pieces.append(Piece(ink.shape, box, mask, float(ink[box][mask].sum())))
    return pieces


def mask_of(pieces: list[Piece], shape: tuple[int, int]) -> np.ndarray:
    """Return the mask (h, w) of some pieces."""
    mask = np.zeros(shape, bool)
    for piece in pieces:
        mask[piece.box] |= piece.mask
    return mask


def parts_of_digit(ink: np.ndarray, even: bool) -> list[Piece]:
    """Return the pieces of ink (h, w) that can be parts of a digit.

    `even` pictures have one paper and no noise: there the smallest pieces count if there are no
    larger ones, and a digit may lie along the sides.
    """
    pieces = find_pieces(ink, max(SMALLEST, (0.02 * max(ink.shape)) ** 2))
    if even and not pieces:
        pieces = find_pieces(ink)
    longest = np.inf if even else LONG_CONTACT * min(ink.shape)
    pieces = [p for p in pieces if not (p.is_frame() or p.contact > longest)] or pieces
    pieces = [piece for piece in pieces if not piece.is_line()]
    darkest = max((piece.mass / piece.area for piece in pieces), default=0)
    pieces = [piece for piece in pieces if piece.mass / piece.area >= FAINT * darkest]
    pieces = [piece for piece in pieces if not _is_pen(piece, pieces)]
    if not pieces:
        return []
    inner = [piece for piece in pieces if not (piece.contact and piece.is_narrow())]
    main = max(inner or pieces, key=lambda piece: piece.mass)
    return [piece for piece in pieces if piece.mass >= _least_share(piece, main) * main.mass]


def _least_share(piece: Piece, main: Piece) -> float:
    """Return the share of the main piece's ink that another needs to belong to the digit.

    What is small and far away, or cut off by the edge, belongs to something else.
    """
    if piece.contact and not main.contact and piece.is_narrow():
        whole = max(main.mask.shape) > WHOLE * max(main.shape)
        return np.inf if whole else SCRAP
    return FRAGMENT if piece.contact or piece.is_far_from(main) else SPECK


def _is_pen(piece: Piece, pieces: list[Piece]) -> bool:
    """Tell whether a piece is a solid bar, much thicker than what is written beside it."""
    length, width = piece.extents
    if length < BAR * width or piece.area < SOLID * length * width:
        return False
    return any(
        max(other.mask.shape) > WRITTEN * length and THICKER * other.thickness < width
        for other in pieces
        if other is not piece
    )


def find_panels(shapes: np.ndarray) -> list[tuple[Box, Box]]:
    """Return the box and the inside of each upright rectangle, filled or drawn, large ones first.

    A digit may be drawn in a box or on a canvas that is only a part of the picture. Ticks may
    stick out of it, and the picture may cut off one of its sides.
    """
    panels = []
    for piece in find_pieces(shapes, PANEL**2 // 4):
        rectangle = _rectangle_in(piece)
        size = tuple(side.stop - side.start for side in rectangle)
        sticks_out = np.divide(size, piece.mask.shape).min() < WITHOUT_TICKS
        if min(size) < PANEL or sticks_out or size == shapes.shape:
            continue
        mask = piece.mask[rectangle]
        least = STRAIGHT if min(size) < ROUNDED else STRAIGHT_PART
        straight = _straightness_of_sides(mask) >= least
        if (straight | (piece.gaps == 0)).all() and straight.sum() >= 3:
            border = 2 if mask.mean() > 0.5 else _thickness_of_frame(mask) + 2
            inside = tuple(
                slice(outer.start + side.start + border, outer.start + side.stop - border)
                for outer, side in zip(piece.box, rectangle, strict=True)
            )
            if all(side.stop - side.start > 1 for side in inside):
                outside = tuple(slice(max(0, s.start - 2), s.stop + 2) for s in piece.box)
                panels.append((min(size), outside, inside))
    panels.sort(key=lambda panel: -panel[0])
    return [panel[1:] for panel in panels]


def _rectangle_in(piece: Piece) -> Box:
    """Return the box, in a piece, of the rows and columns that it fills for the most part."""
    box = []
    for axis in (0, 1):
        full = np.flatnonzero(piece.mask.mean(axis=1 - axis) > 0.5)
        first, last = (full[0], full[-1] + 1) if full.size else (0, 0)
        before, after = piece.gaps[2 * axis : 2 * axis + 2]
        box.append(slice(first if before else 0, last if after else piece.mask.shape[axis]))
    return tuple(box)


def _straightness_of_sides(mask: np.ndarray) -> np.ndarray:
    """Return how much of the top, bottom, left and right side of its box a piece covers."""
    top, left, bottom, right = mask[:2], mask[:, :2].T, mask[-2:], mask[:, -2:].T
    return np.array([side.any(axis=0).mean() for side in (top, bottom, left, right)])


def _thickness_of_frame(mask: np.ndarray) -> int:
    """Return the thickness of the sides of a drawn rectangle in pixels."""
    middle = mask[mask.shape[0] // 2], mask[:, mask.shape[1] // 2]
    runs = [np.flatnonzero(~line[::step])[:1] for line in middle for step in (1, -1)]
    return int(max(run[0] if run.size else 0 for run in runs))


def thickest_line(height: int) -> int:
    """Return the largest thickness of a line in pixels."""
    return max(1, round(THICKEST_LINE * height))


def erase_lines(ink: np.ndarray) -> np.ndarray:
    """Return ink (h, w) without its side-to-side lines; strokes that cross one are kept."""
    return _erase_rows(_erase_rows(ink).T).T


def _erase_rows(ink: np.ndarray) -> np.ndarray:
    """Erase the lines that run from the left side to the right side."""
    from scipy import ndimage

    height, width = ink.shape
    if min(ink.shape) < 8:
        return ink
    # Each upright run of ink by itself: a line is a chain of short ones.
    runs, _ = ndimage.label(ink > 0, [[0, 1, 0]] * 3)
    lengths = np.bincount(runs.ravel())
    slack = max(1, height // 100)
    offsets = np.arange(-slack, slack + 1)[:, None]
    for left in _middles_of_thin_runs(runs[:, 0], lengths):
        for right in _middles_of_thin_runs(runs[:, -1], lengths):
            if abs(right - left) > STEEPEST_LINE * width:
                continue
            rows = np.round(np.linspace(left, right, width)).astype(int) + offsets
            near = runs[np.clip(rows, 0, height - 1), np.arange(width)]
            touched = np.unique(near[near > 0])
            usual = np.median(lengths[touched])
            if (near > 0).any(axis=0).mean() >= COVERED and usual <= thickest_line(height):
                # A longer run is a stroke that crosses the line.
                line = touched[lengths[touched] <= 2 * usual]
                ink = np.where(np.isin(runs, line), 0, ink)
    return ink


def _middles_of_thin_runs(column: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Return the middles of the runs in a column that are thin enough for a line."""
    numbers, first = np.unique(column, return_index=True)
    thin = (numbers > 0) & (lengths[numbers] <= 2 * thickest_line(len(column)))
    return first[thin] + (lengths[numbers[thin]] - 1) / 2


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

    `picture` is as for `pictures.grey_of_picture`; the result has at most 320 pixels on its longer
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
        # A bar from side to side is no digit of its own: the "panel" is an 8 drawn as boxes.
        if view.height and not _is_bar(view.ink):
            found.amount[outside], found.core[outside] = 0, False
            inked.append(view)
    if not inked:
        return whole
    # What is written outside, such as a title, counts only if it is taller. The page does not.
    own = _view(found, region)
    touching = own.ink[[0, -1]].any() or own.ink[:, [0, -1]].any()
    return max(inked if touching else [*inked, own], key=lambda view: view.height)


def _is_bar(ink: np.ndarray) -> bool:
    """Tell whether the ink of a view is low and reaches from its left side to its right one."""
    low = ink.any(axis=1).mean() < 0.3
    return bool(low and ink[:, 0].any() and ink[:, -1].any())


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
