"""Open pictures that may come from anywhere, as grey of moderate size, values 0 to 1."""

import os
import warnings
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import ExifTags, Image, ImageOps

from digitlib.errors import PictureError

LONGEST_SIDE = 320  # pixels; sixteen times what a framed digit needs
SIDE = 28  # pixels of MNIST's pictures, which tables hold as rows of 784 numbers
STRIPE_PIXELS = 2_000_000  # a picture is read in stripes of about this many pixels, to save memory
LUMINANCE = np.array([0.299, 0.587, 0.114], dtype=np.float32)  # ITU-R BT.601
LARGEST_LEVEL = 1e30  # grey levels beyond this would overflow when summed in float32
PALE = 0.2  # of the contrast on black: ink that stands out so little on white is meant for black
FULL_SCALES = (255, 1023, 4095, 65535)  # of cameras and scanners with 8, 10, 12 and 16 bits
AS_THEY_ARE = {"L", "LA", "RGB", "RGBA", "I", "I;16", "I;16B", "I;16L", "F"}  # Pillow's modes
KINDS = "biuf"  # NumPy's letters for truth values, signed and unsigned integers, and floats
# Formats that Pillow decodes by itself. EPS is left out: it is a program, run by Ghostscript.
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "PPM")
ENOUGH_PIXELS = 1000  # on a side; a JPEG is decoded at a fraction of its size down to this
MOST_BYTES = 64 * 2**20
MOST_PIXELS = 25_000_000  # decoded as colours they take up to 100 MB
MOST_PIXELS_JPEG = 50_000_000  # phones make such; only a fraction is decoded

Box = tuple[slice, slice]


def check_picture(picture: object) -> np.ndarray:
    """Return a picture as an array (h, w) or (h, w, channels), 1 to 4 channels.

    A Pillow image is turned upright as its EXIF data say. Raises PictureError if it is no
    picture: no numbers, no pixels, or another shape.
    """
    if isinstance(picture, Image.Image):
        # Only if there is something to turn: it would copy the picture.
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
    if array.size == SIDE * SIDE == max(array.shape, default=0):
        return array.reshape(SIDE, SIDE)  # a row of a table, such as Kaggle's
    while array.ndim > 2 and array.shape[0] == 1 and (array.ndim > 3 or array.shape[2] > 4):
        array = array[0]  # a batch of one, such as x_test[:1]
    if array.ndim == 3 and array.shape[0] == 3 and min(array.shape[1:]) > 4:
        # Colours first, as PyTorch has them; but of 28 x 28 it could be three digits of MNIST.
        several = array.shape[1:] == (SIDE, SIDE) and (array != array[0]).any()
        array = array if several else np.moveaxis(array, 0, -1)
    if array.ndim not in {2, 3} or (array.ndim == 3 and not 1 <= array.shape[2] <= 4):
        raise PictureError(
            f"A picture has shape (h, w) or (h, w, 3 or 4), but this one has {array.shape}. "
            "Give one picture at a time, colours last (np.moveaxis(picture, 0, -1)); "
            f"reshape a row of {SIDE * SIDE} numbers to ({SIDE}, {SIDE})."
        )
    if array.size == 0:
        raise PictureError(f"The picture has no pixels: its shape is {array.shape}. Give another.")
    return array


