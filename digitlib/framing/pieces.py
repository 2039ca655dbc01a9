"""Tell which pieces of ink in a picture can be parts of a digit, and which are something else."""

import numpy as np

from digitlib.framing.components import Components
from digitlib.framing.grey import Box
from digitlib.framing.lines import thickest_line

SPECK = 0.04  # of the largest piece's ink: smaller pieces are dirt
FAINT = 0.3  # of the darkest piece's darkness: fainter pieces are shades of the light
FRAGMENT = 0.25  # the same for pieces that touch the picture's edge: they belong to something else
SCRAP = 0.5  # the same for narrow ones, where the largest piece does not touch the edge itself
NARROW = 0.15  # of the picture: from its edge, no further do the scraps of a neighbour reach in
FAR = 0.5  # of the main piece's longer side: parts of one digit lie nearer together
HUGGING = 0.08  # of a side: the pixels of a frame lie so near to it
LONG_CONTACT = 0.3  # of the shorter side: what touches the edge so long is a shadow or a frame
SMALLEST = 5  # pixels; fewer are noise
PANEL = 12  # pixels: so long are the sides of a canvas or a box in a picture at least
STRAIGHT = 0.95  # so much of a rectangle's side must be there


def is_part_of_digit(pieces: Components, ink: np.ndarray, even: bool) -> np.ndarray:
    """Tell for each piece whether it can be part of a digit, bool (count,).

    `even` pictures have one ground and no noise: there the smallest pieces count if there are no
    larger ones, and a digit may lie along the sides.
    """
    mass, areas = pieces.sums(ink), pieces.areas()
    large = areas >= max(SMALLEST, (0.02 * max(ink.shape)) ** 2)
    if even and not large.any():
        large = areas >= SMALLEST
    contact = np.bincount(pieces.owners, _nearness_to_side(pieces) == 0, minlength=pieces.count)
    foreign = is_frame(pieces)
    if not even:
        foreign |= contact > LONG_CONTACT * min(ink.shape)
    if (large & ~foreign).any():
        large &= ~foreign
    large &= ~_is_line(pieces)
    darkness = mass / areas
    large &= darkness >= FAINT * darkness[large].max(initial=0)
    main = int(np.where(large, mass, -1).argmax())
    # What is small and far away, or cut off by the edge, belongs to something else.
    doubtful = (contact > 0) | _is_far_from(pieces, main)
    least = np.where(doubtful, FRAGMENT, SPECK)
    if contact[main] == 0:
        least[(contact > 0) & _is_narrow(pieces)] = SCRAP
    return large & (mass >= least * mass[large].max(initial=0))


def inside_of_panel(pieces: Components) -> Box | None:
    """Return the inside of the last upright rectangle, filled or drawn, or None.

    A digit may be drawn in a box or on a canvas that is only a part of the picture. The sides of
    such a piece run along its box; the picture may cut off one of them.
    """
    for number in reversed(range(pieces.count)):
        top, left, bottom, right = box = pieces.boxes[number]
        size = bottom - top, right - left
        if min(size) < PANEL or size == pieces.shape:
            continue
        mask = pieces.mask_of(np.arange(pieces.count) == number)[top:bottom, left:right]
        cut_off = np.equal(box, (0, 0, *pieces.shape))
        straight = _straightness_of_sides(mask) >= STRAIGHT
        if (straight | cut_off).all() and straight.sum() >= 3:
            border = 1 if mask.mean() > 0.5 else _thickness_of_frame(mask) + 1
            return slice(top + border, bottom - border), slice(left + border, right - border)
    return None


def _straightness_of_sides(mask: np.ndarray) -> np.ndarray:
    """Return how much of the top, left, bottom and right side of its box a piece covers."""
    top, left, bottom, right = mask[:2], mask[:, :2].T, mask[-2:], mask[:, -2:].T
    return np.array([side.any(axis=0).mean() for side in (top, left, bottom, right)])


