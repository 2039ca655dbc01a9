"""How long a download waits where nothing comes, and that it does not wait so a second time."""

import time
from collections.abc import Sequence
from contextvars import ContextVar
from pathlib import Path
from urllib.parse import urlsplit

from digitlib.errors import DataError

IN_ALL = 10.0  # seconds without useful data before all sources together count as dead
REMEMBERED = 300.0  # seconds for which "there is no network" is believed


class NoAnswerError(DataError):
    """Nothing came from a source, or so slowly that waiting is no use."""


class Wait:
    """The time left to the sources of one download; what useful data come renew it."""

    def __init__(self):
        """Begin with the whole time."""
        self.renew()

    def renew(self) -> None:
        """Begin again: something useful has come."""
        self._end = time.monotonic() + IN_ALL

    def seconds_left(self) -> float:
        """Return how long all that is left to try may take, 0 when the time is up."""
        return max(0.0, self._end - time.monotonic())


# Sources write files by functions of their own, which know nothing of the others' waiting.
current_wait: ContextVar[Wait] = ContextVar("current_wait")


class NetworkMemory:
    """Remember for a while that no source answered, so that the next file does not wait too.

    Whoever asks for the same file again wants it tried again, perhaps with the cable put in.
    """

    def __init__(self):
        """Know nothing yet."""
        self.forget()

    def forget(self) -> None:
        """Believe in the network again."""
        self._until, self._asked_for = 0.0, set()

    def note_silence(self, target: Path, urls: Sequence[str]) -> None:
        """Remember that no source of this file answered; one host alone may just be down."""
        if len({urlsplit(url).netloc for url in urls}) > 1:
            self._until = time.monotonic() + REMEMBERED
            self._asked_for.add(target)

    def refuse(self, target: Path) -> None:
        """Raise NoAnswerError for a new file where no source answered a moment ago."""
        if time.monotonic() < self._until and target not in self._asked_for:
            self._asked_for.add(target)
            raise NoAnswerError(
                f"{target.name} was not tried, because nothing on the web answered a moment ago. "
                "Ask for it again when there is a network."
            )


memory = NetworkMemory()
