"""What every vault promises, over a file and in memory."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from auditor.domain.account import Claim, Profile, Proof, ProofMethod
from auditor.domain.findings.finding import Finding, Severity, State
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.findings.sign import sign_of
from auditor.domain.outcome import Batch, Blocked, Fetched
from auditor.domain.photos.facts import Metadata, Unread
from auditor.domain.photos.photo import Rendition, Role
from auditor.domain.photos.position import Position
from auditor.domain.secret import Secret
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.domain.views import (
    FindingQuery,
    NetworkEntry,
    PhotoQuery,
    PhotoRow,
    PhotoSort,
    ScanRecord,
    StoredPhoto,
)
from auditor.errors import VaultLocked
from auditor.ports import Vault as Port
from auditor.ports.made import MADE_OF_ALL, MADE_OF_CONTENTS, MADE_OF_PHOTOS, MADE_OF_STATES
from auditor.ports.vault import SAID_OF_STEPS
from auditor.vault.storage.keys import VaultKey
from auditor.vault.store import EncryptedVault
from tests.contract.vault_making import T0, HeldClock, account, at, face, facts, finding, photo

ADA = replace(account(), proof=Proof(ProofMethod.SITE_FILE, "https://ada.example/", T0))
BEA = account("bea.example", "mastodon")
KEY = VaultKey(Secret("5a" * 32))


@pytest.fixture(params=["file", "memory"])
async def vault(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Port]:
    made = (
        await EncryptedVault.open(tmp_path, KEY, HeldClock())
        if request.param == "file"
        else await EncryptedVault.ephemeral()
    )
    yield made
    await made.close()


def asked(seen: Finding, **changed: Any) -> Finding:
    """Return a finding that is evidence for a question."""
    observation = replace(seen.observation, question=QuestionId.HOME, **changed)
    return replace(seen, observation=observation)


async def scanned(
    vault: Port,
    numbers: dict[int, str],
    *,
    minutes: float,
    measure: bool = True,
    alt: str | None = None,
    end: bool = True,
) -> ScanRecord | int:
    """Scan ADA: `numbers` maps each photo to its content."""
    scan, _resumed = await vault.begin_scan([ADA.id], at(minutes))
    listed = tuple(photo(ADA, number, alt=alt) for number in numbers)
    await vault.save_batch(scan, ADA.id, Batch(listed, None), at(minutes))
    if measure:
        for stored in await vault.unmeasured(scan, 1000):
            number = int((stored.photo.file_name or "")[4:9])
            measured = replace(
                stored, facts=facts(number, content=numbers[number] * 64), reason_unread=""
            )
            await vault.save_facts(scan, stored.photo.id, measured, b"webp")
    if not end:
        return scan
    await vault.end_account(scan, ADA.id, Fetched(), 3, at(minutes))
    return await vault.end_scan(scan, at(minutes + 1))


async def conclude(vault: Port, *found: Finding) -> None:
    await vault.begin_findings()
    await vault.add_findings(found)
    await vault.finish_findings()


async def test_accounts_keep_their_order_claim_and_proof(vault: Port) -> None:
    await vault.put_account(ADA)
    await vault.put_account(BEA)
    await vault.set_claim(ADA.id, Claim.IMPOSTOR)
    proof = Proof(ProofMethod.DOMAIN, "ada.example answers", at(1))
    await vault.set_proof(BEA.id, proof)
    await vault.set_claim("a-unknown", Claim.MINE)
    assert await vault.accounts() == (replace(ADA, claim=Claim.IMPOSTOR), replace(BEA, proof=proof))


async def test_a_batch_is_stored_with_its_cursor(vault: Port) -> None:
    await vault.put_account(ADA)
    scan, resumed = await vault.begin_scan([ADA.id], at(0))
    assert not resumed
    assert await vault.scan_cursor(scan, ADA.id) == (None, False)
    await vault.save_batch(
        scan,
        ADA.id,
        Batch((photo(ADA, 1),), "next", Profile("Ada"), ("likes need a log-in",)),
        at(0),
    )
    assert await vault.scan_cursor(scan, ADA.id) == ("next", False)
    await vault.save_batch(
        scan, ADA.id, Batch((photo(ADA, 2),), None, None, ("likes need a log-in", "too")), at(0)
    )
    assert await vault.scan_cursor(scan, ADA.id) == (None, True)
    assert (await vault.account_states())[0].outcome is None
    await vault.end_account(scan, ADA.id, Blocked("wait", 5.0), 7, at(1))
    (state,) = await vault.account_states()
    assert (state.photos, state.outcome, state.reason, state.last_scan) == (
        2,
        "blocked",
        "wait",
        at(1),
    )
    assert state.profile == Profile("Ada")
    assert state.notes == ("likes need a log-in", "too")


async def test_a_scan_of_the_same_accounts_is_resumed(vault: Port) -> None:
    await vault.put_account(ADA)
    await vault.put_account(BEA)
    scan, _ = await vault.begin_scan([ADA.id, BEA.id], at(0))
    await vault.save_batch(scan, ADA.id, Batch((photo(ADA, 1), photo(ADA, 2)), "c"), at(0))
    await vault.save_facts(scan, photo(ADA, 1).id, StoredPhoto(photo(ADA, 1), facts(1)), None)
    assert await vault.begin_scan([BEA.id, ADA.id], at(5)) == (scan, True)
    assert [stored.photo.id for stored in await vault.unmeasured(scan, 10)] == [photo(ADA, 2).id]
    assert await vault.unmeasured(scan, 10, BEA.id) == ()
    assert [stored.photo.id for stored in await vault.unmeasured(scan, 10, ADA.id)] == [
        photo(ADA, 2).id
    ]
    other, resumed = await vault.begin_scan([ADA.id], at(6))
    assert other != scan
    assert not resumed
    late, resumed = await vault.begin_scan([ADA.id], at(6) + timedelta(days=2))
    assert late != other
    assert not resumed


async def test_photos_come_back_as_they_were_stored(vault: Port) -> None:
    await vault.put_account(ADA)
    await scanned(vault, {1: "a"}, minutes=0)
    stored = await vault.photo(photo(ADA, 1).id)
    assert stored == StoredPhoto(photo(ADA, 1), facts(1, content="a" * 64))
    assert await vault.thumbnail(photo(ADA, 1).id) == b"webp"
    assert await vault.photo("p-unknown") is None
    assert await vault.thumbnail("p-unknown") is None
    (photo_print,) = await vault.prints()
    assert (
        photo_print.photo,
        photo_print.account,
        photo_print.sha256,
        photo_print.quality,
        photo_print.serial_numbers,
    ) == (
        photo(ADA, 1).id,
        ADA.id,
        "a" * 64,
        90,
        ("SN12345",),
    )
    pdq = facts(1).pdq
    assert pdq is not None
    assert photo_print.pdq == pdq.dihedral


async def test_prints_hold_what_comparing_needs(vault: Port) -> None:
    await vault.put_account(ADA)
    scan, _ = await vault.begin_scan([ADA.id], at(0))
    beside = replace(
        facts(1).metadata, gps=Position(-33.9, 151.2), captured_at="2026-01-01T00:00:00"
    )
    listed = tuple(replace(photo(ADA, index), published=beside) for index in range(1, 7))
    await vault.save_batch(scan, ADA.id, Batch(listed, None), at(0))
    bare = replace(facts(2, place=False), faces=())
    nowhere = replace(facts(3), metadata=Metadata(gps=Position(0.0, 0.0)))
    unread = replace(facts(4), unread=(Unread("faces", "not installed"),), faces=())
    old = replace(facts(5), edition=1)
    none_said = replace(facts(6), metadata=Metadata(gps=Position(float("nan"), 400.0)))
    for shown, measured in zip(
        listed, (facts(1), bare, nowhere, unread, old, none_said), strict=True
    ):
        published = None if measured is none_said else beside
        await vault.save_facts(
            scan, shown.id, StoredPhoto(replace(shown, published=published), measured), None
        )
    prints = {photo_print.photo: photo_print for photo_print in await vault.prints()}
    seen = [prints[photo.id] for photo in listed]
    assert (seen[0].width, seen[0].height, seen[0].captured_at) == (
        2001,
        1000,
        "2026-05-01T10:00:00",
    )
    assert seen[0].faces == tuple(replace(face(number), landmarks=()) for number in (1, 2))
    assert [photo_print.gps for photo_print in seen] == [
        (52.52, 13.405),
        (-33.9, 151.2),
        (-33.9, 151.2),
        (52.52, 13.405),
        (52.52, 13.405),
        None,
    ]
    assert [photo_print.captured_at for photo_print in seen[2::3]] == ["2026-01-01T00:00:00", None]
    assert [photo_print.faces is None for photo_print in seen] == [
        False,
        False,
        False,
        True,
        True,
        False,
    ]
    assert seen[1].faces == ()


async def test_new_gone_and_changed(vault: Port) -> None:
    await vault.put_account(ADA)
    first = await scanned(vault, {1: "a", 2: "a", 3: "a"}, minutes=0)
    second = await scanned(vault, {1: "a", 2: "b", 4: "a"}, minutes=10)
    third = await scanned(vault, {1: "a", 2: "a", 3: "a"}, minutes=20)
    assert isinstance(first, ScanRecord)
    assert isinstance(second, ScanRecord)
    assert isinstance(third, ScanRecord)
    assert [
        (change.new, change.gone, change.changed, change.requests) for change in first.accounts
    ] == [(3, 0, 0, 3)]
    assert [(change.new, change.gone, change.changed) for change in second.accounts] == [(1, 1, 1)]
    assert [(change.new, change.gone, change.changed) for change in third.accounts] == [(1, 1, 1)]

    assert [scan.id for scan in await vault.scans()] == [third.id, second.id, first.id]


async def test_a_changed_description_is_a_change(vault: Port) -> None:
    await vault.put_account(ADA)
    await scanned(vault, {1: "a"}, minutes=0)
    record = await scanned(vault, {1: "a"}, minutes=10, alt="my door")
    assert isinstance(record, ScanRecord)
    assert [change.changed for change in record.accounts] == [1]


async def test_gone_only_after_the_whole_list_was_read(vault: Port) -> None:
    await vault.put_account(ADA)
    await scanned(vault, {1: "a", 2: "a"}, minutes=0)
    scan, _ = await vault.begin_scan([ADA.id], at(10))
    await vault.end_account(scan, ADA.id, Blocked("no"), 1, at(11))
    record = await vault.end_scan(scan, at(11))
    assert record.accounts[0].gone == 0
    await scanned(vault, {1: "a"}, minutes=20)
    gone = await vault.photo(photo(ADA, 2).id)
    assert gone is not None
    assert gone.gone_since == at(20)
    assert await vault.gone_photos(ADA.id) == (gone,)
    assert await vault.gone_photos("a" * 17) == ()
    assert [stored.photo.id for stored in await vault.photos(None, 10)] == [photo(ADA, 1).id]
    assert await vault.count_photos(PhotoQuery(include_gone=True)) == 2
    assert [photo_print.photo for photo_print in await vault.prints()] == [photo(ADA, 1).id]


async def test_a_second_scan_keeps_what_was_learned_about_the_same_address(vault: Port) -> None:
    await vault.put_account(ADA)
    scan = await scanned(vault, {1: "a"}, minutes=0, measure=False, end=False)
    assert isinstance(scan, int)
    before = photo(ADA, 1)
    learned = replace(
        before,
        renditions=(replace(before.renditions[0], etag='"v1"', bytes=77), before.renditions[1]),
    )
    await vault.save_facts(scan, before.id, StoredPhoto(learned, facts(1)), b"webp")
    await vault.end_account(scan, ADA.id, Fetched(), 1, at(0))
    await vault.end_scan(scan, at(0))

    scan, _ = await vault.begin_scan([ADA.id], at(10))
    await vault.save_batch(scan, ADA.id, Batch((before,), None), at(10))
    (waiting,) = await vault.unmeasured(scan, 10)
    assert waiting == StoredPhoto(learned, facts(1))
    await vault.save_facts(scan, before.id, waiting, None)
    assert await vault.thumbnail(before.id) == b"webp"
    assert await vault.unmeasured(scan, 10) == ()
    await vault.save_batch(scan, ADA.id, Batch((before,), None), at(10))
    assert await vault.unmeasured(scan, 10) == ()  # named twice by the list, measured once

    await vault.end_scan(scan, at(11))
    scan, _ = await vault.begin_scan([ADA.id], at(20))
    moved = photo(ADA, 1, url="https://cdn.example/other.jpg")
    await vault.save_batch(scan, ADA.id, Batch((moved,), None), at(20))
    (waiting,) = await vault.unmeasured(scan, 10)
    assert waiting.facts is None  # facts of another address say nothing about this one
    await vault.save_facts(scan, before.id, replace(waiting, facts=facts(1)), b"")
    assert await vault.thumbnail(before.id) is None


async def test_a_photo_that_a_list_names_twice_has_the_files_of_both(vault: Port) -> None:
    await vault.put_account(ADA)
    small, large = (
        Rendition("https://ada.example/s.jpg", Role.SERVED, 300, 200),
        Rendition("https://ada.example/l.jpg", Role.SERVED, 3000, 2000),
    )
    first = replace(photo(ADA, 1), media_url=small.url, renditions=(small,), alt="me")
    second = replace(
        first, media_url=large.url, renditions=(large,), alt=None, file_name="another name"
    )
    for minutes in (0, 10):
        scan, _ = await vault.begin_scan([ADA.id], at(minutes))
        await vault.save_batch(scan, ADA.id, Batch((first,), "more"), at(minutes))
        (waiting,) = await vault.unmeasured(scan, 10)
        await vault.save_facts(scan, first.id, replace(waiting, facts=facts(1)), b"webp")
        await vault.save_batch(scan, ADA.id, Batch((second,), None), at(minutes))
        (waiting,) = await vault.unmeasured(scan, 10)  # another file, not measured yet
        assert (waiting.photo.media_url, waiting.photo.alt) == (large.url, "me")
        assert [(each.url, each.role) for each in waiting.photo.renditions] == [
            (large.url, Role.SERVED),
            (small.url, Role.ALIKE),
        ]
        await vault.save_facts(scan, first.id, replace(waiting, facts=facts(1)), b"webp")
        await vault.end_account(scan, ADA.id, Fetched(), 1, at(minutes))
        record = await vault.end_scan(scan, at(minutes))
    (account,) = record.accounts
    assert (account.new, account.changed) == (0, 0)


async def test_reasons_are_kept_where_there_are_no_facts(vault: Port) -> None:
    await vault.put_account(ADA)
    scan = await scanned(vault, {1: "a"}, minutes=0, measure=False, end=False)
    assert isinstance(scan, int)
    await vault.save_facts(
        scan, photo(ADA, 1).id, StoredPhoto(photo(ADA, 1), None, "the server answered 404"), None
    )
    assert await vault.photo(photo(ADA, 1).id) == StoredPhoto(
        photo(ADA, 1), None, "the server answered 404"
    )
    assert await vault.unmeasured(scan, 10) == ()
    assert await vault.prints() == ()
    assert await vault.count_photos(PhotoQuery(measured=False)) == 1


async def test_every_sort_and_filter_agrees_with_plain_python(vault: Port) -> None:
    await vault.put_account(ADA)
    await vault.put_account(BEA)
    await scanned(vault, dict.fromkeys(range(12), "a"), minutes=0)
    scan, _ = await vault.begin_scan([BEA.id], at(5))
    undated = replace(photo(BEA, 99, alt="Straße at home"), posted_at=None, file_name=None)
    await vault.save_batch(
        scan, BEA.id, Batch((undated, photo(BEA, 3, caption="HOME")), None), at(5)
    )
    await conclude(
        vault,
        finding(ADA, photo(ADA, 3), severity=Severity.CRITICAL),
        finding(ADA, photo(ADA, 3), check="serial", severity=Severity.LOW),
        finding(ADA, photo(ADA, 5), severity=Severity.MEDIUM),
    )
    everything = await vault.photo_rows(PhotoQuery(), 0, 100)
    assert len(everything) == 14
    keys: dict[PhotoSort, Callable[[PhotoRow], tuple[object, ...]]] = {
        PhotoSort.NEWEST: lambda row: (
            row.posted_at is None,
            -(row.posted_at.timestamp() if row.posted_at else 0),
            row.id,
        ),
        PhotoSort.OLDEST: lambda row: (
            row.posted_at is None,
            row.posted_at.timestamp() if row.posted_at else 0,
            row.id,
        ),
        PhotoSort.LARGEST: lambda row: (-(row.width or 0) * (row.height or 0), row.id),
        PhotoSort.SEVEREST: lambda row: (1 if row.severity is None else -row.severity, row.id),
    }
    filters: list[tuple[PhotoQuery, Callable[[PhotoRow], bool]]] = [
        (PhotoQuery(), lambda row: True),
        (PhotoQuery(account=BEA.id), lambda row: row.account == BEA.id),
        (PhotoQuery(has_place=True), lambda row: row.has_place),
        (PhotoQuery(measured=False), lambda row: row.account == BEA.id),
        (
            PhotoQuery(severity_at_least=Severity.MEDIUM),
            lambda row: row.severity is not None and row.severity >= Severity.MEDIUM,
        ),
        (PhotoQuery(text="home"), lambda row: row.account == BEA.id),
        (PhotoQuery(text="STRASSE"), lambda row: row.label.startswith("Straße")),
        (PhotoQuery(account=ADA.id, has_place=False), lambda row: False),
        (PhotoQuery(account="a-unknown"), lambda row: False),
    ]
    for sort, key in keys.items():
        for query, wanted in filters:
            asked = replace(query, sort=sort)
            expected = sorted((row for row in everything if wanted(row)), key=key)
            assert list(await vault.photo_rows(asked, 0, 100)) == expected, asked
            assert await vault.count_photos(asked) == len(expected)
            assert list(await vault.photo_rows(asked, 1, 3)) == expected[1:4]
    wanted_ids = [everything[0].id, "p-unknown\ud800", everything[5].id]
    assert [row.id for row in await vault.rows_of(wanted_ids)] == sorted(
        [everything[0].id, everything[5].id]
    )
    third = next(row for row in everything if row.id == photo(ADA, 3).id)
    assert (third.severity, third.findings, third.width, third.height, third.bytes) == (
        Severity.CRITICAL,
        2,
        2003,
        1000,
        1003,
    )


async def test_states_outlive_the_findings(vault: Port) -> None:
    await vault.put_account(ADA)
    await scanned(vault, {1: "a", 2: "a"}, minutes=0)
    mild, critical = (
        finding(ADA, photo(ADA, 1)),
        finding(ADA, photo(ADA, 2), severity=Severity.CRITICAL),
    )
    await conclude(vault, mild, critical)
    assert await vault.findings() == (critical, mild)
    assert await vault.findings(FindingQuery(photo=photo(ADA, 1).id)) == (mild,)
    assert await vault.mark(mild.id, State.ACCEPTED, at(1))
    assert not await vault.mark("f-unknown", State.DONE, at(1))
    await conclude(vault, critical)
    assert await vault.findings() == (critical,)
    assert (await vault.photo_rows(PhotoQuery(account=ADA.id, sort=PhotoSort.OLDEST), 0, 1))[
        0
    ].findings == 0
    await conclude(vault, mild, critical)
    assert await vault.findings(FindingQuery(photo=photo(ADA, 1).id)) == (
        replace(mild, state=State.ACCEPTED),
    )


async def test_several_findings_are_marked_together(vault: Port) -> None:
    await vault.put_account(ADA)
    await scanned(vault, {1: "a", 2: "a"}, minutes=0)
    first, second = finding(ADA, photo(ADA, 1)), finding(ADA, photo(ADA, 2))
    await conclude(vault, first, second)
    await vault.mark_all([first.id, "f-unknown", second.id], State.DONE, at(1))
    assert {found.state for found in await vault.findings()} == {State.DONE}
    await vault.mark_all([], State.OPEN, at(2))
    assert {found.state for found in await vault.findings()} == {State.DONE}


async def test_tallies_count_what_the_findings_say(vault: Port) -> None:
    await vault.put_account(ADA)
    await scanned(vault, {1: "a", 2: "a", 3: "a"}, minutes=0)
    first, second, third = (finding(ADA, photo(ADA, n)) for n in (1, 2, 3))
    worst = replace(
        third, id="f-worst", observation=replace(third.observation, severity=Severity.CRITICAL)
    )
    assert await vault.tallies() == ()
    await conclude(vault, first, second, third, worst)
    assert await vault.mark(first.id, State.DONE, at(1))
    expected = Counter(
        (f.observation.account, f.check, f.observation.severity, f.state)
        for f in await vault.findings()
    )
    assert {
        (t.account, t.check, t.severity, t.state): t.count for t in await vault.tallies()
    } == dict(expected)


async def test_signs_are_what_the_findings_are_evidence_for(vault: Port) -> None:
    await vault.put_account(ADA)
    await scanned(vault, {1: "a", 2: "a"}, minutes=0)
    first, second = (finding(ADA, photo(ADA, n)) for n in (1, 2))
    telling = [
        asked(first, tells=(Value("name", "Ada L\ud800", Kind.NAME),)),
        asked(second, related=(photo(ADA, 1).id,), degree=Degree.YES, about="x"),
        asked(finding(ADA, None, check="account")),
    ]
    await conclude(vault, *telling, finding(ADA, photo(ADA, 1), check="other"))
    assert await vault.mark(first.id, State.ACCEPTED, at(1))
    expected = [sign_of(each) for each in await vault.findings() if each.observation.question]
    assert {sign.finding: sign for sign in await vault.signs()} == {
        sign.finding: sign for sign in expected if sign is not None
    }
    assert len(await vault.signs()) == 3
    assert {sign.state for sign in await vault.signs()} == {State.ACCEPTED, State.OPEN}
    await vault.remove_account(ADA.id)
    assert await vault.signs() == ()


async def test_what_was_made_is_forgotten_where_the_vault_changes_under_it(vault: Port) -> None:
    await vault.put_account(ADA)
    await scanned(vault, {1: "a"}, minutes=0)
    seen = asked(finding(ADA, photo(ADA, 1)))
    assert await vault.made("ties") is None
    changes: tuple[Callable[[], Awaitable[None]], ...] = (
        lambda: conclude(vault, seen),
        vault.forget_places,
        lambda: vault.remove_account(ADA.id),
    )
    for change in changes:
        await vault.keep_made("ties", b"1")
        await vault.keep_made("ties", b"\x00\xff")
        assert await vault.made("ties") == b"\x00\xff"
        await change()
        assert await vault.made("ties") is None


async def test_what_is_made_of_states_asks_which_findings_are_verified(vault: Port) -> None:
    await vault.put_account(ADA)
    await scanned(vault, {1: "a"}, minutes=0)
    seen = asked(finding(ADA, photo(ADA, 1)))
    await conclude(vault, seen)
    for state, kept in (
        (State.DONE, b"1"),
        (State.VERIFIED, None),
        (State.VERIFIED, b"1"),
        (State.OPEN, None),
        (State.ACCEPTED, b"1"),
    ):
        for name in ("ties", MADE_OF_STATES):
            await vault.keep_made(name, b"1")
        assert await vault.mark(seen.id, state, at(1))
        assert (await vault.made("ties"), await vault.made(MADE_OF_STATES)) == (b"1", kept)


async def test_what_is_made_of_everything_is_forgotten_where_anything_changes(vault: Port) -> None:
    await vault.put_account(ADA)
    await scanned(vault, {1: "a"}, minutes=0)
    seen, shown = asked(finding(ADA, photo(ADA, 1))), photo(ADA, 1)
    await conclude(vault, seen)
    scan, _resumed = await vault.begin_scan([ADA.id], at(5))
    name = MADE_OF_ALL + "plan"
    for change in (
        lambda: vault.mark(seen.id, State.DONE, at(1)),
        lambda: vault.put_setting("unwanted:a", "yes"),
        lambda: vault.prepend_setting("recent:a", ["1"], 1),
        lambda: vault.set_claim(ADA.id, Claim.UNSURE),
        lambda: vault.save_batch(scan, ADA.id, Batch((shown,), None), at(5)),
        lambda: vault.save_facts(scan, shown.id, StoredPhoto(shown, facts(2)), None),
        lambda: vault.end_account(scan, ADA.id, Fetched(), 1, at(6)),
        lambda: conclude(vault, seen),
        vault.forget_places,
        lambda: vault.remove_account(ADA.id),
    ):
        await vault.keep_made(name, b"1")
        await vault.put_setting("ui:theme", "dark")
        await vault.log_requests([])
        assert await vault.made(name) == b"1"
        await change()
        assert await vault.made(name) is None


async def test_what_is_made_of_the_contents_asks_not_how_far_the_user_is(vault: Port) -> None:
    await vault.put_account(ADA)
    await scanned(vault, {1: "a"}, minutes=0)
    seen, name = asked(finding(ADA, photo(ADA, 1))), MADE_OF_CONTENTS + "plan"
    await conclude(vault, seen)
    before = await vault.contents()
    assert await vault.contents() == before
    assert await vault.keep_of_contents(before, "plan", b"1")
    for state in (State.DONE, State.ACCEPTED, State.OPEN):
        await vault.mark(seen.id, state, at(1))
        await vault.mark_all([seen.id, "none"], state, at(1))
    for words in SAID_OF_STEPS:
        await vault.put_setting(words + ADA.id, "{}")
    assert (await vault.contents(), await vault.made(name)) == (before, b"1")
    for change in (
        lambda: vault.mark(seen.id, State.VERIFIED, at(1)),
        lambda: vault.mark(seen.id, State.OPEN, at(1)),
        lambda: vault.put_setting("unwanted:a", "yes"),
        lambda: vault.set_claim(ADA.id, Claim.UNSURE),
        lambda: conclude(vault, seen),
        vault.forget_places,
        lambda: vault.remove_account(ADA.id),
    ):
        before = await vault.contents()
        assert await vault.keep_of_contents(before, "plan", b"1")
        await change()
        after = await vault.contents()
        assert after != before
        assert await vault.made(name) is None
        assert not await vault.keep_of_contents(before, "plan", b"1")


async def test_what_is_made_of_photos_asks_neither_states_nor_settings(vault: Port) -> None:
    await vault.put_account(ADA)
    await scanned(vault, {1: "a"}, minutes=0)
    seen, shown = asked(finding(ADA, photo(ADA, 1))), photo(ADA, 1)
    await conclude(vault, seen)
    scan, _resumed = await vault.begin_scan([ADA.id], at(5))
    before = await vault.contents(MADE_OF_PHOTOS)
    for state in (State.VERIFIED, State.OPEN):
        await vault.mark(seen.id, state, at(1))
    await vault.put_setting("unwanted:a", "yes")
    await vault.prepend_setting("recent:a", ["1"], 1)
    assert await vault.contents(MADE_OF_PHOTOS) == before
    changes: tuple[Callable[[], Awaitable[object]], ...] = (
        lambda: vault.set_claim(ADA.id, Claim.UNSURE),
        lambda: vault.save_batch(scan, ADA.id, Batch((shown,), None), at(5)),
        lambda: vault.save_facts(scan, shown.id, StoredPhoto(shown, facts(2)), None),
        lambda: vault.end_account(scan, ADA.id, Fetched(), 1, at(6)),
        lambda: conclude(vault, seen),
        vault.forget_places,
        lambda: vault.remove_account(ADA.id),
    )
    for change in changes:
        before = await vault.contents(MADE_OF_PHOTOS)
        await change()
        assert await vault.contents(MADE_OF_PHOTOS) != before


async def test_whole_photos_are_read_by_their_ids(vault: Port) -> None:
    await vault.put_account(ADA)
    await scanned(vault, {1: "a", 2: "b", 3: "c"}, minutes=0)
    wanted = [photo(ADA, number).id for number in (3, 1)]
    found = await vault.whole_photos([*wanted, "none"])
    assert found == tuple(
        stored for stored in await vault.photos(None, 9) if stored.photo.id in wanted
    )
    await scanned(vault, {1: "a"}, minutes=9)
    assert [stored.photo.id for stored in await vault.whole_photos(wanted)] == wanted[1:]


async def test_photos_as_they_are_stored_are_all_those_that_there_are(vault: Port) -> None:
    await vault.put_account(ADA)
    await scanned(vault, {1: "a", 2: "b", 3: "c", 4: "d"}, minutes=0)
    await scanned(vault, {1: "a", 2: "b", 4: "d"}, minutes=9)
    found: list[StoredPhoto] = []
    after, page = await vault.photos_as_stored(0, 2)
    while page:
        found += page
        after, page = await vault.photos_as_stored(after, 2)
    assert sorted(found, key=lambda stored: stored.photo.id) == [*await vault.photos(None, 9)]
    assert len(found) == 3


async def test_states_are_those_that_the_user_gave(vault: Port) -> None:
    await vault.put_account(ADA)
    await scanned(vault, {1: "a"}, minutes=0)
    seen = asked(finding(ADA, photo(ADA, 1)))
    await conclude(vault, seen)
    assert await vault.states() == {}
    await vault.mark(seen.id, State.ACCEPTED, at(1))
    assert await vault.states() == {seen.id: State.ACCEPTED}


async def test_what_was_made_is_kept_only_if_nothing_was_written_since(vault: Port) -> None:
    before = await vault.revision()
    after = await vault.keep_made_at(before, "x", b"1")
    assert after == await vault.revision()
    assert await vault.keep_made_at(before, "x", b"2") is None
    assert await vault.made("x") == b"1"


async def test_the_revision_changes_with_what_is_written(vault: Port) -> None:
    before = await vault.revision()
    await vault.accounts()
    assert await vault.revision() == before
    await vault.put_setting("x", "y")
    assert await vault.revision() != before


async def test_an_account_is_complete_once_its_newest_scan_read_it_to_its_end(vault: Port) -> None:
    await vault.put_account(ADA)
    assert not (await vault.account_states())[0].complete
    await scanned(vault, {1: "a"}, minutes=0)
    assert (await vault.account_states())[0].complete
    await scanned(vault, {1: "a"}, minutes=5, end=False)
    state = (await vault.account_states())[0]
    assert (state.complete, state.outcome) == (False, "fetched")


async def test_findings_stay_readable_while_new_ones_are_made(vault: Port) -> None:
    await vault.put_account(ADA)
    await scanned(vault, {1: "a"}, minutes=0)
    await conclude(vault, finding(ADA, photo(ADA, 1)))
    await vault.begin_findings()
    await vault.add_findings([finding(ADA, None, check="other")])
    assert await vault.findings() == (finding(ADA, photo(ADA, 1)),)
    await vault.begin_findings()  # the run before was killed
    await vault.finish_findings()
    assert await vault.findings() == ()


async def test_of_two_that_judge_at_once_one_counts_and_nothing_is_lost(tmp_path: Path) -> None:
    """The first to end once swapped in what of both there was until then."""
    first = await EncryptedVault.open(tmp_path, KEY, HeldClock())
    await first.put_account(ADA)
    await scanned(first, {1: "a"}, minutes=0)
    other = await EncryptedVault.open(tmp_path, KEY, HeldClock())
    found = finding(ADA, photo(ADA, 1)), finding(ADA, None, check="other")
    await first.begin_findings()
    await first.add_findings(found[:1])
    await other.begin_findings()
    await other.add_findings(found[:1])
    await first.add_findings(found[1:])
    await first.finish_findings()
    assert await first.findings() == ()
    await other.add_findings(found[1:])
    await other.finish_findings()
    for each in (first, other):
        assert set(await each.findings()) == set(found)
        await each.close()


async def test_removing_an_account_leaves_nothing_of_it(vault: Port) -> None:
    await vault.put_account(ADA)
    await vault.put_account(BEA)
    await scanned(vault, {1: "a"}, minutes=0)
    scan, _ = await vault.begin_scan([ADA.id, BEA.id], at(5))
    await vault.save_batch(scan, BEA.id, Batch((photo(BEA, 1),), None), at(5))
    own, pointing = (
        finding(ADA, photo(ADA, 1)),
        finding(BEA, photo(BEA, 1), check="same", related=(photo(ADA, 1).id,)),
    )
    await conclude(vault, own, pointing)
    await vault.mark(own.id, State.DONE, at(6))
    entry = NetworkEntry(at(5), "GET", "ada.example", "/feed", f"{ADA.id}: list", 200, 10, 20)
    other = replace(entry, host="bea.example", purpose=f"{BEA.id}: list")
    await vault.log_requests([entry, other])
    await vault.put_setting(f"impostor.{ADA.id}", "x")

    await vault.remove_account(ADA.id)
    assert await vault.accounts() == (BEA,)
    assert await vault.findings() == ()
    assert [row.id for row in await vault.photo_rows(PhotoQuery(include_gone=True), 0, 10)] == [
        photo(BEA, 1).id
    ]
    assert (await vault.photo_rows(PhotoQuery(), 0, 10))[0].findings == 0
    assert await vault.photo(photo(ADA, 1).id) is None
    assert await vault.prints() == ()
    assert await vault.network_log() == (other,)
    assert await vault.setting(f"impostor.{ADA.id}") is None
    # writing what was under way when the account was removed does no harm
    await vault.save_batch(scan, ADA.id, Batch((photo(ADA, 2),), None), at(6))
    await vault.save_facts(scan, photo(ADA, 1).id, StoredPhoto(photo(ADA, 1), facts(1)), b"x")
    await vault.end_account(scan, ADA.id, Fetched(), 1, at(6))
    assert await vault.count_photos(PhotoQuery()) == 1
    await vault.put_account(ADA)
    await conclude(vault, own)
    assert await vault.findings() == (own,)  # its state was forgotten


async def test_hostile_values_come_back_harmless(vault: Port) -> None:
    await vault.put_account(ADA)
    scan, _ = await vault.begin_scan([ADA.id], at(0))
    nasty = "\ud800\x1b]52;c;x\x07\u202e\x00'; DROP TABLE photo; --" + "x" * 10_000
    posted = replace(
        photo(ADA, 1, alt=nasty, caption=nasty),
        file_name=nasty,
        page_url="https://a.example/\udfff",
        renditions=(
            Rendition("https://a.example/\ud800", Role.SERVED, width=2**62, height=2**62, bytes=-5),
        ),
    )
    await vault.save_batch(scan, ADA.id, Batch((posted,), "\ud800"), at(0))
    measured = replace(
        facts(1), width=2**62, metadata=replace(facts(1).metadata, description=nasty)
    )
    await vault.save_facts(scan, posted.id, StoredPhoto(posted, measured, "\ud800"), None)
    (row,) = await vault.photo_rows(PhotoQuery(text="drop table\ud800"[:10]), 0, 10)
    assert len(row.label) <= 80
    assert row.label.isprintable()
    assert row.bytes == 1001
    stored = await vault.photo(posted.id)
    assert stored is not None
    assert stored.facts is not None
    assert stored.facts.metadata.description == nasty.replace("\ud800", "\ufffd")
    assert len(await vault.prints()) == 1
    assert await vault.count_photos(PhotoQuery(text="\ud800")) in {0, 1}


async def test_log_and_settings(vault: Port) -> None:
    entries = [
        NetworkEntry(
            at(n), "GET", "a.example", f"/{n}", "picture", None if n else 200, n, n, "refused"
        )
        for n in range(5)
    ]
    await vault.log_requests(entries)
    await vault.log_requests([])
    assert await vault.network_log(2) == (entries[4], entries[3])
    assert await vault.setting("theme") is None
    await vault.put_setting("theme", "dark")
    await vault.put_setting("theme", "light")
    assert await vault.setting("theme") == "light"


async def test_calls_at_once_and_after_closing(vault: Port) -> None:
    await vault.put_account(ADA)
    await asyncio.gather(
        *(vault.put_setting(f"s{n}", str(n)) for n in range(50)),
        *(vault.accounts() for _ in range(50)),
    )
    assert await vault.setting("s49") == "49"
    await vault.close()
    await vault.close()
    with pytest.raises(VaultLocked):
        await vault.accounts()


async def test_places_are_forgotten_until_they_are_to_be_remembered(vault: Port) -> None:
    await vault.put_account(ADA)
    await scanned(vault, {1: "a", 2: "a"}, minutes=0)
    assert await vault.keeps_places()
    assert await vault.count_photos(PhotoQuery(has_place=True)) == 2
    for long in ("x" * 200_000, ""):  # leaves free pages
        await vault.put_setting("note", long)
    await vault.forget_places()
    assert not await vault.keeps_places()
    assert await vault.count_photos(PhotoQuery(has_place=True)) == 0
    await scanned(vault, {1: "a", 2: "b", 3: "a"}, minutes=10)
    assert [photo_print.gps for photo_print in await vault.prints()] == [None] * 3
    await vault.begin_findings()  # judged from what was read before it was forgotten
    plain = finding(ADA, photo(ADA, 1), check="other")
    plain = replace(
        plain, observation=replace(plain.observation, title=Statement("Something else"))
    )
    await vault.add_findings([plain, finding(ADA, photo(ADA, 1))])
    await vault.finish_findings()
    assert [finding.check for finding in await vault.findings()] == ["other"]
    for stored in await vault.photos(None, 10):
        assert stored.facts is not None
        assert stored.facts.metadata.gps is None
        assert stored.facts.metadata.captured_at
    assert await vault.remember_places()
    assert not await vault.remember_places()
    await scanned(vault, {1: "a", 2: "b", 3: "a"}, minutes=20)
    assert [photo_print.gps for photo_print in await vault.prints()] == [(52.52, 13.405)] * 3
