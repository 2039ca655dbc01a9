"""The pad as a visitor of the page gets it."""

from dataclasses import replace

import numpy as np

from digitlib.errors import DigitlibError
from digitlib.pad import DrawingPad
from digitlib.pad.reader import Reading
from digitlib.predictor import Predictor, load_predictor

# Seconds between two readings while the pen moves. Twenty visitors share two cores.
PAUSE = 0.2
# The true reason may name a file of the server, and visitors cannot mend it.
PROBLEM = "The network does not work just now. Tell whoever runs this page."


class WebPad(DrawingPad):
    """A pad whose ink the browser draws by itself, so that a slow network never delays it."""

    _again = "Load the page again"

    def __init__(self):
        """Load the network; without one the pad still comes, and says so at the first stroke."""
        super().__init__(_warm_predictor(), view="anywidget")
        self._reader.pause = PAUSE

    def _show_reading(self, reading: Reading) -> None:
        super()._show_reading(replace(reading, problem=PROBLEM) if reading.problem else reading)


def _warm_predictor() -> Predictor | None:
    """Load the network and read once, so that the first digit is read at once."""
    try:
        predictor = load_predictor()
        predictor.predict([np.array([[0.0, 0.0], [0.0, 20.0]])])
        return predictor
    except DigitlibError:
        return None
