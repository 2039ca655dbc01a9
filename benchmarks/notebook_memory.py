"""Run every notebook and print how much memory its kernel took at most, and how long it ran.

The course promises less than 1.2 GB and three minutes on two cores. Run it with
`python benchmarks/notebook_memory.py [NOTEBOOK ...]`; the notebooks stay as they are.
"""

import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from notebooks.build import course_notebooks, execute

PROMISED_MEGABYTES = 1200
SAMPLE_SECONDS = 0.1


@dataclass
class Watch:
    """The largest sum of the memory of this process's children, sampled until told to stop."""

    peak_bytes: int = 0
    _over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Sample until `stop` is called."""
        while not self._over.wait(SAMPLE_SECONDS):
            self.peak_bytes = max(self.peak_bytes, _bytes_of_children())

    def stop(self) -> None:
        """End the sampling."""
        self._over.set()


def _bytes_of_children() -> int:
    total = 0
    for process in psutil.Process().children(recursive=True):
        try:
            total += process.memory_info().rss
        except psutil.NoSuchProcess:
            continue  # it ended between the two lines
    return total


@contextmanager
def watched():
    """Watch the memory of child processes inside the block."""
    watch = Watch()
    thread = threading.Thread(target=watch.run)
    thread.start()
    try:
        yield watch
    finally:
        watch.stop()
        thread.join()


def main(names: list[str]) -> int:
    """Print one line a notebook; return 1 if one breaks the promise."""
    worst = 0.0
    print(f"{'notebook':<28} {'peak MB':>8} {'seconds':>8}")
    for path in map(Path, names) if names else course_notebooks():
        start = time.perf_counter()
        with watched() as watch:
            execute(path)
        megabytes = watch.peak_bytes / 1e6
        worst = max(worst, megabytes)
        print(f"{path.stem:<28} {megabytes:>8.0f} {time.perf_counter() - start:>8.0f}", flush=True)
    print(f"worst {worst:.0f} MB, promised {PROMISED_MEGABYTES} MB")
    return int(worst > PROMISED_MEGABYTES)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
