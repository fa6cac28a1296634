"""The HTML report made of hostile text, opened in a real browser.

Nothing runs and nothing is asked for.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from PIL import Image

from auditor.report import files, view
from auditor.report.html.page import read_page
from auditor.report.html.report import render
from tests.browser import BROWSER, on_paper
from tests.fakes.quiet_server import QuietServer
from tests.unit.report.making import NOW, InventedSession, text_of

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A server that the hostile text points at, and what it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in http.server
            return

    server = QuietServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()
    thread.join()


def hostile(address: str) -> str:
    run = f"fetch('{address}/run');document.title='RUN'"
    return (
        "[/] [@click=app.quit]x[/] \x1b]52;c;aGk=\x07 \u202e "
        f"</title></style></p><script>{run}</script>"
        f"<img src='{address}/img' onerror=\"{run}\">"
        f"\"'><link rel=stylesheet href={address}/css><style>@import "
        f'url({address}/import);*{{display:none}}</style><svg onload="{run}">'
        f"<iframe src={address}/frame></iframe><meta http-equiv=refresh "
        f"content='0;url={address}/refresh'>" + "x" * 10_000
    )


def dom_of(page: Path, profile: Path, *further: str) -> str:
    assert BROWSER is not None
    command = [
        BROWSER,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--virtual-time-budget=3000",
    ]
    quiet = [
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        f"--user-data-dir={profile}",
        "--dump-dom",
    ]
    return subprocess.run(
        [*command, *further, *quiet, page.as_uri()],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    ).stdout


async def report(address: str, target: Path) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(picture, "WEBP")
    session = InventedSession(hostile(address), picture.getvalue())
    await files.save(target, files.pieces(session, "html", full=True))


async def test_the_first_page_is_one_sheet_however_much_there_is_to_say(tmp_path: Path) -> None:
    seen = await read_page(await view.build(InventedSession(), full=True, now=NOW, ends=True))
    words = "a word and another one " * 30
    step = replace(
        seen.steps[0], title="Take out what the platform publishes beside the photo", about=words
    )
    answers = tuple(
        replace(each, sentence=(words, words), could_not_tell=(words,))
        for each in seen.view.answers
    )
    most = replace(
        seen,
        view=replace(seen.view, not_checked=(words,) * 9, answers=answers),
        first=(words,) * 3,
        more_first=6,
        steps=(replace(step, noticed_by=words[:105], evidence_first=True),) * 9,
    )
    page = render(most)
    only = page[: page.index('<h2 class="part">')] + "</main></body></html>"
    assert "Question by question" in page[len(only) - 30 :]
    (tmp_path / "first.html").write_text(only, "utf-8")
    assert on_paper(tmp_path / "first.html", tmp_path / "profile") == 1
    (tmp_path / "whole.html").write_text(page, "utf-8")
    assert on_paper(tmp_path / "whole.html", tmp_path / "profile") > 1


async def test_nothing_is_wider_than_a_telephone(tmp_path: Path) -> None:
    page = await text_of(InventedSession("x" * 5000), "html", full=True)
    (tmp_path / "report.html").write_text(page, "utf-8")
    (tmp_path / "telephone.html").write_text(
        "<!doctype html><body><iframe src=report.html style='width:390px;border:0' onload='"
        "const seen=this.contentDocument.documentElement;"
        "document.title=[seen.clientWidth,seen.scrollWidth].join()'></iframe>",
        "utf-8",
    )
    dom = dom_of(
        tmp_path / "telephone.html", tmp_path / "profile", "--allow-file-access-from-files"
    )
    told = re.search(r"<title>(\d+),(\d+)</title>", dom)
    assert told is not None
    assert 350 <= int(told[1]) <= 390
    assert told[1] == told[2]


async def test_nothing_runs_and_nothing_is_asked_for(
    tmp_path: Path, listener: tuple[str, list[str]]
) -> None:
    address, asked = listener
    await report(address, tmp_path / "report.html")
    dom = dom_of(tmp_path / "report.html", tmp_path / "profile")
    assert asked == []
    assert "<title>What the public can take from your photos</title>" in dom
    assert not re.search(r"<(script|iframe|link|base)\b", dom)
    assert dom.count("<style>") == 1
    assert "[@click=app.quit]x[/]" in dom


def asked_of_the_network(page: Path, room: Path) -> set[str]:
    """Return every address in the browser's own network log while it shows a page.

    The browser itself may ask its maker for this and that; no name is looked up here.
    """
    log = room / "net.json"
    dom_of(
        page,
        room / "profile",
        f"--log-net-log={log}",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    )
    kept = json.loads(log.read_text("utf-8"))
    return {
        str(event["params"]["url"])
        for event in kept["events"]
        if "url" in event.get("params", {}) and "127.0.0.1" in str(event["params"]["url"])
    } | {
        str(event["params"]["host"])
        for event in kept["events"]
        if "example" in str(event.get("params", {}).get("host", ""))
    }


async def test_the_network_log_of_the_browser_names_nothing_of_the_report(
    tmp_path: Path, listener: tuple[str, list[str]]
) -> None:
    """What was only looked up, or refused, stands there too; a naked page shows that it does."""
    address, asked = listener
    await report(address, tmp_path / "report.html")
    room = tmp_path / "report"
    room.mkdir()
    assert asked_of_the_network(tmp_path / "report.html", room) == set()
    assert asked == []
    naked = tmp_path / "naked.html"
    naked.write_text(
        f"<!doctype html><img src='{address}/img'><img src='https://who.example/x'>", "utf-8"
    )
    room = tmp_path / "naked"
    room.mkdir()
    seen = asked_of_the_network(naked, room)
    assert f"{address}/img" in seen
    assert any("who.example" in name for name in seen)


async def test_the_policy_holds_even_if_escaping_failed(
    tmp_path: Path, listener: tuple[str, list[str]]
) -> None:
    """Hostile markup put into the finished page by hand.

    Shows that the policy is understood, and that this test can see a request.
    """
    address, asked = listener
    await report(address, tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text("utf-8")
    attack = (
        f"<script>fetch('{address}/run')</script><img src='{address}/img'>"
        f"<link rel=stylesheet href='{address}/css'>"
    )
    (tmp_path / "attacked.html").write_text(page.replace("<main>", "<main>" + attack), "utf-8")
    dom_of(tmp_path / "attacked.html", tmp_path / "profile")
    assert asked == []
    (tmp_path / "naked.html").write_text("<!doctype html><body>" + attack, "utf-8")
    dom_of(tmp_path / "naked.html", tmp_path / "profile-2")
    assert "/img" in asked


async def test_the_style_passes_its_own_policy(
    tmp_path: Path, listener: tuple[str, list[str]]
) -> None:
    address, _asked = listener
    await report(address, tmp_path / "report.html")
    shot = tmp_path / "page.png"
    assert BROWSER is not None
    command = [
        BROWSER,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--window-size=800,600",
    ]
    subprocess.run(  # noqa: ASYNC221 - nothing else runs on this loop
        [
            *command,
            f"--user-data-dir={tmp_path / 'profile'}",
            f"--screenshot={shot}",
            (tmp_path / "report.html").as_uri(),
        ],
        capture_output=True,
        check=True,
        timeout=120,
    )
    with Image.open(shot) as picture:
        assert picture.convert("RGB").getpixel((2, 2)) == (
            0xF4,
            0xF6,
            0xF8,
        )  # --ground: an unstyled page is white
