"""Accounts with many pictures on servers of other projects, and what gallery-dl lists of them.

A relay in between counts what each program asks.
"""

from __future__ import annotations

import http.client
import json
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import httpx
from PIL import Image

from tests.fakes.quiet_server import QuietServer

MASTODON, WIKI = "127.0.0.1:3300", "127.0.0.1:3400"
USER = {"mastodon": "/@testuser", "mediawiki": "/index.php/User:Alice"}
"""Where a user finds the account."""
_PEER = {"mastodon": USER["mastodon"], "mediawiki": "/"}
"""The same account for gallery-dl, which reads a wiki as a whole: all files are of one user."""
_SIDES = (1000, 750)
_MODEL = 0x0110
_IMPORT_S = 600
_NEXT_SECOND_S = 1.1
"""A wiki names what it replaces by the second, and refuses two of one second and name."""
_OVERWRITTEN = 15
"""One file in so many has an older version."""


def make_pictures(folder: Path, count: int, edition: int = 1) -> list[Path]:
    """Write `count` pictures that differ in colour, each with a camera in its EXIF."""
    folder.mkdir(parents=True, exist_ok=True)
    exif = Image.Exif()
    exif[_MODEL] = "Cam 1"
    places = []
    for number in range(count):
        colour = (number % 256, number // 256, 100 * edition)
        places.append(folder / f"Picture_{number:04}.jpg")
        Image.new("RGB", _SIDES, colour).save(places[-1], "JPEG", exif=exif)
    return places


def seed_mastodon(pictures: Sequence[Path]) -> None:
    """Post each picture on the server, the first one last."""
    headers = {"Authorization": "Bearer mock_token"}
    with httpx.Client(base_url=f"http://{MASTODON}", headers=headers, timeout=30) as client:
        for picture in reversed(pictures):
            with picture.open("rb") as file:
                sent = client.post("/api/v2/media", files={"file": file})
            media = sent.raise_for_status().json()["id"]
            told = {"status": picture.stem, "media_ids[]": media}
            client.post("/api/v1/statuses", data=told).raise_for_status()


def seed_wiki(state: Path, pictures: Sequence[Path]) -> None:
    """Upload each picture as Alice, every 15th a second time, each at a second of its own."""
    begun = datetime(2025, 1, 1, tzinfo=UTC)
    _import(state, pictures[0].parent)
    _spread(state, [picture.name for picture in pictures], begun)
    with tempfile.TemporaryDirectory() as folder:
        again = make_pictures(Path(folder), len(pictures), edition=2)
        for number, picture in enumerate(again):
            if number % _OVERWRITTEN:
                picture.unlink()
        names = [picture.name for picture in again[::_OVERWRITTEN]]
        time.sleep(_NEXT_SECOND_S)
        _import(state, Path(folder), "--overwrite")
        _spread(state, names, begun + timedelta(days=1))


def _import(state: Path, folder: Path, *options: str) -> None:
    script = str(state / "mw/w/maintenance/importImages.php")
    command = ["php", script, "--user=Alice", "--comment", "a picture", *options, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_IMPORT_S, check=False)
    assert not done.returncode, done.stdout + done.stderr


def _spread(state: Path, names: Sequence[str], begun: datetime) -> None:
    """Give files seconds of their own: one import uploads many in one, as no person does."""
    times = [(f"{begun + timedelta(seconds=n):%Y%m%d%H%M%S}", name) for n, name in enumerate(names)]
    with sqlite3.connect(state / "mw/data/my_wiki.sqlite", timeout=60) as database:
        database.executemany("UPDATE image SET img_timestamp = ? WHERE img_name = ?", times)
    database.close()


@dataclass
class Relay:
    """Stands before a server and counts what is asked there; `first` is called at the first."""

    server: str
    asked: list[str] = field(default_factory=list)
    first: Callable[[], None] | None = None
    address: str = ""

    def ask(self, path: str) -> None:
        """Count one request."""
        if not self.asked and self.first is not None:
            self.first()
        self.asked.append(path)


@contextmanager
def relay_to(server: str) -> Iterator[Relay]:
    """Run a relay to `server` (host:port), whose name in answers becomes the relay's."""
    relay = Relay(server)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            relay.ask(self.path)
            upstream = http.client.HTTPConnection(relay.server, timeout=120)
            kept = {
                name: value
                for name, value in self.headers.items()
                if name.lower() not in {"host", "accept-encoding", "connection"}
            }
            upstream.request(self.command, self.path, headers=kept)
            answer = upstream.getresponse()
            self._pass(answer, answer.read())
            upstream.close()

        do_HEAD = do_GET  # noqa: N815 - the name that http.server calls

        def _pass(self, answer: http.client.HTTPResponse, body: bytes) -> None:
            body = body.replace(relay.server.encode(), relay.address.encode())
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in {"content-length", "transfer-encoding", "connection"}:
                    self.send_header(name, value.replace(relay.server, relay.address))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(b"" if self.command == "HEAD" else body)

        def log_message(self, *_arguments: object) -> None:
            pass

    with QuietServer(("127.0.0.1", 0), Handler) as listening:
        relay.address = f"127.0.0.1:{listening.server_port}"
        thread = threading.Thread(target=listening.serve_forever, daemon=True)
        thread.start()
        try:
            yield relay
        finally:
            listening.shutdown()
            thread.join()


def gallery_dl(state: Path, scripts: Path, folder: Path, platform: str, relay: Relay) -> list[str]:
    """Return the command that lists the account behind `relay` as JSON, old versions too, unpaced.

    A process of its own, because of its licence.
    """
    settings = folder / "gallery-dl.json"
    text = (scripts / "gallery-dl.json").read_text("utf-8")
    settings.write_text(text.replace(relay.server, relay.address), "utf-8")
    options = ["-o", "sleep-request=0", "-o", "image-revisions=50"]
    program = str(state / "venv/bin/gallery-dl")
    address = f"http://{relay.address}{_PEER[platform]}"
    return [program, "--config-ignore", "-c", str(settings), *options, "-j", address]


def addresses_of(told: str) -> list[str]:
    """Return the addresses of files in what gallery-dl prints; raises ValueError if it failed."""
    entries = json.loads(told)
    failed = [entry[1] for entry in entries if entry[0] < 0]
    if failed:
        raise ValueError(f"gallery-dl: {failed[0]}")
    file = 3  # gallery_dl.extractor.message.Message.Url
    return [entry[1] for entry in entries if entry[0] == file]


def own_lister(platform: str, relay: Relay) -> list[str]:
    """Return the command that lists the account behind `relay` by the source of this project."""
    address = f"http://{relay.address}{USER[platform]}"
    return [sys.executable, "-m", "tests.real.lister", platform, address]
