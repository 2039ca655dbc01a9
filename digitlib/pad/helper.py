"""The pad's invisible part in the browser: keys, pen capture, and the line read aloud."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import traitlets


def make_helper(press: Callable[[str], None]) -> Any:
    """Return the helper widget, or None where anywidget is not installed.

    Its trait `announcement` is read aloud by a screen reader; `press` is called with each key
    that is meant for the pad. Without it the pad still draws and reads: the keys then work
    only while an ipycanvas paper has the focus.
    """
    try:
        import anywidget
    except ImportError:
        return None

    class Helper(anywidget.AnyWidget):
        _esm = (Path(__file__).parent / "helper.js").read_text(encoding="utf-8")
        announcement = traitlets.Unicode().tag(sync=True)

    helper = Helper()
    helper.on_msg(lambda _, content, buffers: press(str(content.get("key", ""))))
    return helper.add_class("digitlib-helper")
