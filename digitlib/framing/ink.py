"""Tell ink from paper in a grey picture: either polarity, shadows, uneven light, noise.

SciPy is imported inside the functions, so that reading strokes does not need it.
"""

from typing import NamedTuple

import numpy as np
from PIL import Image

FAINTEST_INK = 0.02  # of the full scale: 5 grey levels of 255; less is an empty picture
SMALL = 100  # pixels on the longer side: a smaller picture is no photo
LEAST_PAPER = 0.2  # of the pixels, if the rim is of one grey level
ONE_LEVEL = 0.5  # of the paper's pixels in a small picture: so many share an even paper's level
ONE_RIM = 0.6  # of the outermost pixels, the same
MIXED_RIM = 0.7  # of the outermost pixels: if no more are on one side, ink lies there too
MOST_INK = 0.75  # of the pixels, unless a 1 fills its narrow picture
EVEN_CANVAS = 0.3  # in a larger one, of black or white as full as only a canvas has it all over
FULL_BLACK, FULL_WHITE = 2, 253  # of 255
GRID = 24  # points a side on which the light is measured
COARSE = 160  # pixels on the longer side: enough to tell thin from thick
WIDEST_STROKE = 0.22  # of the longer side: wider than any stroke, narrower than a change of light
SMALL_NOISE = 0.6  # of the darkness at the edges of ink: the most that counts as noise if small
CORE = 0.25  # of the darkness at the edges of ink: fainter pixels hold no pieces together


class Ink(NamedTuple):
    """The ink of a picture, all of it (h, w).

    `amount` is 0 for paper, float32; `core` tells what is surely ink, `shapes` what stands out
    from the paper to either side; `even` says that the paper has one grey level and no noise.
    """

    amount: np.ndarray
    core: np.ndarray
    shapes: np.ndarray
    even: bool


def find_ink(grey: np.ndarray) -> Ink:
    """Separate ink from paper in a grey picture, float32 (h, w), 0 to 1."""
    if np.ptp(grey) < FAINTEST_INK:
        nothing = np.zeros(grey.shape, bool)
        return Ink(np.zeros_like(grey), nothing, nothing, True)
    light = _fit_light(grey)
    even = bool(light.min() == light.max())
    shapes = np.abs(grey - light) > FAINTEST_INK
    if _is_light_on_dark(grey, light):
        grey, light = 1 - grey, 1 - light
    amount, core = _threshold(_darkness_of(grey, light), even)
    return Ink(amount, core, shapes if even else core, even)


def is_small(grey: np.ndarray) -> bool:
    """Tell whether a picture is too small for a photo; a digit may fill it."""
    return max(grey.shape) < SMALL


def _fit_light(grey: np.ndarray) -> np.ndarray:
    """Return the light on the paper as a smooth surface through most pixels, float32 (h, w).

    A picture whose paper is one grey level needs no surface. Otherwise a parabola in x and y is
    fitted to the smallest sum of absolute errors, so that ink, the smaller part, has no say
    (iteratively reweighted least squares). In a small picture ink may be the larger part: there
    only the pixels count that are on the paper's side of the middle grey.
    """
    level = _level_of_paper(grey)
    if level is not None:
        return np.full_like(grey, level)
    width, height = (min(side, GRID) for side in grey.T.shape)
    coarse = np.asarray(Image.fromarray(grey).resize((width, height), Image.Resampling.BOX))
    y, x = np.meshgrid(np.linspace(-1, 1, height), np.linspace(-1, 1, width), indexing="ij")
    terms = np.stack([np.ones_like(x), x, y, x * y, x * x, y * y], axis=-1).reshape(-1, 6)
    values = coarse.ravel()
    counted = _paper_side(coarse).ravel() if is_small(grey) else np.ones(values.size, bool)
    weights = counted.astype(float)
    for _ in range(10):
        root = np.sqrt(weights)
        factors = np.linalg.lstsq(terms * root[:, None], values * root, rcond=1e-3)[0]
        weights = counted / np.maximum(np.abs(values - terms @ factors), 0.005)
    # Where little of the paper is seen, the parabola must not run away beyond what is there.
    surface = (terms @ factors).reshape(height, width).clip(grey.min(), grey.max())
    surface = Image.fromarray(surface.astype(np.float32))
    return np.asarray(surface.resize(grey.T.shape, Image.Resampling.BILINEAR))


