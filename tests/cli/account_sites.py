"""Made definitions of sites, and a server on loopback that answers as such sites do."""

from __future__ import annotations

import contextlib
import json
import random
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.fakes.quiet_server import QuietServer

KINDS = (
    "found", "absent", "soft-404", "blocked", "challenge", "throttled", "silent", "log-in",
    "found-by-text", "absent-by-text",
)  # fmt: skip
BLOCKED = frozenset({"blocked", "challenge", "throttled", "silent", "log-in"})
CHALLENGE = (
    "<html><head><title>Just a moment...</title></head><body><script>window._cf_chl_opt={}"
    "</script></body></html>"
)
_PORTS = 12
_OF_KIND = {"throttled": (0, 1), "silent": (1, 6)}
"""Hosts that are left alone for an hour, or hold what they are asked, are no others."""


@dataclass
class SitesServer:
    """Servers on `bases`; what they were asked, and how many requests stood open at once."""

    name: str
    bases: list[str] = field(default_factory=list)
    asked: list[tuple[int, str]] = field(default_factory=list)
    open: int = 0
    most_open: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    ended: threading.Event = field(default_factory=threading.Event)

    def sites(self, number: int, *, silent: bool = True, seed: int = 3) -> list[dict[str, Any]]:
        """Return that many definitions in the form of WhatsMyName.

        Without `silent`, what would not answer at all refuses to.
        """
        draw = random.Random(seed)
        made = []
        for site in range(number):
            kind = KINDS[site % len(KINDS)]
            kind = "blocked" if kind == "silent" and not silent else kind
            base = self.bases[draw.randrange(*_OF_KIND.get(kind, (6, _PORTS)))]
            by_text = kind.endswith("-by-text")
            made.append(
                {
                    "name": f"Site {site} {kind}",
                    "uri_check": f"{base}/{kind}/{site}/{{account}}",
                    "e_code": 200,
                    "e_string": "profile of",
                    "m_code": 200 if by_text else 404,
                    "m_string": "nobody here" if by_text else "",
                    "cat": "social",
                }
            )
        return made

    def file(self, number: int, *, silent: bool = True) -> str:
        return json.dumps({"license": ["CC"], "sites": self.sites(number, silent=silent)})


def _answer(server: SitesServer, handler: BaseHTTPRequestHandler) -> None:
    _nothing, kind, site, name = handler.path.split("/", 3)
    with server.lock:
        server.asked.append((int(site), name))
    if kind == "silent":
        _be_silent(server, handler)
        return
    status, body, headers = _reply(server, kind, handler.path)
    data = body.encode()
    handler.send_response(status)
    for key, value in {"Content-Type": "text/html", **headers}.items():
        handler.send_header(key, value)
    handler.send_header("Content-Length", str(len(data)))
    handler.end_headers()
    handler.wfile.write(data)


def _be_silent(server: SitesServer, handler: BaseHTTPRequestHandler) -> None:
    """Say nothing until whoever asked is gone."""
    handler.connection.settimeout(0.2)
    while not server.ended.is_set():
        with contextlib.suppress(TimeoutError):
            if not handler.connection.recv(1, socket.MSG_PEEK):
                return


def _reply(server: SitesServer, kind: str, path: str) -> tuple[int, str, dict[str, str]]:
    _nothing, _kind, site, name = path.split("/", 3)
    always = {
        "blocked": (403, f"profile of {name}", {}),
        "challenge": (200, CHALLENGE, {}),
        "throttled": (429, "", {"Retry-After": "3600"}),
    }
    if kind in always:
        return always[kind]
    if kind == "log-in":
        if "login" not in path:
            return 302, "", {"Location": f"/log-in/{site}/login?next={name}"}
        return 200, f"<html><form>profile of {name}<input type=password></form></html>", {}
    if kind == "soft-404" or (kind.startswith("found") and name == server.name):
        return 200, f"<html><h1>profile of {name}</h1><a href='/a'>a</a></html>", {}
    if kind.endswith("-by-text"):
        return 200, "<html><body><h1>nobody here</h1></body></html>", {}
    return 404, "<html><body>nothing</body></html>", {}


@contextlib.contextmanager
def account_sites(name: str) -> Iterator[SitesServer]:
    """Run the servers, on which only `name` has accounts."""
    made = SitesServer(name)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"

        def do_GET(self) -> None:
            with made.lock:
                made.open += 1
                made.most_open = max(made.most_open, made.open)
            with contextlib.suppress(OSError):
                _answer(made, self)
            with made.lock:
                made.open -= 1

        def log_message(self, *args: object) -> None:
            """Keep quiet."""

    with contextlib.ExitStack() as stack:
        for _port in range(_PORTS):
            server = QuietServer(("127.0.0.1", 0), Handler)
            server.daemon_threads = True
            server.request_queue_size = 100
            thread = threading.Thread(target=server.serve_forever, args=(0.05,))
            thread.start()
            made.bases.append(f"http://127.0.0.1:{server.server_port}")
            stack.callback(server.server_close)
            stack.callback(thread.join)
            stack.callback(server.shutdown)
        yield made
        made.ended.set()
