"""Judging what changed gives what judging everything gives, whatever changed."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from auditor.checks import ALL
from auditor.domain.account import Account, Claim, Profile, Proof, ProofMethod
from auditor.domain.findings.check import (
    AvatarMatch,
    Check,
    InventoryCase,
    InventoryCheck,
    InventoryPart,
    PhotoCase,
    PhotoCheck,
    never_dated,
)
from auditor.domain.findings.finding import Confidence, Observation, Severity, State
from auditor.domain.outcome import Batch, Fetched
from auditor.domain.photos.facts import EDITION, Facts, Metadata, Pdq, Unread
from auditor.domain.photos.photo import Photo, PhotoKind, Visibility
from auditor.domain.photos.picture_contents import Box, Face, TextFound, TextKind
from auditor.domain.photos.position import Position
from auditor.domain.secret import Secret
from auditor.domain.text.content_id import IdKey
from auditor.domain.text.statement import Statement
from auditor.domain.views import FindingQuery, PhotoQuery, StoredPhoto
from auditor.engine.judge.evaluate import FAILED_CHECKS, Evaluation
from auditor.guidance.remedies import remedy
from auditor.vault.store import EncryptedVault
from tests.contract.vault_making import account, photo, private_hit, private_image

DAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, tzinfo=UTC)
OWNERS = tuple(
    replace(
        account(handle),
        proof=Proof(ProofMethod.DOMAIN, "a file", NOW),
    )
    for handle in ("ada.example", "bea.example", "cy.example")
)
NUMBERS = range(14)


def _seen(case: PhotoCase, about: str, photo_id: str | None) -> Observation:
    return Observation(
        Severity.LOW,
        Confidence.HIGH,
        Statement("Seen"),
        (),
        "clean-metadata",
        case.account.id,
        photo_id,
        about=about,
    )


def _by_day(case: PhotoCase, today: date) -> Iterator[Observation]:
    if today.day % 2 == 0:
        yield _seen(case, today.isoformat(), case.photo.id)


def _breaks(case: PhotoCase, _today: date) -> Iterator[Observation]:
    yield _seen(case, "before", case.photo.id)
    if case.photo.alt == "broken":
        raise ValueError(case.photo.alt)
    if case.photo.alt == "A lake":
        sys.exit(case.photo.alt)


def _loose(case: PhotoCase, _today: date) -> Iterator[Observation]:
    if case.photo.alt == "loose":
        yield _seen(case, case.photo.caption or "", None)


def _noting(part: InventoryPart, seen: set[InventoryPart]) -> InventoryCheck:
    """Return a check of everything that looks at one part, and notes that it was run."""

    def run(_case: InventoryCase, _today: date) -> Iterator[Observation]:
        seen.add(part)
        return iter(())

    return InventoryCheck(f"notes-{part}", "Notes", run, reads=frozenset({part}))


def _together(case: InventoryCase, today: date) -> Iterator[Observation]:
    """Tell of everything by the day, without saying what that rests on."""
    if case.prints and today.day % 2 == 0:
        yield Observation(
            Severity.LOW,
            Confidence.HIGH,
            Statement("Seen"),
            (),
            "clean-metadata",
            case.prints[-1].account,
            case.prints[-1].photo,
            about=f"{today} {len(case.prints)}",
        )


def _breaks_together(case: InventoryCase, _today: date) -> Iterator[Observation]:
    if len(case.prints) % 3 == 0:
        raise ValueError("three")
    if len(case.prints) % 3 == 1:
        sys.exit("one more")
    for first in case.prints[:1]:
        yield Observation(
            Severity.LOW,
            Confidence.HIGH,
            Statement("Seen"),
            (),
            "clean-metadata",
            first.account,
            first.photo,
            about=first.sha256,
        )


PLUGINS: dict[str, Check] = {
    "by-day": PhotoCheck("by-day", "By day", _by_day),
    "breaks-often": PhotoCheck("breaks-often", "Breaks", _breaks, dated=never_dated),
    "tells-of-others": PhotoCheck("tells-of-others", "Of others", _loose, dated=never_dated),
    "together-by-day": InventoryCheck("together-by-day", "By day", _together),
    "breaks-together": InventoryCheck(
        "breaks-together", "Breaks", _breaks_together, reads=frozenset({InventoryPart.PICTURES})
    ),
}


@dataclass
class Twin:
    """A vault that is judged by what changed, or as a whole."""

    vault: EncryptedVault
    whole: bool
    judged: list[int] = field(default_factory=list)
    together: list[frozenset[InventoryPart]] = field(default_factory=list)

    async def judge(self, checks: tuple[Check, ...], edition: str, today: date) -> None:
        """Judge, and note how many photos that took, and what checks of everything looked at."""
        count = 0
        parts: set[InventoryPart] = set()

        def run(case: PhotoCase, _today: date) -> Iterator[Observation]:
            nonlocal count
            count += 1
            return iter(())

        counting = PhotoCheck("counts-photos", "Counts", run, dated=never_dated)
        of_parts = (_noting(part, parts) for part in InventoryPart)
        await Evaluation(
            (*checks, counting, *of_parts),
            remedy,
            self.vault.ids,
            edition="" if self.whole else edition,
        ).run(self.vault, today)
        self.judged.append(count)
        self.together.append(frozenset(parts))

    async def told(self) -> dict[str, object]:
        """Return all that an evaluation leaves."""
        vault = self.vault
        rows = await vault.photo_rows(PhotoQuery(include_gone=True), 0, 1000)
        names = ("reader-gaps", "not-looked-for", "hours-public", FAILED_CHECKS)
        related = [await vault.findings(FindingQuery(photo=row.id)) for row in rows]
        return {
            "findings": await vault.findings(),
            "signs": await vault.signs(),
            "tallies": sorted(await vault.tallies(), key=repr),
            "rows": sorted(rows, key=lambda row: row.id),
            "related": related,
            "settings": [await vault.setting(name) for name in names],
            "aftercare": [await vault.setting(f"aftercare:{owner.id}") for owner in OWNERS],
        }


async def _twins() -> tuple[Twin, Twin]:
    ids = IdKey(Secret("7b" * 32))
    first, other = await EncryptedVault.ephemeral(ids), await EncryptedVault.ephemeral(ids)
    for owner in OWNERS:
        await first.put_account(owner)
        await other.put_account(owner)
    for vault in (first, other):
        await vault.add_private([private_image(1)])
    return Twin(first, whole=False), Twin(other, whole=True)


def _photo(rng: random.Random, owner: int, number: int) -> Photo:
    made = photo(
        OWNERS[owner],
        number,
        alt=rng.choice((None, "A lake", "broken", "loose", "The house in 12 Elm Street")),
        caption=rng.choice((None, "Anna Schmidt")),
    )
    kind = PhotoKind.AVATAR if number == 0 else PhotoKind.POST
    seen_by = Visibility.FOLLOWERS if rng.random() < 0.1 else Visibility.PUBLIC
    name = rng.choice(("IMG_1.jpg", "passport.jpg", "IMG_20260506_070809.jpg"))
    return replace(made, kind=kind, visibility=seen_by, file_name=name)


def _facts(rng: random.Random) -> Facts:
    look = rng.choice((1, 2, 3, rng.getrandbits(256)))
    forms = tuple(f"{look ^ (turn * 255):064x}" for turn in range(8))
    face = Face(Box(1, 1, 300, 300), 0.99, (), 0.0, 0.0, 0.8, 128.0, covered=False)
    paper = TextFound(
        rng.choice((TextKind.BOARDING_PASS, TextKind.IDENTITY_DOCUMENT)),
        "•••",
        0.9,
        Box(1, 1, 300, 60),
        ends=rng.choice(("", "2026-11-22", "2026-11-23", "2026-11-25")),
    )
    near = Position(52.5 + rng.random() / 2000, 13.4)
    unread = rng.choice(((), (), (Unread("faces", "none"), Unread("exif", "cut off"))))
    return Facts(
        sha256=f"{look:064x}",
        bytes=1000,
        width=1600,
        height=1200,
        format="jpeg",
        pdq=Pdq(forms[0], 90, dihedral=forms),
        metadata=Metadata(
            gps=near if rng.random() < 0.7 else None,
            captured_at=f"2026-0{rng.randint(1, 9)}-1{rng.randint(0, 9)}T08:07:00",
            serial_numbers=("SN1",) if rng.random() < 0.2 else (),
        ),
        faces=(face,) if rng.random() < 0.4 else (),
        text=(paper,) if rng.random() < 0.3 else (),
        unread=unread,
        edition=EDITION - (rng.random() < 0.05),
    )


async def _scan(twins: tuple[Twin, Twin], seed: int, step: int) -> None:
    """Scan one account: some photos are new, some changed, some gone, most as they were."""
    for twin in twins:
        rng = random.Random(f"{seed} {step}")
        owner = rng.randrange(len(OWNERS))
        if OWNERS[owner].id not in {known.id for known in await twin.vault.accounts()}:
            return
        vault, when = twin.vault, NOW + timedelta(minutes=step)
        scan, _resumed = await vault.begin_scan([OWNERS[owner].id], when)
        stored = {each.photo.id: each for each in await vault.photos(None, 1000)}
        listed: list[StoredPhoto] = []
        for number in NUMBERS:
            fresh = _photo(rng, owner, number)
            before = stored.get(fresh.id)
            if rng.random() < 0.2:
                continue
            if before is not None and rng.random() < 0.7:
                listed.append(before)
            else:
                facts = _facts(rng) if rng.random() < 0.9 else None
                listed.append(StoredPhoto(fresh, facts, "" if facts else "it is too large"))
        batch = Batch(tuple(each.photo for each in listed), None, Profile())
        await vault.save_batch(scan, OWNERS[owner].id, batch, when)
        for each in listed:
            await vault.save_facts(scan, each.photo.id, each, None)
        await vault.end_account(scan, OWNERS[owner].id, Fetched(), 1, when)
        await vault.end_scan(scan, when)


async def _live_on(twins: tuple[Twin, Twin], rng: random.Random, seed: int, step: int) -> None:
    """Scan, or not, and change some things."""
    if step == 0 or rng.random() < 0.6:
        await _scan(twins, seed, step)
    for _change_number in range(rng.randrange(4)):
        await _change(twins, rng, rng.randrange(12))


async def _change(twins: tuple[Twin, Twin], rng: random.Random, what: int) -> None:
    owner = OWNERS[rng.randrange(len(OWNERS))]
    claim = rng.choice((Claim.MINE, Claim.MINE, Claim.NOT_MINE, Claim.IMPOSTOR, Claim.UNSURE))
    proof = rng.choice((Proof(), Proof(ProofMethod.DOMAIN, "b file", NOW)))
    state = rng.choice(list(State))
    chance = rng.random()
    for twin in twins:
        vault = twin.vault
        match what:
            case 0:
                await vault.set_claim(owner.id, claim)
            case 1:
                await vault.set_proof(owner.id, proof)
            case 2:
                await vault.hide(owner.id)
            case 3 if chance < 0.5:
                await vault.forget_places()
            case 3:
                await vault.remember_places()
            case 4 if chance < 0.3:
                await vault.remove_account(owner.id)
            case 4:
                await vault.put_account(owner)
            case 10:
                await vault.set_proof(owner.id, replace(owner.proof, seen_at=NOW))
            case _:
                await _change_content(vault, owner, state, chance, what)


async def _change_content(
    vault: EncryptedVault, owner: Account, state: State, chance: float, what: int
) -> None:
    match what:
        case 5:
            found = await vault.findings()
            await vault.mark_all([each.id for each in found[::3]], state, NOW)
        case 6:
            shown = [each.photo.id for each in await vault.photos(None, 3)]
            await vault.put_setting("not-me", str(shown).replace("'", '"'))
        case 7:
            await _match(vault, owner.id, round(chance * 9))
        case 8:
            await _measure_again(vault, chance)
        case 9:
            await vault.put_setting("hours-public", "{}" if chance < 0.5 else "")
        case _:
            for each in (await vault.photos(None, 1000))[:2]:
                hits = [private_hit(1)] if chance < 0.7 else []
                await vault.save_private_hits(each.photo.id, 1, hits, NOW)


async def _measure_again(vault: EncryptedVault, chance: float) -> None:
    """Have another text, time, face or file be in some photos."""
    latest = max((scan.id for scan in await vault.scans()), default=0)
    for stored in (await vault.photos(None, 1000))[: round(chance * 5) if latest else 0]:
        if stored.facts is None:
            continue
        said = stored.facts.metadata
        changed: dict[str, object] = {}
        match round(chance * 1000) % 4:
            case 0:
                changed = {"metadata": replace(said, description=f"Seen {chance}")}
            case 1:
                changed = {"metadata": replace(said, captured_at="2026-03-04T23:50:00")}
            case 2:
                changed = {"faces": ()}
            case _:
                changed = {"sha256": f"{round(chance * 4):064x}"}
        facts = replace(stored.facts, **changed)  # type: ignore[arg-type]  # one of its fields
        await vault.save_facts(latest, stored.photo.id, replace(stored, facts=facts), None)


async def _match(vault: EncryptedVault, impostor: str, distance: int) -> None:
    """Have an impostor's avatar be like the first photo, as far as there is one."""
    for each in await vault.photos(None, 1):
        match = AvatarMatch(impostor, each.photo.id, distance, "https://x.example", NOW)
        await vault.put_setting(f"impostor:{impostor}", msgspec.json.encode(match).decode())


