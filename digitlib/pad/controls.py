"""The pad's buttons, slider and switches, made of core widgets that every front end has."""

import base64
from collections.abc import Callable

import ipywidgets as widgets

from digitlib.wording import a_digit

PEN_WIDTH = 18
# Label, key, icon and what the tooltip promises, in the order of the Tab key.
TOOLS = (
    ("Predict", "p", "Read the drawing now (key p)"),
    ("Undo", "z", "Take back the last stroke (key z)"),
    ("Clear", "c", "Start again on clean paper (key c)"),
    ("Quit", "q", "Say goodbye and switch the pad off (key q)"),
)


def make_tools(press: Callable[[str], None]) -> widgets.Box:
    """Return the row of labelled buttons; each calls `press` with its key."""
    buttons = [_button(label, tip, press, key) for label, key, tip in TOOLS]
    return _row([*buttons, widgets.HTML(no_link("Save"))], "digitlib-tools")


def make_labels(keep: Callable[[int], None]) -> widgets.Box:
    """Return ten buttons that correct a reading; each calls `keep` with its digit."""
    tip = "Keep the drawing, labelled as {}"
    buttons = [_button(str(d), tip.format(a_digit(d)), keep, d) for d in range(10)]
    return _row([widgets.HTML("Wrong? This is a"), *buttons, widgets.HTML()], "digitlib-labels")


def make_settings(
    on_width: Callable[[float], None],
    on_guide: Callable[[bool], None],
    on_squeezed: Callable[[bool], None],
) -> widgets.Box:
    """Return pen width, guide box and the squeezed or framed switch."""
    slider = widgets.IntSlider(PEN_WIDTH, 6, 36, 1, description="Pen width", readout=False)
    slider.tooltip = "How thick the ink is"
    slider.observe(lambda change: on_width(float(change["new"])), "value")
    guide = widgets.Checkbox(False, description="Guide box", indent=False)
    guide.tooltip = "Show the box that digits of MNIST fill"
    guide.observe(lambda change: on_guide(change["new"]), "value")
    framing = widgets.ToggleButtons(
        options=["framed", "squeezed"],
        tooltips=[
            "Scale and centre the drawing as MNIST does before reading it",
            "Shrink the whole paper to 28 by 28 pixels, as most tutorials do",
        ],
    )
    framing.observe(lambda change: on_squeezed(change["new"] == "squeezed"), "value")
    sees = widgets.HTML("The network sees it")
    # In a box of their own, so that a narrow page does not tear the two apart.
    switch = widgets.Box([sees, framing]).add_class("digitlib-switch")
    return _row([slider, guide, switch], "digitlib-settings")


def _button(label: str, tip: str, act: Callable, argument: object) -> widgets.Button:
    button = widgets.Button(description=label, tooltip=tip)
    button.on_click(lambda _: act(argument))
    return button


def _row(children: list[widgets.Widget], name: str) -> widgets.Box:
    """Return a box that wraps its children where the page is narrow."""
    row = widgets.Box(children, layout=widgets.Layout(flex_flow="row wrap"))
    return row.add_class(name)


def switch_off(row: widgets.Box) -> None:
    """Disable every control in a row."""
    for control in row.children:
        if hasattr(control, "disabled"):
            control.disabled = True
        elif hasattr(control, "children"):
            switch_off(control)


def close_all(widget: widgets.Widget) -> None:
    """Close a widget and all that belongs to it; none of it can be shown again."""
    for part in getattr(widget, "children", ()):
        close_all(part)
    for name in ("style", "layout"):
        part = getattr(widget, name, None)
        if isinstance(part, widgets.Widget):
            part.close()
    widget.close()


def link(text: str, tip: str, name: str, content: bytes, kind: str) -> str:
    """Return HTML that looks like a button and saves `content` where the browser saves files."""
    address = f"data:{kind};base64,{base64.b64encode(content).decode()}"
    return f'<a class="digitlib-link" download="{name}" href="{address}" title="{tip}">{text}</a>'


def no_link(text: str) -> str:
    """Return HTML that looks like a button with nothing to save."""
    return f'<a class="digitlib-link" aria-disabled="true">{text}</a>'
