"""A class of twenty on a network address, without faces and words: guess, see, fix, gone here."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

import pytest

from auditor.cli.options import GlobalOptions
from auditor.cli.own_range.owner import PracticeOwner
from auditor.cli.own_range.seat import seat_session
from auditor.config import ReaderSettings, Settings
from auditor.domain.account import ProofMethod
from auditor.domain.findings.answer import not_seen
from auditor.domain.findings.plan import Change
from auditor.domain.findings.verify import Seen
from auditor.engine.plan.wanted import Wanted
from auditor.engine.session import Session
from auditor.practice.reach import TakenSeat, take_seat
from auditor.readers.process.pool import ReaderPool
from auditor.tui.base.range_owner import do_step
from tests.cli.auditor import Auditor
from tests.unit.practice.asking import ask

SEATS, PHOTOS = 20, 12
AT = "127.0.0.2"


@dataclass(frozen=True)
class Learned:
    """What came of one learner: the guess, what the answers say, and what was taken down."""

    seat: int
    guess: int
    found: int
    states: tuple[str, ...]
    gone: frozenset[Seen]


def memory_mb(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text("utf-8")
    return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024


def serving(auditor: Auditor) -> subprocess.Popen[bytes]:
    """The command, which ends when its input does."""
    serve = ("practice", "serve", "--lan", "--address", AT, "--seats", str(SEATS), "--json")
    return subprocess.Popen(
        auditor.command(*serve, "--photos", str(PHOTOS), "--story", "juno"),
        env=auditor.environment(),
        cwd=auditor.room / "cwd",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def document_of(out: IO[bytes]) -> bytes:
    """The one document that a command prints while it goes on."""
    text = b""
    while text.count(b"{") != text.count(b"}") or not text:
        line = out.readline()
        assert line, text
        text += line
    return text


def child_of(process: int) -> int:
    children = Path(f"/proc/{process}/task/{process}/children").read_text("utf-8").split()
    return int(children[0])


@asynccontextmanager
async def at(taken: TakenSeat) -> AsyncIterator[tuple[Session, PracticeOwner]]:
    session, owner = await seat_session(GlobalOptions(), taken), PracticeOwner()
    owner.begin(taken, session, taken.owner)
    try:
        yield session, owner
    finally:
        await session.close()


async def learn(taken: TakenSeat, guess: int) -> Learned:
    async with at(taken) as (session, owner):
        proofs = {state.account.proof.method for state in await session.accounts.states()}
        assert proofs <= {ProofMethod.BIO, ProofMethod.SITE_FILE}
        await session.scan()
        answers = await session.answers.answers()
        plan = await session.planning.plan(Wanted(60.0))
        step = next(step for step in plan.steps if step.change is Change.REMOVE)
        await do_step(owner, session, step)
        done = await session.verifying.verify(step.settles)
        return Learned(
            taken.seat.seat,
            guess,
            not_seen(answers),
            tuple(answer.state.value for answer in answers),
            frozenset(result.state for result in done.results),
        )


def shown(seat: dict[str, Any]) -> list[bytes]:
    return [ask(each["text"]).body for each in seat["accounts"] if each["text"][:4] == "http"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="a second loopback address, and /proc")
async def test_twenty_learners_guess_fix_and_see_it_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def read(_pool: ReaderPool, _data: bytes, **_options: object) -> None:
        raise AssertionError("pixels were read")

    readers = ReaderSettings(vision=False, exiftool=False, workers=1)
    plain = replace(Settings(), readers=readers)
    plain = replace(plain, vault=replace(plain.vault, thumbnails=False))
    monkeypatch.setattr(ReaderPool, "read", read)
    monkeypatch.setattr(GlobalOptions, "settings", lambda _options: plain)
    auditor, started = Auditor.at(tmp_path), time.monotonic()
    with serving(auditor) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        told = json.loads(document_of(process.stdout))
        opened, server = time.monotonic() - started, child_of(process.pid)
        empty = memory_mb(server)
        seats = [
            await asyncio.to_thread(take_seat, told["address"], seat["seat"], seat["codes"][0])
            for seat in told["seats"]
        ]
        # what nineteen others do changes nothing at the seat of the one who is last
        before = await asyncio.to_thread(shown, told["seats"][-1])
        learned = await asyncio.gather(
            *(learn(taken, guess % 9) for guess, taken in enumerate(seats[:-1]))
        )
        assert await asyncio.to_thread(shown, told["seats"][-1]) == before
        learned.append(await learn(seats[-1], 0))
        elapsed, heavy = time.monotonic() - started, (memory_mb(server) - empty) / SEATS
        print(f"opened in {opened:.1f} s, done in {elapsed:.0f} s, {heavy:.1f} MB a seat")
        process.stdin.close()
        process.wait(30)
    assert len({each.states for each in learned}) == 1
    assert {each.gone for each in learned} == {frozenset({Seen.GONE_HERE})}
    assert sum(each.guess == each.found for each in learned) >= 2
    assert heavy < 40
    assert not list(auditor.vault.iterdir())
