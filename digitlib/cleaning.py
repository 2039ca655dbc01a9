"""Find the ink in a picture of any kind: either polarity, uneven light, noise, specks, lines."""

import numpy as np

from digitlib.components import Components, find_components
from digitlib.grey import check_picture, grey_of_picture
from digitlib.light import darkness_of, fit_light, is_light_on_dark
from digitlib.lines import erase_lines, thickest_line

FAINTEST_INK = 0.04  # of the full scale: 10 grey levels of 255; less is an empty picture
LONGEST_STRIP = 50  # times as long as wide: no digit fits into a longer strip of picture
SPECK = 0.04  # of the largest piece's ink: smaller pieces are dirt
FAINT = 0.3  # of the darkest piece's darkness: fainter pieces are shades of the light
FRAGMENT = 0.25  # the same for pieces that touch the picture's edge: they belong to something else
HUGGING = 0.08  # of a side: the pixels of a frame lie so near to it
LONG_CONTACT = 0.3  # of the shorter side: what touches the edge so long is a shadow or a frame


def ink_of_picture(picture: np.ndarray) -> np.ndarray:
    """Return the ink of a picture as float32 (h, w), 0 for paper and 1 for full ink.

    `picture` is as for `grey.grey_of_picture`; the result has at most 320 pixels on its longer
    side and is all 0 if there is no ink. Raises PictureError for what is no picture.
    """
    shape = check_picture(picture).shape[:2]
    if min(shape) < max(4, max(shape) / LONGEST_STRIP):
        return np.zeros((1, 1), dtype=np.float32)
    grey = grey_of_picture(picture)
    if np.ptp(grey) < FAINTEST_INK:
        return np.zeros_like(grey)
    light = fit_light(grey)
    if is_light_on_dark(grey - light):
        grey, light = 1 - grey, 1 - light
    even = bool(light.min() == light.max())
    return _pick_ink(darkness_of(grey, light), even)


def _pick_ink(darkness: np.ndarray, even: bool) -> np.ndarray:
    """Return the ink, 0 to 1, without noise, lines and specks."""
    threshold = _threshold_of_noise(darkness)
    if threshold > 0 or not even:
        darkness, threshold = _quieten(darkness, threshold)
    ink = np.clip(darkness - threshold, 0, None)
    ink = erase_lines(ink)
    return _scale_to_full(_drop_specks(ink))


def _quieten(darkness: np.ndarray, threshold: float) -> tuple[np.ndarray, float]:
    """Smooth a photo until its ink stands out of the noise; return it and the threshold."""
    half_ink = _level_of_edges(darkness)
    passes = max(darkness.shape) // 140 if threshold > 0.02 else 0
    for _ in range(4 if passes else 0):
        darkness = _smooth(darkness, passes)
        threshold, half_ink = _threshold_of_noise(darkness), _level_of_edges(darkness)
        if threshold < 0.5 * half_ink:
            break
    return darkness, max(threshold, 0.5 * half_ink)


def _threshold_of_noise(darkness: np.ndarray) -> float:
    """Return the darkness that the noise of the paper does not reach; 0 if there is no noise.

    For noise of a normal distribution it is 3.4 standard deviations above the paper.
    """
    lowest, usual = np.percentile(darkness, [2, 40])
    return float(usual + 2 * (usual - lowest))


def _level_of_edges(darkness: np.ndarray) -> float:
    """Return the darkness half-way between paper and ink.

    It is the mean weighted with the squared steepness: steep are the edges of ink, not the
    changes of light (Kittler, Illingworth and Foglein, "Threshold selection based on a simple
    image statistic", 1985).
    """
    down, across = np.gradient(darkness)
    steepness = np.hypot(across, down)
    steepness = np.maximum(steepness - 3 * np.median(steepness), 0) ** 2
    total = steepness.sum()
    return float((steepness * darkness).sum() / total) if total > 0 else 0.0


def _smooth(values: np.ndarray, passes: int) -> np.ndarray:
    """Average each pixel with its neighbours, weights 1 2 1 along rows and columns."""
    for _ in range(2 * passes):
        padded = np.pad(values, ((0, 0), (1, 1)), mode="edge")
        values = ((padded[:, :-2] + 2 * padded[:, 1:-1] + padded[:, 2:]) / 4).T
    return values


def _drop_specks(ink: np.ndarray) -> np.ndarray:
    """Keep the pieces that can be parts of a digit."""
    pieces = find_components(ink > 0)
    if not pieces.count:
        return ink
    kept = pieces.mask_of(_is_part_of_digit(pieces, ink))
    return np.where(kept, ink, 0)


def _is_part_of_digit(pieces: Components, ink: np.ndarray) -> np.ndarray:
    """Tell for each piece whether it can be part of a digit, bool (count,)."""
    mass, areas = pieces.sums(ink), pieces.areas()
    large = areas >= max(5, (0.02 * max(ink.shape)) ** 2)
    contact = np.bincount(pieces.owners, _nearness_to_side(pieces) == 0, minlength=pieces.count)
    foreign = (contact > LONG_CONTACT * min(ink.shape)) | _is_frame(pieces)
    if (large & ~foreign).any():
        large &= ~foreign
    large &= ~_is_line(pieces)
    darkness = mass / areas
    large &= darkness >= FAINT * darkness[large].max(initial=0)
    largest = mass[large].max(initial=0)
    return large & (mass >= np.where(contact > 0, FRAGMENT, SPECK) * largest)


def _nearness_to_side(pieces: Components) -> np.ndarray:
    """Return each pixel's distance from the nearest side of the picture, in pixels, (n,)."""
    rows, columns = np.divmod(pieces.pixels, pieces.shape[1])
    last_row, last_column = pieces.shape[0] - 1, pieces.shape[1] - 1
    return np.minimum.reduce([rows, last_row - rows, columns, last_column - columns])


def _is_frame(pieces: Components) -> np.ndarray:
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


def _scale_to_full(ink: np.ndarray) -> np.ndarray:
    """Scale ink so that the dark part of it is 1."""
    inked = ink[ink > 0]
    if not inked.size:
        return ink
    full = np.percentile(inked, 95)
    return np.clip(ink / full, 0, 1) if full >= FAINTEST_INK else np.zeros_like(ink)
