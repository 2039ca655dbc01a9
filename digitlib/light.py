"""Separate ink from the light on the paper: shadows, gradients, either polarity."""

import numpy as np
from PIL import Image

SMALL = 100  # pixels on the longer side: a smaller picture is no photo
LEAST_GROUND = 0.2  # of the pixels, if the rim is of one grey level
ONE_LEVEL = 0.4  # of the pixels: so many share the grey level of an even ground
ONE_RIM = 0.7  # of the outermost pixels, the same
GRID = 24  # points a side on which the light is measured
WINDOW = 0.22  # of the longer side: wider than any stroke, narrower than a change of light


def fit_light(grey: np.ndarray) -> np.ndarray:
    """Return the light on the paper as a smooth surface through most pixels, float32 (h, w).

    A picture whose ground is one grey level needs no surface. Otherwise a parabola in x and y
    is fitted to the smallest sum of absolute errors, so that ink, the smaller part, has no say
    (iteratively reweighted least squares).
    """
    level = _level_of_ground(grey)
    if level is not None:
        return np.full_like(grey, level)
    width, height = (min(side, GRID) for side in grey.T.shape)
    coarse = np.asarray(Image.fromarray(grey).resize((width, height), Image.Resampling.BOX))
    terms, values = _parabola_terms(height, width), coarse.ravel()
    weights = np.ones(values.size, dtype=np.float32)
    for _ in range(10):
        weighted = terms * weights[:, None]
        normal = weighted.T @ terms
        # A trace of ridge keeps few or equal points solvable.
        normal += 1e-6 * np.trace(normal) * np.eye(6, dtype=np.float32)
        factors = np.linalg.solve(normal, weighted.T @ values)
        weights = 1 / np.maximum(np.abs(values - terms @ factors), 0.005)
    surface = (terms @ factors).reshape(height, width)
    return np.asarray(Image.fromarray(surface).resize(grey.T.shape, Image.Resampling.BILINEAR))


def _level_of_ground(grey: np.ndarray) -> float | None:
    """Return the grey level that the ground has all over, or None if it has several."""
    levels = np.round(grey * 255).astype(np.uint8)
    rim = np.concatenate([levels[0], levels[-1], levels[:, 0], levels[:, -1]])
    level, share = _commonest(rim)
    # Thick ink may cover more than the ground does, but seldom the sides of the picture.
    if share > ONE_RIM and _share_near(levels, level) > LEAST_GROUND:
        return level / 255
    level, share = _commonest(levels)
    # In a photo one level without an even rim is half a sheet, the other half in the shadow.
    return level / 255 if share > ONE_LEVEL and max(grey.shape) < SMALL else None


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


def is_light_on_dark(rest: np.ndarray) -> bool:
    """Tell whether ink is lighter than its ground, from what the light does not explain.

    The light goes through the ground, because ink covers less; so what differs strongly is ink.
    """
    return bool((np.sign(rest) * rest**2).sum() > 0)


def darkness_of(grey: np.ndarray, light: np.ndarray) -> np.ndarray:
    """Return how much darker than the paper around it each pixel is, 0 to 1.

    Dividing by the light makes ink in the shadow as dark as ink in the sun. What the fitted
    surface missed, such as the edge of a shadow, is found by a grey closing with a window wider
    than any stroke (Serra, "Image Analysis and Mathematical Morphology", 1982).
    """
    flat = grey / np.maximum(light, 0.05)
    if light.min() == light.max():
        return np.clip(1 - flat, 0, 1)
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
