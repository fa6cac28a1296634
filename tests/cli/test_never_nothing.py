"""Every command in every state in which nothing was read: none says that nothing was found."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from auditor.domain.secret import Secret
from auditor.errors import ExitCode
from auditor.vault.storage import keys
from auditor.vault.store import EncryptedVault
from tests.cli.auditor import PASSPHRASE, Auditor, Done
from tests.commands import _found, commands, json_commands
from tests.contract.vault_making import HeldClock
from tests.never_nothing import KNOWN, OWN, UNREAD, forbidden, in_state

NOT_RUN = {
    "demo": "it reads the range, so that something is known",
    "practice serve": "it serves until it is stopped",
}
"""Commands that are not asked, and why."""

TELLING = ("scan", "photos", "answers", "changes", "places", "likeness", "links", "findings")
"""Commands that tell of what scans found: they end as for a source that failed."""

GIVEN = {
    "account": OWN.id,
    "address": "127.0.0.2:9",
    "other": OWN.id,
    "claim": "unsure",
    "copies": "copies",
    "entry": "0",
    "file": "none.jpg",
    "files": "none.jpg",
    "finding": "f0",
    "folder": "copies",
    "form": "html",
    "haystack": "none.txt",
    "lesson_name": "source",
    "list_id": "0",
    "name": "Ada",
    "needles": "none.txt",
    "part": "pre",
    "paths": "none.jpg",
    "pem": "none.pem",
    "results": "none.json",
    "result_file": "result.json",
    "service": "hibp",
    "source": "none.json",
    "sources": "none.parquet",
    "state": "done",
    "target": "written",
    "task_id": "mara-count",
    "text": "instagram.com/bo",
    "url": "https://ada.example/",
    "which": "45",
}
"""What is given for a parameter that has to be given, by its name."""


IN_SHORT = ("failed account",)
"""States in which every command is asked each time; `make test-slow` takes them all."""


def runnable() -> Iterator[tuple[str, ...]]:
    for words in commands():
        command = _found(words)
        group = getattr(command, "commands", None)
        if (not group or command.invoke_without_command) and " ".join(words) not in NOT_RUN:
            yield words


def line_of(words: tuple[str, ...]) -> list[str]:
    """Return the words of a command with all that it cannot do without."""
    line = [*words]
    for parameter in _found(words).params:
        if parameter.required:
            named = [] if parameter.param_type_name == "argument" else [parameter.opts[0]]
            line += [*named, GIVEN[parameter.name]]
    return line


def home(room: Path, state: str) -> Auditor:
    """Return a command line whose vault is in a state; nothing it asks leaves the device."""
    made = Auditor.at(room)
    (room / "settings.toml").write_text("[network]\noffline = true\n", "utf-8")

    async def fill() -> None:
        key = keys.create(made.vault, Secret(PASSPHRASE))
        vault = await EncryptedVault.open(made.vault, key, HeldClock())
        async with in_state(UNREAD[state], vault):
            pass

    asyncio.run(fill())
    return Auditor.at(room, "--settings", str(room / "settings.toml"))


def wrong(done: Done) -> str:
    said = re.sub(r"<[^>]*>", " ", done.out) + done.err
    return forbidden(said)


@pytest.fixture(params=[pytest.param(state, id=state) for state in UNREAD])
def unread(request: pytest.FixtureRequest, tmp_path: Path) -> Auditor:
    return home(tmp_path, request.param)


def test_what_tells_of_scans_ends_as_for_a_failed_source(unread: Auditor) -> None:
    for command in TELLING:
        done = unread.run(command, code=None)
        # a list tells by itself how many photos stand in public
        assert done.code == ExitCode.SOURCE_FAILED or "partly" in done.out, (command, done)
        assert not wrong(done), (command, wrong(done), done)
        assert KNOWN in done.err, (command, done)
        assert "'auditor " in done.err, "what to do next"


def test_documents_say_so_too(unread: Auditor) -> None:
    for command in ("scan", "photos", "findings", "links", "places"):
        done = unread.run(command, "--json", code=ExitCode.SOURCE_FAILED)
        told: dict[str, Any] = done.json["nothing_read"]
        assert told["reason"]
        assert KNOWN in told["message"]
        assert "'auditor " in told["next"]


@pytest.mark.parametrize("state", IN_SHORT)
def test_no_command_says_nothing_where_everything_failed(tmp_path: Path, state: str) -> None:
    ask_all(home(tmp_path, state))


@pytest.mark.slow
def test_no_command_says_nothing_before_anything_was_read(unread: Auditor) -> None:
    ask_all(unread)


def ask_all(unread: Auditor) -> None:
    said = []
    for words in runnable():
        for line in (line_of(words), [*line_of(words), "--json"]):
            if line[-1] == "--json" and " ".join(words) not in json_commands():
                continue
            done = unread.run(*line, code=None)
            written = unread.room / "cwd" / GIVEN["target"]
            if written.is_file():
                done = Done(done.code, done.out + written.read_text("utf-8"), done.err)
                written.unlink()
            if wrong(done):
                said.append(f"{' '.join(line)}: {wrong(done)!r} in {done.out[-2000:]} {done.err}")
    assert not said, "\n".join(said)


def test_every_command_can_be_asked() -> None:
    known = {" ".join(words) for words in commands()}
    assert known >= NOT_RUN.keys()
    assert known >= set(TELLING)
    missing = {
        parameter.name
        for words in runnable()
        for parameter in _found(words).params
        if parameter.required and parameter.name not in GIVEN
    }
    assert not missing, f"GIVEN in {__name__} has no value for {sorted(missing)}"
