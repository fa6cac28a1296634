"""A scan of very many photos end to end: memory, processor time, how long its loop is held.

usage: python benchmarks/whole_scan.py [FEW [MANY]]   (default 200 10000)

A practice range in a process of its own serves pictures of 800 x 600 px; the program is the whole
one, with its reader processes, without faces and text. The scan of many is killed with -9 when
half of its photos are looked at, and gone on with. Told is the memory of the scanning process and
its readers together, sampled every 50 ms: what they take, pages that several have in common once
(PSS), which is what the bound is for, and the sum of what is resident in each; each at its peak,
and at that of the scanning process alone, with how far the scan was; processor seconds; what each
step of the event loop took of the processor, which other work on the machine does not change; and
requests for files of photos. The peer of the large scan is the small one, in the same run. Linux.
"""

from __future__ import annotations

import asyncio.events
import contextlib
import json
import os
import runpy
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from auditor.engine.scan.events import AccountProgress, ScanEvent
from auditor.engine.scan.scan import Scan
from benchmarks.memory import children
from benchmarks.peers import machine
from tests.cli.auditor import Auditor
from tests.cli.ranges import served

BOUND_RATIO, BOUND_MS = 1.3, 50.0
_EVERY_S, _OFTEN = 0.05, 50
_OF_PHOTOS = (": picture", ": first bytes of picture")


class Steps:
    """How long steps took, counted by hundredths of a millisecond: a list would grow with them."""

    def __init__(self) -> None:
        self._counts: Counter[int] = Counter()
        self.longest = 0.0

    def take(self, seconds: float) -> None:
        """Count a step."""
        self._counts[round(seconds * 1e5)] += 1
        self.longest = max(self.longest, seconds)

    def part(self, share: float) -> float:
        """Return the seconds that `share` of the steps took at most."""
        left = share * self._counts.total()
        for hundredths, count in sorted(self._counts.items()):
            left -= count
            if left <= 0:
                return hundredths / 1e5
        return self.longest


def inside(words: Sequence[str]) -> None:
    """Run the program with `words`; say on stderr how far it is, and what its steps took."""
    steps = Steps()
    step, run = asyncio.events.Handle._run, Scan.run  # noqa: SLF001 - nothing else sees each step
    at: dict[str, int] = {}

    def measured(self: asyncio.events.Handle) -> None:
        before = time.thread_time()
        step(self)
        steps.take(time.thread_time() - before)

    async def watched(self: Scan, accounts: Any) -> Any:
        tell = self.on_event

        def take(event: ScanEvent) -> None:
            if isinstance(event, AccountProgress):
                at[event.account] = event.measured
                if event.measured % _OFTEN == 0:
                    sys.stderr.write(f"AT {sum(at.values())}\n")
            tell(event)

        self.on_event = take
        found = await run(self, accounts)
        told = [steps.part(0.99), steps.part(0.999), steps.longest]
        sys.stderr.write(f"STEPS {json.dumps([each * 1e3 for each in told])}\n")
        return found

    asyncio.events.Handle._run = measured  # type: ignore[method-assign]  # noqa: SLF001
    Scan.run = watched  # type: ignore[method-assign]
    sys.argv = ["auditor", *words]
    runpy.run_module("auditor", run_name="__main__", alter_sys=True)


@dataclass
class Taken:
    """What a scan took, over all its processes."""

    peak: int = 0
    peak_at: int = 0
    resident: int = 0
    alone: int = 0
    cpu_s: float = 0.0
    steps: list[float] = field(default_factory=list)
    at: int = 0
    code: int = 0

    def sample(self, pid: int) -> None:
        """Look at the memory of a process and those it started."""
        held = [_held(process) for process in (pid, *children(pid))]
        taken, resident = (sum(column) for column in zip(*held, strict=True))
        self.alone = max(self.alone, held[0][0])
        self.resident = max(self.resident, resident)
        if taken > self.peak:
            self.peak, self.peak_at = taken, self.at

    def listen(self, lines: Any) -> None:
        """Take what the program says on stderr."""
        for line in lines:
            if line.startswith("AT "):
                self.at = int(line[3:])
            elif line.startswith("STEPS "):
                self.steps = json.loads(line[6:])


