"""The process beside the terminal UI over a real vault: killed, locked out, two at once."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from auditor.domain.secret import Secret
from auditor.engine.judge import beside as helping
from auditor.engine.session import Session
from auditor.errors import NotWorkedOut
from auditor.ports.beside import LongWork, WorkKind
from auditor.vault.storage.connection import Connection
from auditor.wiring import Opening, open_session
from benchmarks.answers import fill

if sys.platform != "linux":
    pytest.skip("reads /proc", allow_module_level=True)

PASSPHRASE = Secret("violet anchor quixote lamp")
PHOTOS = 40
PATIENCE_S = 90.0


@pytest.fixture(autouse=True)
def _many(monkeypatch: pytest.MonkeyPatch) -> None:
    """A handful of photos count as many here."""
    monkeypatch.setattr(helping, "MANY", 1)


@pytest.fixture(scope="module", name="made")
def made_(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault of four accounts with photos, not judged yet."""
    home = tmp_path_factory.mktemp("made") / "home"

    async def make() -> None:
        session = await open_session(Opening(home=str(home)), PASSPHRASE)
        await fill(session, PHOTOS)
        await session.close()

    asyncio.run(make())
    return home


@pytest.fixture(name="home")
def home_(made: Path, tmp_path: Path) -> Path:
    home = tmp_path / "home"
    subprocess.run(["cp", "-r", str(made), str(home)], check=True)
    return home


@asynccontextmanager
async def opened(home: Path, *, beside: bool = True) -> AsyncIterator[Session]:
    session = await open_session(Opening(home=str(home), beside=beside), PASSPHRASE)
    try:
        yield session
    finally:
        await session.close()


def pid_of(session: Session) -> int | None:
    pid: int | None = session.beside.pid  # type: ignore[union-attr]  # it is the real one
    return pid


async def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end
        await asyncio.sleep(0.01)


def runs(pid: int) -> bool:
    return Path(f"/proc/{pid}/cmdline").exists() and bool(Path(f"/proc/{pid}/cmdline").read_bytes())


async def test_it_judges_and_plans_as_this_process_does(
    home: Path, made: Path, tmp_path: Path
) -> None:
    alone = tmp_path / "alone"
    subprocess.run(["cp", "-r", str(made), str(alone)], check=True)  # noqa: ASYNC221 - small
    async with opened(home) as session:
        found = (
            await session.answers.answers(),
            await session.planning.plan(),
            await session.exposure.likeness(),
            await session.exposure.links(),
            await session.exposure.places(),
        )
        pid = pid_of(session)
        assert pid is not None
        told = Path(f"/proc/{pid}/cmdline").read_bytes()  # noqa: ASYNC240 - no disk
        assert told.endswith(b"auditor.cli.work_beside\0")
    assert not runs(pid), "it ends with the session"
    async with opened(alone, beside=False) as session:
        await session.answers.judge()
        assert found == (
            await session.answers.answers(),
            await session.planning.plan(),
            await session.exposure.likeness(),
            await session.exposure.links(),
            await session.exposure.places(),
        )


async def test_it_has_no_network_and_no_dump(home: Path) -> None:
    async with opened(home) as session:
        assert session.beside is not None
        await session.beside.work_out(LongWork(WorkKind.ANSWERS))
        pid = pid_of(session)
        status = Path(f"/proc/{pid}/status").read_text()  # noqa: ASYNC240 - no disk
        assert "Seccomp:\t2\n" in status, "sockets are filtered"
        limits = Path(f"/proc/{pid}/limits").read_text()  # noqa: ASYNC240 - no disk
        dumps = next(line for line in limits.splitlines() if line.startswith("Max core"))
        assert dumps.split()[4] == "0"


@pytest.mark.slow
async def test_killed_in_the_middle_the_vault_is_whole(home: Path) -> None:
    async with opened(home) as session:
        helper = session.beside
        assert helper is not None
        killed = 0
        for wait in (0.0, 0.02, 0.05, 0.1):
            judging = asyncio.create_task(helper.work_out(LongWork(WorkKind.JUDGE)))
            await until(lambda: pid_of(session) is not None)
            await asyncio.sleep(wait)
            pid = pid_of(session)
            if pid is not None:
                os.kill(pid, signal.SIGKILL)
            with suppress(NotWorkedOut):
                await judging
                continue
            killed += 1
        assert killed
        await session.answers.answers()
        assert await session.planning.plan() is not None
        found = {finding.id for finding in await session.findings()}
    async with opened(home, beside=False) as session:
        rooms = session._rooms
        await Session(replace(rooms, edition=str)).answers.judge()
        assert {finding.id for finding in await session.findings()} == found


async def test_two_at_once_lose_nothing(home: Path) -> None:
    async with opened(home) as first, opened(home) as second, opened(home, beside=False) as third:
        await asyncio.gather(first.answers.judge(), second.answers.judge(), third.answers.judge())
        answers = [await each.answers.answers() for each in (first, second, third)]
        assert answers[0] == answers[1] == answers[2]
        assert any(answer.evidence for answer in answers[0])


async def test_a_session_that_closes_meanwhile_takes_it_along(home: Path) -> None:
    async with opened(home) as session:
        waiting = asyncio.create_task(session.planning.plan())
        await until(lambda: pid_of(session) is not None)
        pid = pid_of(session)
        assert pid is not None
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert not runs(pid)


_PARENT = """
import asyncio, sys
from auditor.domain.secret import Secret
from auditor.ports.beside import LongWork, WorkKind
from auditor.vault.storage.connection import Connection
from auditor.wiring import Opening, open_session
async def main():
    session = await open_session(Opening(home=sys.argv[1], beside=True), Secret(sys.argv[2]))
    await session.beside.work_out(LongWork(WorkKind.ANSWERS))
    print(session.beside.pid, flush=True)
    await asyncio.sleep(600)
asyncio.run(main())
"""


def test_it_ends_with_a_parent_that_is_killed(home: Path) -> None:
    words = [sys.executable, "-c", _PARENT, str(home), PASSPHRASE.reveal()]
    parent = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    assert runs(pid)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    asyncio.run(until(lambda: not runs(pid)))


async def test_who_shares_a_vault_waits_for_what_the_other_one_writes(home: Path) -> None:
    async with opened(home) as session, opened(home, beside=False) as alone:
        waits = [await _waits(each) for each in (session, alone)]
        assert waits == [120_000, 10_000]


async def _waits(session: Session) -> int:
    def asked(connection: Connection) -> int:
        (milliseconds,) = connection.execute("PRAGMA busy_timeout").fetchone()
        return int(milliseconds)

    vault: Any = session._rooms.vault
    found: int = await vault._owner.run(asked)
    return found