def _thickness_of_frame(mask: np.ndarray) -> int:
    """Return the thickness of the sides of a drawn rectangle in pixels."""
    middle = mask[mask.shape[0] // 2], mask[:, mask.shape[1] // 2]
    runs = [np.flatnonzero(~line[::step])[:1] for line in middle for step in (1, -1)]
    return int(max(run[0] if run.size else 0 for run in runs))


def _is_far_from(pieces: Components, main: int) -> np.ndarray:
    """Tell for each piece whether its box is far from that of the main piece."""
    top, left, bottom, right = pieces.boxes.T
    down = np.maximum(top - bottom[main], top[main] - bottom)
    across = np.maximum(left - right[main], left[main] - right)
    side = max(bottom[main] - top[main], right[main] - left[main])
    return np.maximum(down, across) > FAR * side


def _is_narrow(pieces: Components) -> np.ndarray:
    """Tell for each piece whether it reaches into the picture from one side, and not far."""
    top, left, bottom, right = pieces.boxes.T
    height, width = pieces.shape
    beside = ((left == 0) | (right == width)) & (right - left < NARROW * width)
    above = ((top == 0) | (bottom == height)) & (bottom - top < NARROW * height)
    return beside | above


def _nearness_to_side(pieces: Components) -> np.ndarray:
    """Return each pixel's distance from the nearest side of the picture, in pixels, (n,)."""
    rows, columns = np.divmod(pieces.pixels, pieces.shape[1])
    last_row, last_column = pieces.shape[0] - 1, pieces.shape[1] - 1
    return np.minimum.reduce([rows, last_row - rows, columns, last_column - columns])


def is_frame(pieces: Components) -> np.ndarray:
    """Tell for each piece whether it is a frame, or a side of one, round something else.

    A frame is half as long as the picture and hugs the sides of its own box or of the picture.
    """
    top, left, bottom, right = pieces.boxes.T
    height, width = bottom - top, right - left
    shorter = min(pieces.shape)
    long = np.maximum(height / pieces.shape[0], width / pieces.shape[1]) > 0.5
    at_side = _share(pieces, _nearness_to_side(pieces) < HUGGING * shorter) > 0.85
    hollow = _share(pieces, _place_in_own_box(pieces) < HUGGING) > 0.9
    return long & (at_side | (hollow & (np.minimum(height, width) > 0.3 * shorter)))


def _is_line(pieces: Components) -> np.ndarray:
    """Tell for each piece whether it is thin, straight, and cut off by two sides of the picture."""
    rows, columns = np.divmod(pieces.pixels, pieces.shape[1])
    areas = pieces.areas()

    def mean(values: np.ndarray) -> np.ndarray:
        return np.bincount(pieces.owners, values, minlength=pieces.count) / areas

    middle_row, middle_column = mean(rows), mean(columns)
    down, across = rows - middle_row[pieces.owners], columns - middle_column[pieces.owners]
    spread = (mean(down**2) + mean(across**2)) / 2
    tilt = np.hypot((mean(down**2) - mean(across**2)) / 2, mean(down * across))
    # The smaller eigenvalue of the covariance is the variance across the line.
    thickness = np.sqrt(12 * np.maximum(spread - tilt, 0))
    top, left, bottom, right = pieces.boxes.T
    height, width = pieces.shape
    sides = (top == 0) * 1 + (left == 0) + (bottom == height) + (right == width)
    return (thickness <= 1.5 * thickest_line(max(pieces.shape))) & (sides >= 2)


def _share(pieces: Components, chosen: np.ndarray) -> np.ndarray:
    """Return the share of each piece's pixels that are chosen, float (count,)."""
    return np.bincount(pieces.owners, chosen, minlength=pieces.count) / pieces.areas()


def _place_in_own_box(pieces: Components) -> np.ndarray:
    """Return how far inside its piece's box each pixel lies: 0 at a side, 0.5 in the middle."""
    rows, columns = np.divmod(pieces.pixels, pieces.shape[1])
    top, left, bottom, right = pieces.boxes[pieces.owners].T
    down, across = (rows - top + 0.5) / (bottom - top), (columns - left + 0.5) / (right - left)
    return np.minimum.reduce([down, 1 - down, across, 1 - across])
