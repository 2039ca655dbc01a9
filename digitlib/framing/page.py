"""Find the digits on a photo of a page: uneven light, shadows, printed lines, a camera held askew.

SciPy and scikit-image are imported inside the functions, so that reading strokes needs neither.
"""

from typing import NamedTuple

import numpy as np

from digitlib.framing.frame import place_in_frame
from digitlib.framing.pictures import check_picture, grey_of_picture, reduction_of

LONGEST_SIDE = 1400  # pixels; a digit of a twentieth of the page still has 70
WIDEST = 0.04  # of the shorter side: wider than a stroke or a printed line, narrower than a shadow
FAINTEST = 0.1  # darker than the paper by at least so much; less is grain
FAINT = 0.35  # of the threshold between ink and paper: lines may be so faint
GROW = 0.6  # of the threshold: ink reaches so far down at its soft edges
LINE = 0.18  # of the shorter side: longer straight runs of ink are printed, not written
SIDE = 0.035  # the same: shorter ones are no sides of printed boxes
GAP = 0.022  # the same: boxes in a row lie nearer together
TWINS = 7  # so many others are alike only if they were printed
ALIKE = (0.08, 3, 3, 0.3)  # in length (log), in pixels from a line at both ends, in weight (log)
HEAVIER = 1.6  # times the weight of the line that it ends on: a stroke of a pen
ROUND = 0.3  # of its length: a printed side ends so near to a line, even if corners are round
STEEPEST = 0.24  # rise over run of a line on a page held askew
SLOPES = 25
THICK = 1.6  # times as long as a line is thick: an upright run of ink that is a stroke across it
DARKER = 1.5  # times as dark as a line: ink that covers it
SMALLEST = 0.012  # of the longer side: the height of the smallest digit
TOO_TALL = 1.7  # times the usual height: two digits that touch each other on a line
TALLEST = 2.5  # the same: drawings, stains, or the remains of a frame
PART = 0.65  # the same: pieces below it look for a digit that they belong to
NEAR = 0.22  # the same: parts of one digit lie nearer together
OVERLAP = 0.5  # of the smaller box: two pieces that overlap so much are one digit
BAR = 0.3  # of its longer side: the shorter side of a straight piece
SHORT = 0.8  # of the usual height: longer bars may be handwritten 1s
REMAINS = 0.6  # of a piece that lies on printed lines: it is a rest of them


class PageDigit(NamedTuple):
    """A digit on a page: `box` (top, left, bottom, right) in pixels, `frame` uint8 (28, 28)."""

    box: tuple[int, int, int, int]
    frame: np.ndarray


class Page(NamedTuple):
    """What is on a page: digits, row after row, and the `corners` of its printed grid.

    `corners` (4, 2) are x and y, clockwise from the top left; None if there is no such grid.
    """

    digits: list[PageDigit]
    corners: np.ndarray | None


def find_digits(picture: object) -> Page:
    """Find the handwritten digits on a picture of a page, dark ink on light paper.

    `picture` is an array (h, w) or (h, w, 3 or 4), or a Pillow image. Printed lines are taken
    away, and what remains of them is left out. Raises PictureError for what is no picture.
    """
    from scipy import ndimage

    picture = check_picture(picture)
    factor = reduction_of(picture.shape, LONGEST_SIDE)
    darkness = darkness_on_paper(grey_of_picture(picture, longest_side=LONGEST_SIDE))
    ink, lines = without_lines(darkness)
    labels, _ = ndimage.label(ink, np.ones((3, 3)))
    digits = []
    for group, (top, left), (bottom, right) in _digits_of(labels, lines):
        part = np.s_[max(0, top - 1) : bottom + 1, max(0, left - 1) : right + 1]
        kept = ndimage.binary_dilation(np.isin(labels[part], group))
        frame = place_in_frame(np.where(kept, darkness[part], 0))
        box = tuple(int(side) * factor for side in (top, left, bottom, right))
        digits.append(PageDigit(box, frame))
    corners = _corners(lines)
    return Page(_in_rows(digits), None if corners is None else corners * factor)


