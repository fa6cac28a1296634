"""What every vault keeps of earlier scans, and drops.

Lists of the last ten, and no picture of what is gone.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from auditor.domain.account import Account, Claim, Proof, ProofMethod
from auditor.domain.changes import KEPT_SCANS, ChangedPart, NotComparedReason
from auditor.domain.outcome import Batch, Blocked, Fetched, Outcome
from auditor.domain.photos.facts import Metadata
from auditor.domain.photos.photo import Photo
from auditor.domain.photos.position import Position
from auditor.domain.secret import Secret
from auditor.domain.views import ChangeKind, PhotoQuery, StoredPhoto
from auditor.vault.storage.keys import VaultKey
from auditor.vault.store import EncryptedVault
from auditor.vault.tables import inventories
from tests.contract.vault_making import (
    HeldClock,
    account,
    at,
    facts,
    photo,
    private_hit,
    private_image,
)

PROVEN = Proof(ProofMethod.DOMAIN, "", at(0))
ADA = replace(account(), proof=PROVEN)
BEA = replace(account("bea.example", "mastodon"), proof=PROVEN)
BARE = account("bare.example")
KEY = VaultKey(Secret("5a" * 32))
NOT_MODIFIED = "="
"""Content of a photo whose server says that nothing changed."""
UNREAD = ""
"""Content of a photo that cannot be fetched."""


@pytest.fixture(params=["file", "memory"])
async def vault(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[EncryptedVault]:
    made = (
        await EncryptedVault.open(tmp_path, KEY, HeldClock())
        if request.param == "file"
        else await EncryptedVault.ephemeral()
    )
    for owner in (ADA, BEA, BARE):
        await made.put_account(owner)
    yield made
    await made.close()


@dataclass
class Seen:
    """What one scan sees of one account: the content of each photo by its number."""

    photos: dict[int, str]
    alts: dict[int, str] = field(default_factory=dict)
    place: Position | None = None
    complete: bool = True
    outcome: Outcome = field(default_factory=Fetched)

    def listed(self, owner: Account) -> tuple[Photo, ...]:
        beside = None if self.place is None else Metadata(gps=self.place)
        return tuple(
            replace(photo(owner, number, alt=self.alts.get(number)), published=beside)
            for number in self.photos
        )

    def measured(self, stored: StoredPhoto) -> StoredPhoto:
        number = int((stored.photo.file_name or "")[4:9])
        content = self.photos[number]
        if content == UNREAD:
            return replace(stored, reason_unread="the server answered 503")
        if content == NOT_MODIFIED:
            return stored
        return replace(stored, facts=facts(number, content=content * 64), reason_unread="")


async def scan(vault: EncryptedVault, seen: dict[Account, Seen], minutes: float) -> int:
    number, _resumed = await vault.begin_scan([owner.id for owner in seen], at(minutes))
    for owner, what in seen.items():
        await vault.save_batch(
            number, owner.id, Batch(what.listed(owner), None, complete=what.complete), at(minutes)
        )
        for stored in await vault.unmeasured(number, 1000, owner.id):
            await vault.save_facts(number, stored.photo.id, what.measured(stored), b"webp")
        await vault.end_account(number, owner.id, what.outcome, 1, at(minutes))
    await vault.end_scan(number, at(minutes + 1))
    return number


async def net(
    vault: EncryptedVault, older: int, newer: int
) -> dict[str, tuple[ChangeKind, tuple[ChangedPart, ...]]]:
    found = await vault.differences(older, newer)
    return {change.row.id: (change.change, change.parts) for change in found.changes}


async def untold(vault: EncryptedVault, older: int, newer: int) -> set[str]:
    return {row.id for row in (await vault.differences(older, newer)).untold}


def ids(owner: Account, *numbers: int) -> list[str]:
    return [photo(owner, number).id for number in numbers]


async def test_new_gone_and_changed_between_any_two_scans(vault: EncryptedVault) -> None:
    first = await scan(vault, {ADA: Seen({1: "a", 2: "a", 3: "a"})}, 0)
    second = await scan(vault, {ADA: Seen({1: "=", 2: "b", 4: "a"})}, 10)
    third = await scan(vault, {ADA: Seen({1: "a", 2: "a", 3: "a"}, {1: "my door"})}, 20)
    listed, two, three, four = ids(ADA, 1, 2, 3, 4)
    picture, words = (ChangedPart.PICTURE,), (ChangedPart.WORDS,)
    expected = {
        two: (ChangeKind.CHANGED, picture),
        three: (ChangeKind.GONE, ()),
        four: (ChangeKind.NEW, ()),
    }
    assert await net(vault, first, second) == expected
    assert await net(vault, second, third) == {
        listed: (ChangeKind.CHANGED, words),
        two: (ChangeKind.CHANGED, picture),
        three: (ChangeKind.NEW, ()),
        four: (ChangeKind.GONE, ()),
    }
    assert await net(vault, first, third) == {listed: (ChangeKind.CHANGED, words)}
    assert await net(vault, first, first) == {}
    assert [kept.id for kept in await vault.kept_scans()] == [third, second, first]
    assert [dict(kept.accounts) for kept in await vault.kept_scans()] == [{ADA.id: None}] * 3


@pytest.mark.parametrize(
    ("owner", "seen", "reason"),
    [
        (BARE, Seen({1: "a"}), NotComparedReason.NOT_PROVEN),
        (replace(ADA, claim=Claim.IMPOSTOR), Seen({}), NotComparedReason.NOT_CLAIMED),
        (replace(ADA, supported=False), Seen({}), NotComparedReason.NO_SOURCE),
        (ADA, Seen({1: "a"}, complete=False), NotComparedReason.NOT_READ),
        (ADA, Seen({1: "a"}, outcome=Blocked("wait")), NotComparedReason.NOT_READ),
    ],
    ids=["not proven", "not claimed", "no source", "left something out", "blocked"],
)
async def test_no_list_is_kept_of_what_must_not_be_compared(
    vault: EncryptedVault, owner: Account, seen: Seen, reason: NotComparedReason
) -> None:
    await vault.put_account(owner)
    whole = Seen({1: "a", 2: "a"})
    first = await scan(vault, {owner: seen, BEA: whole}, 0)
    await vault.put_account(replace(owner, claim=Claim.MINE, proof=PROVEN, supported=True))
    second = await scan(vault, {owner: whole, BEA: whole}, 10)
    third = await scan(vault, {owner: seen, BEA: whole}, 20)
    newest, middle, oldest = await vault.kept_scans()
    assert dict(oldest.accounts) == {owner.id: reason, BEA.id: None}
    assert dict(middle.accounts) == {owner.id: None, BEA.id: None}
    assert newest.accounts[BEA.id] is None
    assert await net(vault, first, second) == {}
    if reason is NotComparedReason.NOT_READ:
        assert newest.accounts[owner.id] is reason
        assert await net(vault, second, third) == {}, "what was not read is not gone"


async def test_an_account_that_was_not_part_of_a_scan_is_in_no_comparison(
    vault: EncryptedVault,
) -> None:
    first = await scan(vault, {ADA: Seen({1: "a"})}, 0)
    second = await scan(vault, {ADA: Seen({1: "a"}), BEA: Seen({1: "a"})}, 10)
    third = await scan(vault, {BEA: Seen({2: "a"})}, 20)
    assert await net(vault, first, second) == {}
    listed, two = ids(BEA, 1, 2)
    assert await net(vault, second, third) == {
        listed: (ChangeKind.GONE, ()),
        two: (ChangeKind.NEW, ()),
    }


async def test_a_picture_that_was_not_read_is_neither_changed_nor_the_same(
    vault: EncryptedVault,
) -> None:
    first = await scan(vault, {ADA: Seen({1: "a", 2: "a", 3: UNREAD})}, 0)
    second = await scan(vault, {ADA: Seen({1: UNREAD, 2: UNREAD, 3: "a"}, {2: "my door"})}, 10)
    listed, two, three = ids(ADA, 1, 2, 3)
    assert await net(vault, first, second) == {two: (ChangeKind.CHANGED, (ChangedPart.WORDS,))}
    assert await untold(vault, first, second) == {listed, three}
    third = await scan(vault, {ADA: Seen({1: "a", 2: "b", 3: NOT_MODIFIED}, {2: "my door"})}, 20)
    assert await untold(vault, second, third) == {listed, two}, "three was read, and confirmed"
    assert await net(vault, second, third) == {}
    assert await net(vault, first, third) == {
        two: (ChangeKind.CHANGED, (ChangedPart.PICTURE, ChangedPart.WORDS))
    }


async def test_an_unfinished_scan_cannot_be_compared(vault: EncryptedVault) -> None:
    first = await scan(vault, {ADA: Seen({1: "a"})}, 0)
    number, _resumed = await vault.begin_scan([ADA.id], at(10))
    await vault.save_batch(number, ADA.id, Batch((photo(ADA, 2),), None), at(10))
    assert [kept.id for kept in await vault.kept_scans()] == [first]
    assert await net(vault, first, number) == {}


async def test_what_is_gone_keeps_no_picture_and_is_read_again_when_it_comes_back(
    vault: EncryptedVault,
) -> None:
    listed, two = ids(ADA, 1, 2)
    await scan(vault, {ADA: Seen({1: "a", 2: "a"})}, 0)
    await scan(vault, {ADA: Seen({1: "a"})}, 10)
    assert await vault.thumbnail(listed) == b"webp"
    assert await vault.thumbnail(two) is None
    gone = await vault.photo(two)
    assert gone is not None
    assert gone.gone_since == at(10)
    number, _resumed = await vault.begin_scan([ADA.id], at(20))
    etags = replace(
        photo(ADA, 2),
        renditions=(replace(photo(ADA, 2).renditions[0], etag='"1"', immutable=True),),
    )
    await vault.save_batch(number, ADA.id, Batch((photo(ADA, 1), etags), None), at(20))
    back = next(stored for stored in await vault.unmeasured(number, 10) if stored.photo.id == two)
    assert back.photo.renditions[0].etag is None
    assert not back.photo.renditions[0].immutable
    await vault.save_facts(number, two, replace(back, reason_unread="refused"), None)
    assert [
        stored.photo.renditions[0].immutable for stored in await vault.unmeasured(number, 10)
    ] == [False]
    await vault.end_scan(number, at(21))
    number, _resumed = await vault.begin_scan([ADA.id], at(30))
    await vault.save_batch(number, ADA.id, Batch((etags,), None), at(30))
    (again,) = await vault.unmeasured(number, 10)
    assert not again.photo.renditions[0].immutable, "not until it could be read"
    await vault.save_facts(number, two, replace(again, facts=facts(2), reason_unread=""), b"webp")
    assert await vault.thumbnail(two) == b"webp"


async def test_the_last_ten_scans_are_kept_and_nothing_that_only_earlier_ones_listed(
    vault: EncryptedVault,
) -> None:
    passing = dict.fromkeys((100, 101), "a")
    numbers = []
    for turn in range(12):
        photos = {1: "a", 2 + turn: "a"} | (passing if turn == 0 else {})
        seen = {ADA: Seen(photos)} | ({BEA: Seen({1: "a"})} if turn == 0 else {})
        numbers.append(await scan(vault, seen, 10 * turn))
        kept = [found.id for found in await vault.kept_scans()]
        assert kept == numbers[::-1][:KEPT_SCANS]
    everything = await vault.photo_rows(PhotoQuery(include_gone=True, account=ADA.id), 0, 100)
    # The photo of the second scan went with the third, the oldest that is kept, and is counted
    # there.
    assert sorted(row.id for row in everything) == sorted(ids(ADA, 1, *range(3, 14)))
    assert [
        listed.gone
        for record in await vault.scans()
        if record.id == numbers[2]
        for listed in record.accounts
    ] == [1]
    for before in ids(ADA, 2, 100, 101):
        assert await vault.photo(before) is None
        assert await vault.thumbnail(before) is None
    oldest, newest = numbers[2], numbers[-1]
    went, came = ids(ADA, 4, 13)
    assert await net(vault, oldest, newest) == {
        went: (ChangeKind.GONE, ()),
        came: (ChangeKind.NEW, ()),
    }
    assert await net(vault, numbers[0], newest) == {}
    states = {state.account.id: state for state in await vault.account_states()}
    assert (states[BEA.id].outcome, states[BEA.id].photos) == ("fetched", 1), (
        "how its last scan went stays"
    )
    leftover = next(record for record in await vault.scans() if record.id == numbers[0])
    assert [
        (listed.account, listed.new, listed.gone, listed.changed) for listed in leftover.accounts
    ] == [(BEA.id, None, None, None)]
    assert numbers[1] not in {record.id for record in await vault.scans()}
    (bea,) = ids(BEA, 1)
    assert await vault.thumbnail(bea) == b"webp"


async def test_a_scan_ends_and_older_ones_go_together_or_not_at_all(
    vault: EncryptedVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    for turn in range(KEPT_SCANS):
        await scan(vault, {ADA: Seen({1 + turn: "a"})}, 10 * turn)
    before = [kept.id for kept in await vault.kept_scans()]

    def broken(_connection: object) -> None:
        message = "killed"
        raise RuntimeError(message)

    with monkeypatch.context() as patch:
        patch.setattr(inventories, "drop_old", broken)
        with pytest.raises(RuntimeError, match="killed"):
            await scan(vault, {ADA: Seen({99: "a"})}, 200)
    assert [kept.id for kept in await vault.kept_scans()] == before
    assert (await vault.scans())[0].ended_at is None
    assert await vault.photo(photo(ADA, 1).id) is not None


async def test_removing_an_account_removes_its_lists(vault: EncryptedVault) -> None:
    first = await scan(vault, {ADA: Seen({1: "a"}), BEA: Seen({1: "a"})}, 0)
    second = await scan(vault, {ADA: Seen({2: "a"}), BEA: Seen({1: "a"})}, 10)
    await vault.remove_account(ADA.id)
    await vault.put_account(ADA)
    assert await net(vault, first, second) == {}
    assert [dict(kept.accounts) for kept in await vault.kept_scans()] == [{BEA.id: None}] * 2


async def test_the_lists_hold_no_hash_of_a_private_image(vault: EncryptedVault) -> None:
    await vault.add_private([private_image()])
    first = await scan(vault, {ADA: Seen({1: "a", 2: "a"})}, 0)
    second = await scan(vault, {ADA: Seen({1: "b", 2: "b"})}, 10)
    listed, two = ids(ADA, 1, 2)
    await vault.save_private_hits(listed, await vault.private_version(), [private_hit()], at(20))
    assert await net(vault, first, second) == {two: (ChangeKind.CHANGED, (ChangedPart.PICTURE,))}
    assert await untold(vault, first, second) == {listed}


async def test_forgetting_and_remembering_places_looks_like_no_change(
    vault: EncryptedVault,
) -> None:
    where, elsewhere = Position(52.5, 13.4), Position(48.1, 11.5)
    numbers = [await scan(vault, {ADA: Seen({1: "a"}, place=where), BEA: Seen({1: "a"})}, 0)]
    numbers.append(
        await scan(
            vault, {ADA: Seen({1: "a"}, place=elsewhere), BEA: Seen({1: "a"}, {1: "door"})}, 10
        )
    )
    ada, bea = ids(ADA, 1)[0], ids(BEA, 1)[0]
    words = (ChangeKind.CHANGED, (ChangedPart.WORDS,))
    assert await net(vault, *numbers) == {ada: words, bea: words}
    await vault.forget_places()
    assert await net(vault, *numbers) == {}
    assert await untold(vault, *numbers) == {ada, bea}
    numbers.append(
        await scan(vault, {ADA: Seen({1: "a"}, place=where), BEA: Seen({1: "a"}, {1: "door"})}, 20)
    )
    assert await net(vault, *numbers[1:]) == {}
    assert await untold(vault, *numbers[1:]) == {ada}
    await vault.remember_places()
    numbers.append(
        await scan(vault, {ADA: Seen({1: "a"}, place=where), BEA: Seen({1: "a"}, {1: "door"})}, 30)
    )
    assert await net(vault, *numbers[2:]) == {}
    assert [listed.changed for listed in (await vault.scans())[0].accounts] == [0, 0]
    numbers.append(await scan(vault, {ADA: Seen({1: "a"}), BEA: Seen({1: "a"}, {1: "door"})}, 40))
    assert await net(vault, *numbers[3:]) == {ada: words}
