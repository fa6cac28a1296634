"""The effect of a step is what the whole evaluation comes to once the change is made.

Nothing is guessed.
"""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from auditor.domain.findings.score import weigh
from auditor.engine.plan.effects import Effects

from auditor.domain.account import Account
from auditor.domain.findings.finding import State
from auditor.domain.findings.plan import Change
from auditor.domain.outcome import Batch, Fetched
from auditor.domain.photos.facts import EDITION, Facts, Metadata, Pdq
from auditor.domain.photos.picture_contents import Box, Face
from auditor.domain.photos.position import Position
from auditor.domain.traits import Traits
from auditor.domain.views import StoredPhoto
from auditor.engine.plan.effect_on_photo import changed, changes_of
from tests.fakes.engine import T0, House, account, house, photo

KINDS = (
    Change.REMOVE,
    Change.CLEAN,
    Change.SMALLER,
    Change.SMALL_FACE,
    Change.REWRITE,
    Change.UNPUBLISH,
)

WHERE_PUBLISHED = (143, 154, 157)
"""Worlds in which a file loses its position while the platform publishes something.

Another position, or a time but no position.
"""


def made(rng: random.Random, owner: Account, number: int) -> StoredPhoto:
    """A photo that may share picture, camera, place and file with others, and may show a face."""
    shot = photo(owner, number)
    picture = rng.choice([rng.getrandbits(256), 3, 5, 9])
    metadata = Metadata(
        gps=rng.choice([None, Position(52.52 + rng.uniform(0, 0.0004), 13.4)]),
        captured_at=rng.choice([None, f"2026-05-{1 + number:02}T23:10:00+02:00"]),
        serial_numbers=rng.choice([(), ("SN-0001",)]),
        owner=rng.choice([(), ("Ada Example",)]),
    )
    side = rng.choice([400, 1200, 2400])
    faces = tuple(
        Face(Box(0, 0, size, size), 0.9, sharpness=0.7, brightness=120.0)
        for size in rng.choice([(), (60,), (300,)])
    )
    facts = Facts(
        f"{picture:064x}" if rng.random() < 0.5 else f"{number:064x}",
        1000,
        side,
        side,
        "jpeg",
        Pdq(f"{picture:064x}", 90),
        metadata=metadata,
        faces=faces,
        edition=EDITION,
    )
    alt = rng.choice([None, "Me with Ada Lovelace in Paris"])
    return StoredPhoto(replace(shot, published=rng.choice([None, shot.published]), alt=alt), facts)


async def filled(home: House, stored: list[StoredPhoto], people: list[Account]) -> None:
    """Put photos into the vault as a scan leaves them, and judge them."""
    scan, _resumed = await home.vault.begin_scan([person.id for person in people], T0)
    for person in people:
        own = [photo for photo in stored if photo.photo.account == person.id]
        await home.vault.save_batch(
            scan, person.id, Batch(tuple(photo.photo for photo in own), None), T0
        )
        for owned in own:
            await home.vault.save_facts(scan, owned.photo.id, owned, None)
        await home.vault.end_account(scan, person.id, Fetched(), 1, T0)
    await home.vault.end_scan(scan, T0)
    await home.session.accounts.set_keep_apart(people[0].id, apart=False)


async def stands(home: House) -> tuple[float, object, int]:
    score = weigh(await home.session.findings(), home.session.planning.rooms.part_of).total
    judged = await home.session.exposure.likeness()
    return (
        score,
        judged.tier if judged.known else None,
        len((await home.session.exposure.links()).links),
    )


async def effects(home: House) -> Effects:
    book = home.session.planning
    findings, states = await home.vault.findings(), await home.vault.account_states()
    made = await book.effects(findings, states, (await book.plan()).steps)
    photos = {stored.photo.id: stored async for stored in home.session.stream_photos()}
    return replace(made, stored=photos)


