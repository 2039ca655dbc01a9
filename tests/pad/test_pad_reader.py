"""The pad's reader and its replay: ink never waits, and the last reading is the right one."""

import asyncio
import time

import numpy as np
import pytest
from fake_predictors import DOT, SEVEN, FakePredictor

import digitlib
from digitlib.pad.drawing import Reader, Reading


def run_live(predictor, act) -> tuple[Reader, list[Reading]]:
    """Run `await act(reader, drawing)` in an event loop; return the reader and its readings."""
    readings: list[Reading] = []

    async def main() -> Reader:
        reader = Reader(digitlib.Drawing(), predictor, readings.append)
        await act(reader, reader.drawing)
        while reader._task is not None and not reader._task.done():
            await asyncio.sleep(0.005)
        return reader

    return asyncio.run(main()), readings


def test_the_pen_never_waits_and_the_last_reading_is_of_the_last_strokes():
    running, most = 0, 0

    class Slow(FakePredictor):
        def predict(self, drawing):
            nonlocal running, most
            running += 1
            most = max(most, running)
            reading = super().predict(drawing)
            running -= 1
            return reading

    predictor, waits = Slow(seconds=0.05), []

    async def act(reader, drawing):
        drawing.start(0, 0)
        for x in range(1, 38):
            begun = time.perf_counter()
            drawing.extend([(x, x)])
            reader.ask()
            await asyncio.sleep(0)
            waits.append(time.perf_counter() - begun)
            await asyncio.sleep(0.004)

    reader, readings = run_live(predictor, act)
    assert sum(map(len, predictor.shown[-1])) == 38
    assert reader.reading.prediction.digit == 8
    assert 2 <= len(readings) < 20
    assert most == 1
    assert np.median(waits) < predictor.seconds


def test_a_reading_that_comes_after_clear_is_not_shown():
    async def act(reader, drawing):
        drawing.start(0, 0)
        reader.ask()
        await asyncio.sleep(0.02)
        drawing.clear()
        reader.ask()

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

    reader, readings = run_live(FakePredictor(seconds=0.1), act)
    digit = {"undo": 5, "squeezed": 9, "picture": 4}[newer]
    assert [reading.prediction.digit for reading in readings] == [digit]
    assert reader.reading.prediction.digit == digit


def test_a_closed_reader_reads_no_more():
    async def act(reader, drawing):
        drawing.start(0, 0)
        reader.ask()
        reader.close()
        await asyncio.sleep(0.05)
        reader.ask()
        reader.read_now()

    _, readings = run_live(FakePredictor(), act)
    assert readings == []
