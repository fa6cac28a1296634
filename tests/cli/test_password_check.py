"""auditor password-check: what goes out, what is said, and that nothing of a password stays."""

from __future__ import annotations

import getpass
import hashlib
import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from unittest import mock

import pytest

from auditor.adapters.keys import secrets
from auditor.services import pwned_passwords
from tests.cli.auditor import Auditor
from tests.cli.tracing import traced
from tests.fakes.leaked_list import EvenList
from tests.fakes.password_ranges import Answers, StandIn, standing_in

WEAK, FRESH = "password", "violet-anchor-9-Quixote"
LEAKED = {WEAK: 3730471, "hunter2": 17043}
EXPORT = (
    "name,url,username,password,note\n"
    f"Mail,https://mail.example/in,ada,{WEAK},\n"
    f"Shop,https://shop.example/,ada@ada.example,{FRESH},\n"
    f"Bank,https://bank.example/,ada,{FRESH},\n"
    "Note,,,,a note\n"
)


def prefix(password: str) -> str:
    return hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()[:5]


@pytest.fixture
def service() -> Iterator[StandIn]:
    with standing_in(LEAKED) as running:
        yield running


@pytest.fixture
def own(service: StandIn, tmp_path: Path) -> Auditor:
    return Auditor.at(tmp_path, "--settings", str(service.settings(tmp_path)))


@pytest.fixture
def hashes(tmp_path: Path) -> str:
    """Return the path of a list in which the weak one stands."""
    digests = [hashlib.sha1(word.encode()).hexdigest().upper() for word in (WEAK, FRESH)]
    EvenList(100_000_000, leaked={digests[0]: 42}).write(tmp_path / "hashes.txt", digests)
    return str(tmp_path / "hashes.txt")


