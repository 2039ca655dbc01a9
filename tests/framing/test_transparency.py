"""Ink on a transparent ground, as a web canvas saves it: seen whatever its colour and size."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from digitlib.framing import frame_picture


def canvas(size: int, ink: tuple[int, ...], ground: tuple[int, ...] = (0, 0, 0, 0)) -> Image.Image:
    """A seven on a canvas of `size` pixels a side."""
    picture = Image.new("RGBA", (size, size), ground)
    line = [(0.3 * size, 0.25 * size), (0.7 * size, 0.25 * size), (0.45 * size, 0.8 * size)]
    ImageDraw.Draw(picture).line(line, fill=ink, width=size // 14, joint="curve")
    return picture


def expected(size: int) -> np.ndarray:
    """The frame of the same seven in black on white."""
    return frame_picture(np.asarray(canvas(size, (0, 0, 0), (255, 255, 255)).convert("L")))


@pytest.mark.parametrize("size", [28, 280, 500, 1000])
@pytest.mark.parametrize("ink", [(0, 0, 0), (255, 255, 255), (245, 245, 245), (200, 30, 30)])
@pytest.mark.parametrize("hidden", [(0, 0, 0), (255, 255, 255)])
def test_ink_of_every_colour_is_seen(size, ink, hidden):
    """What colour the transparent ground would have makes no difference."""
    picture = canvas(size, (*ink, 255), (*hidden, 0))
    for drawing in (picture, np.asarray(picture), np.asarray(picture) / 255):
        found = frame_picture(drawing)
        assert np.abs(found.astype(int) - expected(size)).mean() < 6


def test_colours_up_to_255_with_an_opacity_up_to_1():
    picture = np.asarray(canvas(280, (0, 0, 0, 255))).astype(float)
    picture[:, :, 3] /= 255
    assert np.abs(frame_picture(picture).astype(int) - expected(280)).mean() < 6


def test_nothing_on_a_transparent_ground_is_blank():
    for colour in (0, 255):
        assert not frame_picture(np.full((300, 400, 4), (*[colour] * 3, 0), np.uint8)).any()
