"""Digits drawn by rule, in the ways that people write them: hooked, crossed, closed, with a foot.

MNIST's writers hardly drew a 1 with a flag or a 7 with a bar, and the pen strokes know only some
ways. The forms here were made by hand for this course and copy nobody's handwriting;
`random_skeletons` draws them as many hands would.

A form is written as points "x,y" in a box of 100 by 100, x to the right and y down. A smooth curve
runs through them; " > " makes a corner there, and " / " lifts the pen.
"""

import numpy as np

from digitlib.framing import frame_strokes
from training.scribbles import smooth_curve
from training.stroke_variation import vary_strokes

Rng = np.random.Generator

PEN_WIDTHS = (1.2, 4.2)
STRENGTHS = (0.1, 0.9)  # from a careful copy of the form to a hand of its own

FORMS: dict[int, list[str]] = {
    0: [
        "50,0 18,20 10,55 25,90 50,100 80,85 90,50 75,12 50,0",
        "50,0 18,20 10,55 25,90 50,100 80,85 90,50 80,20 60,2 42,10",
        "65,3 50,0 18,20 10,55 25,90 50,100 80,85 90,50 78,15 55,2 35,2",
        "30,5 65,2 90,40 75,90 40,100 10,60 30,5",
        "50,0 18,20 10,55 25,90 50,100 80,85 90,50 75,12 50,0 / 78,12 22,88",
    ],
    1: [
        "50,0 50,100",
        "58,0 45,100",
        "28,22 50,0 > 50,100",
        "10,40 50,0 > 50,100",
        "0,50 30,28 50,0 > 50,100",
        "20,20 42,14 50,0 > 50,100",
        "38,35 50,0 > 50,100",
        "30,35 58,2 > 42,100",
        "20,12 52,0 > 40,100",
        "28,22 50,0 > 50,100 / 20,100 80,100",
        "15,35 50,0 > 50,100 / 20,100 80,100",
        "38,35 50,0 > 50,100 / 15,100 85,98",
        "28,22 50,0 > 50,100 > 85,98",
        "28,25 50,0 > 50,100 > 20,100 > 85,100",
        "50,0 50,100 / 20,100 80,100",
        "50,0 50,100 / 20,30 50,0",
    ],
    2: [
        "12,25 30,4 60,2 82,22 70,50 35,80 8,100 > 90,100",
        "12,25 30,4 60,2 82,22 70,50 35,80 10,98 > 40,90 65,100 92,92",
        "12,25 30,4 60,2 82,22 70,50 35,80 12,97 8,85 25,80 55,97 92,95",
        "15,5 80,3 > 10,98 > 90,100",
        "10,15 45,0 80,12 75,40 10,100 > 90,95",
    ],
    3: [
        "15,12 45,0 75,15 70,38 40,48 > 75,55 85,78 60,98 30,98 10,85",
        "15,2 80,2 > 42,42 > 75,55 85,78 60,98 30,98 10,85",
        "15,12 45,0 75,15 70,38 45,52 38,42 50,44 > 85,78 60,98 30,98 10,85",
        "15,12 45,0 75,15 70,38 62,47 > 75,55 85,78 60,98 30,98 10,85",
    ],
    4: [
        "25,0 10,58 > 90,58 / 65,20 62,100",
        "20,5 15,50 40,58 80,50 / 82,0 75,100",
        "65,0 5,65 > 95,65 / 65,0 65,100",
        "70,100 70,0 > 8,68 > 95,68",
        "60,0 5,62 > 90,60 / 70,35 65,100",
        "20,0 12,50 > 75,50 > 80,0 > 72,100",
    ],
    5: [
        "20,0 20,45 > 50,38 80,50 85,75 60,98 30,100 10,90 / 20,0 85,0",
        "85,0 22,0 > 18,45 > 50,38 80,50 85,75 60,98 30,100 10,90",
        "85,5 35,5 20,30 50,45 80,50 85,75 60,98 30,100 10,90",
        "22,8 20,45 > 50,38 80,50 85,75 60,98 30,100 10,90 / 32,3 95,-3",
        "30,0 15,50 > 50,38 80,50 85,75 60,98 30,100 10,90 / 30,2 90,5",
    ],
    6: [
        "75,2 40,20 15,60 18,88 40,100 75,92 85,70 60,52 30,60 13,75",
        "30,0 15,40 12,75 22,95 40,100 75,92 85,70 60,52 30,60 13,75",
        "55,0 20,55 15,85 40,100 75,92 85,70 60,52 30,60 13,75 20,90",
        "85,10 60,0 25,25 12,70 20,93 40,100 75,92 85,70 60,52 30,60 13,75",
    ],
    7: [
        "10,3 85,2 > 35,100",
        "10,3 85,2 > 35,100 / 30,50 75,48",
        "10,3 85,2 > 55,45 45,100 / 30,50 75,48",
        "10,20 12,2 > 85,2 > 40,100",
        "10,20 12,2 > 85,2 > 40,100 / 30,50 75,48",
        "10,10 30,0 60,8 90,0 > 55,50 45,100",
        "10,10 30,0 60,8 90,0 > 55,50 45,100 / 30,50 75,48",
        "20,2 75,0 80,10 45,100",
    ],
    8: [
        "75,12 45,0 20,18 45,45 80,72 50,100 15,80 45,50 75,25 72,8",
        "50,48 20,25 50,0 80,22 50,48 / 50,48 12,75 50,100 88,75 50,48",
        "50,0 22,20 50,45 82,75 50,100 15,75 50,45 78,20 50,0",
        "85,5 30,5 25,30 75,65 60,100 20,85 40,50 85,10",
    ],
    9: [
        "75,20 50,2 20,10 12,32 35,50 65,42 76,18 > 74,100",
        "75,20 50,2 20,10 12,32 35,50 65,42 78,12 > 70,60 45,100",
        "75,20 50,2 20,10 12,32 35,50 65,42 76,18 > 80,70 55,98 15,95",
        "75,20 50,2 20,10 12,32 35,50 65,42 76,18 > 78,85 70,100 5,100",
        "75,20 50,2 20,10 12,32 35,50 65,42 76,22 70,5 > 80,75 50,100 10,85",
        "50,0 15,15 30,48 72,35 72,5 50,0 / 75,10 72,100",
        "75,10 40,2 18,25 40,45 72,25 82,70 50,100 10,92",
    ],
}