def test_five_characters_go_out_and_nothing_else(own: Auditor, service: StandIn) -> None:
    said = own.type(WEAK + "\n", "password-check", "--yes", code=1)
    assert "stands 3,730,471 times in known leaks" in said.out
    ((line, headers, body),) = service.asked
    assert line == f"GET /range/{prefix(WEAK)} HTTP/1.1"
    assert body == b""
    assert headers.pop("Add-Padding") == "true"
    assert set(headers) <= {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
    assert f"GET http://{service.host}/range/{prefix(WEAK)}" in said.err


def test_one_that_is_not_there_is_not_called_good(own: Auditor) -> None:
    said = own.type(FRESH + "\n", "password-check", "--yes")
    assert "not in this list; that does not make it a good password" in said.out


def test_nothing_of_it_stays(own: Auditor, tmp_path: Path) -> None:
    export = tmp_path / "export.csv"
    export.write_text(EXPORT, "utf-8")
    log = ("--debug-log", str(tmp_path / "debug.log"))
    done = [
        own.type(FRESH + "\n", *log, "password-check", "--yes", "--json"),
        own.type(str(export) + "\n", *log, "password-check", "--export", "-", "--yes", code=1),
        own.run("network-log", "--json"),
    ]
    export.unlink()
    said = "".join(each.out + each.err for each in done)
    assert "/range/(hidden)" in done[-1].out
    assert "delete it" in done[1].err.casefold()
    files = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for text in (FRESH, hashlib.sha1(FRESH.encode()).hexdigest()[5:]):
        assert text.casefold() not in said.casefold()
        assert text.casefold().encode() not in files.lower()
    for text in ("ada@ada.example", "shop.example", prefix(FRESH), prefix(WEAK)):
        assert text.encode() not in files
    assert prefix(FRESH) not in done[-1].out


def test_an_export(own: Auditor, service: StandIn) -> None:
    said = own.type(EXPORT, "password-check", "--export", "-", "--yes", code=1)
    assert "mail.example ada: stands 3,730,471 times" in said.out
    assert "One password in 2 entries" in said.out
    assert re.search(r"  shop\.example ada@ada\.example\n  bank\.example ada\n", said.out)
    assert "2 passwords are not in this list" in said.out
    assert "1 entry without a password" in said.err
    assert len(service.asked) == 2, "each range once"
    assert "readable for anybody" not in said.err, "there is no file to delete"
    document = own.type(EXPORT, "password-check", "--export", "-", "--yes", "--json", code=1).json
    assert [(entry["name"], entry["found"]) for entry in document["entries"]] == [
        ("mail.example ada", True),
        ("shop.example ada@ada.example", False),
        ("bank.example ada", False),
    ]
    assert document["reused"] == [["shop.example ada@ada.example", "bank.example ada"]]
    assert [request["path"] for request in document["sent"]] == [
        f"/range/{prefix(WEAK)}",
        f"/range/{prefix(FRESH)}",
    ]


def test_names_are_masked_where_others_look_on(own: Auditor) -> None:
    words = ("--projector", "password-check", "--export", "-", "--yes")
    for more in ((), ("--json",)):
        said = own.type(EXPORT, *words, *more, code=1)
        assert "example" not in said.out
        assert "ada" not in said.out
    assert "entry 2" in own.type(EXPORT, *words, code=1).out


@pytest.mark.parametrize("words", [(), ("--export", "-")])
def test_a_dry_run_sends_nothing_and_needs_no_vault(
    own: Auditor, service: StandIn, words: tuple[str, ...]
) -> None:
    typed = EXPORT if words else WEAK + "\n"
    own = own.told(AUDITOR_PASSPHRASE_FILE="")
    said = own.type(typed, "password-check", *words, "--dry-run").out
    assert f"GET http://{service.host}/range/{prefix(WEAK)}" in said
    assert "Add-Padding: true" in said
    document = own.type(typed, "password-check", *words, "--dry-run", "--json").json
    assert {entry["found"] for entry in document["entries"]} == {None}
    assert document["sent"]
    assert service.asked == []
    assert list(own.vault.iterdir()) == []


def test_a_downloaded_list_needs_neither_network_nor_vault(
    own: Auditor, service: StandIn, hashes: str
) -> None:
    own = own.told(AUDITOR_PASSPHRASE_FILE="")
    assert (
        "stands 42 times" in own.type(f"{WEAK}\n", "password-check", "--file", hashes, code=1).out
    )
    assert "not in this list" in own.type(f"{FRESH}\n", "password-check", "--file", hashes).out
    document = own.type(
        EXPORT, "password-check", "--file", hashes, "--export", "-", "--json", code=1
    )
    assert [entry["count"] for entry in document.json["entries"]] == [42, None, None]
    assert document.json["sent"] == []
    assert "Nothing would be sent" in own.run("password-check", "--file", hashes, "--dry-run").out
    assert service.asked == []
    assert list(own.vault.iterdir()) == []


@pytest.mark.parametrize("words", [("--dry-run",), ("--dry-run", "--export", "-"), ("--file",)])
def test_no_socket_is_opened(own: Auditor, hashes: str, words: tuple[str, ...]) -> None:
    words = (*words, hashes) if "--file" in words else words
    typed = EXPORT if "--export" in words else WEAK + "\n"
    done, calls = traced(own, typed, "password-check", *words)
    assert done.code == ("--file" in words), done.err
    assert calls == []


def test_what_could_not_be_told_outranks_what_was_found(own: Auditor, hashes: str) -> None:
    other = EXPORT + "Other,https://other.example,ada,somewhere in the hollow,\n"
    said = own.type(other, "password-check", "--file", hashes, "--export", "-", code=3)
    assert re.search(
        r"Could not tell: the list has a hole here.*\n  other\.example ada\n", said.out
    )
    assert "mail.example ada: stands 42 times" in said.out


def test_a_list_that_cannot_be_searched(own: Auditor, tmp_path: Path) -> None:
    (tmp_path / "list.7z").write_bytes(b"7z\xbc\xaf\x27\x1c")
    said = own.type("x\n", "password-check", "--file", str(tmp_path / "list.7z"), code=3)
    assert "packed" in said.err
    assert said.out == ""


@pytest.mark.parametrize("typed", ["", "\n", "two\nlines\n", EXPORT])
def test_what_is_not_one_password_is_not_looked_for(
    own: Auditor, service: StandIn, typed: str
) -> None:
    assert own.type(typed, "password-check", "--yes", code=2).out == ""
    assert service.asked == []


def test_spaces_belong_to_a_password(own: Auditor, service: StandIn) -> None:
    own.type(f" {WEAK}\r\n", "password-check", "--yes")
    assert service.asked[0][0] == f"GET /range/{prefix(' ' + WEAK)} HTTP/1.1"


def test_without_a_yes_nothing_is_sent(own: Auditor, service: StandIn) -> None:
    assert "--dry-run" in own.type(WEAK + "\n", "password-check", code=2).err
    with mock.patch.object(getpass, "getpass", return_value=WEAK):
        said = own.type("no\n", "password-check", at_terminal=True)
        assert "Nothing was sent" in said.err
        assert service.asked == []
        own.type("yes\n", "password-check", at_terminal=True, code=1)
    assert len(service.asked) == 1


def test_a_terminal_that_would_show_it_is_not_used(own: Auditor) -> None:
    shows = getpass.GetPassWarning("Can not control echo on the terminal.")
    with mock.patch.object(getpass, "getpass", side_effect=shows):
        said = own.type("", "password-check", "--yes", at_terminal=True, code=2)
    assert "would show what you type" in said.err


def test_offline_and_practice_only(own: Auditor, service: StandIn, tmp_path: Path) -> None:
    said = own.type(WEAK + "\n", "--offline", "password-check", "--yes", code=3)
    assert "--offline" in said.out
    elsewhere = tmp_path / "elsewhere.toml"
    elsewhere.write_text('[services]\npwned_passwords_url = "https://p.example"\n', "utf-8")
    locked = Auditor.at(tmp_path, "--settings", str(elsewhere), "--practice-only", "--offline")
    said = locked.type(WEAK + "\n", "password-check", "--yes", code=2)
    assert "practice range" in said.err
    assert service.asked == []


def _page(handler: BaseHTTPRequestHandler) -> None:
    body = b"<!doctype html><title>Just a moment</title>"
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def _json(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "2")
    handler.end_headers()
    handler.wfile.write(b"[]")


def _missing(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(404)
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def _endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(10_000_000_000))
    handler.end_headers()
    handler.wfile.write(b"0" * 4096)


def _elsewhere(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(302)
    handler.send_header("Location", "https://other.example" + handler.path)
    handler.send_header("Content-Length", "0")
    handler.end_headers()


@pytest.mark.parametrize(
    ("misbehave", "says"),
    [
        (_page, "no list of hashes"),
        (_json, "no list of hashes"),
        (_missing, "404"),
        (_endless, "larger|too large|more than|MiB|bytes"),
        (_elsewhere, "not followed"),
    ],
)
def test_a_service_that_lies_is_one_clear_line(
    tmp_path: Path, misbehave: Answers, says: str
) -> None:
    with standing_in(LEAKED, misbehave) as service:
        own = Auditor.at(tmp_path, "--settings", str(service.settings(tmp_path)))
        said = own.type(WEAK + "\n", "password-check", "--yes", code=3)
        (line,) = said.out.splitlines()
        assert line.startswith("Could not tell: ")
        assert re.search(says, line)
        assert len(service.asked) == 1


def test_a_service_that_is_slow_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pwned_passwords, "_PATIENCE_S", 0.5)
    held: list[StandIn] = []

    def wait(_handler: BaseHTTPRequestHandler) -> None:
        held[0].release.wait(60)

    with standing_in(LEAKED, wait) as service:
        held.append(service)
        own = Auditor.at(tmp_path, "--settings", str(service.settings(tmp_path)))
        said = own.type(EXPORT, "password-check", "--export", "-", "--yes", code=3)
        assert len(service.asked) == 1
    assert "took too long" in said.out


def test_the_keyring_gives_one_password(own: Auditor, service: StandIn) -> None:
    class Backend:
        def get_password(self, service: str, username: str) -> str | None:
            return WEAK if (service, username) == ("mail.example", "ada") else None

        def set_password(self, service: str, username: str, password: str) -> None:
            raise AssertionError

        def delete_password(self, service: str, username: str) -> None:
            raise AssertionError

    original = secrets.KeyringSecrets
    with mock.patch.object(secrets, "KeyringSecrets", lambda name: original(name, backend=Backend)):
        said = own.type("mail.example\nada\n", "password-check", "--keyring", "--yes", code=1)
        assert "mail.example ada: stands" in said.out
        own.type("mail.example\nbea\n", "password-check", "--keyring", "--yes", code=2)
    said = own.type("mail.example\nada\n", "password-check", "--keyring", "--yes", code=4)
    assert "type the password" in said.err
    own.type("a\nb\n", "password-check", "--keyring", "--dry-run", code=2)
    assert len(service.asked) == 1


@pytest.mark.parametrize("name", ["sha1_of", "_in_list", "gather"])
def test_a_mistake_of_ours_shows_no_password(
    own: Auditor, tmp_path: Path, hashes: str, name: str
) -> None:
    log = tmp_path / "debug.log"
    where = f"auditor.cli.commands.outside.password_check.{name}"
    with mock.patch(where, side_effect=RuntimeError(f"broke over {FRESH}")):
        said = own.type(
            FRESH + "\n", "--debug-log", str(log), "password-check", "--file", hashes, code=2
        )
    assert FRESH not in said.out + said.err + log.read_text("utf-8")


def test_a_refused_export_tells_nothing_of_it(own: Auditor, tmp_path: Path) -> None:
    broken = tmp_path / "broken.csv"
    broken.write_text(f'name,url,username,password\na,b,c,"{FRESH}\n', "utf-8")
    log = tmp_path / "debug.log"
    said = own.type(
        f"{broken}\n", "--debug-log", str(log), "password-check", "--export", "-", "--yes", code=2
    )
    assert "damaged" in said.err
    assert FRESH not in said.out + said.err + log.read_text("utf-8")
