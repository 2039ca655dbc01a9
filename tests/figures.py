"""What tests read from a figure: its texts and its pictures."""

import matplotlib
import numpy as np
from matplotlib.figure import Figure


def texts(figure: Figure) -> list[str]:
    """Return every text on `figure`, tick labels and empty ones included."""
    return [text.get_text() for text in figure.findobj(matplotlib.text.Text)]


def pictures(figure: Figure) -> list[np.ndarray]:
    """Return the arrays that `figure` shows as pictures."""
    return [np.asarray(image.get_array()) for image in figure.findobj(matplotlib.image.AxesImage)]
