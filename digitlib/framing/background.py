"""Separate ink from the light on the paper: shadows, gradients, either polarity."""

import numpy as np
from PIL import Image

SMALL = 100  # pixels on the longer side: a smaller picture is no photo
LEAST_GROUND = 0.2  # of the pixels, if the rim is of one grey level
ONE_LEVEL = 0.5  # of the ground's pixels: so many share the grey level of an even ground
ONE_RIM = 0.7  # of the outermost pixels, the same
FULL_BLACK, FULL_WHITE = 2, 253  # of 255: the levels of an even canvas
COARSE = 160  # pixels on the longer side: enough to tell thin from thick
GRID = 24  # points a side on which the light is measured
WINDOW = 0.22  # of the longer side: wider than any stroke, narrower than a change of light


def fit_light(grey: np.ndarray) -> np.ndarray:
    """Return the light on the paper as a smooth surface through most pixels, float32 (h, w).

    A picture whose ground is one grey level needs no surface. Otherwise a parabola in x and y
    is fitted to the smallest sum of absolute errors, so that ink, the smaller part, has no say
    (iteratively reweighted least squares). In a small picture ink may be the larger part: there
    only the pixels count that are on the ground's side of the middle grey.
    """
    level = _level_of_ground(grey)
    if level is not None:
        return np.full_like(grey, level)
    width, height = (min(side, GRID) for side in grey.T.shape)
    coarse = np.asarray(Image.fromarray(grey).resize((width, height), Image.Resampling.BOX))
    terms, values = _parabola_terms(height, width), coarse.ravel()
    counted = _ground_side(coarse).ravel() if is_small(grey) else np.ones(values.size, bool)
    weights = counted.astype(np.float32)
    for _ in range(10):
        weighted = terms * weights[:, None]
        normal = weighted.T @ terms
        # A trace of ridge keeps few or equal points solvable.
        normal += 1e-6 * np.trace(normal) * np.eye(6, dtype=np.float32)
        factors = np.linalg.solve(normal, weighted.T @ values)
        weights = counted / np.maximum(np.abs(values - terms @ factors), 0.005)
    # Where little of the paper is seen, the parabola must not run away beyond what is there.
    surface = (terms @ factors).reshape(height, width).clip(grey.min(), grey.max())
    return np.asarray(Image.fromarray(surface).resize(grey.T.shape, Image.Resampling.BILINEAR))


def is_small(grey: np.ndarray) -> bool:
    """Tell whether a picture is too small for a photo; a digit may fill it."""
    return max(grey.shape) < SMALL


def _level_of_ground(grey: np.ndarray) -> float | None:
    """Return the grey level that the ground has all over, or None if it has several."""
    levels = np.round(grey * 255).astype(np.uint8)
    level, share = _commonest(_rim(levels))
    # Thick ink may cover more than the ground does, but seldom the sides of the picture.
    if share > ONE_RIM and _share_near(levels, level) > LEAST_GROUND:
        return level / 255
    level, share = _commonest(levels[_ground_side(grey)])
    # In a photo one level without an even rim is half a sheet, the other half in the shadow;
    # unless it is as white or as black as can be, which only a canvas is all over.
    if not is_small(grey) and FULL_BLACK < level < FULL_WHITE:
        return None
    return level / 255 if share > ONE_LEVEL else None


def _ground_side(grey: np.ndarray) -> np.ndarray:
    """Return the mask of the pixels on the ground's side of the middle grey, bool (h, w).

    Where a digit fills its picture, more than half may be ink, but the sides of the picture are
    mostly ground; unless a frame is drawn along them.
    """
    light = grey > (grey.min() + grey.max()) / 2
    ground = light == (_rim(light).mean() > 0.5)
    return ground if ground.mean() > LEAST_GROUND else ~ground


def _rim(values: np.ndarray) -> np.ndarray:
    """Return the outermost pixels in a row."""
    return np.concatenate([values[0], values[-1], values[:, 0], values[:, -1]])


def _commonest(levels: np.ndarray) -> tuple[int, float]:
    """Return the commonest of uint8 levels, and the share of those at most 2 levels off."""
    counts = np.bincount(levels.ravel(), minlength=256)
    near = np.convolve(counts, np.ones(5, dtype=np.int64))[2:-2]
    start = max(0, near.argmax() - 2)
    level = int(start + counts[start : near.argmax() + 3].argmax())
    return level, _share_near(levels, level)


def _share_near(levels: np.ndarray, level: int) -> float:
    """Return the share of uint8 levels that are at most 2 levels off `level`."""
    return float((np.abs(levels.astype(np.int16) - level) <= 2).mean())


def _parabola_terms(height: int, width: int) -> np.ndarray:
    """Return 1, x, y, xy, x squared and y squared at each point of a grid, (points, 6)."""
    y, x = np.meshgrid(
        np.linspace(-1, 1, height, dtype=np.float32),
        np.linspace(-1, 1, width, dtype=np.float32),
        indexing="ij",
    )
    terms = [np.ones_like(x), x, y, x * y, x * x, y * y]
    return np.stack(terms, axis=-1).reshape(-1, 6)


def is_light_on_dark(grey: np.ndarray, light: np.ndarray) -> bool:
    """Tell whether ink is lighter than its ground.

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
        thin_light, thin_dark = (
            _closing(-coarse, window) + coarse,
            _closing(coarse, window) - coarse,
        )
        balance += (_energy(thin_light) - _energy(thin_dark)) / window**2
    return balance > 0


def _energy(thin: np.ndarray) -> float:
    """Return the sum of squares over what is more than usual: the noise is everywhere."""
    return float((np.maximum(thin - np.median(thin), 0) ** 2).sum())


def darkness_of(grey: np.ndarray, light: np.ndarray) -> np.ndarray:
    """Return how much darker than the paper around it each pixel is, at most 1.

    Dividing by the light makes ink in the shadow as dark as ink in the sun. In a photo the light
    is no smooth surface where a shadow has an edge; there a grey closing with a window wider
    than any stroke finds the paper (Serra, "Image Analysis and Mathematical Morphology", 1982).
    """
    flat = grey / np.maximum(light, 0.05)
    if is_small(grey) or light.min() == light.max():
        return 1 - flat
    # A closing overrates the paper on a slope of light, which a fitted surface takes away; but at
    # a sharp edge the surface makes slopes of its own.
    return np.minimum(*(_darkness_under_closing(values) for values in (flat, grey)))


def _darkness_under_closing(values: np.ndarray) -> np.ndarray:
    """Return how much darker each pixel is than the grey closing of a picture, 0 to 1."""
    window = max(3, int(WINDOW * max(values.shape)) | 1)
    return np.clip(1 - values / np.maximum(_closing(values, window), 0.05), 0, 1)


def _closing(values: np.ndarray, window: int) -> np.ndarray:
    """Fill what is dark and narrower than `window` pixels: a grey closing with a square.

    The picture is continued beyond its sides, or the corner of a shadow would count as narrow.
    """
    half = window // 2
    padded = np.pad(values, half, mode="edge")
    closed = -sliding_maximum(-sliding_maximum(padded, window), window)
    return closed[half:-half, half:-half]


def sliding_maximum(values: np.ndarray, window: int) -> np.ndarray:
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
