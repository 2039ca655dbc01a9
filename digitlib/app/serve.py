"""Serve the pad until Ctrl-C, and say so in words that a person can act on."""

import errno
import ipaddress
import os
import socket
from pathlib import Path

from digitlib.errors import DigitlibError
from digitlib.predictor import load_predictor

DEFAULT_PORT = 8866
EVERY_ADDRESS = ("", "0.0.0.0", "::")
# Where Voila finds the page's template, beside the templates that it brings itself.
_SHARE = Path(__file__).parent / "share" / "jupyter"


def serve(
    ip: str = "127.0.0.1",
    port: int = DEFAULT_PORT,
    open_browser: bool = True,
    num_ready: int = 2,
    max_visitors: int = 50,
    idle_minutes: float = 10,
) -> int:
    """Serve the drawing pad at http://ip:port until Ctrl-C; return the exit code 0.

    Port 0 takes any free one. `num_ready` kernels wait for the next visitors; more than
    `max_visitors` at a time are asked to come back later; a page that is left alone for
    `idle_minutes` loses its kernel. Raises DigitlibError if Voila is missing or the address
    cannot be used, and ModelError if the network is missing or damaged.
    """
    try:
        from digitlib.app.server import PadServer
    except ImportError as error:
        raise DigitlibError(
            f"The web app needs Voila ({error}). Install it with: pip install 'digitlib[app]'"
        ) from error
    # Each visitor's kernel loads its own; a fault is told here, to whom can mend it.
    load_predictor()
    sockets = _listen(ip, port)
    _add_to_path("JUPYTER_PATH", _SHARE)
    port = sockets[0].getsockname()[1]
    address = _address(ip, port)
    if not is_local(ip):
        print(_warning(ip, port), flush=True)
    server = PadServer(
        sockets=sockets,
        address=address,
        is_local=is_local(ip),
        open_browser=open_browser,
        max_visitors=max_visitors,
        config=PadServer.settings_for(num_ready, idle_minutes),
    )
    server.initialize(argv=[])
    server.start()
    return 0


_WARNING = """\
Warning! Everyone on your network can open this page{place}.
It asks for no password and is not encrypted. Serve it so only where you know everyone, and
stop it with Ctrl-C when you are done. Without --ip it is served to this machine alone."""


def _warning(ip: str, port: int) -> str:
    """Say who can open the page, and the address that others type."""
    host = lan_address() if ip in EVERY_ADDRESS else ip
    return _WARNING.format(place=f", at {_address(host, port)}" if host else "")


def lan_address() -> str | None:
    """Return the address that this machine has in its network, or None if it is in none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Nothing is sent: this only asks the system by which way it would go.
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        found = probe.getsockname()[0]
    return None if is_local(found) else found


def is_local(ip: str) -> bool:
    """Tell whether an address reaches only this machine."""
    try:
        return ipaddress.ip_address(ip).is_loopback
    except ValueError:
        return ip == "localhost"


def _address(ip: str, port: int) -> str:
    """Return the address to open in a browser on this machine."""
    host = "127.0.0.1" if ip in EVERY_ADDRESS else f"[{ip}]" if ":" in ip else ip
    return f"http://{host}:{port}"


def _listen(ip: str, port: int) -> list[socket.socket]:
    """Return listening sockets; raise DigitlibError that says what to do if there can be none."""
    from tornado.netutil import bind_sockets

    try:
        return bind_sockets(port, ip)
    except OSError as error:
        raise DigitlibError(_why_not(ip, port, error)) from error


def _why_not(ip: str, port: int, error: OSError) -> str:
    """Say why nothing can listen on an address, and the way out."""
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is in use, perhaps by another drawing pad. "
            f"Choose another one: digitlib app --port {min(port + 1, 65_535)}"
        )
    if error.errno == errno.EACCES:
        return f"Port {port} is not allowed here. Choose one from 1024 up: digitlib app --port 8866"
    return (
        f"This machine has no address {ip!r} ({error.strerror or error}). "
        "Leave --ip out to serve this machine alone."
    )


def _add_to_path(name: str, folder: Path) -> None:
    """Put a folder first in an environment variable that lists folders."""
    others = [part for part in os.environ.get(name, "").split(os.pathsep) if part]
    folders = [str(folder), *(part for part in others if part != str(folder))]
    os.environ[name] = os.pathsep.join(folders)
