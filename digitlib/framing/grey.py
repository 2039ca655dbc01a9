"""Turn any array or Pillow picture into a grey picture of moderate size, values 0 to 1."""

from collections.abc import Iterator

import numpy as np
from PIL import ExifTags, Image, ImageOps

from digitlib.errors import PictureError

LONGEST_SIDE = 320  # pixels; sixteen times what a framed digit needs
STRIPE_PIXELS = 2_000_000  # a picture is read in stripes of about this many pixels, to save memory
LUMINANCE = np.array([0.299, 0.587, 0.114], dtype=np.float32)  # ITU-R BT.601
LARGEST_LEVEL = 1e30  # grey levels beyond this would overflow when summed in float32
PALE = 0.2  # of the contrast on black: ink that stands out so little on white is meant for black
FULL_SCALES = (255, 1023, 4095, 65535)  # of cameras and scanners with 8, 10, 12 and 16 bits
AS_THEY_ARE = {"L", "LA", "RGB", "RGBA", "I", "I;16", "I;16B", "I;16L", "F"}  # Pillow's modes
KINDS = "biuf"  # NumPy's letters for truth values, signed and unsigned integers, and floats

Box = tuple[slice, slice]


def check_picture(picture: object) -> np.ndarray:
    """Return a picture as an array (h, w) or (h, w, channels), 1 to 4 channels.

    A Pillow image is turned upright as its EXIF data say. Raises PictureError if it is no
    picture: no numbers, no pixels, or another shape.
    """
    if isinstance(picture, Image.Image):
        # Only where there is something to turn: it would copy the picture.
        if picture.getexif().get(ExifTags.Base.Orientation, 1) != 1:
            picture = ImageOps.exif_transpose(picture)
        if picture.mode not in AS_THEY_ARE:
            picture = picture.convert("RGBA")
    try:
        array = np.asarray(picture)
    except (TypeError, ValueError) as fault:
        raise PictureError(f"This is no picture ({fault}). Give a 2-D array of grey.") from fault
    if array.dtype.kind not in KINDS:
        raise PictureError(
            f"A picture must hold numbers, but this one holds {array.dtype}. "
            "Give integers or floats; a file on disk is read by digitlib.framing.open_picture."
        )
    while array.ndim > 2 and array.shape[0] == 1 and (array.ndim > 3 or array.shape[2] > 4):
        array = array[0]  # a batch of one, such as x_test[:1]
    if array.ndim not in {2, 3} or (array.ndim == 3 and not 1 <= array.shape[2] <= 4):
        raise PictureError(
            f"A picture has shape (h, w) or (h, w, 3 or 4), but this one has {array.shape}. "
            "Give one picture at a time."
        )
    if array.size == 0:
        raise PictureError(f"The picture has no pixels: its shape is {array.shape}. Give another.")
    return array


def grey_of_picture(picture: object, region: Box | None = None) -> np.ndarray:
    """Return a picture as float32 (h, w) in 0..1, at most 320 pixels on its longer side.

    `picture` is an array (h, w) or (h, w, 1 to 4 channels) of any dtype, or a Pillow image;
    `region` the rows and columns wanted, by default all. A larger one is averaged down in
    stripes, so that the memory needed does not grow with it. Transparency is laid on white, or
    on black where white would swallow the ink. Raises PictureError if it is no picture or holds
    NaN or infinity.
    """
    array = check_picture(picture)
    low, high = _extremes(array)
    part = array if region is None else array[region]
    means = _average_down(part, reduction_of(part.shape))
    if means.ndim == 2:
        return _to_unit_range(means, low, high, array.dtype)
    channels = means.shape[2]
    grey = means[:, :, :3] @ LUMINANCE if channels >= 3 else means[:, :, 0]
    grey = _to_unit_range(grey, low, high, array.dtype)
    if not _has_transparency(array):
        return grey
    opacity = means[:, :, -1]
    # Colours up to 255 may come with an opacity of 0 to 1.
    full = 1 if array.dtype.kind == "f" and opacity.max() <= 1 else high
    return _lay_on_paper(grey, _to_unit_range(opacity, 0, full))


