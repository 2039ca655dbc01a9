"""The picture that stands in for a widget where no kernel runs, as on a page on the web."""

from typing import Any

from matplotlib.figure import Figure


def png_bytes(figure: Figure) -> bytes:
    """Return a figure as the bytes of a PNG."""
    from IPython.core.pylabtools import print_figure

    return print_figure(figure, fmt="png", bbox_inches=None)


def with_still(shown: Any, figure: Figure) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what a widget shows (its MIME bundle), and a figure beside it with its alt text."""
    data, metadata = shown if isinstance(shown, tuple) else (shown or {}, {})
    alt = f"{figure.get_suptitle()}. {getattr(figure, 'alt', '')}".strip()
    picture = {"image/png": png_bytes(figure)}
    return data | picture, metadata | {"image/png": {"alt": alt}}
