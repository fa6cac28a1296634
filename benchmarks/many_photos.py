"""A scan of very many photos: memory of the scanning process, and how long its loop is held.

usage: python benchmarks/many_photos.py [FEW [MANY]]   (default 200 10000)

Engine and vault are the real ones; server, list and readers are those of the tests, so that only
the scanning process itself is measured: `memory.py` measures a whole scan. Memory is told when all
is measured, and at the end, when all was judged. Held is what each step of the event loop took of
the processor, which other work on the machine does not change. The peer of the large scan is the
small one, in the same run. Linux.
"""

from __future__ import annotations

import asyncio
import asyncio.events
import json
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from auditor.domain.secret import Secret
from auditor.engine.scan.events import Evaluating, ScanEvent
from auditor.vault.storage.keys import VaultKey
from auditor.vault.store import EncryptedVault
from benchmarks.peers import machine
from tests.contract.vault_making import HeldClock
from tests.fakes.engine import CONTENT_IDS, account, house

BOUND_RATIO, BOUND_MS = 1.3, 50.0
_PAGE = 40


async def scan(photos: int, folder: Path) -> dict[str, float]:
    """Scan so many photos of four accounts into a vault in `folder`; return what it took."""
    steps: list[float] = []
    run = asyncio.events.Handle._run  # noqa: SLF001 - nothing else sees each step

    def measured(self: asyncio.events.Handle) -> None:
        before = time.thread_time()
        run(self)
        steps.append(time.thread_time() - before)

    key = VaultKey(Secret(secrets.token_hex(32)))
    made = await house(vault=await EncryptedVault.open(folder, key, HeldClock(), CONTENT_IDS))
    owners = [account(f"a{number}.example") for number in range(4)]
    await made.own(*owners)
    each = photos // len(owners)
    for owner in owners:
        pages = [range(first, min(first + _PAGE, each)) for first in range(0, each, _PAGE)]
        made.publish(owner, *pages)
    peaks: list[int] = []

    def take(event: ScanEvent) -> None:
        if isinstance(event, Evaluating):
            peaks.append(_peak())

    begun = time.process_time()
    asyncio.events.Handle._run = measured  # type: ignore[method-assign]  # noqa: SLF001
    await made.session.scan(on_event=take)
    asyncio.events.Handle._run = run  # type: ignore[method-assign]  # noqa: SLF001
    cpu_s = time.process_time() - begun
    assert all((await made.photos()).values()), "a photo was not measured"
    await made.session.close()
    steps.sort()
    return {
        "photos": photos,
        "cpu_s": cpu_s,
        "measured": peaks[0],
        "peak": _peak(),
        "p99": steps[int(len(steps) * 0.99)] * 1e3,
        "p999": steps[int(len(steps) * 0.999)] * 1e3,
        "most": steps[-1] * 1e3,
    }


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main(few: int = 200, many: int = 10_000) -> int:
    """Measure both, each in a process of its own, and print."""
    print(f"{machine()}\n")
    print(f"{'':>16}{'peak MB when':>13}{'':>8}   loop held, CPU ms")
    print(f"{'photos':>8}{'CPU s':>8}{'measured':>10}{'at end':>11}   p99, p99.9, most")
    peaks, worst = [], 0.0
    for photos in (few, many):
        told = subprocess.check_output([sys.executable, __file__, "--one", str(photos)])
        found = json.loads(told.splitlines()[-1])
        peaks.append(found["measured"])
        worst = max(worst, found["p99"])
        held = f"{found['p99']:.1f}, {found['p999']:.1f}, {found['most']:.1f}"
        memory = f"{found['measured'] / 1e6:>10.0f}{found['peak'] / 1e6:>11.0f}"
        print(f"{photos:>8}{found['cpu_s']:>8.1f}{memory}   {held}", flush=True)
    ratio = peaks[1] / peaks[0]
    print(f"\nmemory {ratio:.2f} times (bound {BOUND_RATIO}), held at p99 {worst:.1f} ms (50)")
    return int(ratio > BOUND_RATIO or worst > BOUND_MS)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        with tempfile.TemporaryDirectory() as room:
            print(json.dumps(asyncio.run(scan(int(sys.argv[2]), Path(room)))))
    else:
        sys.exit(main(*(int(word) for word in sys.argv[1:])))
