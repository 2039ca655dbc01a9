"""What a pad does, without a browser: pen, keys, readings, faults, samples, pictures, replay."""

import asyncio
import subprocess
import sys
import time

import numpy as np
import pytest
from fake_predictors import DOT, SEVEN, Broken, FakePredictor, draw
from PIL import Image

import digitlib
from digitlib.data.samples import load_samples
from digitlib.errors import DataError, ModelError, PictureError
from digitlib.pad import board

pytest.importorskip("ipywidgets", reason="the pad needs ipywidgets")


@pytest.fixture
def pad():
    return digitlib.DrawingPad(FakePredictor())


def test_drawing_is_read(pad):
    draw(pad, SEVEN)
    np.testing.assert_array_equal(pad.strokes[0], SEVEN[0])
    assert pad.prediction.digit == 5
    draw(pad, DOT)
    assert pad.prediction.digit == 6


def test_a_listener_hears_of_every_reading(pad):
    heard = []
    pad.on_reading(heard.append)
    draw(pad, SEVEN)
    pad.clear()
    assert heard[0] is heard[-1] is None
    assert {prediction.digit for prediction in heard[1:-1]} >= {1, 5}


@pytest.mark.parametrize("key", ["c", "C"])
def test_keys_do_what_the_buttons_do(pad, key):
    draw(pad, SEVEN + DOT)
    pad.press("z")
    assert len(pad.strokes) == 1
    pad.press("p")
    assert pad.prediction.digit == 5
    for other in ("x", "Tab", "Enter", "", "Clear", "close"):
        pad.press(other)
    assert len(pad.strokes) == 1
    pad.press(key)
    assert pad.strokes == []
    pad.press("z")
    assert len(pad.strokes) == 1


def test_after_quit_all_input_is_ignored(pad):
    draw(pad, SEVEN)
    pad.press("q")
    draw(pad, DOT)
    pad.load(DOT)
    pad.clear()
    pad.keep(3)
    pad.set("squeezed", True)
    pad.read_file(b"junk")
    pad.press("c")
    assert pad.replay() is None
    pad.close()
    pad.close()
    assert len(pad.strokes) == 1
    assert pad.prediction.digit == 5
    assert pad.samples == []


def test_load_shows_stored_strokes_and_refuses_others(pad):
    pad.load(SEVEN)
    np.testing.assert_array_equal(pad.strokes[0], SEVEN[0])
    assert pad.prediction.digit == 5
    with pytest.raises(PictureError, match="shape"):
        pad.load([[1, 2, 3]])
    assert pad.prediction.digit == 5


def test_kept_drawings_are_samples(pad, tmp_path):
    pad.keep(3)
    assert pad.samples == []
    draw(pad, SEVEN)
    pad.press("1")
    pad.press("7")
    draw(pad, DOT)
    pad.press("8")
    assert [sample.label for sample in pad.samples] == [7, 8]
    assert "Kept as an 8. 2 kept so far." in pad._board._message.value
    loaded = load_samples(pad.save_samples(tmp_path / "mine.csv"))
    assert [len(sample.strokes) for sample in loaded] == [1, 2]


def test_the_drawing_is_saved_as_a_png(pad, tmp_path):
    draw(pad, SEVEN)
    with Image.open(pad.save_png(tmp_path / "mine.png")) as picture:
        grey = np.asarray(picture.convert("L"))
    assert grey.shape == (280, 280)
    assert grey[60, 140] < 60
    assert grey[250, 250] > 240


def test_a_png_that_cannot_be_written_is_said(pad, tmp_path):
    with pytest.raises(DataError, match=r"end the name in \.png"):
        pad.save_png(tmp_path / "mine.jpg")
    (tmp_path / "there.png").mkdir()
    with pytest.raises(DataError, match="cannot be written"):
        pad.save_png(tmp_path / "there.png")


def test_a_broken_predictor_leaves_the_pad_alive():
    broken = Broken()
    pad = digitlib.DrawingPad(broken)
    draw(pad, SEVEN)
    assert pad.prediction is None
    assert "the network is on fire" in pad._reader.reading.problem
    assert len(pad.strokes) == 1
    broken.repaired = True
    pad.press("p")
    assert pad.prediction.digit == 5


def test_a_missing_network_is_said_and_loading_is_tried_again(models):
    pad = digitlib.DrawingPad()
    draw(pad, SEVEN)
    assert pad.prediction is None
    assert "digit_cnn.npz" in pad._board._answer.value
    assert "could not be loaded" in pad._board._answer.value
    pad.clear()
    assert board.DRAW[0] in pad._board._answer.value
    (models / "digit_cnn.npz").write_bytes(b"PK\x03\x04 and no more")
    draw(pad, SEVEN)
    assert ModelError.__name__ in pad._reader.reading.problem


def test_the_shipped_network_reads_a_seven():
    pad = digitlib.DrawingPad()
    pad.load(SEVEN)
    assert pad.prediction.digit == 7
    assert pad.prediction.image.shape == (28, 28)


def test_without_ipywidgets_the_remedy_is_named_once():
    code = "import sys; sys.modules['ipywidgets'] = None; import digitlib; digitlib.DrawingPad()"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    last = run.stderr.strip().splitlines()[-1]
    assert last.startswith("ImportError: The drawing pad needs ipywidgets")
    assert last.count("pip install") == 1
    assert 'pip install "digitlib[course] @ git+https://github.com/' in last
    assert "make lab" in last
    assert "During handling" not in run.stderr


def test_a_replay_draws_the_same_strokes_in_time(pad):
    async def main():
        begun = time.perf_counter()
        task = pad.replay(SEVEN + DOT, seconds=0.2)
        await asyncio.sleep(0.05)
        assert sum(map(len, pad.strokes)) < 6
        await task
        return time.perf_counter() - begun

    assert asyncio.run(main()) > 0.1
    assert [len(stroke) for stroke in pad.strokes] == [5, 1]


def play(pad, act) -> None:
    """Replay a line of 40 points and `await act(task)` while it is drawn."""

    async def main() -> None:
        task = pad.replay([[(5 * i, 5 * i) for i in range(40)]], seconds=0.4)
        await asyncio.sleep(0.1)
        await act(task)

    asyncio.run(main())


def test_a_hand_stops_the_replay(pad):
    async def act(task):
        pad.pen_start(5, 5)
        await asyncio.sleep(0.02)
        assert task.cancelled()

    play(pad, act)
    assert 1 < len(pad.strokes[0]) < 40
    np.testing.assert_array_equal(pad.strokes[-1], [[5, 5]])


def test_settings_and_other_pages_let_the_replay_go_on(pad):
    async def act(task):
        pad.set("width", 20)
        pad.press("squeezed")
        pad.pen_move([(1, 250)])
        pad.pen_end()
        await task

    play(pad, act)
    assert len(pad.strokes[0]) == 40
    pad.pen_move([(1, 250)])
    assert len(pad.strokes[0]) == 40


def test_a_replay_that_is_stopped_lifts_the_pen(pad):
    async def act(task):
        pad.load(SEVEN)
        pad.undo()
        pad.undo()
        pad.pen_move([(1, 250)])

    play(pad, act)
    assert 1 < len(pad.strokes[0]) < 40
    assert [1, 250] not in pad.strokes[0].tolist()
