"""Find the ink in a picture of any kind: either polarity, uneven light, noise, specks, lines."""

import numpy as np

from digitlib.components import Components, find_components
from digitlib.grey import grey_of_picture
from digitlib.lines import erase_lines

FAINTEST_INK = 0.04  # of the full scale: 10 grey levels of 255; less is an empty picture
WINDOW = 0.4  # of the longer side: wider than any stroke, narrower than a change of light
SPECK = 0.04  # of the largest piece's ink: smaller pieces are dirt
FRAGMENT = 0.25  # the same for pieces that touch the picture's edge: they belong to something else
LONG_CONTACT = 0.3  # of the shorter side: what touches the edge so long is a shadow or a frame


def ink_of_picture(picture: np.ndarray) -> np.ndarray:
    """Return the ink of a picture as float32 (h, w), 0 for paper and 1 for full ink.

    `picture` is as for `grey.grey_of_picture`; the result has at most 320 pixels on its longer
    side and is all 0 if there is no ink. Raises PictureError for what is no picture.
    """
    grey = grey_of_picture(picture)
    if np.ptp(grey) < FAINTEST_INK:
        return np.zeros_like(grey)
    light = _fit_light(grey)
    if _is_light_on_dark(grey - light):
        grey, light = 1 - grey, 1 - light
    return _pick_ink(_darkness(grey, light))


def _fit_light(grey: np.ndarray) -> np.ndarray:
    """Return the light on the paper as a smooth surface through most pixels, (h, w).

    A picture whose ground is one grey level needs no surface. Otherwise a parabola in x and y
    is fitted to the smallest sum of absolute errors, so that ink, the smaller part, has no say
    (iteratively reweighted least squares).
    """
    levels = np.bincount(np.round(grey * 255).astype(np.int64).ravel(), minlength=256)
    if levels.max() > 0.4 * grey.size:
        return np.full_like(grey, np.median(grey[np.round(grey * 255) == levels.argmax()]))
    y, x = (np.linspace(-1, 1, side, dtype=np.float32) for side in grey.shape)
    step = -(-max(grey.shape) // 40)
    sample, terms = grey[::step, ::step], _parabola_terms(x[::step], y[::step])
    weights = np.ones(sample.size, dtype=np.float32)
    for _ in range(12):
        weighted = terms * weights[:, None]
        normal = weighted.T @ terms + 1e-6 * np.eye(6, dtype=np.float32)
        factors = np.linalg.solve(normal, weighted.T @ sample.ravel())
        weights = 1 / np.maximum(np.abs(sample.ravel() - terms @ factors), 0.005)
    return (_parabola_terms(x, y) @ factors).reshape(grey.shape)


def _parabola_terms(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return 1, x, y, xy, x squared and y squared at each grid point, (points, 6)."""
    y, x = (grid.ravel() for grid in np.meshgrid(y, x, indexing="ij"))
    return np.stack([np.ones_like(x), x, y, x * y, x * x, y * y], axis=1)


def _is_light_on_dark(rest: np.ndarray) -> bool:
    """Tell whether ink is lighter than its ground, from what the light does not explain.

    The light goes through the ground, because ink covers less; so what differs strongly is ink.
    """
    return bool((np.sign(rest) * rest**2).sum() > 0)


def _darkness(grey: np.ndarray, light: np.ndarray) -> np.ndarray:
    """Return how much darker than the paper around it each pixel is, 0 to 1.

    Dividing by the light makes ink in the shadow as dark as ink in the sun. What the fitted
    surface missed, such as the edge of a shadow, is found by a grey closing with a window wider
    than any stroke (Serra, "Image Analysis and Mathematical Morphology", 1982).
    """
    flat = grey / np.maximum(light, 0.05)
    window = max(3, int(WINDOW * max(grey.shape)) | 1)
    paper = -_sliding_maximum(-_sliding_maximum(flat, window), window)
    return np.clip(1 - flat / np.maximum(paper, 0.05), 0, 1)


def _sliding_maximum(values: np.ndarray, window: int) -> np.ndarray:
    """Return the maximum of the square of `window` pixels around each pixel."""
    for _ in range(2):
        values = _sliding_maximum_of_rows(values, window).T
    return values


def _sliding_maximum_of_rows(values: np.ndarray, window: int) -> np.ndarray:
    """Return the maximum of `window` neighbours in each row, by doubling the reach each time."""
    half = window // 2
    padded = np.pad(values, ((0, 0), (half, half)), constant_values=-np.inf)
    reach = 1
    while reach < window:
        step = min(reach, window - reach)
        padded = np.maximum(padded[:, : padded.shape[1] - step], padded[:, step:])
        reach += step
    return padded


def _pick_ink(darkness: np.ndarray) -> np.ndarray:
    """Return the ink, 0 to 1, without noise, lines and specks."""
    lowest, usual = np.percentile(darkness, [2, 40])
    spread = usual - lowest
    if spread > 0.01 and max(darkness.shape) >= 100:
        darkness = _smooth(darkness, passes=max(1, max(darkness.shape) // 140))
        lowest, usual = np.percentile(darkness, [2, 40])
        spread = usual - lowest
    # For noise of a normal distribution this is 3.4 standard deviations above the paper.
    ink = np.clip(darkness - (usual + 2 * spread), 0, None)
    ink = erase_lines(ink)
    return _scale_to_full(_drop_specks(ink))


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
    edge = np.ones_like(ink)
    edge[1:-1, 1:-1] = 0
    contact = pieces.sums(edge)
    mass = pieces.sums(ink)
    area = pieces.sums(np.ones_like(ink))
    large = area >= max(5, (0.02 * max(ink.shape)) ** 2)
    foreign = contact > LONG_CONTACT * min(ink.shape)
    if (large & ~foreign).any():
        large &= ~foreign
    largest = mass[large].max(initial=0)
    return large & (mass >= np.where(contact > 0, FRAGMENT, SPECK) * largest)


def _scale_to_full(ink: np.ndarray) -> np.ndarray:
    """Scale ink so that the dark part of it is 1."""
    inked = ink[ink > 0]
    if not inked.size:
        return ink
    full = np.percentile(inked, 95)
    return np.clip(ink / full, 0, 1) if full >= FAINTEST_INK else np.zeros_like(ink)
