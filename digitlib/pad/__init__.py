"""The drawing pad: what it does (`control`), what it looks like, and what one draws on."""

from digitlib.pad.drawing_pad import DrawingPad

__all__ = ["DrawingPad"]
