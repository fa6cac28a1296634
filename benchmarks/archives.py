"""How fast an archive is taken in, against the least that reading it takes in Python.

usage: python benchmarks/archives.py [POSTS [FILES]]   (default 20000 50000)

Instagram of so many posts in three parts, and a Takeout of so many files, half of them pictures;
nothing in them is public, so that no picture is looked into. `auditor import` is a process of its
own with a vault of its own, from start to end; then the same again, which finds nothing new. The
peer is Python's zipfile over the same zips, with json.loads over every list in them: it keeps
nothing. Seconds of the processor count, of the whole process with its start, for other work may go
on. Linux only. The exit code is 1 if more than 200 MB were taken, or less than 2,000 entries a
second.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.peers import machine
from tests.cli.auditor import Auditor
from tests.hostile.large_archives import HANDLE, instagram, takeout

MOST_MB, LEAST_PER_S = 200, 2_000
PEER = """
import json, sys, zipfile
found = 0
for path in sys.argv[1:]:
    with zipfile.ZipFile(path) as packed:
        for info in packed.infolist():
            found += 1
            if info.filename.endswith(".json"):
                json.loads(packed.read(info))
print(found)
"""


@dataclass(frozen=True)
class Pass:
    """One process: seconds by the clock and of the processor, and the most memory."""

    wall_s: float
    cpu_s: float
    peak_mb: int


LAUNCHER = """
import json, os, subprocess, sys, time
began = time.monotonic()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_pid, status, used = os.wait4(process.pid, 0)
code = os.waitstatus_to_exitcode(status)
took = time.monotonic() - began
print(json.dumps([code, took, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024]))
"""
"""Starts a process from a small one: memory counts from what stood there before it began."""


def run(command: Sequence[str], environment: dict[str, str]) -> Pass:
    """Run a process to its end. Raises SystemExit where it fails."""
    words = [sys.executable, "-S", "-c", LAUNCHER, *command]
    told = subprocess.run(words, env=environment, stdout=subprocess.PIPE, check=True).stdout
    code, wall_s, cpu_s, peak_mb = json.loads(told)
    if code:
        raise SystemExit(f"{command} ended with {code}")
    return Pass(wall_s, cpu_s, peak_mb)


def measured(room: Path, name: str, entries: int, paths: Sequence[Path]) -> bool:
    """Measure one archive; return whether it keeps to the limits."""
    auditor = Auditor.at(room / name)
    files = [str(path) for path in paths]
    auditor.run("accounts", "list")  # makes the vault
    claim = ("import", *files, "--claim", "mine", "--confirm", HANDLE, "--json")
    peer = run([sys.executable, "-c", PEER, *files], auditor.environment())
    holds = True
    for what, words in (("first", claim), ("again", ("import", *files, "--json"))):
        found = run(auditor.command(*words), auditor.environment())
        rate = entries / found.cpu_s
        print(
            f"{name}, {what}: {entries} entries in {found.wall_s:.1f} s "
            f"({found.cpu_s:.1f} s of processor: {rate:.0f}/s), "
            f"{found.peak_mb} MB; zipfile and json: {peer.wall_s:.1f} s ({peer.cpu_s:.1f} s), "
            f"{peer.peak_mb} MB; ratio of processor time {found.cpu_s / peer.cpu_s:.1f}",
            flush=True,
        )
        holds = holds and found.peak_mb <= MOST_MB and rate >= LEAST_PER_S
    return holds


def main(posts: int = 20_000, files: int = 50_000) -> int:
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        made = instagram(room / "made", range(posts)), takeout(room / "made", files // 2)
        holds = [
            measured(room, "instagram", posts, made[0]),
            measured(room, "takeout", files, made[1]),
        ]
    return int(not all(holds))


if __name__ == "__main__":
    sys.exit(main(*(int(word) for word in sys.argv[1:])))
