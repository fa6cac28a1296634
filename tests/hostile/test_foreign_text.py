"""Every command, in a real terminal, on servers and files whose every text tries to steer it.

The reports too.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.hostile import terminal
from tests.hostile.hostile_sites import (
    STEERING,
    Site,
    hostile,
    mastodon,
    picture,
    serving,
    wordpress,
)

pytestmark = pytest.mark.slow

BROWSER = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
MOVES = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
"""Whatever moves the cursor, starts a sequence, turns the reading direction or shows nothing.

Line feeds left aside.
"""
LONGEST = 2_010
FILE_NAME = "[@click=app.quit]\x1b]52;c;aGk=\x07\x9b\u202e.jpg"
LISTS = (
    ["accounts", "list"],
    ["photos"],
    ["findings"],
    ["plan"],
    ["network-log"],
    ["photos", "--json"],
    ["findings", "--json"],
    ["network-log", "--json"],
    ["accounts", "list", "--json"],
)


@dataclass(frozen=True)
class Scanned:
    """A vault with a scan of both servers, and what the terminal got on the way.

    And what a browser that runs anything would ask.
    """

    home: Path
    shown: bytes
    listener: Site


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scanned]:
    home = tmp_path_factory.mktemp("hostile") / "home"
    with serving() as social, serving() as site, serving() as listener:
        text = hostile(listener.address)
        mastodon(social, text)
        wordpress(site, text)
        opened = ["--allow-host", social.host, "--allow-host", site.host]
        shown = b""
        for url in (f"{social.address}/@ann", f"{site.address}/"):
            code, got = terminal.run(
                ["accounts", "add", url, "--claim", "mine", "--confirm", url, *opened], home
            )
            assert code == 0, got
            shown += got
        code, got = terminal.run(["scan", *opened], home)
        assert code == 1, got
        yield Scanned(home, shown + got, listener)


def assert_steers_nothing(raw: bytes, longest: int = LONGEST) -> str:
    text = raw.decode("utf-8").replace("\r\n", "\n")
    assert not MOVES.search(text), re.findall(r".{0,40}" + MOVES.pattern, text)[:3]
    assert "Traceback" not in text
    assert "something went wrong" not in text
    assert max(map(len, text.split("\n"))) <= longest
    return text


def test_the_pattern_finds_what_it_is_for() -> None:
    assert all(MOVES.search(mark) for mark in STEERING if not mark.isprintable())
    with pytest.raises(AssertionError):
        assert_steers_nothing(b"\x1b]52;c;aGk=\x07")
    with pytest.raises(AssertionError):
        assert_steers_nothing(b"x" * 10_000)


def test_adding_and_scanning(scanned: Scanned) -> None:
    assert_steers_nothing(scanned.shown)


@pytest.mark.parametrize("words", LISTS, ids=" ".join)
def test_lists(scanned: Scanned, words: list[str]) -> None:
    code, raw = terminal.run(words, scanned.home)
    assert code == (1 if words[0] == "findings" else 0)
    as_json = "--json" in words
    text = assert_steers_nothing(raw, 30_000 if as_json else LONGEST)
    if as_json:
        assert not MOVES.search("".join(strings(json.loads(text))).replace("\n", ""))
    elif words[0] == "photos":
        assert "[@click=app" in text  # shown as text, not taken for markup


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)


def report(scanned: Scanned, form: str) -> str:
    target = scanned.home.parent / f"report.{form}"
    code, raw = terminal.run(
        ["report", "--format", form, "--full", "--output", str(target)], scanned.home
    )
    assert code == 0
    assert_steers_nothing(raw)
    return target.read_bytes().decode("utf-8")


def test_csv_report(scanned: Scanned) -> None:
    rows = list(csv.reader(io.StringIO(report(scanned, "csv").removeprefix("\ufeff"), newline="")))
    assert len({len(row) for row in rows}) == 1
    cells = [cell for row in rows for cell in row]
    assert any("cmd()" in cell for cell in cells)
    assert not [
        cell
        for cell in cells
        if cell.lstrip().startswith(("=", "+", "-", "@")) or MOVES.search(cell) or "\n" in cell
    ]


@pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")
def test_html_report_asks_for_nothing(scanned: Scanned, tmp_path: Path) -> None:
    page = report(scanned, "html")
    assert not MOVES.search(page)
    assert "<script" not in page.lower()
    command = [
        BROWSER or "",
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--virtual-time-budget=2000",
    ]
    quiet = [
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        f"--user-data-dir={tmp_path}",
        "--dump-dom",
    ]
    target = scanned.home.parent / "report.html"
    dom = subprocess.run(
        [*command, *quiet, target.as_uri()], capture_output=True, text=True, check=True, timeout=120
    ).stdout
    assert "cmd()" in dom
    assert not re.search(r"<(script|iframe|link|base)\b", dom)
    assert scanned.listener.asked == []


def test_inspecting_files(tmp_path: Path) -> None:
    named = tmp_path / FILE_NAME
    named.write_bytes(picture(hostile()))
    unreadable = tmp_path / f"{FILE_NAME}.txt"
    unreadable.write_text("no picture", "utf-8")
    bytes_only = os.fsencode(tmp_path) + b"/\xff\xfe\x1b[2J.jpg"
    Path(os.fsdecode(bytes_only)).write_bytes(picture("x"))
    files: list[str | bytes] = [
        str(named),
        str(unreadable),
        bytes_only,
        str(tmp_path / f"none{FILE_NAME}"),
    ]
    code, raw = terminal.run(["inspect", *files], tmp_path / "home")
    assert code == 3  # of two files nothing could be told
    assert "52.52000, 13.40500" in assert_steers_nothing(raw)
    _code, raw = terminal.run(["inspect", "--json", *files], tmp_path / "home")
    told = assert_steers_nothing(raw, 30_000)
    found = json.loads(told[told.index("{") :])["files"]  # behind what is said of the shell
    assert [file["error"] is None for file in found] == [True, False, True, False]
    assert not MOVES.search("".join(strings(found)).replace("\n", ""))


@pytest.mark.parametrize(
    "words",
    [
        ["accounts", "remove", FILE_NAME],
        ["accounts", "add", "x", "--claim", FILE_NAME],
        [FILE_NAME],
        ["inspect", f"--{FILE_NAME}"],
        ["photos", "--settings", f"/none/{FILE_NAME}"],
        ["photos", "--home", f"/dev/null/{FILE_NAME}"],
        ["report", "--format", "csv", "--output", f"/none/{FILE_NAME}"],
        ["report", "--format", "csv", "--output", ""],
        ["photos", "--allow-host", FILE_NAME],
        ["findings", "mark", FILE_NAME, "--state", "done"],
        ["wipe", "--home", f"/dev/null/{FILE_NAME}"],
    ],
    ids=lambda words: " ".join(words).encode("ascii", "backslashreplace").decode()[:40],
)
def test_errors_name_what_was_typed_without_obeying_it(tmp_path: Path, words: list[str]) -> None:
    needs_home = "--home" in words
    code, raw = terminal.run(words if needs_home else ["--ephemeral", *words], tmp_path / "home")
    assert code in {2, 4}
    assert_steers_nothing(raw)


def test_settings_with_hostile_keys_and_numbers(tmp_path: Path) -> None:
    settings = tmp_path / "s.toml"
    settings.write_text(
        f"[network]\n{json.dumps(FILE_NAME)} = 1\n[readers]\nworkers = -5\n", "utf-8"
    )
    code, raw = terminal.run(["inspect", "x", "--settings", str(settings)], tmp_path / "home")
    text = assert_steers_nothing(raw)
    assert code == 2
    assert "readers.workers: must be between" in " ".join(text.split())


def test_the_end_of_input_at_the_first_of_two_questions_adds_nothing(tmp_path: Path) -> None:
    code, raw = terminal.run(
        ["--ephemeral", "accounts", "add", "ann.example.org"], tmp_path / "home", typed=b"\x04"
    )
    assert code == 2
    assert "Is this your own account?" not in assert_steers_nothing(raw)
    assert "may be a website, or an account of Bluesky" in assert_steers_nothing(raw)


def test_the_end_of_input_at_the_question_is_no_claim(tmp_path: Path) -> None:
    code, raw = terminal.run(
        ["--ephemeral", "accounts", "add", "https://ann.example.org/"],
        tmp_path / "home",
        typed=b"\x04",
    )
    assert code == 0
    assert "not decided: nothing is asked of it" in assert_steers_nothing(raw)


def test_the_debug_log_holds_no_word_of_an_error(tmp_path: Path) -> None:
    log = tmp_path / "debug.log"
    terminal.run(
        ["--ephemeral", "--debug-log", str(log), "accounts", "remove", "ann.secret.example"],
        tmp_path / "home",
    )
    text = log.read_text("utf-8")
    assert "UsageError" in text
    assert "secret" not in text
    assert log.stat().st_mode & 0o077 == 0
