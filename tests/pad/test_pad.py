"""What a pad does, without a browser: pen, keys, readings, faults, samples, pictures."""

import numpy as np
import pytest
from fake_predictors import DOT, SEVEN, Broken, FakePredictor, draw
from PIL import Image

import digitlib
from digitlib.data.samples import load_samples
from digitlib.errors import DataError, ModelError, PictureError
from digitlib.pad import panel
from digitlib.pad.control import PadControl
from digitlib.pad.surface import SIZE

pytest.importorskip("ipywidgets", reason="the pad needs ipywidgets: pip install 'digitlib[pad]'")


@pytest.fixture(params=["control", "ipycanvas", "anywidget", "upload"])
def pad(request):
    """A pad without a widget, and one of each view: all must behave alike."""
    if request.param == "control":
        return PadControl(FakePredictor())
    if request.param != "upload":
        pytest.importorskip(request.param, reason=f"needs {request.param}")
    return digitlib.DrawingPad(FakePredictor(), view=request.param)


def test_a_new_pad_is_blank_and_guesses_nothing(pad):
    assert pad.strokes == []
    assert pad.prediction is None
    assert pad.samples == []


def test_drawing_is_read(pad):
    draw(pad, SEVEN)
    np.testing.assert_array_equal(pad.strokes[0], SEVEN[0])
    assert pad.prediction.digit == 5
    draw(pad, DOT)
    assert pad.prediction.digit == 6


def test_clear_and_undo_read_what_is_left(pad):
    draw(pad, SEVEN + DOT)
    pad.undo()
    assert pad.prediction.digit == 5
    pad.clear()
    assert pad.strokes == []
    assert pad.prediction is None
    pad.undo()
    assert pad.strokes == []


@pytest.mark.parametrize("key", ["c", "C"])
def test_keys_do_what_the_buttons_do(pad, key):
    draw(pad, SEVEN + DOT)
    pad.press("z")
    assert len(pad.strokes) == 1
    pad.press("p")
    assert pad.prediction.digit == 5
    for other in ("x", "Tab", "Enter", "", "Clear"):
        pad.press(other)
    assert len(pad.strokes) == 1
    pad.press(key)
    assert pad.strokes == []


def test_after_quit_all_input_is_ignored(pad):
    draw(pad, SEVEN)
    pad.press("q")
    draw(pad, DOT)
    pad.pen_move([(1, 1)])
    pad.load(DOT)
    pad.clear()
    pad.keep(3)
    for key in "pczq":
        pad.press(key)
    assert pad.replay() is None
    assert len(pad.strokes) == 1
    assert pad.prediction.digit == 5
    assert pad.samples == []


def test_hovering_draws_nothing_and_a_second_release_is_harmless(pad):
    pad.pen_move([(10, 10), (20, 20)])
    pad.pen_end()
    assert pad.strokes == []


def test_what_leaves_the_paper_stays_on_its_edge(pad):
    draw(pad, [[(100, 100), (-50, 400)]])
    np.testing.assert_array_equal(pad.strokes[0], [[100, 100], [0, SIZE]])


def test_load_shows_stored_strokes_and_refuses_others(pad):
    pad.load(SEVEN)
    np.testing.assert_array_equal(pad.strokes[0], SEVEN[0])
    assert pad.prediction.digit == 5
    with pytest.raises(PictureError, match="shape"):
        pad.load([[1, 2, 3]])
    assert pad.prediction.digit == 5


def test_the_squeezed_switch_changes_what_the_network_sees(pad):
    draw(pad, SEVEN)
    pad.set_squeezed(True)
    assert pad.prediction.digit == 9
    assert pad._reader._predictor.shown[-1].shape == (1, 28, 28)
    assert pad._reader._predictor.shown[-1].any()
    pad.set_squeezed(False)
    assert pad.prediction.digit == 5


def test_kept_drawings_are_samples(pad, tmp_path):
    pad.keep(3)
    assert pad.samples == []
    draw(pad, SEVEN)
    pad.keep(1)
    pad.keep(7)
    draw(pad, DOT)
    pad.keep(8)
    assert [sample.label for sample in pad.samples] == [7, 8]
    loaded = load_samples(pad.save_samples(tmp_path / "mine.csv"))
    assert [len(sample.strokes) for sample in loaded] == [1, 2]


def test_an_eight_has_its_own_article():
    pad = digitlib.DrawingPad(FakePredictor())
    draw(pad, SEVEN)
    pad.keep(8)
    assert "Kept as an 8." in pad._message.value
    tips = [getattr(button, "tooltip", "") or "" for button in pad._labels.children]
    assert any(tip.endswith("as an 8") for tip in tips)
    assert any(tip.endswith("as a 7") for tip in tips)


def test_the_drawing_is_saved_as_a_png(pad, tmp_path):
    draw(pad, SEVEN)
    with Image.open(pad.save_png(tmp_path / "mine.png")) as picture:
        grey = np.asarray(picture.convert("L"))
    assert grey.shape == (SIZE, SIZE)
    assert grey[60, 140] < 60
    assert grey[250, 250] > 240


def test_a_png_that_cannot_be_written_is_said(tmp_path):
    pad = PadControl(FakePredictor())
    with pytest.raises(DataError, match="end the name in .png"):
        pad.save_png(tmp_path / "mine.jpg")
    (tmp_path / "there.png").mkdir()
    with pytest.raises(DataError, match="cannot be written"):
        pad.save_png(tmp_path / "there.png")


def test_a_thicker_pen_makes_more_ink(pad):
    draw(pad, SEVEN)
    thin = np.asarray(pad.picture().convert("L")).mean()
    pad.set_pen_width(30)
    assert np.asarray(pad.picture().convert("L")).mean() < thin - 5


@pytest.mark.parametrize("strokes", [[], SEVEN])
def test_the_snapshot_shows_the_pad(pad, strokes):
    pad.load(strokes)
    picture = pad.snapshot()
    assert picture.mode == "RGB"
    assert len(picture.getcolors(100_000)) > 10


def test_a_broken_predictor_leaves_the_pad_alive():
    broken = Broken()
    pad = PadControl(broken)
    draw(pad, SEVEN)
    assert pad.prediction is None
    assert "the network is on fire" in pad._reader.reading.problem
    assert len(pad.strokes) == 1
    broken.mended = True
    pad.press("p")
    assert pad.prediction.digit == 5


def test_a_missing_network_is_said_and_loading_is_tried_again(models):
    pad = digitlib.DrawingPad()
    draw(pad, SEVEN)
    assert pad.prediction is None
    assert "digit_cnn.npz" in pad._result.value
    assert "could not be loaded" in pad._result.value
    pad.clear()
    assert panel.DRAW[0] in pad._result.value


def test_a_damaged_network_is_said(models):
    (models / "digit_cnn.npz").write_bytes(b"PK\x03\x04 and no more")
    pad = PadControl()
    draw(pad, SEVEN)
    assert ModelError.__name__ in pad._reader.reading.problem


def test_the_shipped_network_reads_a_seven():
    pad = digitlib.DrawingPad()
    pad.load(SEVEN)
    assert pad.prediction.digit == 7
    assert pad.prediction.image.shape == (28, 28)
