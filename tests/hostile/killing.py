"""Kill -9 a scan at chosen moments and let it go on, until it ends.

And what a vault then holds, without times.
"""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.cli.auditor import Auditor
from tests.hostile.watched_range import Watch

_LATER_S = 0.25
"""A kill comes up to so long after the request that it waits for.

In the middle of a transaction, a photo, an answer.
"""


def children(pid: int) -> list[int]:
    """Return the processes that `pid` started, and theirs."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            words = task.read_text().split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        for child in words:
            found += [int(child), *children(int(child))]
    return found


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def left_behind(pids: Sequence[int], seconds: float = 20.0) -> list[int]:
    """Return those of `pids` that still run after so long."""
    deadline = time.monotonic() + seconds
    while any(alive(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    return [pid for pid in pids if alive(pid)]


def killed_scan(
    auditor: Auditor, watch: Watch, moments: Sequence[int], chance: random.Random
) -> tuple[int, int]:
    """Scan with a kill after each of `moments` further requests, then to the end.

    A scan gets no further answer until it is killed: however fast the machine is, it cannot end
    first while `moments` add up to fewer requests than it needs.

    Return (kills that hit, processes left behind).
    """
    hits = 0
    orphans = 0
    for moment in moments:
        watch.forget()
        watch.answer_only(moment)
        with auditor.start("scan") as process:
            while not watch.wait_for(moment, 0.1) and process.poll() is None:
                pass
            time.sleep(chance.uniform(0, _LATER_S))
            started = children(process.pid)
            hits += process.poll() is None
            process.kill()
            process.communicate()
        watch.answer_only(math.inf)
        orphans += len(left_behind(started))
    auditor.run("scan", code=1)
    return hits, orphans


def holdings(auditor: Auditor) -> dict[str, Any]:
    """Return everything that must not depend on how often a scan was killed.

    No times, no numbers of scans or requests.
    """
    accounts = auditor.run("accounts", "list", "--json").json["accounts"]
    findings = auditor.run("findings", "--json", code=1).out
    for account in accounts:
        del account["last_scan"], account["proof_seen_until"]
    return {
        "accounts": accounts,
        "photos": auditor.run("photos", "--json").json["photos"],
        "findings": json.loads(findings)["findings"],
        "plan": auditor.run("plan", "--json").json["steps"],
    }


def differences(expected: dict[str, Any], other: dict[str, Any]) -> list[str]:
    return [
        f"{kind} {mine.get('id')}: {key}: {mine.get(key)!r} is not {theirs.get(key)!r}"
        for kind in expected
        for mine, theirs in zip(expected[kind], other[kind], strict=True)
        for key in {*mine, *theirs}
        if mine.get(key) != theirs.get(key)
    ]