@pytest.mark.parametrize("seed", [*range(12), *WHERE_PUBLISHED])
async def test_what_is_predicted_is_what_the_evaluation_comes_to(seed: int) -> None:
    rng = random.Random(seed)
    home = await house()
    people = [account(f"person{index}.example") for index in range(3)]
    await home.own(*people)
    stored = [made(rng, rng.choice(people), index) for index in range(14)]
    await filled(home, stored, people)
    asked = await effects(home)
    now = asked.now
    assert (now.score, now.tier, now.links) == pytest.approx(await stands(home))
    wish = changes_of(Change.NOTHING, "", ())
    after: dict[str, StoredPhoto | None] = {photo.photo.id: photo for photo in stored}
    for change in rng.sample(KINDS, 3):
        photos = tuple(rng.sample(sorted(after), 4))
        wish = wish.also(changes_of(change, "", photos))
        for photo_id in photos:
            known = after[photo_id]
            after[photo_id] = (
                None
                if change is Change.REMOVE or known is None
                else changed(known, (change,), Traits("Fake"))
            )
    told = asked.after(wish)
    left = [
        _fresh(photo, next(each for each in stored if each.photo.id == photo.photo.id))
        for photo in after.values()
        if photo is not None
    ]
    await filled(home, left, people)
    score, tier, links = await stands(home)
    assert told.score == pytest.approx(score)
    assert (told.tier, told.links) == (tier, links)
    await home.session.close()


def _fresh(now: StoredPhoto, before: StoredPhoto) -> StoredPhoto:
    """Return a photo with other bytes if anything of its file changed."""
    assert now.facts is not None
    assert before.facts is not None
    if now.facts == before.facts:
        return now
    return replace(now, facts=replace(now.facts, sha256=f"{now.photo.id:f>64}"))


async def test_a_position_beside_the_file_counts_once_the_files_own_is_gone(home: House) -> None:
    ada, bob = account("ada.example"), account("bob.example")
    await home.own(ada, bob)
    owners = ((ada, Metadata(gps=Position(48.8566, 2.3522))), (bob, Metadata()))
    stored = [
        StoredPhoto(
            photo(owner, index), Facts(f"{index:064x}", 1000, 400, 400, "jpeg", metadata=metadata)
        )
        for index, (owner, metadata) in enumerate(owners)
    ]
    await filled(home, stored, [ada, bob])
    asked = await effects(home)
    assert asked.now.links == 0
    cleaned = asked.after(changes_of(Change.CLEAN, ada.id, (stored[0].photo.id,)))
    await filled(
        home,
        [_fresh(changed(stored[0], (Change.CLEAN,), Traits("Fake")), stored[0]), stored[1]],
        [ada, bob],
    )
    assert (cleaned.score, cleaned.tier, cleaned.links) == pytest.approx(await stands(home))
    assert cleaned.links == 1


async def test_verified_findings_weigh_nothing_in_the_plan(home: House) -> None:
    person = account()
    await home.own(person)
    await filled(home, [made(random.Random(2), person, index) for index in range(6)], [person])
    before = (await home.session.planning.plan()).now.score
    worst = (await home.session.findings())[0]
    await home.session.mark(worst.id, State.VERIFIED)
    made_now = await home.session.planning.plan()
    assert made_now.now.score < before
    assert made_now.now.score == pytest.approx(
        weigh(await home.session.findings(), home.session.planning.rooms.part_of).total
    )


@pytest.mark.parametrize(("from_file", "left"), [(True, False), (False, True), (None, True)])
def test_a_clean_file_ends_what_the_platform_reads_in_it(
    from_file: bool | None, *, left: bool
) -> None:
    shot = photo(account(), 1)
    stored = StoredPhoto(replace(shot, published=Metadata(gps=Position(52.52, 13.4))), None)
    after = changed(stored, (Change.CLEAN,), Traits("Fake", publishes_file_metadata=from_file))
    assert (after.photo.published is not None) is left
