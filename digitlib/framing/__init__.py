"""From strokes or a picture to the 28x28 frame that MNIST uses."""

from digitlib.framing.frame import (
    FRAME_SIZE,
    PEN_WIDTH,
    Strokes,
    check_strokes,
    frame_drawing,
    frame_picture,
    frame_strokes,
    place_in_frame,
    squeeze_picture,
    squeeze_strokes,
)
from digitlib.framing.page import Page, PageDigit, find_digits
from digitlib.framing.pictures import open_picture

__all__ = [
    "FRAME_SIZE",
    "PEN_WIDTH",
    "Page",
    "PageDigit",
    "Strokes",
    "check_strokes",
    "find_digits",
    "frame_drawing",
    "frame_picture",
    "frame_strokes",
    "open_picture",
    "place_in_frame",
    "squeeze_picture",
    "squeeze_strokes",
]
