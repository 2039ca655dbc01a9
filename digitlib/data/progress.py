"""A progress bar, where somebody watches."""

import sys


def progress_bar(title: str, **options):
    """Return a tqdm bar that shows itself in terminals and notebooks, and in no pipe or log.

    `options` are tqdm's own, such as `total=200, unit="batch"`. Source: tqdm.github.io
    """
    from tqdm import tqdm

    in_notebook = type(sys.stdout).__module__.startswith("ipykernel")
    stream = sys.stdout if in_notebook else sys.stderr
    watched = in_notebook or (stream is not None and stream.isatty())
    return tqdm(desc=title, file=stream, disable=not watched, **options)