def _level_of_paper(grey: np.ndarray) -> float | None:
    """Return the grey level that the paper has all over, or None if it has several."""
    levels = np.round(grey * 255).astype(np.uint8)
    level, share = _most_common(_rim(levels))
    # Thick ink may cover more than the paper does, but seldom the sides of the picture.
    if share > ONE_RIM and _share_near(levels, level) > LEAST_PAPER:
        return level / 255
    level, share = _most_common(levels[_paper_side(grey)])
    if is_small(grey):
        return level / 255 if share > ONE_LEVEL else None
    # In a photo one level without an even rim is half a sheet, the other half in the shadow.
    canvas = not FULL_BLACK < level < FULL_WHITE and share > EVEN_CANVAS
    return level / 255 if canvas else None


def _paper_side(grey: np.ndarray) -> np.ndarray:
    """Return the mask of the pixels on the paper's side of the middle grey, bool (h, w).

    The sides of the picture are mostly paper, unless a frame is drawn along them. Where they are
    of both, the ink of a digit that fills its picture reaches from side to side in one piece.
    """
    light = grey > (grey.min() + grey.max()) / 2
    share = _rim(light).mean()
    if 1 - MIXED_RIM < share < MIXED_RIM and _reaches_all_sides(light) != _reaches_all_sides(
        ~light
    ):
        ink = light == _reaches_all_sides(light)
        if ink.mean() < MOST_INK or max(grey.shape) > 2 * min(grey.shape):
            return ~ink
    paper = light == (share > 0.5)
    return paper if paper.mean() > LEAST_PAPER else ~paper


def _reaches_all_sides(mask: np.ndarray) -> bool:
    """Tell whether one piece of a mask touches all four sides of the picture."""
    from scipy import ndimage

    labels, _ = ndimage.label(mask, np.ones((3, 3)))
    sides = (set(side.tolist()) for side in (labels[0], labels[-1], labels[:, 0], labels[:, -1]))
    return bool(set.intersection(*sides) - {0})


def _rim(values: np.ndarray) -> np.ndarray:
    """Return the outermost pixels in a row."""
    return np.concatenate([values[0], values[-1], values[:, 0], values[:, -1]])


def _most_common(levels: np.ndarray) -> tuple[int, float]:
    """Return the most common of uint8 levels, and the share of those at most 2 levels off."""
    counts = np.bincount(levels.ravel(), minlength=256)
    near = np.convolve(counts, np.ones(5, dtype=np.int64))[2:-2]
    start = max(0, near.argmax() - 2)
    level = int(start + counts[start : near.argmax() + 3].argmax())
    return level, _share_near(levels, level)


def _share_near(levels: np.ndarray, level: int) -> float:
    """Return the share of uint8 levels that are at most 2 levels off `level`."""
    return float((np.abs(levels.astype(np.int16) - level) <= 2).mean())


def _is_light_on_dark(grey: np.ndarray, light: np.ndarray) -> bool:
    """Tell whether ink is lighter than its paper.

    Over one light, what differs strongly from it is ink. In a photo, ink is what is thin: more of
    it than of the gaps between it goes with the first closings or openings, while sheets, tables
    and shadows stay.
    """
    if is_small(grey) or light.min() == light.max():
        rest = grey - light
        return bool((np.sign(rest) * rest**2).sum() > 0)
    scale = COARSE / max(grey.shape)
    shape = [max(1, round(side * scale)) for side in grey.T.shape]
    coarse = np.asarray(Image.fromarray(grey).resize(shape, Image.Resampling.BOX))
    balance = 0.0
    for window in (3, 5, 9, 17, 33):
        thin_light, thin_dark = (_closing(values, window) - values for values in (-coarse, coarse))
        balance += (_energy(thin_light) - _energy(thin_dark)) / window**2
    return balance > 0


def _energy(thin: np.ndarray) -> float:
    """Return the sum of squares over what is more than usual: the noise is everywhere."""
    return float((np.maximum(thin - np.median(thin), 0) ** 2).sum())


