"""The pad's part in the browser that no surface has: keys, pen, wet ink, focus, words."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import traitlets

from digitlib.pad.controls import PEN_WIDTH
from digitlib.pad.surface import INK, SIZE

# The last one ties the others together and ends with the script's export.
SCRIPTS = (
    "paper.js",
    "pointer.js",
    "helper_ink.js",
    "helper_pen.js",
    "helper_focus.js",
    "helper_kernel.js",
    "helper_files.js",
    "helper.js",
)


def make_helper(receive: Callable[[dict[str, Any], list], None], gone: str) -> Any:
    """Return the helper widget, or None where anywidget is not installed.

    Its trait `announcement` is read aloud by a screen reader, and `gone` is what the page says
    when the kernel is no more. `receive(content, buffers)` is called with what the page says:
    a `key` that is meant for the pad, or an `event`: "alive", "file" with its bytes, "too large".
    Without the helper the pad still draws and reads: the keys then work only while an ipycanvas
    paper has the focus.
    """
    try:
        import anywidget
    except ImportError:
        return None
    helper = _helper_class(anywidget.AnyWidget)(gone=gone)
    helper.on_msg(lambda _, content, buffers: receive(content, buffers))
    return helper.add_class("digitlib-helper")


def script(*names: str) -> str:
    """Return the scripts of these names, which lie beside this file, as one."""
    folder = Path(__file__).parent
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in names)


@cache
def _helper_class(base: type) -> type:
    """Return the class of helpers; it needs anywidget, which may be missing."""

    class Helper(base):
        _esm = script(*SCRIPTS)
        announcement = traitlets.Unicode().tag(sync=True)
        gone = traitlets.Unicode().tag(sync=True)
        size = traitlets.Int(SIZE).tag(sync=True)
        ink = traitlets.Unicode(INK).tag(sync=True)
        pen_width = traitlets.Float(PEN_WIDTH).tag(sync=True)

    return Helper
