"""Kill -9 work on a vault at random moments: nothing is lost, nothing is half.

usage: python benchmarks/kills.py [KILLS [WHOLE [SEED]]]   (default 10000 200 1)

Scan, mark, migrate, re-key, import, wipe and the making of a vault, in turn. All but WHOLE of the
killed processes are forked after the imports, with keys derived at the least cost; WHOLE are
processes of their own, at the real cost. After each kill the vault must open with the right
passphrase, hold all that was told as committed, each step wholly or not at all, show nothing in the
clear, and end right when the work is done again; no leftover survives the next start.

POSIX only. The moments are drawn by SEED over the time that the work takes. A run that was cut goes
on where it was, as long as the commit is the same (`.prove/kills-SEED.json`). The exit code is 1 if
anything is wrong.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import random
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from auditor.domain.secret import Secret
from auditor.vault.storage import keys
from auditor.vault.storage.keys import VaultKey
from tests.hostile import killed_work
from tests.hostile.killed_work import ALL, Work

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".prove"
SAVED_EVERY = 50
FASTER, LONGER, SHORTER = 1.15, 1.02, 0.7
"""How the time that work takes is learned: up a little at each kill, and towards what it took where
it ended first."""
MEMORY = Path("/dev/shm")
"""Files in memory: what a kill leaves is the same there, and nothing waits for a disk."""
OVERDUE = b"\x00"
REAL_COST, LEAST_COST = keys.LOG_N, 1


@dataclass
class Progress:
    """What was done of a proof; `takes` is how long each kind of work takes, in s."""

    commit: str
    kills: dict[str, int] = field(default_factory=dict)
    ended_first: int = 0
    whole: int = 0
    tries: int = 0
    seconds: float = 0.0
    takes: dict[str, float] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    @property
    def forked(self) -> int:
        """How many of the killed processes were forked."""
        return sum(self.kills.values()) - self.whole


@dataclass(frozen=True)
class Killed:
    """How a process ended: `hit` if by the kill, what it told, and how long it ran in s."""

    hit: bool
    told: tuple[str, ...]
    ran: float
    error: str = ""


def in_child(task: Callable[[], Awaitable[Any]]) -> Any:
    """Run `task` in a forked process and return its result, which is JSON.

    So that this process never has a second thread, and forks safely.
    """
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        try:
            result = {"result": asyncio.run(_awaited(task))}
        except BaseException:  # noqa: BLE001 - told to the parent
            result = {"error": traceback.format_exc()}
        with os.fdopen(writing, "w", encoding="utf-8") as pipe:
            json.dump(result, pipe)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        answer = json.loads(pipe.read() or '{"error": "the process was lost"}')
    os.waitpid(pid, 0)
    if "error" in answer:
        raise RuntimeError(answer["error"])
    return answer["result"]


async def _awaited(task: Callable[[], Awaitable[Any]]) -> Any:
    return await task()


def forked(work: Work, folder: Path, after: float | None) -> Killed:
    """Do `work` in a forked process, killed `after` so many s; None: not at all."""
    reading, writing = os.pipe()
    begun = time.monotonic()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        try:
            asyncio.run(work.do(folder, lambda what: void(os.write(writing, f"{what}\n".encode()))))
        except BaseException:  # noqa: BLE001 - told to the parent
            os.write(writing, f"!{traceback.format_exc()}".encode())
            os._exit(1)
        os._exit(0)
    os.close(writing)
    until = None if after is None else begun + after
    told, killed = b"", False
    while piece := _read(reading, None if killed else until):
        told += piece
        if piece == OVERDUE:
            os.kill(pid, signal.SIGKILL)
            killed = True
    ran = time.monotonic() - begun
    os.close(reading)
    _pid, status = os.waitpid(pid, 0)
    steps, _mark, error = told.replace(OVERDUE, b"").decode().partition("!")
    return Killed(os.WIFSIGNALED(status), tuple(steps.split()), ran, error.strip())


def _read(pipe: int, until: float | None) -> bytes:
    """Return what comes next, empty at the end, OVERDUE where nothing came until then."""
    wait = None if until is None else max(0.0, until - time.monotonic())
    ready, _writable, _failed = select.select([pipe], [], [], wait)
    return os.read(pipe, 65536) if ready else OVERDUE


def void(_what: object) -> None:
    """Drop what a call returns."""


def spawned(work: Work, folder: Path, after: float | None) -> Killed:
    """Do `work` in a process of its own, killed `after` it was ready for so many s."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.hostile.killed_work", work.name, str(work.room), str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        process.stdin.write(work.key.reveal() + "\n")
        process.stdin.flush()
        return watch(process, after)


def watch(process: subprocess.Popen[str], after: float | None) -> Killed:
    """Kill a process `after` it said that it is ready for so many s; return how it ended."""
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    begun = time.monotonic()
    if after is not None:
        time.sleep(after)
        process.kill()
    # Not communicate(), which loses what came in one piece with the first line.
    told = process.stdout.read()
    error = process.stderr.read()
    process.wait()
    ran = time.monotonic() - begun
    hit = process.returncode == -signal.SIGKILL
    return Killed(hit, tuple(told.split()), ran, error if process.returncode > 0 else "")


