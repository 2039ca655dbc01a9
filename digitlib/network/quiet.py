"""Import TensorFlow without its log lines, and without what it need not bring along."""

import os
import sys
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


@contextmanager
def left_out(module: str) -> Iterator[None]:
    """Let an import of `module` fail inside the block, unless it has been imported before."""
    if module in sys.modules:
        yield
        return
    sys.modules[module] = None
    try:
        yield
    finally:
        del sys.modules[module]


def quiet_tensorflow():
    """Import TensorFlow and Keras, run a first operation, and return `(tensorflow, keras)`.

    Keras would import scikit-learn for its wrappers `SKLearnClassifier` and the like, which the
    course does not use. Without them a kernel is 60 MB smaller and starts in half the time.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with silenced_stderr(), left_out("sklearn"):
        import tensorflow

        tensorflow.constant(0.0) + 1.0
        import keras
    # Its Python side warns of retracing where a notebook merely predicts with several networks.
    tensorflow.get_logger().setLevel("ERROR")
    return tensorflow, keras
