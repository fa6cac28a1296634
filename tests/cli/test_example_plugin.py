"""The example plugin of docs/plugins.md as a user has it: built, installed and put to work."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from tests.cli.auditor import PATIENCE_S, ROOT, Auditor
from tests.fakes.quiet_server import QuietServer

EXAMPLE = ROOT / "docs" / "example-plugin"
PROGRAM = "Darkroom 4.2"

pytestmark = pytest.mark.slow


def picture() -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Software] = PROGRAM
    target = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(target, "JPEG", exif=exif)
    return target.getvalue()


FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "A garden",
    "items": [{"id": "1", "url": "/roses", "image": "/roses.jpg", "title": "Roses"}],
}


@pytest.fixture
def site() -> Iterator[str]:
    """Host and port of a server that has a feed of one photo."""
    pages = {
        "/feed.json": ("application/feed+json", json.dumps(FEED).encode()),
        "/roses.jpg": ("image/jpeg", picture()),
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, body = pages.get(self.path, ("", b""))
            self.send_response(200 if body else 404)
            self.send_header("content-type", kind or "text/plain")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in http.server
            return

    server = QuietServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that pip installed the plugin into; nothing is downloaded."""
    folder = tmp_path_factory.mktemp("packages")
    offline = ("--no-index", "--no-build-isolation", "--no-deps", "--disable-pip-version-check")
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", *offline, "--target", folder, EXAMPLE],
        check=True,
        cwd=folder,
        timeout=PATIENCE_S,
    )
    return folder


def test_it_is_listed_and_reads_and_finds(fresh: Auditor, packages: Path, site: str) -> None:
    installed = fresh.told(PYTHONPATH=os.pathsep.join((str(ROOT), str(packages))))
    # Only a process of its own finds the packages as they were installed.
    assert installed.run_apart("checks", "--json").json["plugins"] == ["editing-software"]
    refused = installed.run_apart("accounts", "list").err
    assert "it is not trusted yet: auditor plugins trust auditor-jsonfeed" in refused
    installed.run_apart("plugins", "trust", "auditor-jsonfeed")
    address = f"http://{site}/feed.json"
    opened = ("--allow-host", site)
    added = installed.run_apart(
        *opened, "accounts", "add", address, "--claim", "mine", "--confirm", address, "--json"
    ).json
    assert added["account"]["platform"] == "jsonfeed"
    assert added["supported"]
    done = installed.run_apart(*opened, "scan", code=1)
    assert "could not be loaded" not in done.err
    (found,) = [
        finding
        for finding in installed.run_apart("findings", "--json", code=1).json["findings"]
        if finding["check"] == "editing-software"
    ]
    assert PROGRAM in str(found["evidence"])
    asked = installed.run_apart("network-log", "--json").json
    assert {entry["host"] for entry in asked["requests"]} == {site}


def test_without_it_nothing_of_it_is_there(fresh: Auditor) -> None:
    assert fresh.run_apart("checks", "--json").json["plugins"] == []
