"""Every command over vaults of 1,000 to 100,000 photos, and how its cost grows with them.

usage: python benchmarks/scale.py [--only WORD] [PHOTOS ...]   (default 1000 10000 100000)

About three findings a photo, after benchmarks/answers.py, with a name in each file. In the second
set, `alike`, one photo of twenty is the same picture, on two accounts: 5,000 of 100,000. Each
command runs as a process of its own; told are its CPU and wall, and its highest resident memory
(VmHWM). What it takes over a vault of 20 photos is its start: loading the program and deriving the
key, which is slow on purpose. The exponent is the slope of a straight line through the logarithms
of photos and of the CPU beyond the start, least squares; what costs less than a twentieth of a
second beyond it stands without one.
The peer opens the same vault, reads every body in plain SQL, decodes it without types and writes it
with `json`.

Linux only. AUDITOR_VAULTS names a folder that keeps the vaults for the next run.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from auditor.domain.account import Account
from auditor.domain.photos.facts import Pdq
from auditor.domain.secret import Secret
from auditor.domain.views import StoredPhoto
from auditor.wiring import Opening, open_session
from benchmarks import answers
from benchmarks.peers import machine

_SIZES = (1_000, 10_000, 100_000)
_START = 20
_SETS = ("plain", "alike")
_RUNS = 3
_SLOW_S = 20.0
"""What takes longer is run once."""
_SMALLEST_S = 0.05
_PASSPHRASE = "correct horse battery staple"
_ALIKE_OF = 20
_WRITTEN = "report.out"
_COMMANDS = (
    "photos",
    "photos --json",
    "findings",
    "findings --json",
    f"report --full --format json --output {_WRITTEN}",
    f"report --format json --output {_WRITTEN}",
    f"report --full --format csv --output {_WRITTEN}",
    f"report --full --format html --output {_WRITTEN}",
    "answers --json",
    "plan --minutes 30 --json",
    "likeness --json",
    "links --json",
    "places --json",
)
_PEER = """
import json, sys
from pathlib import Path
import msgspec
from auditor.domain.secret import Secret
from auditor.vault.storage import keys
from auditor.vault.storage.connection import connect
from auditor.vault.storage.location import DATABASE
folder = Path(sys.argv[1])
connection = connect(folder / DATABASE, keys.open(folder, Secret(sys.argv[2])))
queries = (
    "SELECT body FROM photo_body", "SELECT body FROM facts", "SELECT body FROM finding",
)
for query in queries:
    for (body,) in connection.execute(query):
        sys.stdout.write(json.dumps(msgspec.msgpack.decode(body), default=str) + chr(10))
"""
_TOLD = """
import runpy, sys
try:
    sys.argv = ["auditor", *sys.argv[1:]]
    runpy.run_module("auditor", run_name="__main__", alter_sys=True)
finally:
    with open("/proc/self/status") as status:
        peak = next(line for line in status if line.startswith("VmHWM:"))
    with open(sys.stderr.fileno(), "w", closefd=False) as told:
        told.write(peak)
