"""What the page's one cell runs: show a pad, then seal the kernel."""

from IPython import get_ipython
from IPython.display import display


def show_pad() -> None:
    """Display a pad that has its network loaded, and take no more code in this kernel."""
    try:
        from digitlib.app.web_pad import WebPad

        display(WebPad())
    finally:
        get_ipython().kernel.seal()
