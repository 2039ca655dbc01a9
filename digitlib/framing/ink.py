"""Find the ink in a picture of any kind: either polarity, uneven light, noise, specks, lines."""

import numpy as np

from digitlib.framing.background import (
    darkness_of,
    fit_light,
    is_light_on_dark,
    is_small,
    sliding_maximum,
)
from digitlib.framing.components import find_components
from digitlib.framing.grey import Box, check_picture, grey_of_picture, reduction_of
from digitlib.framing.lines import erase_lines
from digitlib.framing.pieces import inside_of_panel, is_frame, is_part_of_digit

FAINTEST_INK = 0.04  # of the full scale: 10 grey levels of 255; less is an empty picture
LONGEST_STRIP = 50  # times as long as wide: no digit fits into a longer strip of picture
SMALL_NOISE = 0.6  # of the darkness at the edges of ink: the most that counts as noise if small
CORE = 0.25  # of the darkness at the edges of ink: fainter pixels hold no pieces together
SMALL_INK = 80  # pixels: a digit smaller than this is looked at again from nearer
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
        ink, inner = _look(grey_of_picture(array, region))
        ink = _only_inside(ink, whole, region, factor)
        if ink.any():
            found = ink
        if inner is None and factor > 1 and ink.any():
            whole = _zoom(region, _box_around(ink, 2), factor)
            inner = _box_around_small(ink)
        if inner is None:
            break
        region = _zoom(region, inner, factor)
    return found


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
    return _box_around(ink, int(MARGIN * longer) + 4) if longer < SMALL_INK else None


def _look(grey: np.ndarray) -> tuple[np.ndarray, Box | None]:
    """Return the ink in a grey picture, and the inside of a panel in it, if there is one."""
    if np.ptp(grey) < FAINTEST_INK:
        return np.zeros_like(grey), None
    light = fit_light(grey)
    even = bool(light.min() == light.max())
    other = np.abs(grey - light) > FAINTEST_INK
    if is_light_on_dark(grey, light):
        grey, light = 1 - grey, 1 - light
    ink, core = _threshold(darkness_of(grey, light), even)
    panel = inside_of_panel(find_components(other if even else core))
    return _pick_ink(ink, core, even), panel


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


def _pick_ink(ink: np.ndarray, core: np.ndarray, even: bool) -> np.ndarray:
    """Return the ink, 0 to 1, without lines and specks."""
    kept = _drop_specks(erase_lines(np.where(core, ink, 0)), even) > 0
    if is_small(ink) and not kept.any():
        # A digit that fills its picture can be a line from side to side: a 1.
        pieces = find_components(core)
        kept = pieces.mask_of(~is_frame(pieces))
    # The faint rim of kept strokes holds no pieces together, but it belongs to them.
    rim = sliding_maximum(kept, 3) & ~core
    return _scale_to_full(np.where(kept | rim, ink, 0))


def _quieten(darkness: np.ndarray, threshold: float, half_ink: float) -> tuple[np.ndarray, float]:
    """Smooth a photo until its ink stands out of the noise; return it and the threshold."""
    passes = max(darkness.shape) // 140 if threshold > 0.02 else 0
    for _ in range(4 if passes else 0):
        darkness = _smooth(darkness, passes)
        half_ink = _level_of_edges(darkness)
        threshold = _threshold_of_noise(darkness, half_ink)
        if threshold < 0.5 * half_ink:
            break
    return darkness, max(threshold, 0.5 * half_ink)


def _threshold_of_noise(darkness: np.ndarray, half_ink: float) -> float:
    """Return the darkness that the noise of the paper does not reach; 0 if there is no noise.

    For noise of a normal distribution it is 3.4 standard deviations above the paper. `half_ink`
    is the level of the edges of ink.
    """
    lowest, usual = np.percentile(darkness, [2, 40])
    if usual > 0.5 * half_ink and half_ink > lowest:
        # Thick ink covers more than the paper does.
        lowest, usual = np.percentile(darkness[darkness < half_ink], [2, 40])
    if lowest < usual:
        return float(usual + 2 * (usual - lowest))
    # Paper as light as can be has noise to one side only. Away from ink a quarter of the paper
    # lies 0.67 standard deviations above it.
    near = sliding_maximum(darkness > 0.5 * half_ink, 5)
    paper = darkness[~near]
    return float(usual + 5 * (np.percentile(paper, 75) - usual)) if paper.size else 0.0


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
    if total == 0:
        # More than half of the picture are edges.
        return float(darkness.max()) / 2
    return float((steepness * darkness).sum() / total)


def _smooth(values: np.ndarray, passes: int) -> np.ndarray:
    """Average each pixel with its neighbours, weights 1 2 1 along rows and columns."""
    for _ in range(2 * passes):
        padded = np.pad(values, ((0, 0), (1, 1)), mode="edge")
        values = ((padded[:, :-2] + 2 * padded[:, 1:-1] + padded[:, 2:]) / 4).T
    return values


def _drop_specks(ink: np.ndarray, even: bool) -> np.ndarray:
    """Keep the pieces that can be parts of a digit."""
    pieces = find_components(ink > 0)
    if not pieces.count:
        return ink
    kept = pieces.mask_of(is_part_of_digit(pieces, ink, even))
    return np.where(kept, ink, 0)


def _scale_to_full(ink: np.ndarray) -> np.ndarray:
    """Scale ink so that the dark part of it is 1."""
    inked = ink[ink > 0]
    if not inked.size:
        return ink
    full = np.percentile(inked, 95)
    return np.clip(ink / full, 0, 1) if full >= FAINTEST_INK else np.zeros_like(ink)