def skeleton_strokes(form: str, rng: Rng, waver: float = 3.0) -> list[np.ndarray]:
    """Return a form as strokes (points, 2); its points are moved at random, `waver` on average."""
    strokes = []
    for text in form.split(" / "):
        arcs = [_points(arc) for arc in text.split(" > ")]
        arcs = [arc + rng.normal(0, waver, arc.shape) for arc in arcs]
        # An arc begins where the one before it has ended.
        starts = [arcs[0][:0], *(arc[-1:] for arc in arcs[:-1])]
        curves = [smooth_curve(np.vstack(arc)) for arc in zip(starts, arcs, strict=True)]
        strokes.append(np.concatenate(curves))
    return strokes


def _points(text: str) -> np.ndarray:
    """Return the points (n, 2) of "x,y x,y ..."."""
    return np.array([point.split(",") for point in text.split()], float)


def random_skeletons(count: int, rng: Rng) -> tuple[np.ndarray, np.ndarray]:
    """Return `count` framed digits, uint8 (count, 28, 28), and their labels (count,)."""
    labels = rng.integers(0, 10, count)
    images = np.empty((count, 28, 28), np.uint8)
    for i, label in enumerate(labels):
        strokes = skeleton_strokes(str(rng.choice(FORMS[int(label)])), rng)
        strokes = vary_strokes(strokes, rng, rng.uniform(*STRENGTHS))
        images[i] = frame_strokes(strokes, rng.uniform(*PEN_WIDTHS))
    return images, labels
