"""Serve the web app for a test or a benchmark, in a process of its own on a free port."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import psutil

_CODE = "from digitlib.app import serve; serve(port=0, open_browser=False, **{settings!r})"


class WebApp(NamedTuple):
    """A running app: its address, its process, and the file with all that it printed."""

    address: str
    process: psutil.Process
    output: Path

    def kernels(self) -> list[psutil.Process]:
        """Return the processes of its kernels."""
        return [child for child in self.process.children(recursive=True) if _is_kernel(child)]

    def wait_for_kernels(self, number: int, seconds: float = 60) -> list[psutil.Process]:
        """Return the processes of its kernels when there are so many; fail if there never are."""
        end = time.monotonic() + seconds
        while len(kernels := self.kernels()) < number:
            assert time.monotonic() < end, f"only {len(kernels)} kernels after {seconds} s"
            time.sleep(0.1)
        return kernels


@contextmanager
def served_app(folder: Path, seconds: float = 60, **settings: Any) -> Iterator[WebApp]:
    """Serve the app with these arguments of `serve`, yield it, and end it as Ctrl-C does."""
    output = folder / "app.log"
    with output.open("w") as log:
        code = _CODE.format(settings=settings)
        started = subprocess.Popen(
            [sys.executable, "-c", code], cwd=folder, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        address = _wait_for_address(started, output, seconds)
        yield WebApp(address, psutil.Process(started.pid), output)
    finally:
        started.terminate()
        started.wait(timeout=30)


def _wait_for_address(started: subprocess.Popen, output: Path, seconds: float) -> str:
    """Wait until the app says where it is; fail with what it printed if it does not."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and started.poll() is None:
        found = re.search(r"The drawing pad is at (\S+)", output.read_text())
        if found:
            return found[1]
        time.sleep(0.1)
    raise RuntimeError(f"The app did not start:\n{output.read_text()[-3000:]}")


def _is_kernel(process: psutil.Process) -> bool:
    try:
        return "digitlib.app.kernel" in process.cmdline()
    except psutil.Error:
        return False