def reduction_of(shape: tuple[int, ...]) -> int:
    """Return how many pixels in a row are averaged into one of a grey picture."""
    return -(-max(shape[:2]) // LONGEST_SIDE)


def _stripes(array: np.ndarray, factor: int) -> Iterator[np.ndarray]:
    """Yield a picture in stripes of whole multiples of `factor` rows."""
    rows = max(1, STRIPE_PIXELS // (array.shape[1] * factor)) * factor
    for top in range(0, array.shape[0], rows):
        yield array[top : top + rows]


def _extremes(array: np.ndarray) -> tuple[float, float]:
    """Return the smallest and the largest number; raise PictureError if they are no grey."""
    extremes = [(float(stripe.min()), float(stripe.max())) for stripe in _stripes(array, 1)]
    # Comparing with NaN is false, so this catches NaN too.
    if not all(-LARGEST_LEVEL <= low <= high <= LARGEST_LEVEL for low, high in extremes):
        raise PictureError(
            "The picture holds NaN, infinity or absurdly large numbers. Replace those pixels."
        )
    lowest, highest = zip(*extremes, strict=True)
    return min(lowest), max(highest)


def _average_down(array: np.ndarray, factor: int) -> np.ndarray:
    """Return a picture averaged over squares of `factor` pixels, float32."""
    means = _means_of_the_opaque if _has_transparency(array) else _block_means
    return np.concatenate([means(stripe, factor) for stripe in _stripes(array, factor)])


def _has_transparency(array: np.ndarray) -> bool:
    """Tell whether the last channel is the opacity."""
    return array.ndim == 3 and array.shape[2] in {2, 4}


def _means_of_the_opaque(stripe: np.ndarray, factor: int) -> np.ndarray:
    """Average colours weighted by their opacity: what is transparent has no colour."""
    if factor == 1:
        return stripe.astype(np.float32)
    opacity = stripe[:, :, -1:].astype(np.float32)
    means = _block_means(np.concatenate([stripe[:, :, :-1] * opacity, opacity], axis=2), factor)
    means[:, :, :-1] /= np.maximum(means[:, :, -1:], 1e-6)
    return means


def _block_means(stripe: np.ndarray, factor: int) -> np.ndarray:
    """Average squares of `factor` by `factor` pixels; those at the far edges may be smaller."""
    if factor == 1:
        return stripe.astype(np.float32)
    rows, columns = (np.arange(0, side, factor) for side in stripe.shape[:2])
    # Along rows first: that is the order in memory, and five times faster.
    sums = np.add.reduceat(stripe, columns, axis=1, dtype=np.float32)
    sums = np.add.reduceat(sums, rows, axis=0)
    heights = np.diff(np.append(rows, stripe.shape[0]))
    widths = np.diff(np.append(columns, stripe.shape[1]))
    areas = np.outer(heights, widths).astype(np.float32)
    return sums / (areas if sums.ndim == 2 else areas[:, :, None])


def _to_unit_range(
    values: np.ndarray, low: float, high: float, dtype: np.dtype | None = None
) -> np.ndarray:
    """Scale grey levels to 0..1, guessing the full scale from the extreme values.

    Pictures come as 0..1, 0..255 and up to 0..65535 whatever their dtype. Negative levels, such as
    those of a normalised picture, are shifted up and stretched.
    """
    if low < 0:
        return np.clip((values - low) / max(high - low, 1.0), 0, 1).astype(np.float32)
    if high <= 1:
        return values
    resampled = dtype is not None and dtype.kind == "f" and high <= 2
    scales = (high,) if resampled else FULL_SCALES  # a resampled 0..1 may overshoot 1 a little
    full = next((scale for scale in scales if high <= scale), high)
    return (values / full).astype(np.float32)


def _lay_on_paper(grey: np.ndarray, opacity: np.ndarray) -> np.ndarray:
    """Lay a transparent picture on paper; both are float32 (h, w), 0 to 1."""
    on_black = grey * opacity
    return choose_paper(on_black + (1 - opacity), on_black)


def choose_paper(on_white: np.ndarray, on_black: np.ndarray) -> np.ndarray:
    """Return a transparent picture on white paper, or on black if the ink is nearly white."""
    return on_black if np.ptp(on_white) < PALE * np.ptp(on_black) else on_white
