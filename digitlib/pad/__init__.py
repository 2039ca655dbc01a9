"""The drawing pad: what it does (`control`), what it looks like, and what one draws on."""


def __getattr__(name: str):
    """Import the widget only when it is asked for: a `Drawing` needs no ipywidgets."""
    if name == "DrawingPad":
        from digitlib.pad.drawing_pad import DrawingPad

        return DrawingPad
    raise AttributeError(f"module 'digitlib.pad' has no attribute {name!r}")
