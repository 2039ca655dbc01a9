"""Import TensorFlow without its log lines, and without what it need not bring along."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

# Two threads that redirect at once would end with a file descriptor that leads nowhere.
_one_at_a_time = threading.RLock()


@contextmanager
def silenced_stderr() -> Iterator[None]:
    """Send file descriptor 2 to nowhere inside the block.

    TensorFlow's C++ code writes its first lines there and ignores `TF_CPP_MIN_LOG_LEVEL` for
    them, so Python-level redirection does not help.
    """
    with _one_at_a_time, open(os.devnull, "wb") as nowhere:
        saved = os.dup(2)
        try:
            os.dup2(nowhere.fileno(), 2)
            yield
        finally:
            os.dup2(saved, 2)
            os.close(saved)


class _Refusal(NamedTuple):
    """What Python asks first where a module is to be found, inside `left_out`."""

    module: str
    thread: int

    def find_spec(self, name: str, path=None, target=None) -> None:
        if (name, threading.get_ident()) == self:
            raise ModuleNotFoundError(f"{name} is left out here", name=name)


@contextmanager
def left_out(module: str) -> Iterator[None]:
    """Let an import of `module` fail inside the block, in this thread alone.

    A module that has been imported before stays.
    """
    refusal = _Refusal(module, threading.get_ident())
    sys.meta_path.insert(0, refusal)
    try:
        yield
    finally:
        sys.meta_path.remove(refusal)


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
