"""What quiet hours are a share of outlives the photos that told it."""

from __future__ import annotations

from dataclasses import replace

from auditor.domain.account import Claim
from auditor.domain.findings.check import InventoryCase
from auditor.domain.routine.routine import hours_of, moments
from auditor.engine.judge.inventory import inventory, keep_hours
from tests.fakes.engine import House, account
from tests.unit.engine.worlds import photo

ADA, BEA = account(), account("bea.example")
MORNING, EVENING = "2026-03-02T08:10:00", "2026-03-02T20:10:00"


def shown(*times: str, owner: str = ADA.id) -> InventoryCase:
    prints = [
        replace(photo(ADA, number, captured_at=time), account=owner)
        for number, time in enumerate(times)
    ]
    return InventoryCase([ADA, BEA], prints)


async def test_the_most_of_each_hour_stays_when_photos_go(home: House) -> None:
    await home.own(ADA, BEA)
    first = await keep_hours(home.vault, shown(MORNING, EVENING, EVENING))
    assert first.hours == hours_of(moments([MORNING, EVENING, EVENING]))
    later = await keep_hours(home.vault, shown(MORNING, MORNING))
    assert later.hours == hours_of(moments([MORNING, MORNING, EVENING, EVENING]))
    other = await keep_hours(home.vault, shown(MORNING, owner=BEA.id))
    assert other.hours[8] == 3
    assert (await inventory(home.vault)).hours == other.hours


async def test_what_is_no_longer_the_users_own_is_forgotten(home: House) -> None:
    await home.own(ADA, BEA)
    await keep_hours(home.vault, shown(MORNING))
    assert ADA.id in (await home.vault.setting("hours-public") or "")
    await home.session.accounts.set_claim(ADA.id, Claim.NOT_MINE)
    assert await home.vault.setting("hours-public") == "{}"
