"""What a drawing pad gives away: samples and pictures. No widget."""

import os
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageOps

from digitlib.data.samples import Sample, save_samples
from digitlib.errors import DataError
from digitlib.files import atomic_path
from digitlib.pad.drawing import Drawing
from digitlib.pad.reader import Reader
from digitlib.pad.snapshot import draw_ink, draw_snapshot
from digitlib.pad.surface import SIZE
from digitlib.pad.view import PadView
from digitlib.wording import a_digit


class PadFiles(PadView):
    """The part of `PadControl` that keeps samples and saves files."""

    _drawing: Drawing
    _reader: Reader

    def __init__(self, **view_arguments: Any):
        """Begin with nothing kept."""
        self._samples: list[Sample] = []
        self._kept_version = -1
        self._has_quit = False
        super().__init__(**view_arguments)

    @property
    def samples(self) -> list[Sample]:
        """The drawings kept with their labels, oldest first."""
        return list(self._samples)

    def keep(self, label: int) -> None:
        """Keep the drawing as a sample of `label`; a second label for it replaces the first."""
        if self._has_quit:
            return
        if self._drawing.is_empty:
            self._show_message("Draw a digit first, then say which one it is.")
            return
        if self._kept_version == self._drawing.version:
            self._samples.pop()
        self._samples.append(Sample(label, self._drawing.strokes))
        self._kept_version = self._drawing.version
        self._show_samples(self.samples)
        self._show_message(f"Kept as {a_digit(label)}. {len(self._samples)} kept so far.")

    def save_samples(self, path: str | os.PathLike) -> Path:
        """Write the samples to `path`, a .csv or .npz file; return the path."""
        return save_samples(path, self._samples)

    def picture(self) -> Image.Image:
        """Return the ink on the paper, or the uploaded picture, in 280 by 280 pixels."""
        held = self._reader.picture
        if held is None:
            return draw_ink(self._drawing.strokes, self._reader.pen_width)
        ground = int(np.median(held))
        return ImageOps.pad(Image.fromarray(held), (SIZE, SIZE), color=ground).convert("RGB")

    def save_png(self, path: str | os.PathLike) -> Path:
        """Write the drawing to `path`, a .png file; return the path.

        Raises DataError for another ending, and where the file cannot be written.
        """
        path = Path(path)
        if path.suffix.lower() != ".png":
            raise DataError(f"Cannot save the drawing as {path.name!r}: end the name in .png.")
        with atomic_path(path, DataError) as temporary:
            self.picture().save(temporary, format="PNG")
        return path

    def snapshot(self) -> Image.Image:
        """Return a picture of the pad: the ink, the digit, the bars and what the network sees."""
        return draw_snapshot(self.picture(), self._reader.reading)
