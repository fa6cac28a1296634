"""How often and how long an account is asked for its list of pictures, against gallery-dl.

usage: python benchmarks/inventory.py [PHOTOS [RUNS]]   (default 300 5)

Both read the same two accounts of the servers of tests/real: one on a server with the interface of
Mastodon, one on a MediaWiki, where one file in 15 has an older version; gallery-dl is told to list
those too, and where api.php is, which we find. Pace is off for both. A relay counts the requests
of both; wall and CPU time begin with the first of them, so that starting a process does not count
(Linux). Medians of interleaved runs. The exit code is 1 if a picture of theirs is missing in ours.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.peers import machine
from tests.real.conftest import SCRIPTS, STATE, run_script
from tests.real.inventories import (
    MASTODON,
    WIKI,
    Relay,
    addresses_of,
    gallery_dl,
    make_pictures,
    own_lister,
    relay_to,
    seed_mastodon,
    seed_wiki,
)

ROOT = Path(__file__).resolve().parent.parent
SERVERS = {"mastodon": ("mastodon_mock", MASTODON), "mediawiki": ("mediawiki", WIKI)}
TICK_S = 1 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Pass:
    """One listing: what was printed, and requests and seconds from the first request on."""

    printed: str
    asked: tuple[str, ...]
    wall_s: float
    cpu_s: float


def _spent(pid: int) -> float:
    """Return the CPU time of a process so far, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) * TICK_S


def listing(command: Sequence[str], relay: Relay) -> Pass:
    """Run a program that lists the account behind `relay`."""
    begun = [0.0, 0.0]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
        process = subprocess.Popen(command, stdout=out, cwd=ROOT)
        relay.asked.clear()
        relay.first = lambda: begun.__setitem__(
            slice(None), [time.monotonic(), _spent(process.pid)]
        )
        _pid, status, usage = os.wait4(process.pid, 0)
        ended = time.monotonic()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{command[0]} ended with {process.returncode}")
        out.seek(0)
        cpu = usage.ru_utime + usage.ru_stime - begun[1]
        return Pass(out.read(), tuple(relay.asked), ended - begun[0], cpu)


def compared(platform: str, runs: int) -> bool:
    """Print the rows of one account; return whether no picture of theirs is missing in ours."""
    with ExitStack() as stack:
        relay = stack.enter_context(relay_to(SERVERS[platform][1]))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        commands = {
            "gallery-dl": gallery_dl(STATE, SCRIPTS, folder, platform, relay),
            "auditor": own_lister(platform, relay),
        }
        passes: dict[str, list[Pass]] = {name: [] for name in commands}
        for run in range(runs + 1):
            for name, command in commands.items():
                done = listing(command, relay)
                passes[name] += [done] if run else []  # the first one warms the server
    theirs = set(addresses_of(passes["gallery-dl"][0].printed))
    ours = set(json.loads(passes["auditor"][0].printed)["photos"])
    peer = [
        statistics.median(part) for part in zip(*map(_numbers, passes["gallery-dl"]), strict=True)
    ]
    for name, of_program in passes.items():
        found = theirs if name == "gallery-dl" else ours
        own = [statistics.median(part) for part in zip(*map(_numbers, of_program), strict=True)]
        ratios = "".join(f"{mine / other:>8.2f}" for mine, other in zip(own, peer, strict=True))
        print(
            f"{platform:<11}{name:<12}{len(found):>8}{own[0]:>10.0f}{own[1] * 1e3:>9.0f}"
            f"{own[2] * 1e3:>8.0f}  {ratios}"
        )
    missing = sorted(theirs - ours)
    print(f"{platform:<11}missing in ours: {len(missing)} {missing[:3] or ''}")
    for path in passes["auditor"][0].asked:
        print(f"    {path[:150]}")
    return not missing


def _numbers(done: Pass) -> tuple[float, float, float]:
    return len(done.asked), done.wall_s, done.cpu_s


def main() -> int:
    """Seed both servers, compare, print."""
    count, runs = (int(word) for word in (*sys.argv[1:3], *("300", "5")[len(sys.argv) - 1 :]))
    version = subprocess.run(
        [STATE / "venv/bin/gallery-dl", "--version"], capture_output=True, text=True, check=True
    )
    print(f"{machine()}, gallery-dl {version.stdout.strip()}, {count} photos, {runs} runs\n")
    with ExitStack() as stack:
        pictures = make_pictures(Path(stack.enter_context(tempfile.TemporaryDirectory())), count)
        for server, _address in SERVERS.values():
            run_script("stop.sh", server)
            run_script(f"{server}.sh")
            stack.callback(run_script, "stop.sh", server)
        seed_mastodon(pictures)
        seed_wiki(STATE, pictures)
        print(f"{'':<23}{'photos':>8}{'requests':>10}{'wall ms':>9}{'CPU ms':>8}  x peer")
        held = [compared(platform, runs) for platform in SERVERS]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
