"""Platforms that are read with the person's own key: what it needs, and that the key stays secret.

The platforms answer in this process; nothing is sent. Each key source of the registry is tried.
"""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from auditor import wiring
from auditor.adapters.keys import known_services
from auditor.adapters.keys.secrets import MemorySecrets
from auditor.domain.archives.readable import SourceKind
from auditor.domain.secret import Secret
from auditor.sources import ALL, KeySourceEntry
from auditor.vault.storage import keys, location
from auditor.vault.storage.connection import connect
from tests.cli.auditor import PASSPHRASE, Auditor, Done
from tests.contract.source_cases import CASES, Case, tumblr_with_key
from tests.fakes.own_keys import ALL_PARTS, KEYS, NOT_NEEDED, PAIR
from tests.recorded import Reply, Route, jpeg, with_form

NAMES = [entry.name for entry in ALL if isinstance(entry, KeySourceEntry)]
NEEDED = [entry.name for entry in ALL if entry.kind is SourceKind.KEY]


class Answering:
    """The platform behind the real door: `routes` may be changed, `sent` is what came."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.case: Case = tumblr_with_key() if name == "tumblr" else CASES[name]()
        self.routes: dict[str, Route] = dict(self.case.routes)
        self.sent: list[httpx.Request] = []

    @property
    def variable(self) -> str:
        """The variable that names the file with the key."""
        row = known_services.named(self.name)
        assert row is not None
        return row.variable

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request)
        url = with_form(request)
        route = self.routes.get(f"{url.scheme}://{url.netloc.decode()}{url.path}", jpeg())
        reply = route if isinstance(route, Reply) else route(url)
        return httpx.Response(reply.status, headers=dict(reply.headers), content=reply.body)


@pytest.fixture(params=NAMES)
def platform(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Answering:
    made = Answering(request.param)

    class Connected(httpx.MockTransport):
        def __init__(self, *_rules: object) -> None:
            super().__init__(made.answer)

        async def renew(self) -> None:
            """There is no connection."""

    monkeypatch.setattr("auditor.adapters.network.http.DoorTransport", Connected)
    return made


@pytest.fixture
def auditor(platform: Answering, tmp_path: Path) -> Auditor:
    file = tmp_path / "elsewhere" / "key"
    file.parent.mkdir()
    file.write_text(f"{KEYS[platform.name].text}\n", "utf-8")
    log, who = str(tmp_path / "room.log"), platform.case.account
    made = Auditor.at(tmp_path / "room", "--debug-log", log)
    made = made.told(**{platform.variable: str(file)})
    made.run("accounts", "add", who.url, "--claim", "mine", "--confirm", who.handle)
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
    for part in ALL_PARTS:
        assert part.casefold() not in told.casefold()


def test_every_source_with_a_key_is_tried() -> None:
    assert set(NAMES) == set(KEYS)
    assert set(NAMES) - set(NEEDED) == NOT_NEEDED
    for name, key in KEYS.items():
        row = known_services.named(name)
        assert row is not None
        assert row.fits(key.text)
        assert key.page in row.hint


def test_an_account_is_scanned_and_the_key_is_kept_nowhere(
    auditor: Auditor, platform: Answering
) -> None:
    done = auditor.run("scan", code=None)
    assert done.code in {0, 1}, done.out + done.err
    assert len(auditor.run("photos", "--json").json["photos"]) == platform.case.photos
    secret = KEYS[platform.name].text.rpartition(":")[2]
    first = platform.sent[0]
    if KEYS[platform.name].in_address:
        assert first.url.params["api_key"] == secret
    else:
        assert secret in first.content.decode() or PAIR in first.headers["authorization"]
    asks = [
        each
        for each in platform.sent
        if KEYS[platform.name].in_address
        and str(each.url.copy_with(query=None)) == KEYS[platform.name].asked
    ]
    others = [each for each in platform.sent if each not in asks]
    assert all(part not in str(each.url) for each in others for part in ALL_PARTS)
    asked = {httpx.URL(address).host for address in platform.case.routes}
    pictures = [each for each in platform.sent if each.url.host not in asked]
    assert pictures
    assert all("authorization" not in each.headers for each in pictures)
    assert platform.case.account.handle in everything_kept(auditor), "the vault is looked into"
    nowhere(auditor, done)


def test_of_a_wrong_key_the_platform_says_why_and_it_is_repeated_nowhere(
    auditor: Auditor, platform: Answering
) -> None:
    key = KEYS[platform.name]
    for refusal in (key.wrong, *key.echoes):
        platform.routes[key.asked] = refusal()
        done = auditor.run("scan", code=3)
        reason = key.reason if refusal is key.wrong else "***"
        assert reason in " ".join((done.out + done.err).split())
        nowhere(auditor, done)


@pytest.mark.parametrize("platform", NEEDED, indirect=True)
@pytest.mark.parametrize(
    ("backend", "needs", "way"),
    [
        (MemorySecrets, "There is no key of {title}: it needs your own.", "auditor keys set"),
        (None, "{title} needs a key of your own.", "{variable}"),
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
    row = known_services.named(platform.name)
    assert row is not None
    without = auditor.told(**{platform.variable: ""})
    without.run("scan", code=3)
    (account,) = without.run("accounts", "list", "--json", code=None).json["accounts"]
    told = json.dumps(account)
    assert needs.format(title=row.title) in told
    assert KEYS[platform.name].page in told
    assert "can be used An" not in told, "a sentence ends before the next begins"
    assert way.format(variable=platform.variable) in told
    assert platform.sent == []


@pytest.mark.parametrize("platform", sorted(NOT_NEEDED), indirect=True)
def test_a_key_that_is_not_needed_doubles_nothing_and_loses_nothing(
    auditor: Auditor, platform: Answering
) -> None:
    without = auditor.told(**{platform.variable: ""})
    seen = []
    for run in (without, auditor, without):
        platform.sent.clear()
        done = run.run("scan", code=None)
        assert done.code in {0, 1}, done.out + done.err
        asked = any(str(each.url).startswith(KEYS[platform.name].asked) for each in platform.sent)
        assert asked is (run is auditor)
        listed = run.run("photos", "--json").json["photos"]
        seen.append(sorted(photo["id"] for photo in listed))
        assert len(listed) == platform.case.photos
    assert seen[0] == seen[1] == seen[2]
    nowhere(auditor)


@pytest.mark.parametrize("platform", NEEDED, indirect=True)
def test_the_list_of_sources_says_that_it_takes_a_key(
    auditor: Auditor, platform: Answering
) -> None:
    name = platform.name
    rows = auditor.run("sources", "--json").json["sources"]
    told = [(row["kind"], row["needs"]) for row in rows if row["name"] == name]
    assert ("key", "key") in told
    listed = {row["name"]: row for row in auditor.run("keys", "list", "--json").json["keys"]}
    assert listed[name]["place"] == "file"
