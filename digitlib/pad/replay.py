"""Draw stored strokes again, point by point, as the hand drew them."""

import asyncio
from collections.abc import Callable

import numpy as np

# Seconds between two steps of the animation: about 30 pictures a second.
STEP = 1 / 30


class Replay:
    """Move a pen along stored strokes; one replay at a time.

    `start`, `move` and `end` are what the pen calls: with x and y, with a list of points, and
    with nothing.
    """

    def __init__(self, start: Callable, move: Callable, end: Callable):
        """Keep the three calls."""
        self._start, self._move, self._end = start, move, end
        self._task: asyncio.Task | None = None
        self._pen_down = False

    @property
    def is_running(self) -> bool:
        """Whether a replay moves the pen."""
        return self._task is not None and not self._task.done()

    def play(self, strokes: list[np.ndarray], seconds: float) -> asyncio.Task:
        """Begin to draw `strokes` in so many seconds and return the task.

        Raises RuntimeError where no event loop runs.
        """
        self.stop()
        self._task = asyncio.get_running_loop().create_task(self._play(strokes, seconds))
        return self._task

    def stop(self) -> None:
        """Stop where the pen is and lift it; do nothing if nothing is being replayed."""
        task, self._task = self._task, None
        if task is not None and not task.done():
            task.cancel()
            # Not in the task, which learns of it only after a hand may have put the pen down.
            if self._pen_down:
                self._lift()

    async def _play(self, strokes: list[np.ndarray], seconds: float) -> None:
        num_points = sum(map(len, strokes))
        num_steps = max(1, round(seconds / STEP))
        per_step = max(1, -(-num_points // num_steps))
        pause = min(seconds, seconds * per_step / max(num_points, 1))
        for stroke in strokes:
            points = stroke.tolist()
            self._start(*points[0])
            self._pen_down = True
            for first in range(1, len(points), per_step):
                await asyncio.sleep(pause)
                self._move(points[first : first + per_step])
            self._lift()

    def _lift(self) -> None:
        self._pen_down = False
        self._end()
