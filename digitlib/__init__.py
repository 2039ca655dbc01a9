"""Handwritten digits: data, framing, a network that reads pen strokes, and a pad to draw on.

Names are loaded when first used, so `import digitlib` is quick and never imports TensorFlow.
"""

import importlib

__version__ = "0.1.0"

_HOME = {
    "Digits": "data",
    "DrawingPad": "pad",
    "Drawing": "pad.drawing",
    "Mnist": "data",
    "PenDigit": "data",
    "Prediction": "network.predictor",
    "Predictor": "network.predictor",
    "load_digits": "data",
    "load_mnist": "data",
    "load_pen_strokes": "data",
    "load_predictor": "network.predictor",
}
_ROOMS = {"data", "errors", "evaluation", "framing", "learning", "network", "pad", "plots"}

__all__ = sorted([*_HOME, "__version__"])


def __getattr__(name: str):
    """Import the module that holds `name` the first time it is asked for."""
    if name in _HOME:
        value = getattr(importlib.import_module(f"digitlib.{_HOME[name]}"), name)
        globals()[name] = value
        return value
    if name in _ROOMS:
        return importlib.import_module(f"digitlib.{name}")
    raise AttributeError(f"module 'digitlib' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, *_ROOMS])
