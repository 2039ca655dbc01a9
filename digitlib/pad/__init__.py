"""The drawing pad: a `Drawing` (no widget in it), the notebook widget, and the script of both."""

from digitlib.wording import how_to_install


def __getattr__(name: str):
    """Import the widget only when it is asked for: a `Drawing` needs no ipywidgets."""
    if name != "DrawingPad":
        raise AttributeError(f"module 'digitlib.pad' has no attribute {name!r}")
    try:
        from digitlib.pad.drawing_pad import DrawingPad
    except ModuleNotFoundError as error:
        if error.name != "ipywidgets":
            raise
        raise ImportError(f"The drawing pad needs ipywidgets. {how_to_install()}") from None
    return DrawingPad
