"""Reader processes under attack.

What one picture does to them costs that picture alone, and nothing is left behind.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from auditor.config import ReaderSettings
from auditor.domain.hardening import Wishes
from auditor.domain.photos.facts import EDITION
from auditor.errors import ReaderError
from auditor.readers.jobs import Ready, framed
from auditor.readers.process.pool import ReaderPool
from tests.hurried import hurried
from tests.rows import each_row
from tests.unit.readers.drawn import chunk, drawn, encoded, png_of_size

HERE = Path(__file__).parent
COMMAND = (sys.executable, str(HERE / "worker_double.py"), "512")
PICTURE = encoded(drawn(64, 48), "PNG")
EPERM, EFBIG = "refused 1", "refused 27"

linux_only = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux lets a process deny itself the network"
)


def made(**settings: Any) -> ReaderPool:
    return ReaderPool(
        ReaderSettings(workers=1, exiftool=False, vision=False, **settings),
        thumbnails=False,
        command=COMMAND,
    )


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pool() -> AsyncIterator[ReaderPool]:
    """One pool for all tests: only one that ended the process costs the next one a start."""
    async with made(deadline_s=2) as pool:
        yield pool


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def patient_pool() -> AsyncIterator[ReaderPool]:
    """One that waits as long as a scan does: memory that is fetched first may take a while."""
    async with made() as pool:
        yield pool


on_one_pool = pytest.mark.asyncio(loop_scope="module")
"""On the event loop of `pool`."""


async def until(condition: Callable[[], bool]) -> None:
    for _step in range(3000):
        if condition():
            return
        await asyncio.sleep(0.01)
    pytest.fail("waited in vain")


async def reason(pool: ReaderPool, data: bytes) -> str:
    """Read something bad, then see that the next picture is read as if nothing had happened."""
    facts = (await pool.read(data)).facts
    assert (facts.sha256, facts.bytes) == (hashlib.sha256(data).hexdigest(), len(data))
    assert facts.pdq is None
    following = (await pool.read(PICTURE)).facts
    assert following.pdq is not None
    assert following.edition == EDITION
    (unread,) = facts.unread
    assert unread.reader == "worker"
    return unread.reason


@on_one_pool
@pytest.mark.parametrize(
    ("order", "words"),
    [
        (b"hang", "took longer than 2 seconds"),
        (b"spin", "took longer than 2 seconds"),
        (b"crash", "crashed the reader process (signal 11)"),
        (b"exit", "ended the reader process (code 3)"),
        (b"blow", "needs more memory"),
        (b"raise", "could not be read (ZeroDivisionError)"),
    ],
)
async def test_it_costs_that_photo_alone(pool: ReaderPool, order: bytes, words: str) -> None:
    assert words in await reason(pool, order)


@on_one_pool
@linux_only
async def test_nonsense_on_the_pipe_costs_that_photo_alone(pool: ReaderPool) -> None:
    assert "makes no sense" in await reason(pool, b"babble")


@on_one_pool
async def test_what_a_library_prints_does_not_reach_the_frames(pool: ReaderPool) -> None:
    facts = (await pool.read(b"print")).facts
    assert [unread.reason for unread in facts.unread] == [
        "not an image of a kind that is read here"
    ]


async def test_others_are_read_while_one_hangs() -> None:
    async with ReaderPool(
        ReaderSettings(workers=2, deadline_s=3, vision=False), thumbnails=False, command=COMMAND
    ) as pool:
        bad, *good = await asyncio.gather(
            pool.read(b"hang"), *(pool.read(PICTURE) for _ in range(8))
        )
    assert bad.facts.pdq is None
    assert [reading.facts.pdq for reading in good] == [good[0].facts.pdq] * 8
    assert good[0].facts.pdq is not None


SILENT = f"""
import sys, time
sys.stdout.buffer.write({framed(Ready(network_denied=True))!r})
sys.stdout.flush()
time.sleep(600)
"""
"""A reader process that is ready and never answers."""


@each_row(
    "ask",
    [
        lambda pool: pool.plan(PICTURE, 8),
        lambda pool: pool.harden(PICTURE, Wishes()),
        lambda pool: pool.edited(PICTURE, "mirror"),
    ],
    ids=["plan", "harden", "edit"],
)
async def test_what_takes_minutes_is_given_up_too(
    ask: Callable[[ReaderPool], Awaitable[object]],
) -> None:
    async with ReaderPool(
        ReaderSettings(workers=1, vision=False),
        thumbnails=False,
        command=(sys.executable, "-c", SILENT),
    ) as pool:
        process = await pool._take_process()
        pool._idle.append(process)
        async with hurried() as passed:
            with pytest.raises(ReaderError, match=r"took longer than \d+ seconds") as given_up:
                await ask(pool)
        assert not process.alive
    (seconds,) = re.findall(r"\d+", given_up.value.message)
    # the clock goes on while the system ends the process, so it says only what is enough
    assert 10 <= int(seconds) <= 3600
    assert passed.seconds >= 10


@on_one_pool
async def test_a_cancelled_read_ends_its_process_and_the_pool_goes_on(pool: ReaderPool) -> None:
    await pool.read(PICTURE)
    reading = asyncio.create_task(pool.read(b"hang"))
    await until(lambda: bool(pool._busy))
    (process,) = pool._busy
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert not process.alive
    assert (await pool.read(PICTURE)).facts.pdq is not None


@on_one_pool
async def test_a_process_that_died_idle_costs_nothing(pool: ReaderPool) -> None:
    await pool.read(PICTURE)
    (process,) = pool._idle
    os.kill(process.pid, signal.SIGKILL)
    await until(lambda: not process.alive)
    assert (await pool.read(PICTURE)).facts.pdq is not None


async def test_close_ends_busy_and_idle_processes() -> None:
    pool = ReaderPool(ReaderSettings(workers=2, vision=False), thumbnails=False, command=COMMAND)
    await asyncio.gather(pool.read(PICTURE), pool.read(PICTURE))
    reading = asyncio.create_task(pool.read(b"hang"))
    await until(lambda: bool(pool._busy))
    processes = [*pool._busy, *pool._idle]
    assert len(processes) == 2
    await pool.close()
    assert not any(process.alive for process in processes)
    assert (await reading).facts.pdq is None
    assert [unread.reason for unread in (await pool.read(PICTURE)).facts.unread] == [
        "the readers were stopped"
    ]


async def test_rest_ends_what_waits_and_nothing_else() -> None:
    async with ReaderPool(
        ReaderSettings(workers=2, deadline_s=30, vision=False), thumbnails=False, command=COMMAND
    ) as pool:
        await asyncio.gather(pool.read(PICTURE), pool.read(PICTURE))
        reading = asyncio.create_task(pool.read(b"hang"))
        await until(lambda: bool(pool._busy))
        (busy,), (idle,) = pool._busy, pool._idle
        await pool.rest()
        assert busy.alive
        assert not idle.alive
        assert (await pool.read(PICTURE)).facts.pdq is not None
        reading.cancel()


async def test_while_readers_rest_no_process_runs() -> None:
    async with ReaderPool(
        ReaderSettings(workers=2, deadline_s=30, vision=False), thumbnails=False, command=COMMAND
    ) as pool:
        before = asyncio.gather(*(pool.read(PICTURE) for _each in range(3)))
        await until(lambda: bool(pool._busy))
        async with pool.resting():
            assert before.done()
            assert not pool._busy
            assert not pool._idle
            waiting = asyncio.create_task(pool.read(PICTURE))
            another = asyncio.create_task(pool.resting().__aenter__())
            await asyncio.sleep(0.05)
            assert not waiting.done()
            assert not another.done()
            another.cancel()
        assert (await waiting).facts.pdq is not None
        async with pool.resting():
            assert not pool._idle


async def test_rest_waits_no_longer_for_a_film_than_for_a_photo() -> None:
    """A film may take an hour; meanwhile nothing else would be read or judged."""
    async with ReaderPool(
        ReaderSettings(workers=2, deadline_s=1, vision=False),
        thumbnails=False,
        command=(sys.executable, "-c", SILENT),
    ) as pool:
        film = asyncio.create_task(pool.film_prints("film.mp4", "mp4", 3600.0))
        await until(lambda: bool(pool._busy))
        async with asyncio.timeout(30), pool.resting():
            assert not film.done()
            assert len(pool._busy) == 1
            waiting = asyncio.create_task(pool.read(PICTURE))
            await asyncio.sleep(0.05)
            assert len(pool._busy) == 1
        await until(lambda: len(pool._busy) == 2)
        waiting.cancel()
        film.cancel()


async def test_rest_that_is_cancelled_leaves_none_behind() -> None:
    async with made() as pool:
        await pool.read(PICTURE)
        (process,) = pool._idle
        resting = asyncio.create_task(pool.rest())
        await asyncio.sleep(0)
        resting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await resting
        await until(lambda: not process.alive)
        assert (await pool.read(PICTURE)).facts.pdq is not None


@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals")
async def test_one_that_does_not_end_by_itself_is_ended() -> None:
    async with made(deadline_s=2) as pool:
        await pool.read(PICTURE)
        (process,) = pool._idle
        os.kill(process.pid, signal.SIGSTOP)
        async with hurried(0.01) as passed:
            await pool.rest()
        assert not process.alive
        assert passed.seconds < 1000


async def test_a_program_that_cannot_be_started_is_a_reason() -> None:
    async with ReaderPool(ReaderSettings(), thumbnails=False, command=("/does/not/exist",)) as pool:
        (unread,) = (await pool.read(PICTURE)).facts.unread
    assert unread.reason.startswith("a reader process could not be started")


@on_one_pool
@linux_only
async def test_the_kernel_refuses_sockets_here_and_in_child_processes(pool: ReaderPool) -> None:
    words = (await pool.read(b"sockets")).facts.unread[0].reason.split("|")
    assert words == [EPERM, EPERM, EPERM, EPERM, EPERM, "allowed", "allowed"]
    assert [reader.network_denied for reader in pool._idle] == [True]


async def test_no_secret_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDITOR_PASSPHRASE_FILE", "/secret")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    async with made() as pool:
        names = (await pool.read(b"environment")).facts.unread[0].reason.split("|")
    assert "PYTHONPATH" in names
    assert not {name for name in names if name.startswith(("AUDITOR", "AWS")) or name == "HOME"}


@on_one_pool
@linux_only
async def test_no_byte_goes_into_a_file(pool: ReaderPool, tmp_path: Path) -> None:
    target = tmp_path / "leak"
    assert (await pool.read(b"write|" + str(target).encode())).facts.unread[0].reason == EFBIG
    assert target.stat().st_size == 0


def packed_zeros(megabytes: int) -> bytes:
    """Return that many million zeros in zlib's format (RFC 1950), a block repeated."""
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(bytes(1_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    adler = (1_000_000 * megabytes % 65_521) << 16 | 1
    return b"\x78\xda" + block * megabytes + packer.flush() + adler.to_bytes(4, "big")


ZEROS = packed_zeros(300)


@linux_only
async def test_a_picture_too_large_for_the_memory_costs_itself() -> None:
    command = (sys.executable, str(HERE / "worker_double.py"), "64")
    large = png_of_size(7000, 6000, ZEROS)
    async with ReaderPool(
        ReaderSettings(workers=1, vision=False), thumbnails=False, command=command
    ) as pool:
        bad, good = (await pool.read(large)).facts, (await pool.read(PICTURE)).facts
    assert [unread.reason for unread in bad.unread] == [
        "this picture needs more memory than a reader may use"
    ]
    assert (bad.width, bad.height) == (7000, 6000)
    assert good.pdq is not None


@on_one_pool
@linux_only
@pytest.mark.parametrize(
    ("data", "words"),
    [
        (png_of_size(60_000, 60_000), "too many pixels: 60000×60000"),
        (png_of_size(12_000, 12_000, ZEROS), "needs more memory"),
        (PICTURE[:33] + chunk(b"iCCP", b"x\0\0" + ZEROS) + PICTURE[33:], None),
        (PICTURE[:33] + chunk(b"zTXt", b"x\0\0" + ZEROS) + PICTURE[33:], None),
        (
            PICTURE[:33] + chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + ZEROS) + PICTURE[33:],
            None,
        ),
        (png_of_size(9, 9, ZEROS), None),
    ],
    ids=["too-large", "pixels", "profile", "text", "xmp", "more-than-needed"],
)
async def test_bombs_cost_themselves_at_most(
    patient_pool: ReaderPool, data: bytes, words: str | None
) -> None:
    facts = (await patient_pool.read(data)).facts
    assert facts.format == "PNG"
    if words is not None:
        assert [words in unread.reason for unread in facts.unread] == [True]
    assert not [unread for unread in facts.unread if unread.reader == "worker"]
    assert (await patient_pool.read(PICTURE)).facts.pdq is not None


def _gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


@linux_only
def test_kill_9_of_the_parent_leaves_no_process() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.hostile.parent"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=HERE.parents[1],
    ) as parent:
        assert parent.stdout is not None
        pids = [int(word) for word in parent.stdout.readline().split()]
        assert len(pids) == 2
        assert not any(_gone(pid) for pid in pids)
        parent.kill()
    until = time.monotonic() + 20
    while not all(_gone(pid) for pid in pids) and time.monotonic() < until:
        time.sleep(0.05)
    assert [pid for pid in pids if not _gone(pid)] == []
