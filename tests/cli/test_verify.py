"""`verify` in processes of its own: stopped by Ctrl+C, and two at once."""

from __future__ import annotations

import asyncio
import contextlib
import io
import random
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from auditor.wiring import Opening
from tests.cli.auditor import Auditor, Done, takes_ctrl_c
from tests.fakes.quiet_server import QuietServer

GPS = 0x8825
POSITION = "position-in-metadata"
_PATIENCE_S = 120


def picture(number: int, *, place: bool = True) -> bytes:
    noise = random.Random(number).randbytes(40 * 30 * 3)
    image = Image.frombytes("RGB", (40, 30), noise).resize((800, 600))
    exif = Image.Exif()
    if place:
        exif[GPS] = {1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, float(number))}
    into = io.BytesIO()
    image.save(into, "JPEG", exif=exif)
    return into.getvalue()


@dataclass
class Site:
    """A page with pictures. `before` is called with a path and how often it was asked for."""

    files: dict[str, bytes]
    base: str = ""
    before: Callable[[str, int], None] = lambda _path, _times: None
    asked: Counter[str] = field(default_factory=Counter)

    def page(self) -> bytes:
        shown = "".join(f'<img src="{path}">' for path in self.files)
        return f"<!doctype html><title>me</title>{shown}".encode()

    def answer(self, path: str) -> tuple[int, str, bytes]:
        self.asked[path] += 1
        self.before(path, self.asked[path])
        if path == "/":
            return 200, "text/html", self.page()
        body = self.files.get(path)
        return (200, "image/jpeg", body) if body is not None else (404, "text/plain", b"no")


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site({"/a.jpg": picture(1), "/b.jpg": picture(2)})

    class Handler(BaseHTTPRequestHandler):
        def handle(self) -> None:
            with contextlib.suppress(OSError):  # whoever was stopped has hung up
                super().handle()

        def do_GET(self) -> None:
            status, kind, body = made.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Keep quiet."""

    server = QuietServer(("127.0.0.1", 0), Handler)
    made.base = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass(frozen=True)
class AuditorWithoutWait(Auditor):
    """Processes of its own, too, do not wait between two looks."""

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "tests.cli.without_wait", *self.options, *words]


@pytest.fixture
def user(site: Site, tmp_path: Path) -> AuditorWithoutWait:
    """A user who scanned the site."""
    settings = tmp_path / "settings.toml"
    settings.write_text(
        '[network]\nallow_hosts = ["127.0.0.1"]\n[readers]\nvision = false\nexiftool = false\n',
        "utf-8",
    )
    made = AuditorWithoutWait.at(tmp_path, "--settings", str(settings))
    assert isinstance(made, AuditorWithoutWait)
    made.run(
        "accounts",
        "add",
        site.base,
        "--platform",
        "website",
        "--claim",
        "mine",
        "--confirm",
        site.base,
    )
    made.run("scan", code=None)
    return made


def position_findings(user: Auditor) -> dict[str, dict[str, Any]]:
    """Return the findings on positions by the path of their picture."""
    photos = user.run("photos", "--json").json["photos"]
    path_of = {photo["id"]: "/" + photo["media_url"].rpartition("/")[2] for photo in photos}
    found = user.run("findings", "--json", code=None).json["findings"]
    return {path_of[each["photo"]]: each for each in found if each["check"] == POSITION}


def history(done: Done) -> set[str]:
    return {result["finding"] for result in done.json["history"]}


@takes_ctrl_c
def test_ctrl_c_keeps_what_verify_learned(site: Site, user: AuditorWithoutWait) -> None:
    """Stopped in the second round: the first one had told what still stands."""
    found = position_findings(user)
    for finding in found.values():
        user.run("findings", "mark", finding["id"], "--state", "done")
    del site.files["/b.jpg"]
    second, go_on = threading.Event(), threading.Event()
    before = site.asked["/b.jpg"]

    def hold(path: str, times: int) -> None:
        if path == "/b.jpg" and times == before + 2:
            second.set()
            go_on.wait(_PATIENCE_S)

    site.before = hold
    with user.start("verify") as process:
        assert second.wait(_PATIENCE_S)
        process.send_signal(signal.SIGINT)
        _out, err = process.communicate(timeout=_PATIENCE_S)
    go_on.set()
    assert "Traceback" not in err, err
    assert process.returncode == 130
    states = {path: finding["state"] for path, finding in position_findings(user).items()}
    assert states == {"/a.jpg": "open", "/b.jpg": "done"}
    then = user.run("verify", "--json")
    assert [result["state"] for result in then.json["results"]] == ["gone-here"]
    assert history(then) == {finding["id"] for finding in found.values()}


def test_two_at_once_lose_no_history(site: Site, user: AuditorWithoutWait) -> None:
    found = position_findings(user)
    both = threading.Barrier(2)

    def meet(path: str, _times: int) -> None:
        if path != "/":
            both.wait(_PATIENCE_S)

    def start(path: str) -> subprocess.Popen[str]:
        return user.start("verify", "--finding", found[path]["id"], "--json")

    earlier = history(user.run("verify", "--finding", found["/a.jpg"]["id"], "--json", code=1))
    assert earlier == {found["/a.jpg"]["id"]}
    site.before = meet
    with start("/a.jpg") as first, start("/b.jpg") as other:
        ends = [process.communicate(timeout=_PATIENCE_S) for process in (first, other)]
    assert [process.returncode for process in (first, other)] == [1, 1], ends
    site.before = lambda _path, _times: None
    told = user.run("verify", "--finding", found["/b.jpg"]["id"], "--json", code=1).json
    kept = Counter(result["finding"] for result in told["history"])
    assert kept == {found["/a.jpg"]["id"]: 2, found["/b.jpg"]["id"]: 2}


def test_a_clean_copy_in_the_same_place_is_not_open(site: Site, user: AuditorWithoutWait) -> None:
    finding = position_findings(user)["/a.jpg"]["id"]
    user.run("findings", "mark", finding, "--state", "done")
    site.files["/a.jpg"] = picture(1, place=False)
    told = user.run("verify").out
    assert "still there, cleaned" in told
    assert "open again" not in told
    assert "1 of 1 result is settled." in told
    found = user.run("findings", "--json", code=None).json["findings"]
    assert next(each for each in found if each["id"] == finding)["state"] == "verified"


def test_the_program_itself_waits_between_two_looks(
    site: Site, user: AuditorWithoutWait, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the tests pass the time."""
    waited: list[float] = []

    async def counted(seconds: float) -> None:
        waited.append(seconds)

    assert Opening().wait is asyncio.sleep
    monkeypatch.setattr("tests.cli.in_process.at_once", counted)
    finding = position_findings(user)["/b.jpg"]["id"]
    del site.files["/b.jpg"]
    user.run("verify", "--finding", finding)
    assert waited == [pytest.approx(10.0)]
