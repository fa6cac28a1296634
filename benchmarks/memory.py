"""Peak memory of a scan of many photos against a scan of few.

The ratio should stay near 1, since nothing grows with their number.

usage: python benchmarks/memory.py [FEW [MANY]]   (default 200 2000)

The photos are all of one size. Counted is the resident memory of the scanning process and its
reader processes together, sampled every 20 ms from /proc (Linux); the practice range runs in a
process of its own and is left out. Prints one line a run and the ratio.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import tempfile
import time
from pathlib import Path

from auditor.domain.account import Claim
from auditor.practice.range import PracticeRange

_PAGE = os.sysconf("SC_PAGE_SIZE")
_EVERY_S = 0.02


def children(pid: int) -> list[int]:
    """Return the processes that `pid` started, and theirs."""
    found: list[int] = []
    # it ended between the two looks
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in task.read_text().split():
                found += [int(child), *children(int(child))]
    return found


def _resident(pid: int) -> int:
    """Return the resident memory in bytes of `pid` and all it started."""
    total = 0
    for process in [pid, *children(pid)]:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            total += int(Path(f"/proc/{process}/statm").read_text().split()[1]) * _PAGE
    return total


async def _auditor(home: str, *words: str, settings: Path) -> asyncio.subprocess.Process:
    environment = {
        **os.environ,
        "AUDITOR_HOME": home,
        "AUDITOR_PASSPHRASE_FILE": str(Path(home) / "passphrase"),
    }
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "auditor",
        "--settings",
        str(settings),
        *words,
        env=environment,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )


async def peak(photos: int) -> tuple[int, float]:
    """Return (peak in bytes, seconds) of scanning a range with so many photos."""
    with tempfile.TemporaryDirectory() as home:
        (Path(home) / "passphrase").write_text("correct horse battery staple\n")
        settings = Path(home) / "settings.toml"
        async with PracticeRange(photos=photos, same_size=True) as practice:
            hosts = ", ".join(f'"{host}"' for host in practice.allow_hosts)
            urls = f'plc_url = "{practice.plc_url}"\nappview_url = "{practice.appview_url}"\n'
            settings.write_text(f"[network]\nallow_hosts = [{hosts}]\n[sources.atproto]\n{urls}")
            for account in practice.accounts:
                words = ["accounts", "add", account.text, "--claim", Claim(account.claim).value]
                adding = await _auditor(
                    home,
                    *words,
                    "--platform",
                    account.platform,
                    "--handle",
                    account.handle,
                    "--confirm",
                    account.handle,
                    settings=settings,
                )
                if await adding.wait():
                    sys.exit(f"could not add {account.text}")
            started = time.monotonic()
            scan = await _auditor(home, "scan", "--json", settings=settings)
            highest = 0
            ended = asyncio.create_task(scan.wait())
            while not ended.done():
                highest = max(highest, _resident(scan.pid))
                await asyncio.sleep(_EVERY_S)
            return highest, time.monotonic() - started


def main() -> None:
    """Measure both and print the ratio."""
    few, many = (int(word) for word in (*sys.argv[1:3], *("200", "2000")[len(sys.argv) - 1 :]))
    peaks = []
    for photos in (few, many):
        highest, seconds = asyncio.run(peak(photos))
        peaks.append(highest)
        print(f"{photos} photos: peak {highest / 1e6:.0f} MB, {seconds:.1f} s")
    print(f"ratio {peaks[1] / peaks[0]:.2f} (bound 1.30)")


if __name__ == "__main__":
    main()