def darkness_on_paper(grey: np.ndarray) -> np.ndarray:
    """Return how much darker than the paper around it each pixel of grey (h, w) is, 0 to 1."""
    from scipy import ndimage

    smooth = ndimage.gaussian_filter(grey, 1)
    window = round(WIDEST * min(grey.shape)) | 1
    paper = ndimage.gaussian_filter(ndimage.grey_closing(smooth, window), window / 4)
    return np.clip(1 - smooth / np.maximum(paper, 0.02), 0, 1)


def without_lines(darkness: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the masks (h, w) of the ink without printed lines, and of these lines."""
    from scipy import ndimage
    from skimage.filters import apply_hysteresis_threshold, threshold_otsu

    dark = darkness[darkness > FAINTEST]
    if dark.size < 10 or np.ptp(dark) < 0.02:
        return np.zeros(darkness.shape, bool), np.zeros(darkness.shape, bool)
    high = threshold_otsu(dark)
    faint = darkness > max(FAINTEST, FAINT * high)
    (level, beams), (upright, posts) = _straight(faint, GAP), _straight(faint.T)
    upright = upright.T | _sides(posts, faint.T, darkness.T, level.T).T
    level |= _sides(beams, faint, darkness, upright)
    lines = level | upright
    ink = apply_hysteresis_threshold(darkness, GROW * high, high)
    if lines.any():
        crossed = _crossed(level, faint & ~upright) | _crossed(upright.T, faint.T & ~level.T).T
        bare = lines & ~crossed & (darkness <= DARKER * np.median(darkness[lines]))
        ink &= ~bare
        # A line that was taken away may have cut a stroke.
        ink |= ndimage.binary_closing(ink, iterations=2) & bare
        ink = _cut_where_digits_touch(ink, lines)
    return ink, lines


def _straight(mask: np.ndarray, gap: float = 0) -> tuple[np.ndarray, np.ndarray]:
    """Return the pixels of a mask on long level lines, and on other straight level runs.

    The picture is sheared by one slope after the other until a line is level. Straight runs with
    a small `gap` between them, such as the tops of boxes in a row, are one line.
    """
    rows, columns = np.indices(mask.shape, sparse=True)
    height, width = mask.shape
    line, side, gap = (round(share * min(mask.shape)) | 1 for share in (LINE, SIDE, gap))
    thick = _widest(mask, 3, axis=0)
    long, short = np.zeros((2, height, width), bool)
    for slope in np.linspace(-STEEPEST, STEEPEST, SLOPES):
        shift = np.round(slope * np.arange(width)).astype(int)[None]
        back = (rows - shift) % height, columns
        runs = _opened(thick[(rows + shift) % height, columns], side)
        short |= runs[back]
        long |= (runs & _opened(_closed(runs, gap), line))[back]
    return long & mask, short & mask & ~long


def _widest(mask: np.ndarray, length: int, axis: int = 1) -> np.ndarray:
    from scipy import ndimage

    return ndimage.maximum_filter1d(mask, length, axis=axis, mode="constant")


def _opened(mask: np.ndarray, length: int) -> np.ndarray:
    """Return the level runs of a mask that are so long; an odd length shifts nothing."""
    return _widest(~_widest(~mask, length), length)


def _closed(mask: np.ndarray, length: int) -> np.ndarray:
    """Return a mask whose level gaps shorter than an odd length are filled."""
    return ~_widest(~_widest(mask, length), length)


def _sides(
    runs: np.ndarray, mask: np.ndarray, darkness: np.ndarray, across: np.ndarray
) -> np.ndarray:
    """Return the straight level runs that have many twins: print repeats itself, a hand does not.

    Twins are as long, as thick and as dark, and end as near to the printed lines `across`.
    """
    from scipy import ndimage

    labels, count = ndimage.label(runs, np.ones((3, 3)))
    lines, number_of_lines = ndimage.label(across, np.ones((3, 3)))
    if not count or not number_of_lines:
        return np.zeros_like(runs)
    weights = _medians(_thickness(mask) * darkness, labels, count)[1:]
    printed = _medians(_thickness(mask.T).T * darkness, lines, number_of_lines)
    away, nearest = ndimage.distance_transform_edt(~across, return_indices=True)
    objects = ndimage.find_objects(labels)
    ends = [(r, c) for r, columns in objects for c in (columns.start, columns.stop - 1)]
    at = np.array([(r.start + away[r, c].argmin(), c) for r, c in ends]).T
    gaps = away[tuple(at)].reshape(-1, 2)
    touched = lines[tuple(nearest[:, *at])].reshape(-1, 2)
    lengths = np.array([[columns.stop - columns.start] for _, columns in objects])
    light = weights[:, None] < HEAVIER * printed[touched]
    usable = np.flatnonzero((light & (gaps < ROUND * lengths)).all(axis=1))
    looks = np.column_stack([np.log(lengths), gaps, np.log(weights)])[usable] / ALIKE
    return np.isin(labels, usable[_have_twins(looks)] + 1)


def _have_twins(looks: np.ndarray) -> np.ndarray:
    """Return which rows (n, features) have many others within 1 in each feature."""
    from scipy.spatial import KDTree

    return KDTree(looks).query_ball_point(looks, 1, p=np.inf, return_length=True) > TWINS


def _medians(values: np.ndarray, labels: np.ndarray, count: int) -> np.ndarray:
    """Return the median of the values of each labelled piece; 0 for the background."""
    from scipy import ndimage

    return np.r_[0, ndimage.median(values, labels, np.arange(1, count + 1))]


def _thickness(mask: np.ndarray) -> np.ndarray:
    """Return for each pixel of a mask how many of its pixels stand in one upright run."""
    from scipy import ndimage

    runs, _ = ndimage.label(mask, [[0, 1, 0]] * 3)
    return np.bincount(runs.ravel())[runs] * mask


def _crossed(level: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Return the pixels of level lines where a stroke of the mask crosses them."""
    from scipy import ndimage

    numbers, count = ndimage.label(level, np.ones((3, 3)))
    thickness = _thickness(mask)
    return level & (thickness > THICK * _medians(thickness, numbers, count)[numbers] + 1)


def _cut_where_digits_touch(ink: np.ndarray, lines: np.ndarray) -> np.ndarray:
    """Cut pieces of ink that are too tall for one digit along the lines that they cross."""
    from scipy import ndimage

    labels, _ = ndimage.label(ink, np.ones((3, 3)))
    sizes = _sizes(labels)
    tall = np.r_[False, sizes > TOO_TALL * _usual_size(sizes, ink.shape)]
    return ink & ~(tall[labels] & lines)


def _sizes(labels: np.ndarray) -> np.ndarray:
    """Return the longer side of the box of each labelled piece (pieces,)."""
    from scipy import ndimage

    boxes = ndimage.find_objects(labels)
    return np.array([max(side.stop - side.start for side in box) for box in boxes], float)


def _usual_size(sizes: np.ndarray, shape: tuple[int, ...]) -> float:
    """Return the usual longer side of a digit: that of most pieces that are not small."""
    sizes = sizes[sizes > SMALLEST * max(shape)]
    return float(np.median(sizes[sizes >= np.median(sizes) / 2])) if sizes.size else np.inf


def _digits_of(labels: np.ndarray, lines: np.ndarray) -> list[tuple]:
    """Return for each digit its pieces' numbers, and two corners of their box."""
    from scipy import ndimage

    sizes = _sizes(labels)
    if not sizes.size:
        return []
    boxes = np.array([[(s.start, s.stop) for s in box] for box in ndimage.find_objects(labels)])
    starts, stops = boxes[..., 0], boxes[..., 1]
    on_lines = ndimage.mean(
        ndimage.binary_dilation(lines, iterations=2), labels, np.arange(1, len(sizes) + 1)
    )
    sizes[_teeth(stops - starts, on_lines > 0, labels.shape)] = 0
    usual = _usual_size(sizes, labels.shape)
    at_edge = (starts == 0).any(axis=1) | (stops == labels.shape).any(axis=1)
    usable = (sizes > 0.08 * usual) & (sizes < TALLEST * usual) & (on_lines < REMAINS) & ~at_edge
    groups: list[list[int]] = []
    for piece in sorted(np.flatnonzero(usable), key=lambda piece: -sizes[piece]):
        fits = [_belongs(piece, group, starts, stops, usual) for group in groups]
        if any(fits):
            groups[int(np.argmax(fits))].append(piece)
        else:
            groups.append([piece])
    found = [(np.add(g, 1), starts[g].min(axis=0), stops[g].max(axis=0)) for g in groups]
    return [one for one in found if (one[2] - one[1]).max() > PART * usual]


def _teeth(sides: np.ndarray, touching: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Return which pieces, `sides` (pieces, 2), are the printed teeth of a comb: bars on a line.

    They have many twins and are shorter than the pieces that are no bars.
    """
    bars = sides.min(axis=1) < BAR * sides.max(axis=1)
    usual = _usual_size(sides[~bars].max(axis=1), shape) if not bars.all() else 0
    short = sides.max(axis=1) < SHORT * usual
    bars = np.flatnonzero(bars & short & touching)
    return bars[_have_twins(sides[bars] / 2)]


def _belongs(piece: int, group: list[int], starts, stops, usual: float) -> float:
    """Return how well a piece fits to a group of larger ones, 0 for not at all."""
    shared = np.minimum(stops[piece], stops[group]) - np.maximum(starts[piece], starts[group])
    sides = stops[piece] - starts[piece]
    overlap = np.prod(np.maximum(shared, 0), axis=1).max() / np.prod(sides)
    gap = np.hypot(*np.maximum(-shared, 0).T).min()
    if overlap > OVERLAP:
        return 1 + overlap
    small = sides.max() <= PART * usual and gap < NEAR * usual
    return 1 / (1 + gap) if small else 0.0


def _corners(lines: np.ndarray) -> np.ndarray | None:
    """Return the corners of the largest grid of lines, or None if it runs off the picture."""
    from scipy import ndimage

    labels, count = ndimage.label(ndimage.binary_dilation(lines, iterations=2), np.ones((3, 3)))
    if not count:
        return None
    y, x = np.nonzero(labels == np.bincount(labels.ravel())[1:].argmax() + 1)
    height, width = lines.shape
    runs_off = min(x.min(), y.min(), width - 1 - x.max(), height - 1 - y.max()) < 3
    if runs_off or min(np.ptp(x), np.ptp(y)) < LINE * min(lines.shape):
        return None
    ends = [(x + y).argmin(), (x - y).argmax(), (x + y).argmax(), (x - y).argmin()]
    return np.stack([x[ends], y[ends]], axis=1).astype(float)


def _in_rows(digits: list[PageDigit]) -> list[PageDigit]:
    """Sort digits as one reads them: those whose middles lie at about one height are a row."""
    rows: list[list[PageDigit]] = []
    for digit in sorted(digits, key=lambda digit: digit.box[0] + digit.box[2]):
        middle = (digit.box[0] + digit.box[2]) / 2
        if rows and rows[-1][-1].box[0] < middle < rows[-1][-1].box[2]:
            rows[-1].append(digit)
        else:
            rows.append([digit])
    return [digit for row in rows for digit in sorted(row, key=lambda digit: digit.box[1])]