async def _kill(twin: Twin, edition: str, today: date) -> None:
    """Begin to judge, as far as findings are there but not in place."""
    from auditor.domain.findings.judging import EvaluatedBy

    names = frozenset(check.id for check in ALL if isinstance(check, PhotoCheck))
    await twin.vault.begin_findings(EvaluatedBy(edition, today, names))
    await twin.vault.add_findings((await twin.vault.findings())[:2])


@pytest.mark.parametrize("seed", [*range(11), 130])
async def test_judging_what_changed_is_judging_all(seed: int) -> None:
    rng = random.Random(seed)
    twins = await _twins()
    edition, today = "1", DAY
    plugins: list[str] = []
    for step in range(14):
        await _live_on(twins, rng, seed, step)
        if rng.random() < 0.2:
            today += timedelta(days=rng.choice((1, 2, -1)))
        if rng.random() < 0.15:
            plugins = rng.sample(sorted(PLUGINS), rng.randrange(3))
            edition = f"{step} {plugins}"
        if rng.random() < 0.2:
            await _kill(twins[0], edition, today)
        checks = (*ALL, *(PLUGINS[name] for name in plugins))
        for twin in twins:
            await twin.judge(checks, edition, today)
        ours, theirs = [await twin.told() for twin in twins]
        for name, value in theirs.items():
            assert ours[name] == value, (step, name)
    if "tells-of-others" not in plugins:
        assert sum(twins[0].judged) < sum(twins[1].judged)
        kept, all_of_them = (sum(map(len, twin.together)) for twin in twins)
        assert kept < all_of_them
    for twin in twins:
        await twin.vault.close()


