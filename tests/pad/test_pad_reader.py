"""The pad's worker and its replay: ink never waits, and the last reading is the right one."""

import asyncio
import time

import numpy as np
import pytest
from fake_predictors import DOT, SEVEN, Broken, FakePredictor

import digitlib
from digitlib.pad.control import PadControl
from digitlib.pad.reader import Reader, Reading


def run_live(predictor, act) -> tuple[Reader, list[Reading]]:
    """Run `await act(reader, drawing)` in an event loop; return the reader and its readings."""
    readings: list[Reading] = []

    async def main() -> Reader:
        reader = Reader(digitlib.Drawing(), predictor, readings.append)
        await act(reader, reader.drawing)
        return reader

    return asyncio.run(main()), readings


async def until_idle(reader: Reader) -> None:
    """Wait until the reader has nothing to do."""
    while reader._task is not None and not reader._task.done():
        await asyncio.sleep(0.005)


def test_ink_never_waits_and_the_last_reading_is_of_the_last_strokes():
    predictor = FakePredictor(seconds=0.05)
    waits = []

    async def act(reader, drawing):
        drawing.start(0, 0)
        for x in range(1, 38):
            begun = time.perf_counter()
            drawing.extend(x, x)
            reader.ask()
            await asyncio.sleep(0)
            waits.append(time.perf_counter() - begun)
            await asyncio.sleep(0.004)
        drawing.end()
        reader.ask()
        await until_idle(reader)

    reader, readings = run_live(predictor, act)
    assert sum(map(len, predictor.shown[-1])) == 38
    assert reader.reading.prediction.digit == 8
    assert 2 <= len(readings) < 20
    assert np.median(waits) < 0.02


def test_only_one_reading_runs_at_a_time():
    running, most = 0, 0

    class Counting(FakePredictor):
        def predict(self, drawing):
            nonlocal running, most
            running += 1
            most = max(most, running)
            time.sleep(0.01)
            running -= 1
            return super().predict(drawing)

    async def act(reader, drawing):
        drawing.start(0, 0)
        for x in range(1, 20):
            drawing.extend(x, 0)
            reader.ask()
            await asyncio.sleep(0.002)
        await until_idle(reader)

    run_live(Counting(), act)
    assert most == 1


def test_a_reading_that_comes_after_clear_is_not_shown():
    async def act(reader, drawing):
        drawing.start(0, 0)
        reader.ask()
        await asyncio.sleep(0.02)
        drawing.clear()
        reader.ask()
        await until_idle(reader)

    reader, readings = run_live(FakePredictor(seconds=0.1), act)
    assert reader.reading == Reading()
    assert all(reading.prediction is None for reading in readings)


@pytest.mark.parametrize("newer", ["undo", "squeezed", "picture"])
def test_a_slow_reading_does_not_overwrite_a_newer_one(newer):
    async def act(reader, drawing):
        drawing.load(SEVEN + DOT)
        reader.ask()
        await asyncio.sleep(0.02)
        if newer == "undo":
            drawing.undo()
        reader.squeezed = newer == "squeezed"
        if newer == "picture":
            reader.picture = np.zeros((4, 20), np.uint8)
        reader.read_now()
        await until_idle(reader)

    reader, readings = run_live(FakePredictor(seconds=0.1), act)
    digit = {"undo": 5, "squeezed": 9, "picture": 4}[newer]
    assert [reading.prediction.digit for reading in readings] == [digit]
    assert reader.reading.prediction.digit == digit


def test_the_worker_survives_a_predictor_that_raises():
    broken = Broken()

    async def act(reader, drawing):
        drawing.start(0, 0)
        reader.ask()
        await until_idle(reader)
        assert "on fire" in reader.reading.problem
        broken.mended = True
        drawing.extend(1, 1)
        reader.ask()
        await until_idle(reader)

    reader, _ = run_live(broken, act)
    assert reader.reading.prediction.digit == 2


def test_close_releases_the_worker():
    async def act(reader, drawing):
        drawing.start(0, 0)
        reader.ask()
        task = reader._task
        reader.close()
        await asyncio.sleep(0.05)
        assert task.done()
        reader.ask()
        assert reader._task is None

    _, readings = run_live(FakePredictor(), act)
    assert readings == []


def test_a_replay_draws_the_same_strokes_in_time():
    async def main():
        pad = PadControl(FakePredictor())
        begun = time.perf_counter()
        task = pad.replay(SEVEN + DOT, seconds=0.2)
        await asyncio.sleep(0.05)
        assert sum(map(len, pad.strokes)) < 6
        await task
        return pad, time.perf_counter() - begun

    pad, seconds = asyncio.run(main())
    assert [len(stroke) for stroke in pad.strokes] == [5, 1]
    assert 0.1 < seconds < 2


def test_a_hand_stops_the_replay():
    async def main():
        pad = PadControl(FakePredictor())
        task = pad.replay(SEVEN, seconds=30)
        await asyncio.sleep(0.02)
        pad.pen_start(5, 5)
        await asyncio.sleep(0.02)
        return task.cancelled(), pad.strokes

    cancelled, strokes = asyncio.run(main())
    assert cancelled
    np.testing.assert_array_equal(strokes[-1], [[5, 5]])


def play(act) -> PadControl:
    """Replay a line of 40 points and `await act(pad, task)` while it is drawn."""

    async def main() -> PadControl:
        pad = PadControl(FakePredictor())
        task = pad.replay([[(5 * i, 5 * i) for i in range(40)]], seconds=0.4)
        await asyncio.sleep(0.1)
        await act(pad, task)
        return pad

    return asyncio.run(main())


def test_setters_and_a_hovering_mouse_let_the_replay_go_on():
    async def act(pad, task):
        pad.set_pen_width(20)
        pad.set_squeezed(True)
        pad.pen_move([(1, 250)])
        pad.pen_end()
        await task

    pad = play(act)
    assert len(pad.strokes[0]) == 40
    assert not pad._drawing.pen_down


def test_a_replay_that_is_stopped_lifts_the_pen():
    async def act(pad, task):
        pad._replay.stop()
        pad.pen_move([(1, 250)])

    pad = play(act)
    assert not pad._drawing.pen_down
    assert 1 < len(pad.strokes[0]) < 40
    assert [1, 250] not in pad.strokes[0].tolist()


def test_without_an_event_loop_a_replay_is_a_load():
    pad = PadControl(FakePredictor())
    assert pad.replay(SEVEN) is None
    assert len(pad.strokes) == 1
