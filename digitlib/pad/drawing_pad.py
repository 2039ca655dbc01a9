"""`DrawingPad`: the widget that shows what a `PadControl` does."""

import base64
import html
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from digitlib.data.samples import Sample, samples_csv
from digitlib.pad import controls, panel
from digitlib.pad.choice import SurfaceChoice
from digitlib.pad.control import PadControl
from digitlib.pad.helper import make_helper
from digitlib.pad.reader import Reading
from digitlib.pad.upload_surface import TOO_LARGE

STYLE = (Path(__file__).parent / "pad.css").read_text(encoding="utf-8")
WIDGET_TYPE = "application/vnd.jupyter.widget-view+json"


class DrawingPad(PadControl, widgets.VBox):
    """A sheet of paper to draw a digit on, with what the network reads beside it.

    Display it in a cell. `predictor` is what `digitlib.load_predictor` returns, by default the
    shipped network. `view` is "ipycanvas", "anywidget" or "upload"; by default the pad takes
    the first of them that works here and says so where it is not the first.
    Raises ValueError for another `view`.
    """

    # ipywidgets 7 would display itself past `_repr_mimebundle_` and lose the still picture.
    _ipython_display_ = None
    # What to do for a new pad.
    _again = "Run the cell again"

    def __init__(self, predictor: Any = None, view: str | None = None):
        """Make a pad with clean paper."""
        self._result = widgets.HTML(panel.result_html(Reading())).add_class("digitlib-side")
        self._notice = widgets.HTML().add_class("digitlib-notice")
        self._message = widgets.HTML().add_class("digitlib-notice").add_class("digitlib-message")
        self._paper = widgets.Box().add_class("digitlib-paper-box")
        self._choice = SurfaceChoice(self, view, self._place_surface, self._show_notice)
        gone = f"The kernel was restarted. {self._again}."
        self._helper = make_helper(self._on_helper, gone)
        self._tools = controls.make_tools(self.press)
        self._labels = controls.make_labels(self.keep)
        self._settings = controls.make_settings(
            self.set_pen_width, self._set_guide, self.set_squeezed
        )
        super().__init__(predictor=predictor, children=self._arrange())
        self.add_class("digitlib-pad")
        self._choice.take_next()

    def _arrange(self) -> list[widgets.Widget]:
        """Return the pad's parts from top to bottom."""
        left = widgets.VBox([self._paper, self._tools]).add_class("digitlib-left")
        wrap = widgets.Layout(flex_flow="row wrap")
        board = widgets.Box([left, self._result], layout=wrap).add_class("digitlib-board")
        style = widgets.HTML(f"<style>{STYLE}</style>")
        parts = [style, board, self._settings, self._labels, self._message, self._notice]
        return parts if self._helper is None else [*parts, self._helper]

    def __repr__(self) -> str:
        """Say how much is drawn, and on what."""
        return f"DrawingPad({len(self.strokes)} strokes on {self._choice.surface.name})"

    def close(self) -> None:
        """Quit, and free the widgets of the pad in Python and in every page that shows them."""
        # Python calls this of a pad, too, that could not be made.
        if self.comm is not None and self._choice.surface is not None:
            self.quit()
            for part in (*self.children, *(surface.widget for surface in self._choice.made)):
                controls.close_all(part)
            self.layout.close()
        super().close()

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the live pad and, for readers without a kernel, a picture of it."""
        self._choice.watch()
        snapshot = self.snapshot()
        # Few colours make a small file: the picture is stored in the notebook.
        picture = base64.b64encode(panel.png_bytes(snapshot.quantize(48))).decode()
        model = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        plain = f"DrawingPad: {panel.spoken(self._reader.reading, self._blank)}"
        data = {"text/plain": plain, "image/png": picture, WIDGET_TYPE: model}
        return data, {"image/png": {"width": snapshot.width // 2}}

    def surface_ready(self, surface: Any) -> None:
        """Show the drawing on a surface that has just come up in a browser."""
        self._choice.note_ready(surface)
        # A page that was reloaded in mid-stroke never tells where that stroke ended.
        self.pen_end()
        self._show_ink()

    def ink_is_dry(self, stroke: str) -> None:
        """Let the page forget the stroke of this name, which it drew ahead of Python."""
        if self._helper is not None:
            self._helper.send({"dry": stroke})

    def _on_helper(self, content: dict[str, Any], buffers: list) -> None:
        """Do what the page says: a key for the pad, or that a browser is there."""
        if "key" in content:
            self.press(str(content["key"]))
        elif content.get("event") == "alive":
            self._choice.note_page()
        elif content.get("event") == "file" and buffers:
            self.read_file(bytes(buffers[0]))
        elif content.get("event") == "too large":
            self._show_message(TOO_LARGE)

    def _place_surface(self, surface: Any, notice: str) -> None:
        self._paper.children = [surface.widget]
        self._show_notice(notice)
        uploads = surface.name == "upload"
        self._blank = panel.CHOOSE if uploads else panel.DRAW
        # What makes no sense without paper: Undo and Save, and all but the switch.
        for part in (*self._tools.children[1::3], *self._settings.children[:2], self._labels):
            part.layout.display = "none" if uploads else None
        self._show_reading(self._reader.reading)

    def _show_notice(self, notice: str) -> None:
        self._notice.value = html.escape(notice)

    def _set_guide(self, on: bool) -> None:
        (self._paper.add_class if on else self._paper.remove_class)("digitlib-guide")

    def _show_ink(self) -> None:
        width, pen_down = self._reader.pen_width, self._drawing.pen_down
        if self._helper is not None:
            self._helper.pen_width = width
        self._choice.surface.show(self.strokes, width, pen_down)
        self._choice.surface.show_picture(None if self._reader.is_blank else self.picture)

    def _show_finished_ink(self) -> None:
        self._choice.surface.finish(self.strokes, self._reader.pen_width)

    def _show_new_ink(self, num_new: int) -> None:
        # Two points more, because the ink so far ends half way between them.
        points, from_start = self._drawing.tail(num_new + 2)
        self._choice.surface.extend(points, from_start, self._reader.pen_width)

    def _show_reading(self, reading: Reading) -> None:
        self._result.value = panel.result_html(reading, self._reader.squeezed, self._blank)
        if not self._drawing.pen_down:
            self._announce(panel.spoken(reading, self._blank))
            self._tools.children[-1].value = self._link_to_picture()

    def _show_samples(self, samples: list[Sample]) -> None:
        text, table = f"Save {len(samples)} kept", samples_csv(samples).encode()
        tip = "Save the kept drawings as a CSV table"
        save = controls.link(text, tip, "my_digits.csv", table, "text/csv")
        self._labels.children[-1].value = save

    def _show_message(self, message: str) -> None:
        self._message.value = html.escape(message)
        if message:
            self._announce(message)

    def _show_goodbye(self) -> None:
        self._choice.close()
        self._choice.surface.freeze()
        self._paper.add_class("digitlib-frozen")
        for row in (self._tools, self._labels, self._settings):
            controls.switch_off(row)
        self._show_message(f"Goodbye. {self._again} for a new pad.")

    def _announce(self, sentence: str) -> None:
        if self._helper is not None:
            self._helper.announcement = sentence

    def _link_to_picture(self) -> str:
        if self._drawing.is_empty:
            return controls.no_link("Save")
        picture = panel.png_bytes(self.picture())
        return controls.link(
            "Save", "Save the drawing as a PNG", "my_digit.png", picture, "image/png"
        )
