"""A scan on fakes: what is asked, what is stored, how it ends, stops and goes on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from auditor.domain.account import Account, Claim
from auditor.domain.findings.answer import not_seen
from auditor.domain.outcome import Batch
from auditor.domain.photos.facts import EDITION, Unread
from auditor.domain.photos.looked import of_whole_file
from auditor.domain.photos.photo import Listing, PhotoKind
from auditor.domain.private import is_withheld
from auditor.domain.views import FindingQuery
from auditor.engine.scan import scan as scan_module
from auditor.engine.scan.events import (
    AccountEnded,
    AccountProgress,
    Evaluating,
    PhotoTrouble,
    ScanEvent,
    ScanStarted,
)
from auditor.engine.scan.first_bytes import WHOLE
from auditor.errors import (
    LoginNeeded,
    PayloadBroken,
    ReaderError,
    Throttled,
    TooLarge,
    Unreachable,
    UsageError,
    VaultBusy,
    VaultError,
)
from auditor.ports import Answer
from tests.fakes.engine import PARTS, FakeSource, House, account, house, photo, picture

ADA = account()
BEA = account("bea.example")


async def test_every_page_is_stored_and_every_photo_measured(home: House) -> None:
    await home.own(ADA)
    home.publish(ADA, range(40), range(40, 50))
    record = await home.session.scan()
    (change,) = record.accounts
    assert (change.outcome, change.new, change.gone, change.changed) == ("fetched", 50, 0, 0)
    assert change.requests == 52
    stored = await home.photos()
    assert len(stored) == 50
    assert all(stored.values())
    assert all(
        request.max_bytes == 64 * 1024 * 1024 or request.prefix == WHOLE
        for request in home.http.asked
        if request.purpose.endswith("picture")
    )


async def test_bodies_in_memory_are_bounded(home: House) -> None:
    accounts = [account(f"a{index}.example") for index in range(6)]
    await home.own(*accounts)
    for owner in accounts:
        home.publish(owner, range(40))
    await home.session.scan()
    assert home.http.most_at_once <= 9 + 4  # pictures, and lists
    assert len(await home.photos()) == 240


@pytest.mark.parametrize(
    ("error", "outcome", "reason"),
    [
        (Throttled("wait a while", retry_after=60.0), "blocked", "wait a while"),
        (LoginNeeded("log in first"), "blocked", "log in first"),
        (PayloadBroken("no posts in the answer"), "failed", "no posts in the answer"),
        (Unreachable("no connection"), "failed", "no connection"),
        (ReaderError("not its business"), "failed", "not its business"),
        (
            KeyError("a private thing"),
            "failed",
            "this source has a defect (KeyError): please report it",
        ),
        (SystemExit(1), "failed", "this source has a defect (SystemExit): please report it"),
    ],
)
async def test_trouble_of_one_account_is_its_outcome_alone(
    home: House, error: BaseException, outcome: str, reason: str
) -> None:
    await home.own(ADA, BEA)
    home.publish(ADA, range(3))
    home.source.pages[ADA.handle].append(error)
    home.publish(BEA, range(3))
    first, second = (await home.session.scan()).accounts
    assert (first.outcome, first.reason) == (outcome, reason)
    assert second.outcome == "fetched"
    stored = await home.photos()
    assert len(stored) == 6  # what was read before the trouble is kept
    assert all(stored.values())


async def test_trouble_does_not_make_photos_gone(home: House) -> None:
    await home.own(ADA)
    home.publish(ADA, range(3), range(3, 6))
    await home.session.scan()
    home.source.pages[ADA.handle][1] = Unreachable("no connection")
    (change,) = (await home.session.scan()).accounts
    assert (change.outcome, change.gone) == ("failed", 0)
    assert len(await home.photos()) == 6


async def test_photos_that_answer_though_no_list_names_them_stay_as_unlinked(home: House) -> None:
    await home.own(ADA)
    home.publish(ADA, range(4))
    await home.session.scan()
    before = {finding.id for finding in await home.session.findings()}
    urls = [photo(ADA, number).media_url for number in range(4)]
    home.source.pages[ADA.handle] = [[photo(ADA, 0)]]
    home.http.answers[urls[2]] = Unreachable("no")
    home.http.answers.pop(urls[3])
    for _again in range(2):
        await home.session.scan()
        listing = {
            stored.photo.media_url: stored.photo.listing
            async for stored in home.session.stream_photos()
        }
        assert listing == {
            urls[0]: Listing.LISTED,
            urls[1]: Listing.UNLINKED,
            urls[2]: Listing.LISTED,  # it could not be told
        }
    after = {finding.id for finding in await home.session.findings()}
    unlinked = photo(ADA, 1).id
    assert {
        each.id for each in await home.vault.findings(FindingQuery(photo=unlinked))
    } <= before & after
    home.publish(ADA, range(2))
    await home.session.scan()
    stored = await home.vault.photo(unlinked)
    assert stored is not None
    assert stored.photo.listing is Listing.LISTED


async def test_of_a_list_that_is_not_complete_nothing_is_gone(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await home.own(ADA)
    home.publish(ADA, range(3))
    await home.session.scan()
    home.publish(ADA, range(1))

    async def fetch(*_asked: object) -> AsyncIterator[Batch]:
        yield Batch((photo(ADA, 0),), None, complete=False)

    monkeypatch.setattr(home.source, "fetch", fetch)
    (change,) = (await home.session.scan()).accounts
    assert change.gone == 0
    assert len(await home.photos()) == 3


async def test_photos_that_are_no_longer_listed_are_gone(home: House) -> None:
    await home.own(ADA)
    home.publish(ADA, range(5))
    await home.session.scan()
    home.publish(ADA, range(2))
    (change,) = (await home.session.scan()).accounts
    assert (change.new, change.gone, change.changed) == (0, 3, 0)
    assert len(await home.photos()) == 2


async def test_a_slow_account_does_not_hold_up_the_others(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan_module, "_FIRST_ANSWERS_S", 0.2)
    held = asyncio.Event()

    async def slow() -> Answer:
        await held.wait()
        return picture("slow")

    await home.own(ADA, BEA)
    home.publish(ADA, range(40))
    home.http.answers = {photo(ADA, index).media_url: slow for index in range(40)}
    home.publish(BEA, range(40))
    measured = asyncio.Event()

    def watch(event: ScanEvent) -> None:
        if getattr(event, "account", "") == BEA.id and getattr(event, "measured", 0) == 40:
            measured.set()

    scan = asyncio.create_task(home.session.scan(on_event=watch))
    await asyncio.wait_for(measured.wait(), 20)
    assert not scan.done()
    held.set()
    await scan
    assert len(await home.photos()) == 80


async def test_the_same_address_is_downloaded_once(home: House) -> None:
    await home.own(ADA, BEA)
    url = "https://cdn.example/one.jpg"
    home.source.pages[ADA.handle] = [[photo(ADA, index, url=url) for index in range(10)]]
    home.source.pages[BEA.handle] = [[photo(BEA, 1, url=url)]]
    home.http.answers[url] = picture(url)
    await home.session.scan()
    assert home.http.pictures() == [url]
    stored = await home.photos()
    assert len(stored) == 11
    assert len(set(stored.values())) == 1


async def test_a_second_scan_asks_whether_pictures_changed(home: House) -> None:
    await home.own(ADA)
    home.publish(ADA, range(3))
    await home.session.scan()
    before, reads = await home.photos(), home.readers.reads
    home.http.asked.clear()
    for index in range(3):
        url = photo(ADA, index).media_url
        home.http.answers[url] = Answer(url, 304, {})
    changed = photo(ADA, 1).media_url
    home.http.answers[changed] = picture(changed, b"another picture", etag='"new"')
    (change,) = (await home.session.scan()).accounts
    assert (change.new, change.gone, change.changed) == (0, 0, 1)
    asked = {
        request.url: request.headers
        for request in home.http.asked
        if request.purpose.endswith("picture")
    }
    assert asked[photo(ADA, 0).media_url] == {"If-None-Match": '"0"'}
    assert home.readers.reads == reads + 1
    after = await home.photos()
    assert {photo_id for photo_id in after if after[photo_id] != before[photo_id]} == {
        photo(ADA, 1).id
    }


async def test_what_is_named_by_its_content_is_not_asked_again(home: House) -> None:
    await home.own(ADA)
    home.publish(ADA, range(3), immutable=True)
    await home.session.scan()
    home.http.asked.clear()
    await home.session.scan()
    assert home.http.pictures() == []
    assert all((await home.photos()).values())


@pytest.mark.parametrize("immutable", [True, False])
async def test_a_picture_whose_reader_was_lost_is_read_again(
    home: House, *, immutable: bool
) -> None:
    await home.own(ADA)
    home.publish(ADA, range(1), immutable=immutable)
    home.readers.lost = True
    await home.session.scan()
    assert (
        await home.session.photo(photo(ADA, 0).id)
    ).stored.reason_unread == "the reader was lost"
    home.readers.lost = False
    home.http.asked.clear()
    await home.session.scan()
    assert [
        request.headers for request in home.http.asked if request.purpose.endswith("picture")
    ] == [{}]
    stored = (await home.session.photo(photo(ADA, 0).id)).stored
    assert stored.reason_unread == ""
    assert stored.facts is not None
    assert stored.facts.width == 1600


@pytest.mark.parametrize("immutable", [True, False])
async def test_what_can_be_read_better_now_is_fetched_again_once(
    home: House, *, immutable: bool
) -> None:
    """After an update that looks for more, and after a reader was installed.

    Never only because a reader is missing.
    """
    await home.own(ADA)
    home.publish(ADA, range(2), immutable=immutable)
    home.readers.edition = EDITION - 1
    await home.session.scan()

    async def asked() -> list[dict[str, str]]:
        home.http.asked.clear()
        (change,) = (await home.session.scan()).accounts
        assert (change.outcome, change.changed) == ("fetched", 0)
        return [
            dict(request.headers)
            for request in home.http.asked
            if request.purpose.endswith("picture")
        ]

    usual = [] if immutable else [{"If-None-Match": '"0"'}, {"If-None-Match": '"1"'}]
    home.readers.edition = EDITION
    assert await asked() == [{}, {}]
    assert await asked() == usual
    home.readers.parts = frozenset({"faces"})
    assert await asked() == [{}, {}]
    assert await asked() == usual
    home.readers.parts = frozenset({"faces", "text"})
    assert await asked() == [{}, {}]
    assert await asked() == usual
    stored = (await home.session.photo(photo(ADA, 0).id)).stored
    assert stored.facts is not None
    assert [unread.reader for unread in stored.facts.unread] == ["barcodes", "provenance"]


@pytest.mark.parametrize(
    "unread",
    [
        Unread("text", "could not be read (ValueError)"),
        Unread("pixels", "damaged"),
        Unread("header", "none"),
    ],
)
async def test_what_fails_on_the_same_bytes_is_not_fetched_at_each_scan(
    home: House, unread: Unread
) -> None:
    await home.own(ADA)
    home.publish(ADA, range(1), immutable=True)
    home.readers.parts = PARTS
    home.readers.failing = (unread,)
    await home.session.scan()
    home.http.asked.clear()
    await home.session.scan()
    assert home.http.pictures() == []


async def test_a_part_that_is_installed_but_does_not_start_is_tried_a_little_at_each_scan(
    home: House,
) -> None:
    await home.own(ADA)
    home.publish(ADA, range(100), immutable=True)
    home.readers.parts = PARTS
    home.readers.failing = (Unread("faces", "not installed", missing=True),)
    await home.session.scan()
    home.http.asked.clear()
    await home.session.scan()
    assert 0 < len(home.http.pictures()) < 20
    home.readers.failing = ()
    home.http.asked.clear()
    await home.session.scan()
    assert len(home.http.pictures()) == 100


async def test_a_picture_that_ends_every_process_is_left_alone_after_three_scans_and_still_told(
    home: House,
) -> None:
    await home.own(ADA)
    home.publish(ADA, range(1))
    home.readers.lost = True
    asked = []
    for _scan in range(5):
        home.http.asked.clear()
        await home.session.scan()
        asked += [
            dict(request.headers)
            for request in home.http.asked
            if request.purpose.endswith("picture")
        ]
        assert (
            await home.session.photo(photo(ADA, 0).id)
        ).stored.reason_unread == "the reader was lost"
    assert asked == [{}, {}, {}, {"If-None-Match": '"0"'}, {"If-None-Match": '"0"'}]
    assert (await home.session.exposure.likeness()).unread == 1


async def test_what_was_known_of_the_same_bytes_outlives_a_process_that_ends_over_them(
    home: House,
) -> None:
    await home.own(ADA)
    home.publish(ADA, range(1), immutable=True)
    await home.session.scan()
    home.readers.parts = PARTS
    home.readers.lost = True
    for _scan in range(4):
        home.http.asked.clear()
        await home.session.scan()
    assert home.http.pictures() == []
    detail = await home.session.photo(photo(ADA, 0).id)
    assert detail.stored.facts is not None
    assert (detail.stored.facts.width, detail.thumbnail) == (1600, b"webp")
    assert [unread.tries for unread in detail.stored.facts.unread if unread.reader == "worker"] == [
        3
    ]
    assert (await home.session.exposure.likeness()).unread == 1


async def test_what_is_withheld_is_not_fetched_again_for_what_is_missing(home: House) -> None:
    await home.own(ADA)
    home.publish(ADA, range(1), immutable=True)
    home.readers.parts = frozenset({"text", "barcodes"})
    await home.session.private.add(photo(ADA, 0).media_url.encode())
    await home.session.scan()
    stored = (await home.session.photo(photo(ADA, 0).id)).stored
    assert stored.facts is not None
    assert is_withheld(stored.facts)
    home.http.asked.clear()
    await home.session.scan()
    assert home.http.pictures() == []


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (TooLarge("larger than 64 MiB"), "larger than 64 MiB"),
        (Answer("x", 403, {}), "the server answered 403"),
        (Unreachable("no connection"), "no connection"),
    ],
)
async def test_a_picture_that_cannot_be_fetched_costs_itself(
    home: House, told: Answer | Exception, reason: str
) -> None:
    await home.own(ADA)
    home.publish(ADA, range(3))
    home.http.answers[photo(ADA, 1).media_url] = told
    events: list[ScanEvent] = []
    (change,) = (await home.session.scan(on_event=events.append)).accounts
    assert change.outcome == "fetched"
    assert [event for event in events if isinstance(event, PhotoTrouble)] == [
        PhotoTrouble(ADA.id, photo(ADA, 1).id, reason)
    ]
    detail = await home.session.photo(photo(ADA, 1).id)
    assert (detail.stored.facts, detail.stored.reason_unread) == (None, reason)
    page = await home.session.overview()
    assert "1 photo could not be read." in page.not_checked


async def test_trouble_with_a_known_picture_keeps_its_facts(home: House) -> None:
    await home.own(ADA)
    home.publish(ADA, range(1))
    await home.session.scan()
    home.http.answers.clear()
    await home.session.scan()
    stored = (await home.session.photo(photo(ADA, 0).id)).stored
    assert stored.facts is not None
    assert stored.reason_unread == "the server answered 404"


@pytest.mark.parametrize("claim", [Claim.UNSURE, Claim.NOT_MINE])
async def test_nothing_is_asked_of_what_is_not_claimed(home: House, claim: Claim) -> None:
    await home.session.accounts.add("bea.example", claim=claim)
    home.publish(BEA, range(3))
    (change,) = (await home.session.scan()).accounts
    assert (change.outcome, change.requests) == ("skipped", 0)
    assert home.http.asked == []
    assert home.source.fetched == []


async def test_a_platform_without_a_source_is_not_checked(home: House) -> None:
    added = await home.session.accounts.add(
        "https://instagram.com/ada", claim=Claim.MINE, again="https://instagram.com/ada"
    )
    assert (added.platform, added.handle, added.supported) == ("instagram", "ada", False)
    (change,) = (await home.session.scan()).accounts
    assert change.outcome == "skipped"
    assert home.http.asked == []
    assert (await home.session.overview()).not_checked[
        0
    ] == "ada: not checked, this program cannot look into instagram."


async def test_cancelled_scan_goes_on_where_it_stopped(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan_module, "_FIRST_ANSWERS_S", 0.2)
    reached, never = asyncio.Event(), asyncio.Event()

    async def stop_at_second_page(_account: Account, page: int) -> None:
        if page == 2:
            await never.wait()

    def when_measured(event: ScanEvent) -> None:
        if isinstance(event, AccountProgress) and event.measured >= 20:
            reached.set()

    await home.own(ADA)
    home.publish(ADA, range(30), range(30, 60), range(60, 70))
    home.source.before = stop_at_second_page
    scan = asyncio.create_task(home.session.scan(on_event=when_measured))
    await asyncio.wait_for(reached.wait(), 20)
    scan.cancel()
    with pytest.raises(asyncio.CancelledError):
        await scan
    page = await home.session.overview()
    assert page.interrupted
    assert not_seen(page.answers) == 0, "not read to its end: nothing is called not seen"
    home.source.before = None
    known = {
        stored.photo.media_url
        async for stored in home.session.stream_photos()
        if of_whole_file(stored.facts) is not None
    }
    home.http.asked.clear()
    events: list[ScanEvent] = []
    record = await home.session.scan(on_event=events.append)
    assert events[0] == ScanStarted(record.id, (ADA.id,), resumed=True)
    assert home.source.fetched == [
        (ADA.handle, 0),
        (ADA.handle, 1),
        (ADA.handle, 2),
        (ADA.handle, 2),
    ]
    assert record.accounts[0].new == 70
    assert len(await home.photos()) == 70
    assert all(
        event.measured <= event.listed for event in events if isinstance(event, AccountProgress)
    )
    assert known
    assert not known & set(home.http.pictures())
    assert not (await home.session.overview()).interrupted


async def test_one_scan_at_a_time(home: House) -> None:
    reached, go_on = asyncio.Event(), asyncio.Event()

    async def hold(_account: Account, _page: int) -> None:
        reached.set()
        await go_on.wait()

    await home.own(ADA)
    home.publish(ADA, range(1))
    home.source.before = hold
    scan = asyncio.create_task(home.session.scan())
    await asyncio.wait_for(reached.wait(), 20)
    with pytest.raises(VaultBusy):
        await home.session.scan()
    go_on.set()
    await scan
    await home.session.scan()


async def test_claim_taken_back_stops_the_scan_of_that_account(home: House) -> None:
    async def take_back(owner: Account, page: int) -> None:
        if owner.handle == ADA.handle and page == 1:
            await home.session.accounts.set_claim(ADA.id, Claim.NOT_MINE)

    await home.own(ADA, BEA)
    home.publish(ADA, range(5), range(5, 10), range(10, 15))
    home.publish(BEA, range(3))
    home.source.before = take_back
    await home.session.scan()
    stored = [photo async for photo in home.session.stream_photos()]
    assert {photo.photo.account for photo in stored} == {BEA.id}
    assert (ADA.handle, 2) not in home.source.fetched
    assert not [
        finding
        for finding in await home.session.findings()
        if finding.observation.account == ADA.id
    ]


async def test_a_vault_that_fails_ends_the_scan_with_its_own_error(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_given: object) -> None:
        raise VaultError("the disk is full")

    await home.own(ADA)
    home.publish(ADA, range(3))
    monkeypatch.setattr(home.vault, "save_facts", full)
    with pytest.raises(VaultError, match="the disk is full"):
        await home.session.scan()


async def test_a_busy_vault_is_told_as_such(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async def busy(*_given: object) -> None:
        raise VaultBusy("another run")

    monkeypatch.setattr(home.vault, "begin_scan", busy)
    with pytest.raises(VaultBusy, match="another run"):
        await home.session.scan()


async def test_unknown_account_is_a_usage_error(home: House) -> None:
    with pytest.raises(UsageError):
        await home.session.scan(["a0000"])


async def test_only_the_named_accounts_are_scanned(home: House) -> None:
    await home.own(ADA, BEA)
    home.publish(ADA, range(2))
    home.publish(BEA, range(2))
    record = await home.session.scan([BEA.id[:8], BEA.id])
    assert [change.account for change in record.accounts] == [BEA.id]
    assert {handle for handle, _page in home.source.fetched} == {BEA.handle}


async def test_events_tell_each_account_once(home: House) -> None:
    await home.own(ADA, BEA)
    home.publish(ADA, range(2))
    events: list[ScanEvent] = []
    await home.session.scan(on_event=events.append)
    assert [event.account for event in events if isinstance(event, AccountEnded)] == [
        ADA.id,
        BEA.id,
    ]
    assert [type(event).__name__ for event in events][-2:] == ["Evaluating", "ScanEnded"]


async def test_readers_rest_while_all_is_judged(home: House) -> None:
    await home.own(ADA)
    home.publish(ADA, range(2))
    rests: list[int] = []
    await home.session.scan(
        on_event=lambda event: (
            rests.append(home.readers.rests) if isinstance(event, Evaluating) else None
        )
    )
    assert rests == [1]


async def test_nothing_is_left_running(home: House) -> None:
    await home.own(ADA)
    home.publish(ADA, range(40))
    await home.session.scan()
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_a_failing_close_still_closes_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    made = await house()

    async def full(*_given: object) -> None:
        raise VaultError("the disk is full")

    monkeypatch.setattr(made.session, "_store_log", full)
    with pytest.raises(VaultError):
        await made.session.close()
    assert made.readers.closed
    with pytest.raises(VaultError):
        await made.vault.accounts()


class TestImpostor:
    COPY = account("copy.example", Claim.IMPOSTOR)

    async def test_only_the_avatar_is_asked_and_a_match_is_kept(self, home: House) -> None:
        await home.own(ADA, self.COPY)
        home.publish(ADA, range(3))
        stolen = "https://copy.example/avatar.jpg"
        home.source.avatars[self.COPY.handle] = stolen
        home.http.answers[stolen] = picture(stolen, photo(ADA, 1).media_url.encode())
        mine, copy = (await home.session.scan()).accounts
        assert (mine.outcome, copy.outcome, copy.reason) == (
            "fetched",
            "fetched",
            "its avatar is one of your photos",
        )
        asked_of_copy = [
            request.url for request in home.http.asked if request.purpose.startswith(self.COPY.id)
        ]
        assert asked_of_copy == [stolen]
        assert len(await home.photos()) == 3  # the impostor's picture is not kept
        found = [
            finding
            for finding in await home.session.findings()
            if finding.observation.account == self.COPY.id
        ]
        assert [finding.observation.photo for finding in found] == [photo(ADA, 1).id]

    async def test_photos_of_unproven_accounts_are_not_compared(self, home: House) -> None:
        bare = account("bare.example", proof=type(ADA.proof)())
        await home.own(bare, self.COPY)
        home.publish(bare, range(3))
        stolen = "https://copy.example/avatar.jpg"
        home.source.avatars[self.COPY.handle] = stolen
        home.http.answers[stolen] = picture(stolen, photo(bare, 1).media_url.encode())
        copy = (await home.session.scan()).accounts[1]
        assert (copy.outcome, copy.reason) == (
            "skipped",
            "no photo of a proven account of yours to compare its avatar with",
        )

    @pytest.mark.parametrize(
        ("avatar", "quality", "outcome", "reason"),
        [
            (b"", 90, "skipped", "it shows no avatar: nothing to compare"),
            (
                b"a lake",
                10,
                "skipped",
                "its avatar is too plain to compare: none of your photos is that file",
            ),
            (b"a lake", 90, "fetched", "its avatar is none of the photos on your proven accounts"),
        ],
    )
    async def test_only_what_was_compared_was_looked_at(
        self, home: House, avatar: bytes, quality: int, outcome: str, reason: str
    ) -> None:
        await home.own(ADA, self.COPY)
        home.publish(ADA, range(3))
        home.readers.quality = quality
        if avatar:
            address = "https://copy.example/avatar.jpg"
            home.source.avatars[self.COPY.handle] = address
            home.http.answers[address] = picture(address, avatar)
        copy = (await home.session.scan()).accounts[1]
        assert (copy.outcome, copy.reason) == (outcome, reason)
        used = (await home.session.answers.answers())[-1]
        nothing = any("0 impostors" in note.template for note in used.could_not_tell)
        assert nothing is (outcome == "skipped")

    async def test_trouble_is_an_outcome(self, home: House) -> None:
        await home.own(self.COPY)
        home.source.avatars[self.COPY.handle] = "https://copy.example/avatar.jpg"
        (copy,) = (await home.session.scan()).accounts
        assert (copy.outcome, copy.reason) == (
            "failed",
            "the avatar could not be read: the server answered 404",
        )

    async def test_nothing_of_it_stays_when_the_claim_changes(self, home: House) -> None:
        await home.own(ADA, self.COPY)
        home.publish(ADA, range(3))
        stolen = "https://copy.example/avatar.jpg"
        home.source.avatars[self.COPY.handle] = stolen
        home.http.answers[stolen] = picture(stolen, photo(ADA, 1).media_url.encode())
        await home.session.scan()
        await home.session.accounts.set_claim(self.COPY.id, Claim.UNSURE)
        assert not [
            finding
            for finding in await home.session.findings()
            if finding.observation.account == self.COPY.id
        ]
        await home.session.accounts.set_claim(self.COPY.id, Claim.IMPOSTOR)
        assert not [
            finding
            for finding in await home.session.findings()
            if finding.observation.account == self.COPY.id
        ]


async def test_a_banner_and_an_avatar_are_photos_too(home: House) -> None:
    await home.own(ADA)
    home.source.pages[ADA.handle] = [
        [photo(ADA, 1, kind=PhotoKind.AVATAR), photo(ADA, 2, kind=PhotoKind.BANNER)]
    ]
    await home.session.scan()
    assert len(await home.photos()) == 2


async def test_a_source_may_list_nothing() -> None:
    made = await house(source=FakeSource())
    await made.own(ADA)
    (change,) = (await made.session.scan()).accounts
    assert (change.outcome, change.new) == ("fetched", 0)
    await made.session.close()