def _held(pid: int) -> tuple[int, int]:
    """Return the bytes that a process takes, its share of common pages, and those resident."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError, ValueError):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
        told = {name: int(rest.split()[0]) for name, _, rest in (ln.partition(":") for ln in lines)}
        return told["Pss"] * 1024, told["Rss"] * 1024
    return 0, 0


def scanned(auditor: Auditor, taken: Taken, kill_at: int | None = None) -> None:
    """Scan, or kill the scan once so many photos are looked at."""
    command = [sys.executable, __file__, "--inside", *auditor.options, "scan", "--json"]
    process = subprocess.Popen(
        command,
        env=auditor.environment(),
        cwd=auditor.room / "cwd",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    taken.at = 0
    listening = threading.Thread(target=taken.listen, args=(process.stderr,))
    listening.start()
    ended = 0
    while not ended:
        taken.sample(process.pid)
        time.sleep(_EVERY_S)
        if kill_at is not None and taken.at >= kill_at:
            os.kill(process.pid, signal.SIGKILL)
            kill_at = None
        ended, status, usage = os.wait4(process.pid, os.WNOHANG)
    taken.cpu_s += usage.ru_utime + usage.ru_stime
    taken.code = process.returncode = os.waitstatus_to_exitcode(status)
    listening.join()


def measure(photos: int, *, kill: bool) -> dict[str, Any]:
    """Scan a range of so many photos; return what it took."""
    taken, begun = Taken(), time.monotonic()
    with tempfile.TemporaryDirectory() as folder, served(photos) as practice:
        room = Path(folder)
        auditor = Auditor.at(room, "--settings", str(practice.save_settings(room)))
        auditor.add(practice.accounts)
        if kill:
            scanned(auditor, taken, photos // 2)
            print(f"killed when {taken.at} were looked at", flush=True)
        scanned(auditor, taken)
        if taken.code not in {0, 1}:
            sys.exit(f"the scan ended with {taken.code}")
        wall = time.monotonic() - begun
        found = auditor.run("photos", "--json").json["photos"]
        log = auditor.run("network-log", "--limit", "1000000", "--json").json["requests"]
    asked = sum(entry["purpose"].endswith(_OF_PHOTOS) for entry in log)
    unread = sum(photo["sha256"] is None for photo in found)
    return {**vars(taken), "photos": len(found), "unread": unread, "asked": asked, "wall": wall}


def main(few: int = 200, many: int = 10_000) -> int:
    """Measure both and print."""
    print(f"{machine()}\n", flush=True)
    results = []
    for photos in (few, many):
        found = measure(photos, kill=photos == many)
        results.append(found)
        memory = f"peak {found['peak'] / 1e6:.0f} MB when {found['peak_at']} were looked at"
        memory += f", scanning alone {found['alone'] / 1e6:.0f} MB"
        memory += f", resident {found['resident'] / 1e6:.0f} MB"
        held = "p99 {:.1f}, p99.9 {:.1f}, most {:.0f} ms".format(*found["steps"])
        print(f"{found['photos']} photos, {found['unread']} of them unread: {memory}")
        print(f"  {found['cpu_s']:.0f} CPU s, {found['wall']:.0f} s, loop held {held}")
        print(f"  {found['asked'] / found['photos']:.2f} requests a photo", flush=True)
    ratio = results[1]["peak"] / results[0]["peak"]
    resident = results[1]["resident"] / results[0]["resident"]
    worst = max(found["steps"][0] for found in results)
    print(f"\nmemory {ratio:.2f} times (bound {BOUND_RATIO}), resident {resident:.2f} times")
    print(f"held at p99 {worst:.1f} ms (bound {BOUND_MS})")
    return int(ratio > BOUND_RATIO or worst > BOUND_MS or any(each["unread"] for each in results))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        inside(sys.argv[2:])
    else:
        sys.exit(main(*(int(word) for word in sys.argv[1:])))
