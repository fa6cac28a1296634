"""What each check of everything together says that it looks at is true.

An evaluation keeps its findings where none of that changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import cast

from auditor.checks import ALL
from auditor.domain.findings.check import (
    AvatarMatch,
    InventoryCase,
    InventoryCheck,
    InventoryPart,
    Print,
)
from auditor.domain.photos.photo import PhotoKind
from auditor.domain.private import PrivateHit, PrivateMatch
from auditor.engine.judge.clusters import with_spots
from tests.rows import each_row
from tests.unit.checks.cases import account, fingerprint
from tests.unit.domain.likeness_making import face

_OF_CASE: dict[str, InventoryPart | None] = {
    **dict.fromkeys(("accounts", "tied", "account", "prints", "compared")),
    **dict.fromkeys(("impostors", "private"), InventoryPart.MATCHES),
    **dict.fromkeys(("places", "weekly", "hours"), InventoryPart.TIMES),
    "not_me": InventoryPart.FACES,
}
_OF_PRINT: dict[str, InventoryPart | None] = {
    **dict.fromkeys(("photo", "account", "kind", "page_url")),
    **dict.fromkeys(("sha256", "pdq"), InventoryPart.PICTURES),
    **dict.fromkeys(("width", "height", "faces"), InventoryPart.FACES),
    **dict.fromkeys(("gps", "captured_at"), InventoryPart.TIMES),
}
"""The others, quality and serial numbers, no check of everything may look at."""
_SEEN_AT = datetime(2026, 11, 20, tzinfo=UTC)
CHECKS = [check for check in ALL if isinstance(check, InventoryCheck)]
ACCOUNTS = [account("mara"), account("tomas"), account("vera")]


class Recorded:
    """Stands for something of the inventory, and notes which parts of it are looked at."""

    def __init__(
        self,
        behind: object,
        parts: Mapping[str, InventoryPart | None],
        seen: set[InventoryPart],
        **instead: object,
    ) -> None:
        self._behind, self._parts, self._seen, self._instead = behind, parts, seen, instead

    def __getattr__(self, name: str) -> object:
        part = self._parts[name]  # a new field has to be told here, too
        if part is not None:
            self._seen.add(part)
        return self._instead.get(name, getattr(self._behind, name))


def _prints() -> list[Print]:
    found = []
    for number in range(60):
        owner = ACCOUNTS[number % 3].handle
        made = fingerprint(
            f"p{number:02d}",
            owner,
            pdq=7 << (8 * (number // 3)),
            kind=PhotoKind.AVATAR if number < 3 else PhotoKind.POST,
        )
        found.append(
            replace(
                made,
                width=1600,
                height=1200,
                faces=(face(300 + number),),
                gps=(52.5 + number / 1e6, 13.4),
                captured_at=f"2026-0{1 + number % 9}-{1 + number % 28:02d}T23:07:00+02:00",
            )
        )
    return found


def _case() -> InventoryCase:
    hit = PrivateHit("e1", 4, "whole", True, 90, 90)
    prints = _prints()
    return with_spots(
        InventoryCase(
            ACCOUNTS,
            prints,
            [AvatarMatch(ACCOUNTS[2].id, prints[1].photo, 3, ACCOUNTS[2].url, _SEEN_AT)],
            [PrivateMatch("p05", ACCOUNTS[2].id, "https://x.test", "beach", hit, _SEEN_AT)],
            hours=[3] * 24,
        )
    )


@each_row("check", CHECKS, ids=lambda check: check.id)
def test_a_check_looks_at_what_it_says(check: InventoryCheck) -> None:
    case = _case()
    seen: set[InventoryPart] = set()
    prints = [Recorded(photo, _OF_PRINT, seen) for photo in case.prints]
    recorded = cast("InventoryCase", Recorded(case, _OF_CASE, seen, prints=prints))
    no_day = cast("date", object())  # whatever the day
    found = [*check.run(recorded, no_day)]
    assert found
    assert found == [*check.run(case, date(2026, 11, 22))]
    assert check.reads is not None
    assert seen == check.reads
