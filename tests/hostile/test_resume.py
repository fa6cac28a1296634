"""Kill -9 of the whole scanning process at ten random moments, then on to the end.

Nothing lost, nothing twice, nobody left behind.

benchmarks/resume.py does the same with 500 photos.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from tests.cli.auditor import Auditor
from tests.hostile.killing import differences, holdings, killed_scan
from tests.hostile.watched_range import watched

PHOTOS = 24
SEED = 20_260_504


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for processes in /proc")
def test_a_scan_killed_ten_times_ends_like_an_undisturbed_one(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    with watched(PHOTOS) as (practice, watch):
        options = ("--settings", str(practice.save_settings(tmp_path)))
        calm, killed = (
            Auditor.at(tmp_path / "calm", *options),
            Auditor.at(tmp_path / "killed", *options),
        )
        for auditor in (calm, killed):
            auditor.add(practice.accounts)
        calm.run("scan", code=1)
        hits, orphans = killed_scan(
            killed, watch, [chance.randint(1, 20) for _kill in range(7)], chance
        )
        assert hits == 7
        first, *_others, last = holdings(calm)["findings"]
        for auditor in (calm, killed):
            auditor.run("findings", "mark", first["id"], "--state", "done")
            auditor.run("findings", "mark", last["id"], "--state", "accepted")
        calm.run("scan", code=1)
        more, lost = killed_scan(
            killed, watch, [chance.randint(1, 12) for _kill in range(3)], chance
        )
        assert more == 3
        expected, found = holdings(calm), holdings(killed)
    assert orphans + lost == 0
    assert {kind: len(of_kind) for kind, of_kind in expected.items()} == {
        kind: len(of_kind) for kind, of_kind in found.items()
    }
    assert differences(expected, found) == []
    assert len(found["photos"]) >= PHOTOS
    assert {finding["state"] for finding in found["findings"]} == {"open", "done", "accepted"}
