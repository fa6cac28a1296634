"""A platform that is read with the person's own key: what it needs, and that the key stays secret.

The platform answers in this process; nothing is sent.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from auditor import wiring
from auditor.adapters.keys.secrets import MemorySecrets
from auditor.domain.secret import Secret
from auditor.vault.storage import keys, location
from auditor.vault.storage.connection import connect
from tests.cli.auditor import PASSPHRASE, Auditor, Done
from tests.contract.source_cases import ART, CASES
from tests.fakes.own_keys import NUMBER, TOKEN, WORDS
from tests.recorded import Reply, Route, jpeg, recorded

TOKENS = f"{ART}/oauth2/token"
VARIABLE = "AUDITOR_DEVIANTART_KEY_FILE"
WHO = f"{ART}/wanda-paints"


class Answering:
    """The platform behind the real door: `routes` may be changed, `sent` is what came."""

    def __init__(self) -> None:
        self.routes: dict[str, Route] = dict(CASES["deviantart"]().routes)
        self.sent: list[httpx.Request] = []

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request)
        url = request.url
        route = self.routes.get(f"{url.scheme}://{url.netloc.decode()}{url.path}", jpeg())
        reply = route if isinstance(route, Reply) else route(url)
        return httpx.Response(reply.status, headers=dict(reply.headers), content=reply.body)


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> Answering:
    made = Answering()

    class Connected(httpx.MockTransport):
        def __init__(self, *_rules: object) -> None:
            super().__init__(made.answer)

        async def renew(self) -> None:
            """There is no connection."""

    monkeypatch.setattr("auditor.adapters.network.http.DoorTransport", Connected)
    return made


@pytest.fixture
def auditor(platform: Answering, tmp_path: Path) -> Auditor:
    del platform
    file = tmp_path / "elsewhere" / "key"
    file.parent.mkdir()
    file.write_text(f"{NUMBER}:{WORDS}\n", "utf-8")
    log = str(tmp_path / "room.log")
    made = Auditor.at(tmp_path / "room", "--debug-log", log).told(**{VARIABLE: str(file)})
    made.run("accounts", "add", WHO, "--claim", "mine", "--confirm", "wanda-paints")
    return made


def everything_kept(auditor: Auditor) -> str:
    """Return all cells of the opened vault as text."""
    connection = connect(
        auditor.vault / location.DATABASE, keys.open(auditor.vault, Secret(PASSPHRASE))
    )
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    cells = [
        cell.decode("latin-1") if isinstance(cell, bytes) else str(cell)
        for (name,) in tables
        for row in connection.execute(f'SELECT * FROM "{name}"')
        for cell in row
    ]
    connection.close()
    return "\n".join(cells)


def nowhere(auditor: Auditor, *done: Done) -> None:
    """Assert that no part of the key, nor the token it was exchanged for, was said or kept."""
    shown = [
        auditor.run("network-log", "--json"),
        auditor.run("photos", "--json", code=None),
        auditor.run("report", "--full", "--output", str(auditor.room / "report.json"), code=None),
        auditor.run("keys", "list", "--json"),
        auditor.run("accounts", "list", "--json"),
    ]
    assert (auditor.room / "report.json").exists()
    told = "\n".join(each.out + each.err for each in (*done, *shown)) + everything_kept(auditor)
    for path in auditor.room.parent.glob("room*"):
        files = [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]
        told += "\n".join(each.read_bytes().decode("latin-1") for each in files)
    for part in (NUMBER, WORDS, TOKEN):
        assert part.casefold() not in told.casefold()


def test_a_gallery_is_scanned_and_the_key_is_kept_nowhere(
    auditor: Auditor, platform: Answering
) -> None:
    done = auditor.run("scan", code=None)
    assert done.code in {0, 1}, done.out + done.err
    assert len(auditor.run("photos", "--json").json["photos"]) == CASES["deviantart"]().photos
    assert WORDS in platform.sent[0].content.decode()
    pictures = [each for each in platform.sent if each.url.host != "www.deviantart.com"]
    assert pictures
    assert all("authorization" not in each.headers for each in pictures)
    assert "wanda-paints" in everything_kept(auditor), "the vault is looked into"
    nowhere(auditor, done)


def echo(status: int) -> Reply:
    words = f"no client {NUMBER} with {WORDS}"
    return Reply(json.dumps({"error": "x", "error_description": words}).encode(), status)


@pytest.mark.parametrize(
    ("refusal", "reason"),
    [
        (lambda: recorded("deviantart/wrong_key.json", 401), "The client credentials are invalid"),
        (lambda: echo(401), "no client *** with ***"),
        (lambda: echo(500), "no client *** with ***"),
    ],
)
def test_of_a_wrong_key_the_platform_says_why_and_it_is_repeated_nowhere(
    auditor: Auditor, platform: Answering, refusal: Callable[[], Reply], reason: str
) -> None:
    platform.routes[TOKENS] = refusal()
    done = auditor.run("scan", code=3)
    assert reason in " ".join((done.out + done.err).split())
    nowhere(auditor, done)


@pytest.mark.parametrize(
    ("backend", "needs", "way"),
    [
        (MemorySecrets, "There is no key of DeviantArt: it needs your own.", "auditor keys set"),
        (None, "DeviantArt needs a key of your own.", VARIABLE),
    ],
)
def test_without_a_key_one_line_says_what_it_needs_and_where_to_get_it(
    auditor: Auditor,
    platform: Answering,
    monkeypatch: pytest.MonkeyPatch,
    backend: type[MemorySecrets] | None,
    needs: str,
    way: str,
) -> None:
    if backend is not None:
        monkeypatch.setattr(wiring, "KeyringSecrets", backend)
    without = auditor.told(**{VARIABLE: ""})
    without.run("scan", code=3)
    (row,) = without.run("accounts", "list", "--json", code=None).json["accounts"]
    told = json.dumps(row)
    assert needs in told
    assert "https://www.deviantart.com/developers/apps" in told
    assert "can be used An" not in told, "a sentence ends before the next begins"
    assert way in told
    assert platform.sent == []


def test_the_list_of_sources_says_that_it_takes_a_key(auditor: Auditor) -> None:
    rows = {row["name"]: row for row in auditor.run("sources", "--json").json["sources"]}
    assert (rows["deviantart"]["kind"], rows["deviantart"]["needs"]) == ("key", "key")
    listed = {row["name"]: row for row in auditor.run("keys", "list", "--json").json["keys"]}
    assert listed["deviantart"]["place"] == "file"