async def test_only_photos_that_changed_are_judged() -> None:
    twins = await _twins()
    twin = twins[0]
    await _scan(twins, 1, 1)
    await twin.judge(ALL, "1", DAY)
    assert twin.judged[0] > 5
    await twin.judge(ALL, "1", DAY)
    stored = next(each for each in await twin.vault.photos(None, 100) if each.facts)
    await twin.vault.save_facts(2, stored.photo.id, stored, None)  # the same again
    await twin.judge(ALL, "1", DAY)
    assert stored.facts is not None
    await twin.vault.set_proof(OWNERS[0].id, replace(OWNERS[0].proof, seen_at=NOW))  # as ever
    changed = replace(stored.facts, metadata=Metadata(description="A lake"))
    await twin.vault.save_facts(2, stored.photo.id, replace(stored, facts=changed), None)
    await twin.judge(ALL, "1", DAY)
    await twin.judge(ALL, "2", DAY)
    assert twin.judged[1:] == [0, 0, 1, twin.judged[0]]
    for each in twins:
        await each.vault.close()


async def test_checks_of_everything_are_run_where_what_they_look_at_changed() -> None:
    twins = await _twins()
    twin, vault = twins[0], twins[0].vault
    await _scan(twins, 1, 1)
    stored = next(each for each in await vault.photos(None, 100) if each.facts and each.facts.faces)
    facts = stored.facts
    assert facts is not None

    async def save(changed: Facts) -> None:
        await vault.save_facts(1, stored.photo.id, replace(stored, facts=changed), None)

    everything = frozenset(InventoryPart)
    said, dated = facts.metadata, Metadata(captured_at="2026-01-02T03:04:05")
    other = replace(facts, metadata=dated, sha256="5" * 64)
    for change, parts in (
        (save(facts), "faces matches pictures times"),
        (save(facts), ""),
        (save(replace(facts, metadata=replace(said, description="A lake"))), ""),
        (save(replace(facts, metadata=dated)), "times"),
        (save(other), "pictures"),
        (save(replace(other, faces=())), "faces"),
        (vault.put_setting("not-me", f'["{stored.photo.id}"]'), "faces"),
        (_match(vault, OWNERS[1].id, 3), "matches"),
        (vault.set_proof(OWNERS[0].id, replace(OWNERS[0].proof, seen_at=NOW)), ""),
        (vault.set_claim(OWNERS[2].id, Claim.UNSURE), "faces matches pictures times"),
        (vault.forget_places(), "faces matches pictures times"),
    ):
        await change
        await twin.judge(ALL, "1", DAY)
        assert " ".join(sorted(twin.together[-1])) == parts
    await twin.judge(ALL, "1", DAY + timedelta(days=1))
    await twin.judge(ALL, "2", DAY)
    assert twin.together[-2:] == [frozenset(), everything]
    for each in twins:
        await each.vault.close()


class _Unhashable:
    """What a check runs, of a kind that is in no dictionary."""

    __hash__ = None  # type: ignore[assignment]

    def __call__(self, case: InventoryCase, today: date) -> Iterator[Observation]:
        return _together(case, today)


async def test_a_check_that_cannot_be_hashed_costs_nothing() -> None:
    twins = await _twins()
    check = InventoryCheck(
        "cannot-be-hashed", "Odd", _Unhashable(), reads=frozenset({InventoryPart.PICTURES})
    )
    for step in range(3):
        await _scan(twins, 1, step)
        for twin in twins:
            await twin.judge((*ALL, check), "1", DAY)
        ours, theirs = [await twin.told() for twin in twins]
        assert ours == theirs
    for twin in twins:
        await twin.vault.close()
