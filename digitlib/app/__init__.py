"""The drawing pad as a web page: what `digitlib app` and `make app` serve."""

from digitlib.app.serve import DEFAULT_PORT, serve

__all__ = ["DEFAULT_PORT", "serve"]
