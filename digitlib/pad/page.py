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
from digitlib.network.predictor import load_predictor

# The page runs its own script, uses its own style, shows pictures that it holds; no more.
POLICY = (
    "default-src 'none'; script-src 'sha256-{script}'; style-src 'sha256-{style}'; "
    "img-src data:; base-uri 'none'; form-action 'none'"
)
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Encoding": "gzip",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}
USUAL_PORT = 8866  # always the same: a browser keeps drawings by address and port


def build_page(model: str | os.PathLike | None = None) -> str:
    """Return the page as HTML; `model` is an .npz network, the shipped one by default.

    Raises ModelError if the file is no network, or its weights are too large for the page.
    """
    scripts = "\n".join(map(_text, ("pad.js", "reader.js", "page.js")))
    # In a block, so that nothing but `window.digits` is seen from outside.
    parts = {"style": _text("page.css"), "script": f'"use strict"; {{\n{scripts}}}'}
    policy = POLICY.format(**{name: _sha256(text) for name, text in parts.items()})
    parts |= {"policy": policy, "network": json.dumps(_network_for_script(model))}
    html = _text("page.html")
    for name, text in parts.items():
        html = html.replace(f"{{{{{name}}}}}", text)
    return html


def write_page(path: str | os.PathLike, model: str | os.PathLike | None = None) -> int:
    """Write the page to `path`, whole or not at all; return its size in bytes.

    Raises ModelError as `build_page` does, DigitlibError if `path` cannot be written.
    """
    content = build_page(model).encode()
    with atomic_path(path, DigitlibError) as temporary:
        temporary.write_bytes(content)
    return len(content)


def serve_page(
    ip: str = "127.0.0.1",
    port: int | None = None,
    open_browser: bool = True,
    model: str | os.PathLike | None = None,
) -> None:
    """Serve the page, and nothing else, until Ctrl-C.

    `ip` 0.0.0.0 serves the local network and prints a QR code. `port` is by default 8866, or any
    free one if that is taken. Raises DigitlibError if the address cannot be served or there is no
    network, ModelError as `build_page` does.
    """
    shown = _address_in_network() if ip == "0.0.0.0" else ip
    with _listen(ip, port, gzip.compress(build_page(model).encode())) as server:
        address = f"http://{shown}:{server.server_address[1]}/"
        print(f"The pad is at {address}  (Ctrl-C ends it)", flush=True)
        if ip == "0.0.0.0":
            _print_code(address)
        if open_browser:
            webbrowser.open(address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print("\nStopped. Pages that are open still work.")


def _text(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def _sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _network_for_script(model: str | os.PathLike | None) -> dict:
    """Return a network as reader.js takes it, its weights as little-endian half floats."""
    network = load_predictor(model).network
    arrays = [array for layer in network.layers for array in (layer.weights, layer.bias)]
    with np.errstate(over="ignore"):
        halves = np.concatenate([array.ravel() for array in arrays]).astype("<f2")
    if not np.isfinite(halves).all():
        raise ModelError("The network has weights beyond 65,504, too large for the page.")
    return {
        "layers": [
            {"kind": one.kind, "shape": one.weights.shape, "padding": one.padding, "pool": one.pool}
            for one in network.layers
        ],
        "temperature": network.temperature,
        "threshold": network.threshold,
        "weights": base64.b64encode(halves).decode(),
    }


class _OnePage(BaseHTTPRequestHandler):
    content = b""  # the page, gzipped
    timeout = 20  # seconds that a silent visitor may hold a thread
    server_version, sys_version = "digitlib", ""

    def do_GET(self) -> None:
        if self.path.partition("?")[0] != "/":
            return self.send_error(404)
        self.send_response(200)
        for name, value in {**HEADERS, "Content-Length": str(len(self.content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(self.content)

    def log_message(self, *_) -> None:
        pass  # who visits is nobody's business


def _listen(ip: str, port: int | None, content: bytes) -> ThreadingHTTPServer:
    handler = type("Handler", (_OnePage,), {"content": content})
    for wanted in [port] if port else [USUAL_PORT, 0]:
        try:
            return ThreadingHTTPServer((ip, wanted), handler)
        except OSError as error:
            reason = error.strerror or error
    raise DigitlibError(
        f"The pad cannot be served on {ip}{f', port {port}' if port else ''} ({reason}). "
        "Choose another --port, 1024 to 65535; --ip is 127.0.0.1 or 0.0.0.0."
    )


def _address_in_network() -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing: it only asks which way that would go
        except OSError:
            raise DigitlibError(
                "This machine is not connected to a network. Connect it to the one that the class "
                "uses, or give its address there, such as --ip 192.168.1.5."
            ) from None
        return probe.getsockname()[0]


def _print_code(address: str) -> None:
    try:
        import segno
    except ImportError:
        print("For a QR code to scan: pip install segno", flush=True)
    else:
        segno.make(address, error="l").terminal(compact=True)
