"""A service on loopback for commands that run as processes of their own."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tests.cli.auditor import Auditor
from tests.fakes.quiet_server import QuietServer

Reply = Callable[[BaseHTTPRequestHandler], bool]
"""Answers in a way of its own; False leaves it to the service."""
Query = dict[str, list[str]]
Respond = Callable[[BaseHTTPRequestHandler, str, Query], None]
"""Answers a request, by path and query."""


@contextlib.contextmanager
def serving(respond: Respond) -> Iterator[str]:
    """Run it; its address without a path."""

    class Handler(BaseHTTPRequestHandler):
        def handle(self) -> None:
            with contextlib.suppress(OSError):
                super().handle()

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            respond(self, parts.path, parse_qs(parts.query))

        def log_message(self, *args: object) -> None:
            """Keep quiet."""

    server = QuietServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def asking(room: Path, timeout_s: float, **services: str) -> Auditor:
    """Return a command line whose settings name these services on loopback, by their keys."""
    settings = room / "settings.toml"
    named = "".join(f'{key} = "{url}"\n' for key, url in services.items())
    settings.write_text(
        f'[network]\nallow_hosts = ["127.0.0.1"]\ntimeout_s = {timeout_s}\n[services]\n{named}',
        "utf-8",
    )
    return Auditor.at(room, "--settings", str(settings))


def send(
    request: BaseHTTPRequestHandler, status: int, body: bytes, length: int = 0, **headers: str
) -> None:
    """Send JSON; `length` is what the header says of it, if not the truth."""
    request.send_response(status)
    request.send_header("Content-Type", "application/json")
    request.send_header("Content-Length", str(length or len(body)))
    for name, value in headers.items():
        if value:
            request.send_header(name.replace("_", "-"), value)
    request.end_headers()
    request.wfile.write(body)


def page_of_errors(request: BaseHTTPRequestHandler) -> bool:
    send(request, 200, b"<!DOCTYPE html><title>Temporarily Offline</title>")
    return True


def nothing_at_all(request: BaseHTTPRequestHandler) -> bool:
    send(request, 200, b"")
    return True


def ten_gigabytes(request: BaseHTTPRequestHandler) -> bool:
    send(request, 200, b'[["urlkey","timestamp"', 10 * 1024**3)
    for _block in range(400):  # whoever reads on hangs up long before
        request.wfile.write(b" " * 1024 * 1024)
    return True


def cut_short(request: BaseHTTPRequestHandler) -> bool:
    send(request, 200, b'[{"id": ', 5000)
    request.connection.close()
    return True
