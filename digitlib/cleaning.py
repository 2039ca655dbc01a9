"""Find the ink in a grey or colour picture."""

import numpy as np


def ink_of_picture(picture: np.ndarray) -> np.ndarray:
    """Return ink as float32 (h, w), 0 for paper, from a picture of either polarity."""
    grey = np.asarray(picture, dtype=np.float32)
    if np.median(grey) > (grey.max() + grey.min()) / 2:
        grey = grey.max() - grey
    return grey
