"""The process beside this one: it gets its key unseen, and whoever waits hears how it ended."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from auditor.adapters.beside import BesideProcess, WorkBegin, end_all
from auditor.config import Settings
from auditor.errors import NotWorkedOut
from auditor.ports.beside import LongWork, WorkKind
from tests.fakes import work_beside

KEY = "5ec2e7" * 10
PLAN, JUDGE = LongWork(WorkKind.PLAN, minutes=30.0), LongWork(WorkKind.JUDGE)
PATIENCE_S = 60.0


class Watched:
    """A process that does `way`, and what it got."""

    def __init__(self, folder: Path, way: str, edition: str = "e1", idle: float = 60.0) -> None:
        self._seen = folder / "seen"
        command = (sys.executable, work_beside.__file__, way, edition, str(self._seen))
        begin = WorkBegin(KEY, str(folder), Settings(), practice_only=False)
        self.beside = BesideProcess(lambda: begin, lambda: "e1", command, idle)

    @property
    def seen(self) -> list[str]:
        return self._seen.read_text("utf-8").splitlines() if self._seen.exists() else []

    @property
    def asked(self) -> list[str]:
        """The kinds of work that were asked for."""
        works = [json.loads(line).get("work") for line in self.seen if line.startswith("{")]
        return [work["kind"] for work in works if work]

    @property
    def started(self) -> list[int]:
        return [int(line) for line in self.seen if line.isdecimal()]


@asynccontextmanager
async def watched(*given: object) -> AsyncIterator[Watched]:
    found = Watched(*given)  # type: ignore[arg-type]  # as they are
    try:
        yield found
    finally:
        await found.beside.close()
        for pid in found.started:
            await until(lambda pid=pid: not runs(pid))  # type: ignore[misc]


async def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end
        await asyncio.sleep(0.01)


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def asking(found: Watched, work: LongWork) -> asyncio.Task[bool]:
    """Ask for work that does not end, and wait until it was heard."""
    task = asyncio.create_task(found.beside.work_out(work))
    await until(lambda: work.kind in found.asked)
    return task


async def test_what_is_worked_out_comes_to_its_end(tmp_path: Path) -> None:
    async with watched(tmp_path, "works") as found:
        assert await found.beside.work_out(PLAN)
        assert await found.beside.work_out(JUDGE)
        assert found.asked == ["plan", "judge"]
        assert len(found.started) == 1, "one process does both"
        assert found.beside.state is None


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
async def test_the_key_stands_in_no_argument_and_no_environment(tmp_path: Path) -> None:
    async with watched(tmp_path, "waits") as found:
        task = await asking(found, PLAN)
        pid = found.beside.pid
        told = b"".join(Path(f"/proc/{pid}/{what}").read_bytes() for what in ("cmdline", "environ"))  # noqa: ASYNC240 - no disk
        assert KEY.encode() not in told
        assert b"HOME=" not in told
        assert KEY in found.seen[1], "but it has it"
        await found.beside.close()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_the_same_work_is_asked_for_once(tmp_path: Path) -> None:
    async with watched(tmp_path, "waits") as found:
        first, second = await asking(found, PLAN), await asking(found, PLAN)
        third = await asking(found, JUDGE)
        assert found.asked == ["plan", "judge"]
        state = found.beside.state
        assert state is not None
        assert state.kind is WorkKind.PLAN
        await found.beside.begin_scan()
        assert [await first, await second, await third] == [False, False, False]


@pytest.mark.parametrize(("way", "told"), [("dies", "code 3"), ("talks", "broke off")])
async def test_one_that_dies_or_raves_is_told_and_the_next_starts_anew(
    tmp_path: Path, way: str, told: str
) -> None:
    async with watched(tmp_path, way) as found:
        for times in (1, 2):
            with pytest.raises(NotWorkedOut, match=told):
                await found.beside.work_out(PLAN)
            assert len(found.started) == times
            assert found.beside.state is None


@pytest.mark.skipif(os.name == "nt", reason="there are no signals")
@pytest.mark.parametrize(("number", "told"), [(9, "memory"), (11, "signal 11")])
async def test_one_that_is_killed_is_told(tmp_path: Path, number: int, told: str) -> None:
    async with watched(tmp_path, "waits") as found:
        task = await asking(found, PLAN)
        os.kill(found.started[0], number)
        with pytest.raises(NotWorkedOut, match=told):
            await task


async def test_what_failed_there_is_told_here(tmp_path: Path) -> None:
    async with watched(tmp_path, "fails") as found:
        with pytest.raises(NotWorkedOut, match=r"It broke\.") as failed:
            await found.beside.work_out(PLAN)
        assert failed.value.hint == "Try again."


async def test_one_that_would_judge_otherwise_is_asked_nothing(tmp_path: Path) -> None:
    async with watched(tmp_path, "works", "e2") as found:
        with pytest.raises(NotWorkedOut, match="plug-ins"):
            await found.beside.work_out(JUDGE)
        assert found.asked == []


async def test_one_that_cannot_be_started_is_told(tmp_path: Path) -> None:
    begin = WorkBegin(KEY, str(tmp_path), Settings(), practice_only=False)
    beside = BesideProcess(lambda: begin, lambda: "e1", (str(tmp_path / "nothing"),))
    with pytest.raises(NotWorkedOut, match="No such file"):
        await beside.work_out(JUDGE)


async def test_a_scan_stops_what_it_would_make_worthless(tmp_path: Path) -> None:
    async with watched(tmp_path, "waits") as found:
        task = await asking(found, PLAN)
        await found.beside.begin_scan()
        assert not await task
        with pytest.raises(NotWorkedOut, match="A scan is running"):
            await found.beside.work_out(PLAN)
        judging = await asking(found, JUDGE)
        found.beside.end_scan()
        planning = await asking(found, PLAN)
        await found.beside.close()
        for waiting in (judging, planning):
            with pytest.raises(asyncio.CancelledError):
                await waiting


async def test_nothing_has_the_vault_open_while_it_rests(tmp_path: Path) -> None:
    async with watched(tmp_path, "waits") as found:
        task = await asking(found, PLAN)
        async with found.beside.resting():
            assert not await task
            assert not runs(found.started[0])
            waiting = asyncio.create_task(found.beside.work_out(JUDGE))
            await asyncio.sleep(0.1)
            assert len(found.started) == 1
        await until(lambda: "judge" in found.asked)
        waiting.cancel()


async def test_who_waits_no_more_takes_nothing_from_others(tmp_path: Path) -> None:
    async with watched(tmp_path, "waits") as found:
        first, second = await asking(found, PLAN), await asking(found, PLAN)
        first.cancel()
        await asyncio.sleep(0)
        assert not second.done()
        assert found.beside.state is not None
        await found.beside.begin_scan()
        assert not await second


async def test_it_ends_when_there_was_nothing_to_do_for_a_while(tmp_path: Path) -> None:
    async with watched(tmp_path, "works", "e1", 0.01) as found:
        await found.beside.work_out(PLAN)
        await until(lambda: not runs(found.started[0]))
        await found.beside.work_out(PLAN)
        assert len(found.started) == 2


async def test_a_lock_ends_it_whoever_waits(tmp_path: Path) -> None:
    async with watched(tmp_path, "waits") as found:
        task = await asking(found, PLAN)
        end_all()
        with pytest.raises(NotWorkedOut):
            await task
        assert found.beside.pid is None
        assert not runs(found.started[0])


async def test_one_that_only_starts_is_ended_too(tmp_path: Path) -> None:
    async with watched(tmp_path, "mute") as found:
        task = asyncio.create_task(found.beside.work_out(PLAN))
        await until(lambda: len(found.seen) > 1)
        end_all()
        with pytest.raises(NotWorkedOut, match="ended at once"):
            await task
        assert not runs(found.started[0])


async def test_after_closing_nothing_begins(tmp_path: Path) -> None:
    async with watched(tmp_path, "works") as found:
        await found.beside.close()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.create_task(found.beside.work_out(PLAN))
        assert found.started == []
