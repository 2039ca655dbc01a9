"""The offline sample: real handwritten digits that ship inside scikit-learn, framed as MNIST is.

Data: E. Alpaydin and C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine
Learning Repository, 1998, doi 10.24432/C50P49, CC BY 4.0. Each image counts the ink in the 8x8
blocks of a 32x32 scan, 0 to 16.
"""

import numpy as np
from PIL import Image

from digitlib.errors import DataError
from digitlib.framing import place_in_frame
from digitlib.wording import how_to_install

SCALE = 10  # each of the 8x8 counts becomes 10x10 pixels before framing
# The counts blur strokes two cells wide. Taking away SHARPEN of a Gaussian average (BLUR pixels
# wide) and cutting at INK gives strokes 3.0 pixels thick in the frame, as MNIST's are, and the
# fewest broken ones; tests/data/test_offline_sample.py measures both.
BLUR = 8
SHARPEN = 0.7
INK = 0.3
SOFT_EDGE = 0.2
NUM_TEST = 359  # a fifth of the 1,797
SEED = 0  # of the split, fixed: everyone's sample is the same


def load_sample() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return `x_train, y_train, x_test, y_test` in MNIST's form: uint8 (n, 28, 28) and (n,).

    Raises DataError if scikit-learn (which brings SciPy) is not installed.
    """
    try:
        from sklearn.datasets import load_digits as load_small_digits
        from sklearn.model_selection import train_test_split
    except ImportError as fault:
        raise DataError(f"The offline sample needs scikit-learn. {how_to_install()}") from fault
    small = load_small_digits()
    images = np.stack([frame_small_digit(counts) for counts in small.images])
    labels = small.target.astype(np.uint8)
    x_train, x_test, y_train, y_test = train_test_split(
        images, labels, test_size=NUM_TEST, stratify=labels, random_state=SEED
    )
    return x_train, y_train, x_test, y_test


def frame_small_digit(counts: np.ndarray) -> np.ndarray:
    """Turn ink counts (8, 8) of 0-16 into MNIST's frame: uint8 (28, 28), ink 255."""
    from scipy.ndimage import gaussian_filter

    side = 8 * SCALE
    picture = Image.fromarray(np.float32(counts / 16))
    smooth = np.asarray(picture.resize((side, side), Image.Resampling.BICUBIC))
    sharp = smooth - SHARPEN * gaussian_filter(smooth, BLUR)
    return place_in_frame(np.clip((sharp - INK + SOFT_EDGE) / (2 * SOFT_EDGE), 0, 1))


def write_notice(arrays: tuple[np.ndarray, ...], reason: str) -> str:
    """Return the framed text that says which data are in use, why, and how to get MNIST."""
    rule = "=" * 88
    num_train, num_test = len(arrays[0]), len(arrays[2])
    return (
        f"{rule}\n"
        "NOTICE: THIS IS NOT MNIST. You are working on the OFFLINE SAMPLE:\n"
        f"{num_train + num_test:,} real handwritten digits from scikit-learn, "
        f"{num_train:,} to train and {num_test:,} to test.\n"
        "Everything runs, but numbers and figures differ from those that MNIST gives.\n\n"
        f"Why: {reason}\n"
        f"{rule}"
    )
