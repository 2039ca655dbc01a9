"""Where digits come from: MNIST, pen strokes, the offline sample, and saved drawings.

Names are loaded when first used, so that a command's help need not wait for what draws.
"""

import importlib

_HOME = {
    "mnist": ["Digits", "Mnist", "load_digits", "load_mnist"],
    "pen_strokes": [
        *("TEST_WRITERS", "VALIDATION_WRITERS", "PenDigit"),
        *("by_writer", "learned_from", "load_pen_strokes", "writer_part"),
    ],
    "samples": [
        *("Sample", "example_strokes", "load_samples", "sample_page", "save_samples"),
        "scattered_examples",
    ],
}

__all__ = sorted(name for names in _HOME.values() for name in names)


def __getattr__(name: str):
    """Import the module that holds `name` when it is asked for."""
    for module, names in _HOME.items():
        if name in names:
            return getattr(importlib.import_module(f"digitlib.data.{module}"), name)
    raise AttributeError(f"module 'digitlib.data' has no attribute {name!r}")
