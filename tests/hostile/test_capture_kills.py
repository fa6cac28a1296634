"""Kill -9 while a kept page is taken in: nothing is lost, nothing is half, and it goes on."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from tests.cli.auditor import Auditor
from tests.cli.test_captures import archive
from tests.cli.test_import import MINE, brought
from tests.hostile.killing import children, left_behind
from tests.unit.captures.making import WALL, har, instagram

pytestmark = pytest.mark.slow
_PLACES = (0.2, 0.3, 0.4, 0.5, 0.6)
"""Shares of the time of a whole import after which one is killed."""


def held(auditor: Auditor) -> dict[str, Any]:
    """Return what the vault holds, without what a scan that was begun again counts anew."""
    photos = auditor.run("photos", "--json", code=None).json["photos"]
    (account,) = auditor.run("accounts", "list", "--json").json["accounts"]
    return {
        "photos": sorted(
            (each["id"], each["sha256"], each["width"], each["visibility"]) for each in photos
        ),
        "account": (account["handle"], account["claim"], account["proof"], account["notes"]),
    }


def test_killed_at_five_places_it_ends_as_if_it_never_was(tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text("[readers]\nvision = false\nexiftool = false\n")
    first = Auditor.at(tmp_path / "first", "--settings", str(settings))
    whole = archive(tmp_path / "a.zip", 5)
    page = str(har(tmp_path / "page.har", instagram(range(10), more=WALL)))
    brought(first, whole, *MINE)
    before = held(first)
    killed = first.copy(tmp_path / "killed")
    began = time.monotonic()
    done = first.run_apart("import", page, *MINE, "--json").json["imported"][-1]
    took = time.monotonic() - began
    wanted = held(first)
    hits = 0
    for share in _PLACES:
        with killed.start("import", page, *MINE, "--json") as process:
            time.sleep(took * share)
            started = children(process.pid)
            hits += process.poll() is None
            process.kill()
            process.communicate()
        assert left_behind(started) == []
        now = held(killed)
        assert {each[0] for each in before["photos"]} <= {each[0] for each in now["photos"]}
        # what was taken in and not yet put beside the archive stands by itself until it goes on
        assert len(now["photos"]) <= len(before["photos"]) + len(wanted["photos"])
    assert hits >= 2
    again = killed.run("import", page, *MINE, "--json").json["imported"][-1]
    assert again["strangers"] == done["strangers"]
    assert held(killed) == wanted
    assert list(killed.vault.glob("*.part")) == []
