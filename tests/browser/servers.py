"""Start JupyterLab or Notebook 7 for a browser test, apart from the user's own settings."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

QUIET = (
    "--ServerApp.token=",
    "--ServerApp.password=",
    "--ServerApp.open_browser=False",
    "--ServerApp.disable_check_xsrf=True",
    "--LabApp.expose_app_in_browser=True",
    "--JupyterNotebookApp.expose_app_in_browser=True",
)


@contextmanager
def jupyter_server(folder: Path, application: str = "lab", *options: str) -> Iterator[str]:
    """Serve `folder` with `jupyter lab` or `jupyter notebook`; yield its address."""
    port = free_port()
    home, log_path = folder / ".home", folder / f"{application}.log"
    write_settings(home / "lab")
    settings = {f"JUPYTER_{name}_DIR": str(home / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    command = [sys.executable, "-m", "jupyter", application, *QUIET, f"--ServerApp.port={port}"]
    command += ["--ServerApp.port_retries=0", f"--ServerApp.root_dir={folder}"]
    command += [*options, "--allow-root"] if runs_as_root() else options
    environment = os.environ | settings | {"JUPYTERLAB_SETTINGS_DIR": str(home / "lab")}
    address = f"http://127.0.0.1:{port}"
    with log_path.open("w") as log:
        server = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            wait_until_up(f"{address}/api/status", server, log_path)
            yield address
        finally:
            stop(server)


def stop(server: subprocess.Popen) -> None:
    """End the server and its kernels, by force if it takes too long."""
    server.terminate()
    try:
        server.wait(timeout=30)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def browser_options() -> list[str]:
    """Return the options with which Chromium talks to nobody but the servers of the tests."""
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    # Chromium refuses to sandbox itself for root, which is who runs in a container.
    return [*quiet, "--no-sandbox"] if runs_as_root() else quiet


def runs_as_root() -> bool:
    """Tell whether this is root (never on Windows)."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def write_settings(folder: Path) -> None:
    """Keep JupyterLab from asking about news, which covers part of the page."""
    path = folder / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('{"fetchNews": "false", "checkForUpdates": false}')


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_up(address: str, server: subprocess.Popen, log: Path, seconds: float = 300) -> None:
    """Wait until `address` answers; fail with the server's log if it does not."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"{address} did not come up:\n{log.read_text()[-3000:]}")
