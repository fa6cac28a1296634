"""One request, one answer, and the HTTP between them.

Keep-alive, HEAD, Range, conditional requests, loopback hosts only.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TypeAlias
from urllib.parse import parse_qsl, unquote, urlsplit

from auditor.practice.uploads import MOST_BYTES

_LOOPBACK = ("127.0.0.1", "localhost")
_MAX_BODY = 64 * 1024
_MAX_FORM = MOST_BYTES + _MAX_BODY
_RUNS_NOTHING = {
    "Content-Security-Policy": "default-src 'none'; img-src http://127.0.0.1:* "
    "http://localhost:*; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}
"""Headers of pages: what people type stays text even if it were not escaped somewhere."""
_FORMS = ("/owner/", "/report/")
"""Ends of the paths that take forms with a file."""


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked: `path` decoded, `query` with the last value of each name."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""

    def number(self, name: str, default: int, most: int) -> int:
        """Return a whole number from the query, between 1 and `most`."""
        value = self.query.get(name, "")
        return min(max(int(value), 1), most) if value.isascii() and value.isdigit() else default


@dataclass(frozen=True, slots=True)
class Response:
    """What is answered.

    A callable body is made only when its bytes are needed, so a 304 costs nothing.
    """

    body: bytes | Callable[[], bytes]
    mime: str
    status: int = HTTPStatus.OK
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str = ""
    modified: datetime | None = None


Respond: TypeAlias = Callable[[Request], Response]


def json_response(
    value: object, status: int = HTTPStatus.OK, headers: Mapping[str, str] | None = None
) -> Response:
    """Answer with JSON."""
    return Response(
        json.dumps(value, ensure_ascii=False).encode(),
        "application/json; charset=utf-8",
        status,
        headers or {},
    )


def html_response(
    page: str, status: int = HTTPStatus.OK, headers: Mapping[str, str] | None = None
) -> Response:
    """Answer with a page."""
    return Response(page.encode(), "text/html; charset=utf-8", status, headers or {})


def not_found() -> Response:
    """Answer that there is no such page."""
    return html_response(
        "<!doctype html><title>404</title><p>There is nothing here.", HTTPStatus.NOT_FOUND
    )


class Handler(BaseHTTPRequestHandler):
    """Speaks HTTP/1.1 for the route of its server."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "practice-range", ""
    server: Server

    def do_GET(self) -> None:
        """Answer a GET."""
        self._answer()

    def do_HEAD(self) -> None:
        """Answer a HEAD."""
        self._answer()

    def do_POST(self) -> None:
        """Answer a POST."""
        self._answer()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Say nothing: stdout and stderr belong to whoever started the range."""

    def _answer(self) -> None:
        length = self.headers.get("Content-Length", "0")
        most = _MAX_FORM if self.path.partition("?")[0].endswith(_FORMS) else _MAX_BODY
        if not length.isdigit() or int(length) > most:
            self.close_connection = True
            self._send(html_response("too large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE))
            return
        body = self.rfile.read(int(length))
        if self.headers.get("Host", "").rsplit(":", 1)[0] not in _LOOPBACK:
            # A page of the open web that points a name at 127.0.0.1 must not read the range.
            self._send(html_response("loopback only", HTTPStatus.MISDIRECTED_REQUEST))
            return
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self._send(
            self.server.route(Request(self.command, unquote(parts.path), query, headers, body))
        )

    def _send(self, response: Response) -> None:
        if response.status == HTTPStatus.OK and self._fresh(response):
            self.send_response(HTTPStatus.NOT_MODIFIED)
            self._common(response)
            self.end_headers()
            return
        body = response.body if isinstance(response.body, bytes) else response.body()
        status = int(response.status)
        extra: dict[str, str] = {}
        if status == HTTPStatus.OK and self.command in {"GET", "HEAD"}:
            status, extra, body = self._ranged(body, response)
        self.send_response(status)
        self._common(response)
        self.send_header("Content-Type", response.mime)
        self.send_header("Content-Length", str(len(body)))
        for name, value in extra.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _common(self, response: Response) -> None:
        for name, value in response.headers.items():
            self.send_header(name, value)
        for name, value in _RUNS_NOTHING.items() if response.mime.startswith("text/html") else ():
            self.send_header(name, value)
        if response.etag:
            self.send_header("ETag", response.etag)
            self.send_header("Accept-Ranges", "bytes")
        if response.modified:
            self.send_header(
                "Last-Modified", format_datetime(response.modified.astimezone(UTC), usegmt=True)
            )

    def _fresh(self, response: Response) -> bool:
        """Whether the asker's copy is still good.

        If-None-Match goes before If-Modified-Since (RFC 9110 section 13.2.2).
        """
        known = self.headers.get("If-None-Match")
        if known is not None and response.etag:
            return known.strip() == "*" or response.etag in [
                tag.strip().removeprefix("W/") for tag in known.split(",")
            ]
        since = self.headers.get("If-Modified-Since")
        if since is None or response.modified is None:
            return False
        try:
            return response.modified.replace(microsecond=0) <= parsedate_to_datetime(since)
        except (TypeError, ValueError):
            return False

    def _ranged(self, body: bytes, response: Response) -> tuple[int, dict[str, str], bytes]:
        """Return status, further headers and the bytes asked for.

        RFC 9110 section 14; one range, else the whole.
        """
        wish = self.headers.get("Range", "")
        if not wish.startswith("bytes=") or "," in wish or not response.etag:
            return HTTPStatus.OK, {}, body
        if self.headers.get("If-Range", response.etag) != response.etag:
            return HTTPStatus.OK, {}, body
        first, _dash, last = wish.removeprefix("bytes=").partition("-")
        if not (first + last).isdigit():
            return HTTPStatus.OK, {}, body
        start = int(first) if first else max(0, len(body) - int(last))
        stop = min(int(last) + 1, len(body)) if first and last else len(body)
        if start >= len(body) or stop <= start:
            return (
                HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
                {"Content-Range": f"bytes */{len(body)}"},
                b"",
            )
        return (
            HTTPStatus.PARTIAL_CONTENT,
            {"Content-Range": f"bytes {start}-{stop - 1}/{len(body)}"},
            body[start:stop],
        )


class Server(ThreadingHTTPServer):
    """One local server on a port that the system chose."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.route: Respond = lambda _request: not_found()

    @property
    def base(self) -> str:
        """The URL of this server, without a slash at its end."""
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing when an asker hangs up."""