class Ground:
    """A vault in a folder of its own, and what each kind of work makes of it undisturbed."""

    def __init__(self, room: Path, cost: int) -> None:
        self._room, self._cost, self._count = room, cost, 0
        keys.LOG_N = cost
        self._key = VaultKey(Secret(in_child(self._make)))
        self.works = {name: self._calm(kind) for name, kind in ALL.items()}

    async def _make(self) -> str:
        return (await killed_work.make(self._room)).reveal()

    def _calm(self, kind: type[Work]) -> Work:
        work = kind(self._room, self._key)
        folder = self.copy(work)

        async def before() -> str:
            return killed_work.all_rows(folder, self._key)

        async def calm() -> str:
            await work.do(folder, void)
            return await work.left(folder)

        work.before = in_child(before) if kind.begins_with_vault else ""
        work.calm = in_child(calm)
        shutil.rmtree(folder, ignore_errors=True)
        return work

    def copy(self, work: Work) -> Path:
        """Return a folder in which `work` can be done."""
        self._count += 1
        folder = self._room / f"{work.name}-{self._count}"
        if work.begins_with_vault:
            shutil.copytree(self._room / "vault", folder)
        return folder

    def kill(self, work: Work, process: Any, after: float | None) -> tuple[Killed, list[str]]:
        """Kill one process, and return what is wrong then."""
        keys.LOG_N = self._cost
        folder = self.copy(work)
        killed = process(work, folder, after)

        async def look() -> list[str]:
            return await killed_work.look(work, folder, killed.told)

        try:
            wrong = [killed.error] if killed.error else in_child(look)
        except RuntimeError as error:
            wrong = [str(error)]
        shutil.rmtree(folder, ignore_errors=True)
        return killed, wrong


def commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip()


def resumed(path: Path) -> Progress:
    """Return how far a run at this commit came before."""
    if path.exists():
        known = Progress(**json.loads(path.read_text("utf-8")))
        if known.commit == commit():
            return known
    return Progress(commit())


def save(path: Path, progress: Progress) -> None:
    path.parent.mkdir(exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(json.dumps(asdict(progress)), "utf-8")
    part.replace(path)


def attack(
    progress: Progress, ground: Ground, process: Any, until: Callable[[], bool], seed: int
) -> None:
    """Kill in turn until it is enough; what ended before its kill does not count."""
    kind = process.__name__
    begun = time.monotonic()
    while not until():
        chance = random.Random(f"{seed} {progress.tries}")
        name = list(ALL)[progress.tries % len(ALL)]
        takes = f"{kind} {name}"
        if takes not in progress.takes:
            calm, wrong = ground.kill(ground.works[name], process, None)
            progress.wrong += [f"{takes} undisturbed: {text}" for text in wrong]
            progress.takes[takes] = calm.ran * FASTER
        killed, wrong = ground.kill(
            ground.works[name], process, chance.uniform(0, progress.takes[takes])
        )
        if killed.hit:
            progress.kills[name] = progress.kills.get(name, 0) + 1
            progress.whole += process is spawned
            progress.takes[takes] *= LONGER
        else:
            progress.ended_first += 1
            progress.takes[takes] = (
                SHORTER * progress.takes[takes] + (1 - SHORTER) * killed.ran * FASTER
            )
        progress.wrong += [f"try {progress.tries}, {takes}: {text}" for text in wrong]
        progress.tries += 1
        progress.seconds += time.monotonic() - begun
        begun = time.monotonic()
        if progress.tries % SAVED_EVERY == 0:
            save(KEPT / f"kills-{seed}.json", progress)
            told = dict(sorted(progress.kills.items()))
            print(f"{progress.tries} tries, {told}, {len(progress.wrong)} wrong", flush=True)


def main(kills: int = 10_000, whole: int = 200, seed: int = 1) -> int:
    gc.freeze()  # what was imported is never looked through, nor copied for it, in the children
    path = KEPT / f"kills-{seed}.json"
    progress = resumed(path)
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        for name, cost, process, until in (
            ("forked", LEAST_COST, forked, lambda: progress.forked >= kills - whole),
            ("spawned", REAL_COST, spawned, lambda: progress.whole >= whole),
        ):
            if not until():
                room = Path(folder) / name
                room.mkdir()
                attack(progress, Ground(room, cost), process, until, seed)
    path.unlink(missing_ok=True)
    for text in progress.wrong[:20]:
        print(text)
    each = ", ".join(f"{name} {count}" for name, count in sorted(progress.kills.items()))
    print(
        f"{sum(progress.kills.values())} kills in {progress.seconds:.0f} s ({each}; "
        f"{progress.whole} of them whole processes); {progress.ended_first} ended first; "
        f"{len(progress.wrong)} wrong"
    )
    return int(bool(progress.wrong))


if __name__ == "__main__":
    sys.exit(main(*(int(word) for word in sys.argv[1:])))
