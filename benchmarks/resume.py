"""Kill -9 a scan at random moments and let it resume.

What it found must equal that of an undisturbed scan.

usage: python benchmarks/resume.py [PHOTOS [KILLS [SEED]]]   (default 500 10 1)

Linux only. Prints the moments and one line of verdict; the exit code is 1 if anything differs or a
process stays behind.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.cli.auditor import Auditor
from tests.hostile.killing import differences, holdings, killed_scan
from tests.hostile.watched_range import watched


def main(photos: int = 500, kills: int = 10, seed: int = 1) -> int:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder, watched(photos) as (practice, watch):
        room = Path(folder)
        options = ("--settings", str(practice.save_settings(room)))
        calm, killed = Auditor.at(room / "calm", *options), Auditor.at(room / "killed", *options)
        for auditor in (calm, killed):
            auditor.add(practice.accounts)
        watch.forget()
        started = time.monotonic()
        calm.run("scan", code=1)
        requests = len(watch.asked)
        print(f"undisturbed: {requests} requests in {time.monotonic() - started:.0f} s", flush=True)
        cuts = sorted(chance.sample(range(1, requests), kills))
        moments = [later - earlier for earlier, later in zip([0, *cuts], cuts, strict=False)]
        print(f"killed after these further requests: {moments}", flush=True)
        hits, orphans = killed_scan(killed, watch, moments, chance)
        expected, found = holdings(calm), holdings(killed)
    wrong = [kind for kind in expected if len(expected[kind]) != len(found[kind])]
    different = (
        differences(expected, found) if not wrong else [f"not as many {kind}" for kind in wrong]
    )
    for line in different[:20]:
        print(line)
    counted = {kind: len(of_kind) for kind, of_kind in found.items()}
    print(
        f"{hits} of {kills} kills hit; {counted}; {len(different)} differences; {orphans} "
        "processes left behind"
    )
    return int(bool(different or orphans))


if __name__ == "__main__":
    sys.exit(main(*(int(word) for word in sys.argv[1:])))
