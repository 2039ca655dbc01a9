"""Render letters and digits from fonts: outlines that Matplotlib ships, and Hershey's strokes.

The Hershey fonts were digitised by A. V. Hershey at the U.S. National Bureau of Standards and
are free to use; the package `Hershey-Fonts` carries them. Fonts are no handwriting: letters
teach the network what is no digit, and digits keep it from learning that fonts are letters.
"""

from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from digitlib.framing import frame_strokes, place_in_frame
from training.stroke_variation import vary_strokes

DIGITS = "0123456789"
# Letters that a reader may take for a digit (O 0, l 1, Z 2, S 5, b 6, g 9 ...) are left out.
LETTERS = "AEFHKLMNPRTUVWXYadefhkmnprtuvwx"
SYMBOLS = "@#&%$?!+*=<>"

OUTLINE_FONTS = (
    "DejaVuSans",
    "DejaVuSans-Bold",
    "DejaVuSans-Oblique",
    "DejaVuSansMono",
    "DejaVuSerif",
    "DejaVuSerif-Italic",
    "DejaVuSerif-Bold",
    "STIXGeneral",
    "STIXGeneralBol",
    "STIXGeneralItalic",
    "cmss10",
    "cmtt10",
    "cmti10",
)
STROKE_FONTS = (
    "futural",
    "futuram",
    "rowmans",
    "rowmand",
    "scripts",
    "cursive",
    "timesr",
    "timesi",
)
# Never trained on: with these the report measures how letters are rejected.
HELD_OUT_OUTLINE_FONTS = ("cmr10", "DejaVuSansMono-BoldOblique", "STIXGeneralBolIta")
HELD_OUT_STROKE_FONTS = ("rowmant", "scriptc", "timesib")


def render_outline(character: str, font: str) -> np.ndarray:
    """Return a character of one of Matplotlib's fonts, framed, uint8 (28, 28)."""
    canvas = Image.new("L", (128, 128))
    ImageDraw.Draw(canvas).text(
        (64, 64), character, fill=255, font=_outline_font(font), anchor="mm"
    )
    return place_in_frame(np.asarray(canvas))


def render_strokes(character: str, font: str, rng: np.random.Generator) -> np.ndarray:
    """Return a character of a Hershey font as some hand would write it, uint8 (28, 28)."""
    strokes = [np.array(list(s), float) for s in _stroke_font(font).strokes_for_text(character)]
    size = np.ptp(np.concatenate(strokes), axis=0).max()
    strokes = [s + rng.normal(0, 0.02 * size, s.shape) for s in strokes]
    strokes = vary_strokes(strokes, rng, rng.uniform(0, 0.8))
    return frame_strokes(strokes, pen_width=rng.uniform(1.3, 4))


def random_glyphs(
    characters: str, count: int, rng: np.random.Generator, held_out: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Return `count` random characters in random fonts.

    The images are uint8 (count, 28, 28); the second array (count,) says which character each is.
    With `held_out` the fonts are those that are never trained on.
    """
    outlines = HELD_OUT_OUTLINE_FONTS if held_out else OUTLINE_FONTS
    hersheys = HELD_OUT_STROKE_FONTS if held_out else STROKE_FONTS
    chosen = rng.choice(list(characters), count)
    images = np.empty((count, 28, 28), np.uint8)
    for i, character in enumerate(chosen):
        if rng.random() < 0.35:
            images[i] = render_outline(str(character), str(rng.choice(outlines)))
        else:
            images[i] = render_strokes(str(character), str(rng.choice(hersheys)), rng)
    return images, chosen


@cache
def _outline_font(name: str) -> ImageFont.FreeTypeFont:
    import matplotlib

    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    return ImageFont.truetype(folder / f"{name}.ttf", 80)


@cache
def _stroke_font(name: str):
    from HersheyFonts import HersheyFonts

    font = HersheyFonts()
    font.load_default_font(name)
    return font
