"""A stand-in for Pwned Passwords on 127.0.0.1, as its documentation says that it behaves."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from tests.fakes.quiet_server import QuietServer

ROWS = 900
PADDING = 100

Answers = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class StandIn:
    """`asked`: request line, headers and body of everything that came in."""

    host: str = ""
    asked: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    release: threading.Event = field(default_factory=threading.Event)

    def settings(self, folder: Path, *, timeout_s: float = 10) -> Path:
        path = folder / "settings.toml"
        path.write_text(
            f'[network]\nallow_hosts = ["{self.host}"]\ntimeout_s = {timeout_s}\n'
            f'[services]\npwned_passwords_url = "http://{self.host}"\n',
            "utf-8",
        )
        return path


def range_of(prefix: str, leaked: Mapping[str, int]) -> str:
    """Return a whole range with these passwords, padded at its end with rows that count 0."""
    step = 16**35 // ROWS
    rows = {f"{number * step:035X}": number + 1 for number in range(ROWS)}
    for password, count in leaked.items():
        digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
        if digest.startswith(prefix):
            rows[digest[5:]] = count
    padded = {
        hashlib.sha256(f"{prefix}{n}".encode()).hexdigest()[:35].upper(): 0 for n in range(PADDING)
    }
    return "\r\n".join(
        f"{suffix}:{count}" for suffix, count in (*sorted(rows.items()), *padded.items())
    )


@contextmanager
def standing_in(leaked: Mapping[str, int], misbehave: Answers | None = None) -> Iterator[StandIn]:
    """Serve until the block ends; `misbehave` writes another answer than the documented one."""
    state = StandIn()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body = self.rfile.read(length)
            state.asked.append((self.requestline, dict(self.headers), body))
            if misbehave is not None:
                misbehave(self)
                return
            text = range_of(self.path.rpartition("/")[2], leaked).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/plain")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_POST = do_PUT = do_HEAD = do_GET  # noqa: N815 - the names that http.server calls

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    with QuietServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        state.host = f"127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield state
        finally:
            state.release.set()
            server.shutdown()