def grey_of_picture(
    picture: object, region: Box | None = None, longest_side: int = LONGEST_SIDE
) -> np.ndarray:
    """Return a picture as float32 (h, w) in 0..1, at most `longest_side` pixels on a side.

    `picture` is an array (h, w) or (h, w, 1 to 4 channels) of any dtype, or a Pillow image;
    `region` the rows and columns wanted, by default all. A larger one is averaged down, in
    stripes, so that the memory needed does not grow with it. Transparency is laid on white, or
    on black if white would swallow the ink. Raises PictureError if it is no picture or holds NaN
    or infinity.
    """
    array = check_picture(picture)
    black, full = _range_of_levels(array)
    part = array if region is None else array[region]
    factor = reduction_of(part.shape, longest_side)
    rows = max(1, STRIPE_PIXELS // (part.shape[1] * factor)) * factor
    stripes = (part[top : top + rows] for top in range(0, len(part), rows))
    if array.ndim == 2 or array.shape[2] % 2:
        greys = [_block_means((_luminance(s) - black) / full, factor) for s in stripes]
        return np.concatenate(greys)
    # Colours up to 255 may come with an opacity of 0 to 1.
    opaque = 1 if array.dtype.kind == "f" and array[:, :, -1].max() <= 1 else full
    on_black, on_white = [], []
    for stripe in stripes:
        opacity = stripe[:, :, -1].astype(np.float32) / opaque
        ink = opacity * (_luminance(stripe[:, :, :-1]) - black) / full
        on_black.append(_block_means(ink, factor))
        on_white.append(_block_means(ink + 1 - opacity, factor))
    on_black, on_white = np.concatenate(on_black), np.concatenate(on_white)
    return on_black if np.ptp(on_white) < PALE * np.ptp(on_black) else on_white


def reduction_of(shape: tuple[int, ...], longest_side: int = LONGEST_SIDE) -> int:
    """Return how many pixels in a row are averaged into one of a grey picture."""
    return -(-max(shape[:2]) // longest_side)


def _range_of_levels(array: np.ndarray) -> tuple[float, float]:
    """Return the level of black and how much lighter white is, guessed from the extreme levels.

    Pictures come as 0..1, 0..255 and up to 0..65535 whatever their dtype, or normalised, with
    negative levels. Raises PictureError for numbers that are no levels.
    """
    low, high = float(array.min()), float(array.max())
    # Comparing with NaN is false, so this catches NaN too.
    if not -LARGEST_LEVEL <= low <= high <= LARGEST_LEVEL:
        raise PictureError(
            "The picture holds NaN, infinity or absurdly large numbers. Replace those pixels."
        )
    if low < 0:
        return low, max(high - low, 1.0)
    if high <= 1:
        return 0, 1
    if array.dtype.kind == "f" and high <= 2:
        return 0, high  # 0..1 that overshoots a little after resampling
    return 0, next((scale for scale in FULL_SCALES if high <= scale), high)


def _luminance(colours: np.ndarray) -> np.ndarray:
    """Return colours (h, w, 3), or what is grey already, as float32 (h, w)."""
    if colours.ndim == 2:
        return colours.astype(np.float32)
    if colours.shape[2] == 3:
        # Not `@`: BLAS would take two threads, which wait for each other on a busy machine.
        return np.einsum("hwc,c->hw", colours, LUMINANCE, dtype=np.float32, casting="unsafe")
    return colours[:, :, 0].astype(np.float32)


def _block_means(grey: np.ndarray, factor: int) -> np.ndarray:
    """Average squares of `factor` by `factor` pixels; those at the far edges may be smaller."""
    return np.asarray(Image.fromarray(grey).reduce(factor)) if factor > 1 else grey


def open_picture(path_or_bytes: str | os.PathLike | bytes) -> np.ndarray:
    """Return the picture in a file, or in a file's bytes, as grey uint8 (h, w).

    Reads PNG, JPEG, GIF (first frame), BMP, TIFF, WebP and PPM; turns it upright as its EXIF
    data say; lays transparency on white. The size is checked before any pixel is decoded,
    nothing in the file is executed, and no file is written. Raises PictureError, with what to
    do instead, if there is no such file or it holds no such picture.
    """
    data, name = _read(path_or_bytes)
    _refuse_other_formats(data, name)
    try:
        with warnings.catch_warnings():
            # Pillow warns of large and of oddly written pictures; the size is checked below.
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data), formats=FORMATS) as image:
                _check_size(image, name)
                grey = grey_of_picture(image, longest_side=max(image.size))
                return np.round(grey * 255).astype(np.uint8)
    except PictureError:
        raise
    except Image.DecompressionBombError as fault:
        raise PictureError(f"{name} has too many pixels. Save a smaller copy of it.") from fault
    except Exception as fault:
        # Damaged bytes lead Pillow's decoders into many kinds of exception.
        raise PictureError(
            f"{name} cannot be read as a picture: it is damaged, cut off or of another kind. "
            "Save it again as PNG or JPEG."
        ) from fault


def _read(source: str | os.PathLike | bytes) -> tuple[bytes, str]:
    """Return the bytes of a file and the name by which messages call it."""
    if isinstance(source, (bytes, bytearray, memoryview)):
        data, name = bytes(source[: MOST_BYTES + 1]), "The uploaded file"
    elif isinstance(source, (str, os.PathLike)):
        data, name = _read_file(source), os.fspath(source)
    else:
        raise PictureError(f"Give a path or the bytes of a file, not {type(source).__name__}.")
    if not data:
        raise PictureError(f"{name} is empty. Save or upload it again.")
    if len(data) > MOST_BYTES:
        raise PictureError(f"{name} is larger than 64 MB. Save a smaller copy of it.")
    return data, name


def _read_file(path: str | os.PathLike) -> bytes:
    """Return the first bytes of a file, one more than is allowed at most."""
    try:
        if Path(path).is_dir():
            raise PictureError(f"{path} is a folder. Give the path of a picture in it.")
        if not Path(path).is_file():
            raise PictureError(f"{path} does not exist or is not a file. Check the path.")
        with open(path, "rb") as file:
            return file.read(MOST_BYTES + 1)
    except PictureError:
        raise
    except PermissionError as fault:
        raise PictureError(f"{path} may not be read by you. Ask its owner, or copy it.") from fault
    except (OSError, ValueError) as fault:
        raise PictureError(f"{path!r} cannot be opened ({fault}). Check the path.") from fault


def _refuse_other_formats(data: bytes, name: str) -> None:
    """Raise PictureError with the right remedy for well-known files that are no pixel pictures."""
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in start or start.startswith(b"<?xml"):
        kind = "an SVG drawing, which can hold scripts"
    elif start.startswith((b"<!doctype", b"<html")):
        kind = "a web page"
    elif start.startswith(b"%pdf"):
        kind = "a PDF document"
    elif start.startswith(b"%!ps"):
        kind = "a PostScript program"
    elif data[4:8] == b"ftyp" and data[8:12] in {b"heic", b"heix", b"mif1", b"msf1", b"avif"}:
        kind = "a HEIC or AVIF photo"
    else:
        return
    raise PictureError(f"{name} is {kind}; it was not opened. Export it as PNG or JPEG.")


def _check_size(image: Image.Image, name: str) -> None:
    """Raise PictureError if the header promises more pixels than are wise to decode."""
    width, height = image.size
    most = MOST_PIXELS_JPEG if image.format in {"JPEG", "MPO"} else MOST_PIXELS
    if width * height > most:
        raise PictureError(
            f"{name} is {width} x {height} pixels, more than {most // 1_000_000} million. "
            "Save a smaller copy of it."
        )
    image.draft(None, (ENOUGH_PIXELS, ENOUGH_PIXELS))