"""
"""Runs the program and tells at its end the highest resident memory: what `wait4` tells of a
process is at least what its parent had.
"""


@dataclass(frozen=True)
class Cost:
    """What one process took: seconds and bytes."""

    cpu: float
    wall: float
    peak: int


# the vaults


def _photos(account: Account, count: int, *, alike: bool) -> Iterator[StoredPhoto]:
    """Yield the photos of benchmarks/answers.py, each with a name in its file."""
    first = None
    for number, stored in enumerate(answers.photos(account, count)):
        facts = stored.facts
        if facts is None:
            continue
        metadata = replace(facts.metadata, owner=(f"Mara Schmidt {number % 7}",))
        facts = replace(facts, metadata=metadata)
        # the same on every account; two of four give it, so that half of one in ten is one in 20
        first = first or replace(facts, sha256="a1" * 32, pdq=_one_look(facts.pdq))
        if alike and account.platform in {"mastodon", "wordpress"} and number % 10 == 0:
            facts = replace(facts, sha256=first.sha256, pdq=first.pdq)
        yield replace(stored, facts=facts)


def _one_look(pdq: Pdq | None) -> Pdq | None:
    """Return hashes that are the same on every account."""
    forms = tuple(f"{0x5A17C0DE << (23 * turn):064x}" for turn in range(8))
    return None if pdq is None else replace(pdq, hash=forms[0], dihedral=forms)


async def prepare(home: Path, photos: int, kind: str, *, there: bool) -> None:
    """Make the vault in `home`, if it is not there, and work out what a scan does at its end."""
    session = await open_session(Opening(home=str(home)), Secret(_PASSPHRASE))
    tell = answers.Teller()
    if not there:
        await answers.fill(
            session, photos, lambda account, count: _photos(account, count, alike=kind == "alike")
        )
        tell("storing")
    await session.answers.judge()
    tell("evaluation")
    await session.planning.work_ahead()
    tell("answers and plans worked out ahead")
    tallies = await session.answers.rooms.vault.tallies()
    await session.close()
    number = sum(tally.count for tally in tallies)
    print(f"{kind}: {photos:,} photos, {number:,} findings", flush=True)


# measuring


def _environment(home: Path) -> dict[str, str]:
    passphrase = home.with_name(home.name + ".txt")
    passphrase.write_text(_PASSPHRASE + "\n")
    return {
        **os.environ,
        "AUDITOR_HOME": str(home),
        "AUDITOR_PASSPHRASE_FILE": str(passphrase),
        "PYTHONPATH": str(Path(__file__).resolve().parent.parent),
    }


def _run(home: Path, *words: str) -> Cost:
    """Run Python over the vault in `home`; what it prints is thrown away."""
    begin, before = time.perf_counter(), os.times()
    ran = subprocess.run(
        [sys.executable, *words],
        env=_environment(home),
        cwd=home.parent,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    wall, after = time.perf_counter() - begin, os.times()
    fine = {0, 1} if words[1] == _TOLD else {0}  # a command ends with 1 where it found something
    if ran.returncode not in fine:
        sys.exit(f"{words[2:]}: exit code {ran.returncode}\n{ran.stderr}")
    cpu = (
        after.children_user - before.children_user + after.children_system - before.children_system
    )
    _rest, found, peak = ran.stderr.rpartition("VmHWM:")
    return Cost(cpu, wall, int(peak.split()[0]) * 1024 if found else 0)


def _median(home: Path, *words: str) -> Cost:
    costs = [_run(home, *words)]
    while len(costs) < _RUNS and costs[0].wall < _SLOW_S:
        costs.append(_run(home, *words))
    return Cost(
        statistics.median(cost.cpu for cost in costs),
        statistics.median(cost.wall for cost in costs),
        max(cost.peak for cost in costs),
    )


def measure(home: Path, only: str) -> dict[str, Cost]:
    """Print and return what each command takes."""
    size = sum(file.stat().st_size for file in home.glob("vault.db*"))
    print(f"  {size / 1000:,.0f} kB on the disk")
    peer = _median(home, "-c", _PEER, str(home), _PASSPHRASE)
    print(f"  plain SQL and json: {_told(peer)}", flush=True)
    found = {"plain SQL and json": peer}
    for command in _COMMANDS:
        if only not in command:
            continue
        cost = _median(home, "-c", _TOLD, *command.split())
        found[command] = cost
        print(f"  {command}: {_told(cost)}; {cost.cpu / peer.cpu:.2f} of the peer", flush=True)
    return found


def exponent(costs: dict[int, float]) -> float | None:
    """Return the slope of log(cost) over log(photos), None where nothing is to be measured."""
    points = [(math.log(photos), math.log(cost)) for photos, cost in costs.items() if cost > 0]
    if len(points) < 2 or max(costs.values()) < _SMALLEST_S:
        return None
    return statistics.linear_regression(*zip(*points, strict=True)).slope


def _told(cost: Cost) -> str:
    memory = f", {cost.peak / 1e6:.0f} MB" if cost.peak else ""
    return f"CPU {cost.cpu:.2f} s, wall {cost.wall:.2f} s{memory}"


def _table(kind: str, found: dict[int, dict[str, Cost]]) -> None:
    start, *sizes = found
    print(f"\n| {kind}: CPU, s | start | " + " | ".join(f"{n:,}" for n in sizes), end="")
    print(" | exponent | MB |\n| --- |" + " --- |" * (len(sizes) + 3))
    for command, least in found[start].items():
        costs = {photos: found[photos][command].cpu for photos in sizes}
        slope = exponent({n: max(cost - least.cpu, 0.01) for n, cost in costs.items()})
        cells = [f"{cost:.2f}" for cost in (least.cpu, *costs.values())]
        cells += ["-" if slope is None else f"{slope:.2f}"]
        cells += [f"{found[sizes[-1]][command].peak / 1e6:.0f}"]
        print(f"| {command} | " + " | ".join(cells) + " |")


def main(sizes: Sequence[int], only: str, kinds: Sequence[str]) -> None:
    """Print some lines for each set and size, and a table for each set."""
    print(machine(), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(os.environ.get("AUDITOR_VAULTS") or folder)
        for kind in kinds:
            found: dict[int, dict[str, Cost]] = {}
            for photos in (_START, *sizes):
                home = kept / f"{kind}-{photos}"
                making = [sys.executable, __file__, "--make", str(photos), kind, str(home)]
                subprocess.run(making, check=True)  # a process of its own: its memory is its own
                found[photos] = measure(home, only)
            _table(kind, found)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--make"]:
        where = Path(sys.argv[4])
        asyncio.run(prepare(where, int(sys.argv[2]), sys.argv[3], there=where.exists()))
    else:
        parser = argparse.ArgumentParser()
        parser.add_argument("photos", nargs="*", type=int)
        parser.add_argument("--only", default="", help="commands that hold this text")
        parser.add_argument("--set", choices=_SETS, default=None)
        asked = parser.parse_args()
        main(asked.photos or _SIZES, asked.only, [asked.set] if asked.set else _SETS)
