"""Import TensorFlow without the log lines it writes before any setting is read."""

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def silenced_stderr() -> Iterator[None]:
    """Send file descriptor 2 to nowhere inside the block.

    TensorFlow's C++ code writes its first lines there and ignores `TF_CPP_MIN_LOG_LEVEL` for
    them, so Python-level redirection does not help.
    """
    saved = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)
        os.close(nowhere)


def quiet_tensorflow():
    """Import TensorFlow and Keras, run a first operation, and return `(tensorflow, keras)`."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with silenced_stderr():
        import tensorflow

        tensorflow.constant(0.0) + 1.0
        import keras
    # Its Python side warns of retracing where a notebook merely predicts with several networks.
    tensorflow.get_logger().setLevel("ERROR")
    return tensorflow, keras
