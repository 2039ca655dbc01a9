"""Open picture files that may come from anywhere."""

import os
import warnings
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from digitlib.errors import PictureError
from digitlib.framing.grey import grey_of_picture

# Formats that Pillow decodes by itself. EPS is left out: it is a program, run by Ghostscript.
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "PPM")
ENOUGH_PIXELS = 1000  # on a side; a JPEG is decoded at a fraction of its size down to this
MOST_BYTES = 64 * 2**20
MOST_PIXELS = 25_000_000  # decoded as colours they take up to 100 MB
MOST_PIXELS_JPEG = 50_000_000  # phones make such; only a fraction is decoded


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
