"""The pad as a visitor gets it, without a network too, and the colours of its page."""

import re

import pytest

pytest.importorskip("voila", reason="needs the extra app: pip install 'digitlib[app]'")

from colours import contrast
from fake_predictors import SEVEN

from digitlib.app import web_pad
from digitlib.app.web_pad import PROBLEM, WebPad

TEMPLATE = "digitlib/app/share/jupyter/voila/templates/digitlib_pad"


def test_the_first_stroke_finds_a_network_that_has_read_already():
    assert WebPad()._reader._predictor is not None


def everything_sent(widget) -> str:
    """Return the state of a widget and of all in it, as a browser gets it."""
    parts = [everything_sent(part) for part in getattr(widget, "children", ())]
    return "".join([str(widget.get_state()), *parts])


@pytest.mark.parametrize("content", [None, b"no network"], ids=["missing", "damaged"])
def test_without_a_network_the_pad_comes_and_shows_no_path(models, content):
    if content is not None:
        (models / "digit_cnn.npz").write_bytes(content)
    pad = WebPad()
    pad.load(SEVEN)
    assert PROBLEM in pad._result.value
    for secret in (str(models), "digit_cnn", "ModelError"):
        assert secret not in everything_sent(pad)


def test_a_network_that_fails_shows_no_path(monkeypatch):
    class Failing:
        def predict(self, drawing):
            if len(drawing) > 1 or len(drawing[0]) > 2:
                raise OSError("/secret/place cannot be read")

    monkeypatch.setattr(web_pad, "load_predictor", Failing)
    pad = WebPad()
    pad.load(SEVEN)
    assert PROBLEM in pad._result.value
    assert "/secret" not in pad._result.value


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("front", "ground"),
    [
        ("text", "ground"),
        ("quiet", "ground"),
        ("text", "card"),
        ("strong", "card"),
    ],
)
def test_the_page_passes_wcag_aa(root, theme, front, ground):
    style = (root / TEMPLATE / "static" / "app.css").read_text(encoding="utf-8")
    block = re.findall(r":root \{([^}]*)\}", style)[theme]
    colours = dict(re.findall(r"--app-([\w-]+): (#\w{6});", block))
    assert contrast(colours[front], colours[ground]) >= 4.5


def test_every_colour_of_the_page_has_a_dark_twin(root):
    style = (root / TEMPLATE / "static" / "app.css").read_text(encoding="utf-8")
    light, dark = (re.findall(r"--app-([\w-]+):", b) for b in re.findall(r":root \{([^}]*)", style))
    assert light == dark
    rules = re.sub(r":root \{[^}]*\}", "", style)
    assert not re.findall(r"#[0-9a-f]{3,6}\b(?=[^{}]*;)", rules), "no colour stands outside"
