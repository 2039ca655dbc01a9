"""A web server on this machine that misbehaves on request; no test needs the internet."""

import threading
import time
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
        self._start(len(content))
        self.wfile.write(content)

    def answer_unannounced(self, content: bytes):
        self._start(None)
        self.wfile.write(content)

    def answer_missing(self, content: bytes):
        self.send_error(404)

    def answer_broken(self, content: bytes):
        self.send_error(500)

    def answer_truncated(self, content: bytes):
        self._start(len(content))
        self.wfile.write(content[: len(content) // 2])

    def answer_cut(self, content: bytes):
        """Stop half way without having said how much there is."""
        self.answer_unannounced(content[: len(content) // 2])

    def answer_wrong(self, content: bytes):
        middle = len(content) // 2
        flipped = bytes([content[middle] ^ 1])
        self.answer_good(content[:middle] + flipped + content[middle + 1 :])

    def answer_login(self, content: bytes):
        self.answer_good(LOGIN_PAGE)

    def answer_nothing(self, content: bytes):
        self.answer_good(b"")

    def answer_loop(self, content: bytes):
        self.send_response(302)
        self.send_header("Location", self.path)
        self.end_headers()

    def answer_moved(self, content: bytes):
        self.send_response(302)
        self.send_header("Location", self.path.replace("/moved/", "/good/"))
        self.end_headers()

    def answer_hang(self, content: bytes):
        self.server.closing.wait(30)

    def answer_stall(self, content: bytes):
        """Send the first half and then nothing."""
        self._start(len(content))
        self.wfile.write(content[: len(content) // 2])
        self.wfile.flush()
        self.server.closing.wait(30)

    def answer_trickle(self, content: bytes):
        self._start(100_000)
        while not self.server.closing.is_set():
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.02)

    def answer_steady(self, content: bytes):
        """Send the whole in twenty pieces over two seconds."""
        self._start(len(content))
        piece = len(content) // 20
        for first in range(0, len(content), piece):
            self.wfile.write(content[first : first + piece])
            self.wfile.flush()
            time.sleep(0.1)

    def answer_endless(self, content: bytes):
        self._start(None)
        while not self.server.closing.is_set():
            self.wfile.write(bytes(65_536))

    def answer_nonsense(self, content: bytes):
        self.wfile.write(b"\x00\xffnot HTTP at all\r\n\r\n")

    def _start(self, length: int | None):
        self.send_response(200)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()

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
