"""Sites that lead elsewhere, never end or send too much: never a hit, never "absent"."""

from __future__ import annotations

import contextlib
import gzip
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.cli.auditor import Auditor
from tests.cli.model_sites import own
from tests.cli.stand_in import asking
from tests.cli.test_discover import MARA, NAME

BOMB = gzip.compress(b"profile of " + NAME.encode() + bytes(200 << 20), 1)
TIMEOUT_S = 6.0


@dataclass
class Inside:
    """A server inside a private network, which nothing may reach, and what it was asked."""

    url: str = ""
    asked: list[str] = field(default_factory=list)


def _send(handler: BaseHTTPRequestHandler, status: int, body: bytes, **headers: str) -> None:
    handler.send_response(status)
    for name, value in {"Content_Type": "text/html", **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def _drip(handler: BaseHTTPRequestHandler, ended: threading.Event) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    for letter in f"<html>profile of {NAME}" + "." * 10_000:
        handler.wfile.write(letter.encode())
        handler.wfile.flush()
        if ended.wait(0.2):
            return


LEADS: dict[str, Callable[[Inside, str], str]] = {
    "to-private": lambda inside, _path: f"{inside.url}/profile",
    "to-metadata": lambda _inside, _path: "http://169.254.169.254/latest/meta-data/",
    "to-file": lambda _inside, _path: "file:///etc/passwd",
    "to-mapped": lambda inside, _path: inside.url.replace("127.0.0.2", "[::ffff:127.0.0.2]"),
    "to-number": lambda inside, _path: inside.url.replace("127.0.0.2", "2130706434"),
    "loop": lambda _inside, path: path + "/x",
    "to-nowhere": lambda _inside, _path: "http://",
}
PAGE = f"<html><h1>profile of {NAME}</h1></html>".encode()
WALL = b"<html><h1>Before you continue</h1><p>We use cookies</p><form action=/agree></form></html>"
KINDS = (*LEADS, "drip", "bomb", "large", "wall", "both", "cut", "other-length", "empty")


def _answer(handler: BaseHTTPRequestHandler, inside: Inside, ended: threading.Event) -> None:
    kind = handler.path.split("/")[1]
    if kind in LEADS:
        _send(handler, 302, b"", Location=LEADS[kind](inside, handler.path))
    elif kind == "drip":
        _drip(handler, ended)
    elif kind == "bomb":
        _send(handler, 200, BOMB, Content_Encoding="gzip")
    elif kind == "large":
        _send(handler, 200, PAGE + bytes(10 << 20))
    elif kind == "wall":
        _send(handler, 200, WALL)
    elif kind == "both":
        _send(handler, 200, PAGE + b"nobody here")
    elif kind == "cut":
        _send(handler, 200, PAGE, Content_Length="100000")
    elif kind == "other-length":
        _send(handler, 200, PAGE, Content_Encoding="gzip")
    else:
        _send(handler, 200, b"")


@contextlib.contextmanager
def _serving(host: str, answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with contextlib.suppress(OSError):
                answer(self)

        def log_message(self, *args: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer((host, 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://{host}:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def told(tmp_path: Path) -> Iterator[tuple[dict[str, str], Inside, Auditor]]:
    """Ask each kind of site about a name: the reason told of each."""
    inside, ended = Inside(), threading.Event()

    def private(handler: BaseHTTPRequestHandler) -> None:
        inside.asked.append(handler.path)
        _send(handler, 200, PAGE)

    with (
        _serving("127.0.0.2", private) as url,
        _serving("127.0.0.1", lambda handler: _answer(handler, inside, ended)) as base,
    ):
        inside.url = url
        user = asking(tmp_path, TIMEOUT_S)
        own(user, MARA)
        rows = [
            {
                "name": kind,
                "uri_check": f"{base}/{kind}/{{account}}",
                "e_code": 200,
                "e_string": "profile of",
                "m_code": 200 if kind in {"wall", "both", "empty"} else 404,
                "m_string": "nobody here" if kind in {"wall", "both", "empty"} else "",
                "cat": "social",
            }
            for kind in KINDS
        ]
        (tmp_path / "sites.json").write_text(json.dumps({"sites": rows}), "utf-8")
        try:
            done = user.run(
                "discover", "--sites", str(tmp_path / "sites.json"), "--yes", "--json", code=3
            )
        finally:
            ended.set()
        assert done.json["candidates"] == []
        assert done.json["absent"] == 0
        yield {row["platform"]: row["reason"] for row in done.json["unknown"]}, inside, user


def test_sites_that_mean_harm_could_not_be_told(
    told: tuple[dict[str, str], Inside, Auditor],
) -> None:
    reasons, inside, user = told
    assert reasons.keys() == set(KINDS), "each is told, none of them twice"
    assert inside.asked == [], "no redirect leads into a private network"
    assert {reasons[kind] for kind in LEADS} == {"unreachable"}
    assert reasons["drip"] == "time-out"
    assert {reasons[kind] for kind in ("wall", "both", "empty")} == {"no-mark"}
    cut = {kind: reasons[kind] for kind in ("bomb", "large", "cut", "other-length")}
    assert set(cut.values()) == {"unreachable"}, cut
    sent = user.run("network-log", "--json").json["requests"]
    assert {row["status"] for row in sent if not row["host"].startswith("127.0.0.1")} == {None}


def _by_shape(handler: BaseHTTPRequestHandler) -> None:
    """Lead some names to a page of all, as routes of sites do: nobody has an account here."""
    _nothing, kind, name = handler.path.split("/", 2)
    taken = {
        "signs": "-" in name,
        "digits": any(letter.isdigit() for letter in name),
        "short": len(name) <= 15,
    }
    if taken[kind]:
        _send(handler, 200, b"<html><h1>profile of everybody</h1></html>")
    else:
        _send(handler, 404, b"<html>nothing</html>")


def test_a_site_that_knows_every_name_of_a_shape_is_no_hit(tmp_path: Path) -> None:
    with _serving("127.0.0.1", _by_shape) as base:
        user = asking(tmp_path, TIMEOUT_S)
        own(user, MARA)
        rows = [
            {
                "name": kind,
                "uri_check": f"{base}/{kind}/{{account}}",
                "e_code": 200,
                "e_string": "profile of",
                "m_code": 404,
                "cat": "social",
            }
            for kind in ("signs", "digits", "short")
        ]
        (tmp_path / "sites.json").write_text(json.dumps({"sites": rows}), "utf-8")
        path = str(tmp_path / "sites.json")
        for _again in range(2):
            done = user.run("discover", "--sites", path, "--yes", "--json", code=3).json
            assert done["candidates"] == []
            assert {row["reason"] for row in done["unknown"]} == {"every-name"}


def test_a_site_that_begins_to_know_every_name_is_no_hit_any_more(tmp_path: Path) -> None:
    knows_all = threading.Event()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        found = knows_all.is_set() or handler.path.endswith(f"/{NAME}")
        _send(handler, 200 if found else 404, b"<html><h1>profile of one</h1></html>")

    with _serving("127.0.0.1", answer) as base:
        user = asking(tmp_path, TIMEOUT_S)
        own(user, MARA)
        row = {
            "name": "Site",
            "uri_check": f"{base}/{{account}}",
            "e_code": 200,
            "e_string": "profile of",
            "m_code": 404,
            "cat": "social",
        }
        (tmp_path / "sites.json").write_text(json.dumps({"sites": [row]}), "utf-8")
        path = str(tmp_path / "sites.json")
        first = user.run("discover", "--sites", path, "--yes", "--json").json
        assert len(first["candidates"]) == 1
        knows_all.set()
        again = user.run("discover", "--sites", path, "--yes", "--json", code=3).json
        assert again["candidates"] == []
        assert [row["reason"] for row in again["unknown"]] == ["every-name"]
