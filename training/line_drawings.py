"""Draw digits into pictures with a thin, hard-edged line, as a paint program does.

Such a line is one to a few pixels wide and has no grey edge; people draw it with a mouse, corner
by corner, or with a ruler. The pictures are framed as every picture is, so that the network
meets what is left of such a line in the frame. What is no digit is drawn so as well
(`training.non_digits`), or else the line itself would speak for a digit.
"""

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw

from digitlib.framing import frame_picture, frame_strokes
from training.digits_by_rule import is_filled
from training.stroke_variation import vary_strokes

Rng = np.random.Generator
Strokes = list[np.ndarray]

ANGULAR = 0.4  # the share that is drawn from corner to corner
CANVAS = (28, 400)  # pixels a side
LINE_WIDTHS = (0.0, 0.04)  # of the canvas; never less than a pixel


def angular(strokes: Strokes, rng: Rng) -> Strokes:
    """Return strokes as straight lines from corner to corner: fewer points, no curve."""
    from skimage.measure import approximate_polygon

    size = max(float(np.ptp(np.concatenate(strokes), axis=0).max()), 1e-9)
    tolerance = rng.uniform(0.02, 0.07) * size
    return [approximate_polygon(stroke, tolerance) for stroke in strokes]


def line_drawing(strokes: Strokes, rng: Rng) -> np.ndarray:
    """Return a picture of the strokes, uint8 (side, side), dark on white."""
    side = round(np.exp(rng.uniform(*np.log(CANVAS))))
    points = np.concatenate(strokes)
    low, size = points.min(axis=0), np.ptp(points, axis=0)
    scale = rng.uniform(0.45, 0.85) * side / max(float(size.max()), 1e-9)
    corner = rng.uniform(0.05 * side, np.maximum(0.95 * side - scale * size, 0.051 * side))
    width = max(1, round(rng.uniform(*LINE_WIDTHS) * side))
    picture = Image.new("L", (side, side), 255)
    pen = ImageDraw.Draw(picture)
    for stroke in strokes:
        places = [tuple(place) for place in np.round((stroke - low) * scale + corner)]
        pen.line(places if len(places) > 1 else places * 2, fill=0, width=width)
    return np.asarray(picture)


def line_drawing_frames(
    draw_strokes: Callable[[Rng], tuple[int, Strokes]], count: int, rng: Rng
) -> tuple[np.ndarray, np.ndarray]:
    """Return framed line drawings, uint8 (count, 28, 28), and their labels (count,).

    `draw_strokes(rng)` returns a label and strokes. A drawing of which framing keeps less than
    0.3 is drawn anew: what is left of a box may be no digit. So is one too narrow to be read.
    """
    images, labels = np.empty((count, 28, 28), np.uint8), np.empty(count, np.int64)
    done = 0
    while done < count:
        labels[done], strokes = draw_strokes(rng)
        strokes = vary_strokes(strokes, rng, rng.uniform(0.1, 0.9))
        if rng.random() < ANGULAR:
            strokes = angular(strokes, rng)
        images[done] = frame_picture(line_drawing(strokes, rng))
        drawn = frame_strokes(strokes) > 0
        whole = ((images[done] > 0) & drawn).sum() > 0.3 * drawn.sum()
        done += whole and not is_filled(images[done], labels[done])
    return images, labels
