"""A host on loopback for reported links: pages and pictures by path, changed as a test goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

from tests.fakes.quiet_server import QuietServer

Said = tuple[int, dict[str, str], bytes]


def page(body: str, title: str = "A page of people", status: int = 200) -> Said:
    text = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    return status, {"Content-Type": "text/html; charset=utf-8"}, text.encode()


def shown(
    name: str, words: str = "Some words of whoever runs this page, as pages have them."
) -> Said:
    links = "".join(f'<a href="/other/{n}">another page {n}</a>' for n in range(8))
    return page(f'<p>{words}</p><img src="{name}" width="500" height="400">{links}')


def file(data: bytes, kind: str = "image/jpeg", status: int = 200) -> Said:
    return status, {"Content-Type": kind}, data


def to(where: str, status: int = 302) -> Said:
    return status, {"Location": where}, b""


@dataclass
class Host:
    """Answers by path; counts what it was asked."""

    says: dict[str, Said | Callable[[], Said]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answer(self, path: str) -> Said:
        self.asked.append(path)
        said = self.says.get(path, (404, {}, b""))
        return said() if callable(said) else said


@contextmanager
def serving() -> Iterator[Host]:
    """Serve on loopback until the end of the block."""
    made = Host()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = made.answer(self.path.partition("?")[0])
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its signature
            pass

    server = QuietServer(("127.0.0.1", 0), Handler)
    made.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()
