"""What tests read from a figure: its texts, its pictures, and its intervals."""

import matplotlib
import numpy as np
from matplotlib.figure import Figure


def texts(figure: Figure) -> list[str]:
    """Return every text on `figure`, tick labels and empty ones included."""
    return [text.get_text() for text in figure.findobj(matplotlib.text.Text)]


def pictures(figure: Figure) -> list[np.ndarray]:
    """Return the arrays that `figure` shows as pictures."""
    return [np.asarray(image.get_array()) for image in figure.findobj(matplotlib.image.AxesImage)]


def intervals(axes) -> list[tuple[float, float]]:
    """Return the ends of the error bars on `axes`, in the order in which they were drawn."""
    bars = [container.lines[2][0] for container in axes.containers if hasattr(container, "lines")]
    ends = [np.ptp(segment, axis=0) for bar in bars for segment in bar.get_segments()]
    segments = [segment for bar in bars for segment in bar.get_segments()]
    return [tuple(s[:, int(e[1] > e[0])]) for s, e in zip(segments, ends, strict=True)]
