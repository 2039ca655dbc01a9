"""The pad as a visitor gets it, without a network too."""

import pytest

pytest.importorskip("voila", reason="needs the extra app: pip install 'digitlib[app]'")

from fake_predictors import SEVEN

from digitlib.app import web_pad
from digitlib.app.web_pad import PROBLEM, WebPad


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
