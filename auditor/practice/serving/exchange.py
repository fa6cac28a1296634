"""One request, one answer, and the HTTP between them.

Keep-alive, HEAD, Range, conditional requests; only hosts that were meant are answered.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import field, replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedIOBase
from socketserver import TCPServer
from typing import Any, Protocol, TypeAlias
from urllib.parse import parse_qsl, unquote, urlsplit

from auditor.dataclass import dataclass
from auditor.practice.uploads import MOST_BYTES

LOOPBACK = "127.0.0.1"
_LOOPBACK = (LOOPBACK, "localhost")
_MAX_BODY = 64 * 1024
_MAX_FORM = MOST_BYTES + _MAX_BODY
_MOST_HEAD = 32 * 1024
"""Bytes of the first line and the headers of a request."""
_MOST_FORGOTTEN, _FORGETS_S, _CHUNK = 64 * 1024 * 1024, 20.0, 64 * 1024
_FORMS = ("/owner/", "/report/")
"""Ends of the paths that take forms with a file."""


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked: `path` decoded, `query` with the last value of each name.

    `client` is the address of whoever asks.
    """

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""
    client: str = ""

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


class Guard(Protocol):
    """Stands before a server that others on the network reach."""

    patience_s: float
    """Seconds for which somebody may keep a connection silent."""

    def opens(self, client: str) -> bool:
        """Whether an address may open one more connection; `closes` follows where it may."""
        ...

    def closes(self, client: str) -> None:
        """Note that a connection has ended."""
        ...

    def refuses(self, request: Request, length: int) -> Response | None:
        """Return why a request is not answered, before its `length` bytes are read."""
        ...


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

    def setup(self) -> None:
        """Wait no longer for a silent asker than the guard says."""
        super().setup()
        if self.server.guard is not None:
            self.connection.settimeout(self.server.guard.patience_s)
        self.head = _Head(self.rfile)
        self.rfile = self.head

    def handle_one_request(self) -> None:
        """Take one request, whose head may be only so long."""
        self.head.left = _MOST_HEAD
        super().handle_one_request()

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
            known = int(length) if length.isdigit() else 0
            self._turn_away(html_response("too large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE), known)
            return
        # where a body is not read, what follows it on the connection cannot be either
        if not self.server.is_meant(self.headers.get("Host", "")):
            # A page of the open web that points a name at this address must not read the range.
            self.close_connection = True
            self._send(html_response("not this host", HTTPStatus.MISDIRECTED_REQUEST))
            return
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        headers = {name.lower(): value for name, value in self.headers.items()}
        client = str(self.client_address[0])
        asked = Request(self.command, unquote(parts.path), query, headers, client=client)
        guard = self.server.guard
        refused = None if guard is None else guard.refuses(asked, int(length))
        if refused is not None:
            self._turn_away(refused, int(length))
            return
        self._send(self.server.route(replace(asked, body=self.rfile.read(int(length)))))

    def _turn_away(self, response: Response, length: int) -> None:
        """Answer without taking a body of that length; it is read and forgotten, within bounds.

        Else a browser, or a learner's program, that still sends it would never read the answer.
        """
        self.close_connection = self.close_connection or length > 0
        self._send(response)
        self.wfile.flush()
        left, end = min(length, _MOST_FORGOTTEN), time.monotonic() + _FORGETS_S
        with contextlib.suppress(OSError):
            while left > 0 and time.monotonic() < end and (read := self.head.read1(_CHUNK)):
                left -= len(read)

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
        if response.mime.startswith("text/html"):
            for name, value in self.server.runs_nothing.items():
                if name not in response.headers:
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


class _Head(BufferedIOBase):
    """What is read from an asker; lines only as long as `left` lasts."""

    def __init__(self, inner: BufferedIOBase) -> None:
        super().__init__()
        self._inner = inner
        self.left = _MOST_HEAD

    def readline(self, _size: int | None = -1, /) -> bytes:
        """Return a line. Raises ConnectionError where the head is too long."""
        line = self._inner.readline(_MOST_HEAD + 1)
        self.left -= len(line)
        if self.left < 0:
            raise ConnectionError("too long a head")
        return line

    def read(self, size: int | None = -1, /) -> bytes:
        """Return the bytes of a body."""
        return self._inner.read(-1 if size is None else size)

    def read1(self, size: int = -1, /) -> bytes:
        """Return what has come of a body."""
        return self._inner.read1(size)

    def close(self) -> None:
        """Close what is read from."""
        self._inner.close()
        super().close()


class Server(ThreadingHTTPServer):
    """One local server.

    On `port`, or on one that the system chose. `address` is one of this device's own; others on its
    network reach it where it is no loopback one, and then a `guard` stands before it.
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(
        self, port: int = 0, address: str = LOOPBACK, *, guard: Guard | None = None
    ) -> None:
        super().__init__((address, port), Handler)
        self.address = address
        self.guard = guard
        self.route: Respond = lambda _request: not_found()
        names = _LOOPBACK if address == LOOPBACK else (address,)
        pictures = " ".join(f"http://{name}:*" for name in names)
        self.runs_nothing = {
            "Content-Security-Policy": f"default-src 'none'; img-src 'self' {pictures}; "
            "style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; "
            "frame-ancestors 'none'",
            "X-Content-Type-Options": "nosniff",
        }
        """Headers of pages: what people type stays text even if it were not escaped somewhere."""

    def server_bind(self) -> None:
        """Take the port, and ask nobody for a name of its address as http.server does."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]

    @property
    def base(self) -> str:
        """The URL of this server, without a slash at its end."""
        return f"http://{self.address}:{self.server_port}"

    def is_meant(self, host: str) -> bool:
        """Whether a Host header names this server; beyond loopback it is the printed one alone."""
        if self.address == LOOPBACK:
            return host.rsplit(":", 1)[0] in _LOOPBACK
        return host == f"{self.address}:{self.server_port}"

    def verify_request(self, _request: object, client_address: object) -> bool:
        """Whether somebody may open one more connection."""
        return self.guard is None or self.guard.opens(_client(client_address))

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer on a connection to its end."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            if self.guard is not None:
                self.guard.closes(_client(client_address))

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing when an asker hangs up."""


def _client(address: object) -> str:
    return str(address[0]) if isinstance(address, tuple) else ""
