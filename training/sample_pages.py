"""Render photos of pages with handwritten digits whose truth is known, to test how pages are read.

`python -m training.sample_pages FOLDER` draws the three sample photos of notebook 08 from the
course's own ten drawings.
"""

import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from digitlib.data import example_strokes

WIDTH, HEIGHT = 840, 1080  # pixels of the page before it is photographed
FINE = 2  # drawn so many times larger, and averaged down
SUDOKUS = {"sudoku", "newspaper"}
INKS = {"blue": (38, 52, 140), "black": (30, 30, 34), "pencil": (120, 120, 122)}


class Kind(NamedTuple):
    """What kind of photo: the paper, its lines (grey level, width), the ink, light and camera."""

    paper: str = "plain"  # or lined, margin, squared, boxes, sudoku, ...: see `_rule`
    line: tuple[int, int, int] = (150, 170, 200)
    line_width: float = 1.5
    ink: str = "blue"
    pen: float = 4.0
    light: str = "slope"  # or shadow, edge
    tilt: float = 0.05  # how far the corners are off, as a share of the page
    grain: float = 0.02


class Written(NamedTuple):
    """A digit on the page: its label, its box (top, left, bottom, right), the cell of a Sudoku."""

    label: int
    box: tuple[float, float, float, float]
    cell: int | None = None


class Photo(NamedTuple):
    """A rendered photo uint8 (h, w, 3), what is written there, and the corners (4, 2) of a grid."""

    picture: np.ndarray
    written: list[Written]
    corners: np.ndarray | None


Draw = Callable[[int, np.random.Generator], list[np.ndarray]]

TUNING = {
    "lined": Kind("lined"),
    "squared": Kind("squared", (170, 190, 215), 1.2, "black", light="shadow"),
    "sudoku": Kind("sudoku", (40, 40, 40), 2.0, "blue"),
    "boxes": Kind("boxes", (90, 60, 60), 1.6, "black", 3.6, "shadow", 0.08, 0.03),
    "boxes apart": Kind("apart", (120, 120, 120), 1.6, "blue", 3.8, "slope", 0.06),
    "round boxes": Kind("round", (70, 90, 130), 1.8, "black", 4.0, "shadow", 0.07, 0.025),
    "comb": Kind("comb", (80, 80, 90), 1.5, "blue", 3.8, "edge", 0.08, 0.025),
    "margin": Kind("margin", (130, 140, 185), 1.8, "black", 4.5, "edge", 0.09, 0.03),
    "fine squares": Kind("fine", (190, 165, 165), 1.0, "blue", 3.4, "edge", 0.07, 0.025),
    "pencil": Kind("lined", (110, 120, 140), 1.4, "pencil", 4.2, "edge", 0.1, 0.03),
    "grey sudoku": Kind("sudoku", (95, 95, 95), 2.6, "pencil", 4.5, "edge", 0.08, 0.025),
}
# Kinds that nobody had seen when `find_digits` was built; benchmarks/pages.py says what came out.
JUDGING = {
    "dotted lines": Kind("dotted", (70, 70, 75), 1.0, "black", 4.2, "shadow", 0.08, 0.025),
    "uneven table": Kind("table", (50, 50, 55), 1.3, "pencil", 4.2, "edge", 0.07, 0.025),
    "newspaper": Kind("newspaper", (45, 45, 45), 1.2, "blue", 4.0, "shadow", 0.09, 0.035),
    "green graph": Kind("graph", (120, 185, 130), 1.0, "black", 3.6, "edge", 0.08, 0.025),
}


def own_hand(digit: int, rng: np.random.Generator, haste: float = 0.06) -> list[np.ndarray]:
    """Return one of the course's ten drawings, a little different every time."""
    turn = np.eye(2) + rng.normal(0, haste, (2, 2))
    shaken = (stroke + rng.normal(0, 20 * haste, stroke.shape) for stroke in example_strokes(digit))
    return [(stroke - 140) @ turn for stroke in shaken]


def random_sudoku(rng: np.random.Generator) -> np.ndarray:
    """Return a filled grid (9, 9) that keeps the rules: a known one with all its names shuffled."""
    row, column = np.mgrid[:9, :9]
    grid = (3 * row + row // 3 + column) % 9
    lines = [
        np.concatenate([3 * band + rng.permutation(3) for band in rng.permutation(3)])
        for _ in range(2)
    ]
    return rng.permutation(9)[grid][lines[0]][:, lines[1]] + 1


def render(kind: Kind, seed: int, draw: Draw = own_hand, clues: float = 0.35) -> Photo:
    """Return a photo of a page; `clues` is the share of a Sudoku's digits that is printed."""
    rng = np.random.default_rng(seed)
    page = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), (236, 234, 228))
    pen = ImageDraw.Draw(page)
    slots, size, corners = _rule(pen, kind, rng)
    labels = random_sudoku(rng).ravel() if kind.paper in SUDOKUS else rng.integers(0, 10, 200)
    written = []
    for cell, ((x, y), label) in enumerate(zip(slots, labels, strict=False)):
        printed = kind.paper in SUDOKUS and rng.random() < clues
        place = np.array([x, y]) + (0 if printed else rng.normal(0, 0.12 * size, 2))
        box = (
            _print(pen, label, place, size)
            if printed
            else _write(pen, draw(int(label), rng), place, size * rng.uniform(0.8, 1.3), kind, rng)
        )
        written.append((int(label), box, cell if kind.paper in SUDOKUS else None))
    return _photograph(page, written, corners, kind, rng)


