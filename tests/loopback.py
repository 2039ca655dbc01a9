"""A web server on this machine that misbehaves on request; no test needs the internet."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LOGIN_PAGE = b"<!DOCTYPE html><html><body>Please log in to the school's network</body></html>"


class Misbehaving(BaseHTTPRequestHandler):
    """Answer `/FAULT/file` in the way that FAULT names, and `/good/file` as it should be."""

    def do_GET(self):
        fault, _, name = self.path.lstrip("/").partition("/")
        self.server.requests.append(self.path)
        getattr(self, f"answer_{fault}")(self.server.files.get(name, b""))

    def answer_good(self, content: bytes):
        self._send(content, len(content))

    def answer_unannounced(self, content: bytes):
        self._send(content)

    def answer_missing(self, content: bytes):
        self.send_error(404)

    def answer_broken(self, content: bytes):
        self.send_error(500)

    def answer_truncated(self, content: bytes):
        self._send(content[: len(content) // 2], len(content))

    def answer_cut(self, content: bytes):
        """Stop half way without having said how much there is."""
        self._send(content[: len(content) // 2])

    def answer_wrong(self, content: bytes):
        self.answer_good(content[:-1] + bytes([content[-1] ^ 1]))

    def answer_login(self, content: bytes):
        self.answer_good(LOGIN_PAGE)

    def answer_nothing(self, content: bytes):
        self.answer_good(b"")

    def answer_loop(self, content: bytes, location: str = ""):
        self.send_response(302)
        self.send_header("Location", location or self.path)
        self.end_headers()

    def answer_moved(self, content: bytes):
        self.answer_loop(content, self.path.replace("/moved/", "/good/"))

    def answer_hang(self, content: bytes):
        self.server.closing.wait(30)

    def answer_stall(self, content: bytes):
        """Send the first half and then nothing."""
        self.answer_truncated(content)
        self.server.closing.wait(30)

    def answer_trickle(self, content: bytes):
        self._send(b"", 100_000)
        self._send_slowly(b"x" * 100_000, 1, 0.02)

    def answer_steady(self, content: bytes):
        """Send the whole in twenty pieces over two seconds."""
        self._send(b"", len(content))
        self._send_slowly(content, len(content) // 20, 0.1)

    def answer_endless(self, content: bytes):
        self._send(b"")
        self._send_slowly(bytes(2**28), 65_536, 0)

    def answer_nonsense(self, content: bytes):
        self.wfile.write(b"\x00\xffnot HTTP at all\r\n\r\n")

    def _send(self, content: bytes, length: int | None = None):
        self.send_response(200)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()
        self.wfile.write(content)

    def _send_slowly(self, content: bytes, size: int, pause: float):
        for first in range(0, len(content), size):
            self.wfile.write(content[first : first + size])
            if self.server.closing.wait(pause):
                break

    def log_message(self, *arguments):
        """Keep the tests' output clean."""


class QuietServer(ThreadingHTTPServer):
    """A server that does not mind when a client hangs up."""

    daemon_threads = True

    def handle_error(self, request, client_address):
        """Clients that give up are what these tests are about."""


@contextmanager
def serve(files: dict[str, bytes]) -> Iterator[QuietServer]:
    """Serve `files` on a free port of 127.0.0.1; the server's `url` has no slash at its end."""
    server = QuietServer(("127.0.0.1", 0), Misbehaving)
    server.files, server.requests, server.closing = files, [], threading.Event()
    server.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()
