"""The pad's tools, settings and labels: what they say, in which order, and what they call."""

import html
from typing import NamedTuple

from digitlib.pad.reader import PEN_WIDTH
from digitlib.wording import a_digit


class Tool(NamedTuple):
    """A button: its text, the key that does the same (or a name), a method, and a tooltip.

    A tool that makes sense only where there is paper is hidden where pictures are uploaded.
    """

    text: str
    key: str
    method: str
    tip: str
    needs_paper: bool = False


# In the order of the Tab key. To add a button, add a line, and a method of DrawingPad if it is
# to do something new.
TOOLS = (
    Tool("Predict", "p", "predict", "Read the drawing now"),
    Tool("Undo", "z", "undo", "Take back the last stroke, or Clear", needs_paper=True),
    Tool("Clear", "c", "clear", "Start again on clean paper"),
    Tool("Quit", "q", "quit", "Say goodbye and switch the pad off"),
    Tool("Save", "save", "offer_png", "Save the drawing as a PNG", needs_paper=True),
)
SAVE_KEPT = Tool("Save kept", "save kept", "offer_samples", "Save the kept drawings as a CSV table")
METHODS = {tool.key: tool.method for tool in (*TOOLS, SAVE_KEPT)}
KEYS = "".join(tool.key for tool in TOOLS if len(tool.key) == 1)
LABEL = "Paper to draw a digit on. Keys: " + ", ".join(
    f"{tool.key} {tool.text.lower()}" for tool in TOOLS if tool.key in KEYS
)


def controls_html() -> str:
    """Return all buttons and settings; pad_widget.js tells Python when one is used."""
    labels = "".join(
        _button(Tool(str(digit), str(digit), "", f"Keep the drawing, labelled as {a_digit(digit)}"))
        for digit in range(10)
    )
    return f"""<div class="digitlib-tools">{"".join(map(_button, TOOLS))}</div>
<div class="digitlib-settings">
<label class="digitlib-needs-paper" title="How thick the ink is">Pen width
<input type="range" min="6" max="36" value="{PEN_WIDTH}" data-set="width"></label>
<label class="digitlib-needs-paper" title="Show the box that digits of MNIST fill">
<input type="checkbox" data-set="guide">Guide box</label>
<div class="digitlib-switch" role="group" aria-label="The network sees it">The network sees it
<button type="button" data-key="framed" aria-pressed="true"
 title="Scale and centre the drawing as MNIST does before reading it">framed</button><button
 type="button" data-key="squeezed" aria-pressed="false"
 title="Shrink the whole paper to 28 by 28 pixels, as most tutorials do">squeezed</button></div>
</div>
<div class="digitlib-labels digitlib-needs-paper"><span>Wrong? This is:</span>{labels}
{_button(SAVE_KEPT)}</div>"""


def _button(tool: Tool) -> str:
    key = f" (key {tool.key})" if tool.key in KEYS else ""
    name = ' class="digitlib-needs-paper"' if tool.needs_paper else ""
    tip = html.escape(tool.tip + key)
    return f'<button type="button" data-key="{tool.key}" title="{tip}"{name}>{tool.text}</button>'
