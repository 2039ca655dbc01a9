"""The pad as a visitor of the page gets it."""

import numpy as np

from digitlib.pad import DrawingPad
from digitlib.predictor import load_predictor

# Seconds between two readings while the pen moves. Twenty visitors share two cores.
PAUSE = 0.2


class WebPad(DrawingPad):
    """A pad whose ink the browser draws by itself, so that a slow network never delays it."""

    def __init__(self):
        """Load the network and read once, so that the first digit is read at once."""
        predictor = load_predictor()
        predictor.predict([np.array([[0.0, 0.0], [0.0, 20.0]])])
        super().__init__(predictor, view="anywidget")
        self._reader.pause = PAUSE

    def _show_goodbye(self) -> None:
        super()._show_goodbye()
        self._show_message("Goodbye. Load the page again for a new pad.")
