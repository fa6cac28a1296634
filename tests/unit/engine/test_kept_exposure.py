"""What is kept of likeness, links and places is what would be worked out, and never stale."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from auditor.domain.account import Account, Claim
from auditor.domain.findings.finding import State
from auditor.domain.likeness.likeness import Likeness
from auditor.domain.links import Links
from auditor.domain.photos.place import Places
from auditor.engine.exposure import exposure
from auditor.engine.exposure.exposure import Exposure
from tests.fakes.engine import House, account, photo

ADA, BEA = account(), account("bea.example")
Found = tuple[Likeness, Links, Links, Places]


@pytest.fixture(name="full")
async def full_(home: House) -> House:
    """Two accounts with photos that show a place, scanned."""
    await home.own(ADA, BEA)
    for owner in (ADA, BEA):
        home.publish(owner, [1, 2, 3, 4])
    await home.session.scan()
    return home


def other_run(home: House) -> Exposure:
    """Return what another run over the same vault asks."""
    answers = home.session.answers
    return Exposure(answers.rooms, answers.judge)


async def asked(home: House) -> Found:
    found = other_run(home)
    named = [state.account.id for state in await home.vault.account_states()][:1]
    return (
        await found.likeness(),
        await found.links(),
        await found.links(named),
        await found.places(),
    )


async def worked_out(home: House) -> Found:
    """Work everything out although it is kept."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("auditor.engine.judge.kept.stamp_of", lambda _checks: "another")
        return await asked(home)


def never(patch: pytest.MonkeyPatch) -> None:
    """Make reading what may be compared an error."""

    async def read(_vault: object) -> None:
        raise AssertionError

    patch.setattr(exposure, "inventory", read)
    patch.setattr("auditor.engine.exposure.links.links.inventory", read)
    patch.setattr("auditor.engine.exposure.likeness.inventory", read)


async def mark_all(home: House) -> None:
    found = [finding.id for finding in await home.session.findings()]
    await home.vault.mark_all(found, State.DONE, home.clock.now())


async def publish_less(home: House) -> None:
    home.publish(ADA, [1])
    await home.session.scan()


async def say_not_me(home: House) -> None:
    await home.session.exposure.mark_not_me(photo(ADA, 1).id, somebody_else=True)


async def keep_apart(home: House) -> None:
    await home.session.accounts.set_keep_apart(BEA.id, True)


async def disown(home: House) -> None:
    await home.session.accounts.set_claim(BEA.id, Claim.NOT_MINE)


async def prove_nothing(home: House) -> None:
    await home.vault.set_proof(BEA.id, Account("", "", "", "").proof)


async def forget_places(home: House) -> None:
    await home.session.exposure.forget_places()


CHANGES: tuple[Callable[[House], Awaitable[None]], ...] = (
    mark_all,
    publish_less,
    say_not_me,
    keep_apart,
    disown,
    prove_nothing,
    forget_places,
)


async def test_another_run_reads_what_one_worked_out(
    full: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await asked(full)
    assert first[1].links
    assert first[3].clusters
    await mark_all(full)
    never(monkeypatch)
    assert await asked(full) == first


@pytest.mark.parametrize("change", CHANGES)
async def test_after_a_change_nothing_stale_is_shown(
    full: House, change: Callable[[House], Awaitable[None]]
) -> None:
    await asked(full)
    await change(full)
    found = await asked(full)
    assert found == await worked_out(full)
    assert found == await asked(full)


async def test_of_many_photos_all_is_ready_when_a_scan_ends(
    full: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exposure, "MANY", 5)
    await full.session.scan()
    never(monkeypatch)
    found = other_run(full)
    await found.likeness()
    await found.links()
    await found.places()
