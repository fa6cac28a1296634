"""What a second scan of unchanged photos costs.

usage: python benchmarks/rescan.py [PHOTOS [--all]]   (default 2000)

On the accounts of a practice range whose files have addresses that name their content (atproto, and
a server with the interface of Mastodon); with `--all` on its websites too. Faces and text are left
out of the first scan, which this does not measure. Peer in the same run: a client that asks for the
first byte of each picture, one after the other. Prints processor seconds of the scanning process
and its readers, wall seconds, requests, and how many of those were for pictures.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from auditor.domain.account import Claim
from benchmarks.peers import machine
from tests.cli.auditor import Auditor
from tests.cli.ranges import Range, served
from tests.unit.practice.asking import ask

BOUND_CPU_S, BOUND_REQUESTS = 5.0, 300
_OF_PICTURES = "picture"


def scanned(auditor: Auditor) -> tuple[float, float]:
    """Scan; return (processor seconds, wall seconds)."""
    started = time.monotonic()
    process = auditor.start("scan", "--json")
    assert process.stdout is not None
    process.stdout.read()
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1}:
        sys.exit(f"the scan ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, time.monotonic() - started


def asked_each(addresses: list[str]) -> tuple[float, float]:
    """Ask for each address whether it changed; return (processor seconds, wall seconds)."""
    started, before = time.monotonic(), time.process_time()
    for url in addresses:
        ask(url, Range="bytes=0-0")
    return time.process_time() - before, time.monotonic() - started


def of_range(practice: Range, *, everything: bool) -> list[dict[str, object]]:
    """Return the accounts to scan."""
    return [
        account
        for account in practice.accounts
        if account["claim"] == Claim.MINE.value and (everything or account["platform"] != "website")
    ]


def _purposes(auditor: Auditor) -> Counter[str]:
    """Return how often was asked for what, as the program itself wrote down."""
    log = auditor.run("network-log", "--limit", "100000", "--json").json
    return Counter(entry["purpose"] for entry in log["requests"])


def main() -> int:
    """Scan twice and print what the second one took."""
    everything = "--all" in sys.argv[1:]
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    wanted = numbers[0] if numbers else 2000
    # the websites of a range have some of its photos
    with tempfile.TemporaryDirectory() as folder, served(wanted * 12 // 7) as practice:
        room = Path(folder)
        auditor = Auditor.at(room, "--settings", str(practice.save_settings(room)))
        auditor.add(of_range(practice, everything=everything))
        scanned(auditor)
        photos = auditor.run("photos", "--json").json["photos"]
        before = _purposes(auditor)
        cpu_s, wall_s = scanned(auditor)
        asked = _purposes(auditor) - before
        addresses = [photo["media_url"] for photo in photos]
        peer_cpu_s, peer_wall_s = asked_each(addresses)
    pictures = sum(count for purpose, count in asked.items() if purpose.endswith(_OF_PICTURES))
    requests = asked.total()
    print(f"{machine()}\n{len(photos)} photos; the first scan made {before.total()} requests\n")
    print(f"{'':<22}{'CPU s':>8}{'wall s':>8}{'requests':>10}{'pictures':>10}")
    print(f"{'second scan':<22}{cpu_s:>8.2f}{wall_s:>8.1f}{requests:>10}{pictures:>10}")
    each = len(addresses)
    print(f"{'asking each picture':<22}{peer_cpu_s:>8.2f}{peer_wall_s:>8.1f}{each:>10}{each:>10}")
    held = cpu_s <= BOUND_CPU_S and requests <= BOUND_REQUESTS and not pictures
    print(f"\nbounds {BOUND_CPU_S:g} CPU s, {BOUND_REQUESTS} requests, no picture: {held}")
    return 0 if held or everything else 1


if __name__ == "__main__":
    sys.exit(main())