def _closing(values: np.ndarray, window: int) -> np.ndarray:
    """Fill what is dark and narrower than `window` pixels.

    The picture is continued beyond its sides, or the corner of a shadow would count as narrow.
    """
    from scipy import ndimage

    half = window // 2
    closed = ndimage.grey_closing(np.pad(values, half, mode="edge"), size=window)
    return closed[half:-half, half:-half]


def _darkness_of(grey: np.ndarray, light: np.ndarray) -> np.ndarray:
    """Return how much darker than the paper around it each pixel is, at most 1.

    Dividing by the light makes ink in the shadow as dark as ink in the sun. In a photo the light
    is no smooth surface where a shadow has an edge; there a grey closing with a window wider
    than any stroke finds the paper (Serra, "Image Analysis and Mathematical Morphology", 1982).
    """
    flat = grey / np.maximum(light, 0.05)
    if is_small(grey) or light.min() == light.max():
        return 1 - flat
    window = int(WIDEST_STROKE * max(grey.shape)) | 1
    # A closing overrates the paper on a slope of light, which a fitted surface takes away; but at
    # a sharp edge the surface makes slopes of its own.
    ratios = [values / np.maximum(_closing(values, window), 0.05) for values in (flat, grey)]
    return np.clip(1 - np.maximum(*ratios), 0, 1)


def _threshold(darkness: np.ndarray, even: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return the ink above the noise, and the mask of what is surely ink."""
    half_ink = _level_of_edges(darkness)
    threshold = _threshold_of_noise(darkness, half_ink)
    # Where ink fills a small picture, its soft edges look like noise; they must not drown it.
    most = SMALL_NOISE * half_ink if is_small(darkness) else np.inf
    threshold = min(threshold, most)
    core = CORE * half_ink
    if threshold > core or not even:
        darkness, threshold = _quieten(darkness, threshold, half_ink)
        threshold = min(threshold, most)
    return np.clip(darkness - threshold, 0, None), darkness > max(core, threshold)


def _quieten(darkness: np.ndarray, threshold: float, half_ink: float) -> tuple[np.ndarray, float]:
    """Smooth a photo until its ink stands out of the noise; return it and the threshold."""
    from scipy import ndimage

    width = np.sqrt(max(darkness.shape) // 140 / 2)
    for _ in range(4 if threshold > 0.02 and width else 0):
        darkness = ndimage.gaussian_filter(darkness, width, mode="nearest")
        half_ink = _level_of_edges(darkness)
        threshold = _threshold_of_noise(darkness, half_ink)
        if threshold < 0.5 * half_ink:
            break
    return darkness, max(threshold, 0.5 * half_ink)


def _level_of_edges(darkness: np.ndarray) -> float:
    """Return the darkness half-way between paper and ink.

    It is the mean weighted with the squared steepness: steep are the edges of ink, not the
    changes of light (Kittler, Illingworth and Foglein, "Threshold selection based on a simple
    image statistic", 1985).
    """
    steepness = np.hypot(*np.gradient(darkness))
    steepness = np.maximum(steepness - 3 * np.median(steepness), 0) ** 2
    total = steepness.sum()
    if total == 0:
        # More than half of the picture are edges.
        return float(darkness.max()) / 2
    return float((steepness * darkness).sum() / total)


def _threshold_of_noise(darkness: np.ndarray, half_ink: float) -> float:
    """Return the darkness that the noise of the paper does not reach; 0 if there is no noise.

    For noise of a normal distribution it is 3.4 standard deviations above the paper. `half_ink`
    is the level of the edges of ink.
    """
    from scipy import ndimage

    lowest, usual = np.percentile(darkness, [2, 40])
    if usual > 0.5 * half_ink and half_ink > lowest:
        # Thick ink covers more than the paper does.
        lowest, usual = np.percentile(darkness[darkness < half_ink], [2, 40])
    if lowest < usual:
        return float(usual + 2 * (usual - lowest))
    # Paper as light as can be has noise to one side only. Away from ink a quarter of the paper
    # lies 0.67 standard deviations above it.
    paper = darkness[~ndimage.maximum_filter(darkness > 0.5 * half_ink, 5)]
    return float(usual + 5 * (np.percentile(paper, 75) - usual)) if paper.size else 0.0