def _rule(pen, kind: Kind, rng) -> tuple[list, float, np.ndarray | None]:
    """Draw the printed lines; return the places of digits, their height, and a grid's corners."""

    def line(*ends, width=1.0):
        ends = [(x * FINE, y * FINE) for x, y in ends]
        pen.line(ends, fill=kind.line, width=max(1, round(kind.line_width * width * FINE)))

    if kind.paper in SUDOKUS:
        side, left, top = 76, 78, 190
        if kind.paper == "newspaper":
            pen.rectangle((0, 0, WIDTH * FINE, HEIGHT * FINE), fill=(205, 202, 194))
        for i in range(10):
            width = 1 if i % 3 else 4 if kind.paper == "newspaper" else 2
            line((left, top + i * side), (left + 9 * side, top + i * side), width=width)
            line((left + i * side, top), (left + i * side, top + 9 * side), width=width)
        slots = [(left + (i % 9 + 0.5) * side, top + (i // 9 + 0.5) * side) for i in range(81)]
        far = np.array([(0, 0), (9 * side, 0), (9 * side, 9 * side), (0, 9 * side)])
        return slots, 46, far + np.array([left, top])
    if kind.paper == "round":
        slots = [(130 + 74 * i, 150 + 120 * j) for j in range(7) for i in range(9)]
        for x, y in slots:
            box = [FINE * side for side in (x - 33, y - 36, x + 33, y + 36)]
            width = round(kind.line_width * FINE)
            pen.rounded_rectangle(box, 10 * FINE, outline=kind.line, width=width)
        return slots, 44, None
    if kind.paper in {"boxes", "apart"}:
        slots = [(120 + 66 * i, 150 + 120 * j) for j in range(7) for i in range(10)]
        half = 33 if kind.paper == "boxes" else 28
        for x, y in slots:
            left, top, right, bottom = x - half, y - 36, x + half, y + 36
            line((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
        return slots, 44, None
    if kind.paper == "comb":
        for y in range(190, 1000, 110):
            line((84, y), (84 + 9 * 72, y))
            for x in range(84, 84 + 10 * 72, 72):
                line((x, y - 26), (x, y))
        slots = [(120 + 72 * i, y - 32) for y in range(190, 1000, 110) for i in range(9)]
        return slots, 44, None
    if kind.paper == "table":
        tops = np.cumsum([130, *rng.uniform(62, 112, 9)])
        lefts = np.cumsum([70, *rng.uniform(66, 130, 7)])
        for y in tops:
            line((lefts[0], y), (lefts[-1], y))
        for x in lefts:
            line((x, tops[0]), (x, tops[-1]))
        middles = [(a[:-1] + a[1:]) / 2 for a in (lefts, tops)]
        return [(x, y) for y in middles[1] for x in middles[0]], 42, None
    if kind.paper == "dotted":
        for y in range(150, HEIGHT - 40, 62):
            for x in range(60, WIDTH - 60, 8):
                at = [FINE * side for side in (x - 1.4, y - 1.4, x + 1.4, y + 1.4)]
                pen.ellipse(at, fill=kind.line)
        slots = [(140 + 80 * i, y - 20) for y in range(150, HEIGHT - 40, 124) for i in range(8)]
        return slots, 44, None
    if kind.paper == "graph":
        for i in range(56):
            line((0, 19 * i), (WIDTH, 19 * i), width=1 if i % 5 else 2)
            line((19 * i, 0), (19 * i, HEIGHT), width=1 if i % 5 else 2)
        slots = [(130 + 82 * i, 140 + 122 * j) for j in range(7) for i in range(8)]
        return slots, 46, None
    step = {"plain": 0, "lined": 60, "margin": 64, "squared": 38, "fine": 27}[kind.paper]
    for y in range(90, HEIGHT - 20, step) if step else ():
        line((0, y), (WIDTH, y))
    if kind.paper in {"squared", "fine"}:
        for x in range(20, WIDTH, step):
            line((x, 0), (x, HEIGHT))
    if kind.paper == "margin":
        line((90, 0), (90, HEIGHT), width=1.2)
    row = 2 * step if step in {38, 27} else step or 80
    row = row if row > 55 else 76
    slots = [
        (150 + 82 * i + rng.normal(0, 4), y - 0.32 * row)
        for y in range(90 + row, HEIGHT - 60, row * 2)
        for i in range(8)
    ]
    return slots, 46, None


def _write(pen, strokes, place, size: float, kind: Kind, rng) -> np.ndarray:
    """Draw strokes around a place; return the corners of their box."""
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = size / max((high - low).max(), 1e-9)
    moved = [((stroke - (low + high) / 2) * scale + place) * FINE for stroke in strokes]
    ink = tuple(
        int(level) for level in np.clip(np.array(INKS[kind.ink]) + rng.normal(0, 8), 0, 255)
    )
    radius = kind.pen * FINE / 2 * rng.uniform(0.9, 1.1)
    for stroke in moved:
        pen.line([tuple(p) for p in stroke], fill=ink, width=round(2 * radius), joint="curve")
        for x, y in stroke[[0, -1]]:
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=ink)
    points = np.concatenate(moved) / FINE
    return np.array([points.min(axis=0), points.max(axis=0)])


def _print(pen, label: int, place, size: float) -> np.ndarray:
    font = ImageFont.load_default(round(1.1 * size * FINE))
    at = tuple(float(part) * FINE for part in place)
    pen.text(at, str(label), font=font, fill=(40, 40, 42), anchor="mm")
    box = pen.textbbox(at, str(label), font=font, anchor="mm")
    return np.array(box).reshape(2, 2) / FINE


def _photograph(page, written, corners, kind: Kind, rng) -> Photo:
    """Lay the page on a table under a lamp, and take its photo askew."""
    from scipy import ndimage
    from skimage.transform import estimate_transform, warp

    sheet = np.asarray(page.reduce(FINE)).astype(np.float32) / 255
    ends = np.array([(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)], float)
    seen = ends * 0.94 + 25 + rng.uniform(-kind.tilt, kind.tilt, (4, 2)) * WIDTH / 2
    lens = estimate_transform("projective", ends, seen)
    photo = warp(sheet, lens.inverse, output_shape=(HEIGHT, WIDTH), cval=-1)
    table = np.array([0.36, 0.27, 0.2]) + rng.normal(0, 0.01, (HEIGHT, WIDTH, 1))
    photo = np.where(photo.min(axis=2, keepdims=True) < 0, table, photo)
    y, x = np.mgrid[-1 : 1 : HEIGHT * 1j, -1 : 1 : WIDTH * 1j]
    angle = rng.uniform(0, 2 * np.pi)
    slope = np.cos(angle) * x + np.sin(angle) * y
    light = 0.82 + 0.15 * slope
    if kind.light in {"shadow", "edge"}:
        steep = 9 if kind.light == "shadow" else 60
        light = light * (1 - 0.4 / (1 + np.exp(-steep * (x * np.sin(angle) + 0.4 * y - 0.2))))
    photo = ndimage.gaussian_filter(photo * light[..., None], (0.8, 0.8, 0))
    photo = photo + rng.normal(0, kind.grain, (HEIGHT, WIDTH, 1))
    told = []
    for label, box, cell in written:
        (left, top), (right, bottom) = box
        outline = lens([(left, top), (right, top), (right, bottom), (left, bottom)])
        low, high = outline.min(axis=0), outline.max(axis=0)
        told.append(Written(label, (low[1], low[0], high[1], high[0]), cell))
    corners = None if corners is None else lens(corners.astype(float))
    return Photo(np.round(np.clip(photo, 0, 1) * 255).astype(np.uint8), told, corners)


def main(folder: str) -> None:
    """Write the sample photos and their truth."""
    samples = {
        "squared": (Kind("squared", (165, 185, 215), 1.2, "blue", light="shadow", tilt=0.08), 11),
        "lined": (Kind("margin", (140, 150, 190), 1.5, "black", 4.2, "edge", 0.07), 12),
        "sudoku": (Kind("sudoku", (60, 60, 60), 2.0, "blue", 3.8, "shadow", 0.08), 13),
    }
    truth = {}
    for name, (kind, seed) in samples.items():
        haste = 0.3 if name == "sudoku" else 0.06
        photo = render(kind, seed, partial(own_hand, haste=haste))
        path = Path(folder) / f"page_{name}.jpg"
        Image.fromarray(photo.picture).save(path, quality=72)
        truth[name] = [
            {"label": one.label, "box": [round(float(side)) for side in one.box]}
            | ({} if one.cell is None else {"cell": one.cell})
            for one in photo.written
        ]
    (Path(folder) / "pages.json").write_text(json.dumps(truth) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
