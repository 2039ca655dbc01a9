"""The pad as one page: a single HTML file with the network inside, written or served."""

import base64
import gzip
import hashlib
import json
import os
import socket
import webbrowser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np

from digitlib.errors import DigitlibError, ModelError
from digitlib.files import atomic_path
from digitlib.network.numpy_cnn import Network
from digitlib.network.predictor import load_predictor

HERE = Path(__file__).parent
# What the page may do: run this script, use this style, show pictures that are part of it.
POLICY = (
    "default-src 'none'; script-src '{script}'; style-src '{style}'; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)
# The same port each time: a browser keeps drawings by address and port.
USUAL_PORT = 8866


def page(path: str | os.PathLike = "digit_pad.html", model: str | os.PathLike | None = None) -> int:
    """Write the page to `path`, whole or not at all, and say how to open it; return 0.

    `model` is an .npz network, the shipped one by default. Raises ModelError for a file that is
    none, DigitlibError if `path` does not end in .html or cannot be written.
    """
    path = Path(path)
    if path.suffix.lower() not in (".html", ".htm"):
        raise DigitlibError(f"{path} does not end in .html. Give the name of an .html file.")
    content = build_page(load_predictor(model).network).encode()
    with atomic_path(path, DigitlibError) as temporary:
        temporary.write_bytes(content)
    print(f"Saved {path} ({len(content) / 1e6:.2f} MB). Open it with a double click; it needs")
    print("no network and no server. Copy it to a USB stick, a phone or any web host.")
    return 0


def app(
    ip: str = "127.0.0.1",
    port: int | None = None,
    open_browser: bool = True,
    model: str | os.PathLike | None = None,
) -> int:
    """Serve the page, and nothing else, until Ctrl-C; return 0.

    `ip` 0.0.0.0 serves the local network, and prints the address and a QR code for a class.
    Raises DigitlibError if the address or the port cannot be used, or there is no network.
    """
    content = build_page(load_predictor(model).network).encode()
    with _listen(ip, port, content) as server:
        port = server.server_address[1]
        local = f"http://{'127.0.0.1' if ip == '0.0.0.0' else ip}:{port}/"
        print(f"The pad is at {local}\nCtrl-C stops it.", flush=True)
        if ip == "0.0.0.0":
            _invite(f"http://{_address_in_network()}:{port}/")
        if open_browser:
            webbrowser.open(local)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print("\nStopped. Pages that are open go on working.")
    return 0


def build_page(network: Network) -> str:
    """Return the page as HTML text."""
    script = "\n".join(_part(name) for name in ("pad.js", "reader.js", "page.js"))
    # A function of its own, so that only window.digits is seen from outside.
    parts = {"style": f"\n{_part('page.css')}", "script": f'\n"use strict";\n{{\n{script}}}\n'}
    hashes = {name: f"sha256-{_sha256(text)}" for name, text in parts.items()}
    parts |= {"network": json.dumps(_plain(network)), "policy": POLICY.format(**hashes)}
    html = _part("page.html")
    for name, text in parts.items():
        html = html.replace(f"{{{{{name}}}}}", text)
    return html


def _part(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _plain(network: Network) -> dict:
    """Return a network as reader.js takes it, weights as half-precision floats, little-endian."""
    numbers = np.concatenate([a.ravel() for one in network.layers for a in (one.weights, one.bias)])
    with np.errstate(over="ignore"):
        halves = numbers.astype("<f2")
    if not np.isfinite(halves).all():
        raise ModelError("The network has weights above 65,504, too large for the page.")
    return {
        "layers": [
            {"kind": one.kind, "shape": one.weights.shape, "padding": one.padding, "pool": one.pool}
            for one in network.layers
        ],
        "temperature": network.temperature,
        "threshold": network.threshold,
        "weights": base64.b64encode(halves.tobytes()).decode(),
    }


class _OnePage(BaseHTTPRequestHandler):
    """Answer GET / with the page and everything else with 404."""

    timeout = 10  # seconds for a request: a silent visitor holds no thread for long
    server_version, sys_version = "digitlib", ""
    content = b""

    def do_GET(self) -> None:
        """Send the page, packed where the browser can unpack it."""
        if self.path.partition("?")[0] != "/":
            self.send_error(404)
            return
        packed = "gzip" in self.headers.get("Accept-Encoding", "")
        content = gzip.compress(self.content) if packed else self.content
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Security-Policy", "frame-ancestors 'none'")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-cache")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_HEAD = do_GET  # noqa: N815

    def log_message(self, *_) -> None:
        """Write nothing: who visits is nobody's business."""


def _listen(ip: str, port: int | None, content: bytes) -> ThreadingHTTPServer:
    """Return a server on `port`; without one on the usual port or else any free one."""
    handler = type("Handler", (_OnePage,), {"content": content})
    for wanted in [USUAL_PORT, 0] if port is None else [port]:
        try:
            return ThreadingHTTPServer((ip, wanted), handler)
        except (OSError, OverflowError) as error:
            fault = error
    reason = getattr(fault, "strerror", None) or fault
    raise DigitlibError(
        f"Cannot serve on {ip}, port {wanted} ({reason}). "
        "Leave --port out, or choose another from 1024 to 65535; --ip is 127.0.0.1 or 0.0.0.0."
    )


def _address_in_network() -> str:
    """Return this machine's address in the local network; raise DigitlibError if it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Nothing is sent: the system only looks up which way it would go.
            probe.connect(("192.0.2.1", 9))
        except OSError:
            raise DigitlibError(
                "This machine is in no network. Connect it to the class's network, or leave --ip "
                "out to serve this machine alone."
            ) from None
        return probe.getsockname()[0]


def _invite(address: str) -> None:
    """Print the address for a class, and its QR code."""
    print(f"In this network: {address}")
    try:
        import segno
    except ImportError:
        print("For a QR code to scan, install segno: pip install segno")
        return
    segno.make(address, error="l").terminal(compact=True)
