"""What was made of the contents stays over a scan that changed none of them, and only then."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from auditor.domain.account import Claim
from auditor.domain.findings.finding import State
from auditor.domain.outcome import Batch, Blocked, Fetched
from auditor.ports import Vault as Port
from auditor.ports.made import MADE_OF_CONTENTS, MADE_OF_PHOTOS
from auditor.ports.vault import SAID_OF_SCANS
from tests.contract.test_vault import ADA, asked, conclude, scanned, vault
from tests.contract.vault_making import at, facts, finding, photo

__all__ = ["vault"]
KINDS = (MADE_OF_CONTENTS, MADE_OF_PHOTOS)
SEEN = asked(finding(ADA, photo(ADA, 1)))


async def judged(vault: Port) -> None:
    """Leave a scan that was judged, with something made of its contents."""
    await vault.put_account(ADA)
    await scanned(vault, {1: "a", 2: "b"}, minutes=0)
    await conclude(vault, SEEN)
    for of in KINDS:
        assert await vault.keep_of_contents(await vault.contents(of), "plan", b"before", of)


async def made(vault: Port) -> list[bytes | None]:
    found = []
    for of in KINDS:
        await vault.contents(of)  # drops what was made of other contents
        found.append(await vault.made(of + "plan"))
    return found


async def again(vault: Port) -> None:
    await scanned(vault, {1: "a", 2: "b"}, minutes=5, measure=False)
    await vault.put_account(replace(ADA, proof=replace(ADA.proof, seen_at=at(5))))
    await conclude(vault, SEEN)
    await vault.put_setting(SAID_OF_SCANS, "another word")


async def test_a_scan_that_changed_nothing_forgets_nothing(vault: Port) -> None:
    await judged(vault)
    await vault.hold_made()
    await again(vault)
    assert await vault.give_back_made()
    assert await made(vault) == [b"before", b"before"]
    assert not await vault.give_back_made()  # once


async def test_what_was_made_meanwhile_gives_way(vault: Port) -> None:
    await judged(vault)
    await vault.hold_made()
    scan, _resumed = await vault.begin_scan([ADA.id], at(5))
    for of in KINDS:
        known = await vault.contents(of)
        for name in ("plan", "more"):
            assert await vault.keep_of_contents(known, name, b"meanwhile", of)
    await vault.save_batch(scan, ADA.id, Batch((photo(ADA, 1), photo(ADA, 2)), None), at(5))
    await vault.end_account(scan, ADA.id, Fetched(), 1, at(5))
    await vault.end_scan(scan, at(6))
    await conclude(vault, SEEN)
    assert await vault.give_back_made()
    assert await made(vault) == [b"before", b"before"]
    assert [await vault.made(of + "more") for of in KINDS] == [None, None]


async def test_nothing_is_held_where_nothing_was_made(vault: Port) -> None:
    await vault.hold_made()
    assert not await vault.give_back_made()


async def new_photo(vault: Port) -> None:
    await scanned(vault, {1: "a", 2: "b", 3: "c"}, minutes=9)


async def gone_photo(vault: Port) -> None:
    await scanned(vault, {1: "a"}, minutes=9)


async def other_alt(vault: Port) -> None:
    await scanned(vault, {1: "a", 2: "b"}, minutes=9, measure=False, alt="another")


async def other_facts(vault: Port) -> None:
    scan, _resumed = await vault.begin_scan([ADA.id], at(9))
    shown = photo(ADA, 1)
    stored, _other = await vault.photos(None, 9)
    await vault.save_facts(scan, shown.id, replace(stored, facts=facts(7)), None)


async def blocked(vault: Port) -> None:
    scan, _resumed = await vault.begin_scan([ADA.id], at(9))
    await vault.end_account(scan, ADA.id, Blocked("no"), 1, at(9))


async def other_finding(vault: Port) -> None:
    await conclude(vault, SEEN, asked(finding(ADA, photo(ADA, 2))))


async def other_proof(vault: Port) -> None:
    await vault.put_account(replace(ADA, proof=replace(ADA.proof, detail="another")))


CHANGES: tuple[Callable[[Port], Awaitable[object]], ...] = (
    new_photo,
    gone_photo,
    other_alt,
    other_facts,
    blocked,
    other_finding,
    other_proof,
    lambda vault: vault.mark(SEEN.id, State.VERIFIED, at(9)),
    lambda vault: vault.put_setting("unwanted:a", "yes"),
    lambda vault: vault.set_claim(ADA.id, Claim.UNSURE),
    lambda vault: vault.forget_places(),
    lambda vault: vault.remove_account(ADA.id),
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
async def test_whatever_changed_has_all_made_anew(
    vault: Port, change: Callable[[Port], Awaitable[object]]
) -> None:
    await judged(vault)
    await vault.hold_made()
    await again(vault)
    await change(vault)
    assert not await vault.give_back_made()
    assert b"before" not in await made(vault)
