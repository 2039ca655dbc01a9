"""What the server answers: the page, news of a kernel, and headers on everything."""

import html
from http import HTTPStatus
from typing import Any

from jupyter_server.services.kernels.handlers import KernelHandler as JupyterKernelHandler
from tornado.httputil import HTTPHeaders, HTTPServerRequest
from tornado.web import HTTPError, OutputTransform, RequestHandler
from voila.tornado.handler import TornadoVoilaHandler

# Scripts come from this server or are the pad's own modules (anywidget loads them as blobs). No
# inline script runs, so text that found its way into the page could not act. Widgets set inline
# styles, hence the exception for them.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class SecurityHeaders(OutputTransform):
    """Put the headers on every answer, whichever handler gives it."""

    def __init__(self, request: HTTPServerRequest):
        """Take no interest in the request."""

    def transform_first_chunk(
        self, status_code: int, headers: HTTPHeaders, chunk: bytes, finishing: bool
    ) -> tuple[int, HTTPHeaders, bytes]:
        """Add the headers and drop the one that names the server's software."""
        for name, value in HEADERS.items():
            headers[name] = value
        if "Server" in headers:
            del headers["Server"]
        return status_code, headers, chunk


class PageHandler(TornadoVoilaHandler):
    """The one page; each visit gets a kernel of its own."""

    def initialize(self, max_visitors: int, **arguments: Any) -> None:
        """Keep the limit; Voila takes the rest."""
        super().initialize(**arguments)
        self._max_visitors = max_visitors

    async def get(self) -> None:
        """Send the page, or ask to come back later when there are too many visitors."""
        # A foreign page could otherwise start kernels by asking for this one as an "image".
        if self.request.headers.get("Sec-Fetch-Dest", "document") not in ("document", "empty"):
            raise HTTPError(HTTPStatus.FORBIDDEN)
        if len(self.kernel_manager) >= self._max_visitors:
            raise HTTPError(HTTPStatus.SERVICE_UNAVAILABLE, "full")
        await super().get()

    def write_error(self, status_code: int, **details: Any) -> None:
        """Send a short page without any inside knowledge."""
        if status_code == HTTPStatus.SERVICE_UNAVAILABLE:
            self.set_header("Retry-After", "60")
        _write_error(self, status_code)


class KernelHandler(JupyterKernelHandler):
    """Tell whether a kernel still runs; it cannot be removed here."""

    async def delete(self, kernel_id: str) -> None:
        """Refuse."""
        raise HTTPError(HTTPStatus.METHOD_NOT_ALLOWED)


class NotFoundHandler(RequestHandler):
    """The answer to every other address."""

    def prepare(self) -> None:
        """Refuse whatever the method is."""
        raise HTTPError(HTTPStatus.NOT_FOUND)

    def write_error(self, status_code: int, **details: Any) -> None:
        """Send a short page without any inside knowledge."""
        _write_error(self, status_code)


_SENTENCES = {
    HTTPStatus.NOT_FOUND: "There is nothing at this address. The drawing pad is at its top: /",
    HTTPStatus.SERVICE_UNAVAILABLE: "Many people are drawing just now. Try again in a minute.",
}


def _write_error(handler: RequestHandler, status_code: int) -> None:
    """Send an error as a page of one sentence."""
    sentence = _SENTENCES.get(status_code, "This did not work. Load the page again.")
    handler.set_header("Content-Type", "text/html; charset=utf-8")
    handler.finish(
        '<!DOCTYPE html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{status_code}</title><h1>{status_code}</h1><p>{html.escape(sentence)}</p></html>"
    )
