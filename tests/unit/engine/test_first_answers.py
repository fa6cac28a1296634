"""The first pass of a scan: the first bytes of every picture, and answers by them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from auditor.adapters.files.aside import AsideFile
from auditor.domain.findings.answer import AnswerState, not_seen
from auditor.domain.findings.question import QuestionId
from auditor.domain.photos.looked import first_bytes_only, of_first_bytes
from auditor.domain.views import StoredPhoto
from auditor.engine.judge.evaluate import Evaluation
from auditor.engine.scan.events import AccountProgress, FirstAnswers, ScanEvent
from auditor.engine.scan.first_bytes import WHOLE, FirstLook, HeldFiles, SameFiles, total_bytes
from auditor.errors import Unreachable
from auditor.ports import Answer, Vault
from tests.fakes.engine import House, account, photo, picture
from tests.hurried import hurried
from tests.rows import each_row

ADA = account()
LARGE = b"\xff\xd8" + bytes(WHOLE)


def large(home: House, *numbers: int) -> None:
    for number in numbers:
        url = photo(ADA, number).media_url
        home.http.answers[url] = picture(url, LARGE + str(number).encode(), etag=f'"{number}"')


async def scanned(home: House) -> list[ScanEvent]:
    events: list[ScanEvent] = []
    await home.session.scan(on_event=events.append)
    return events


async def test_answers_stand_before_any_picture_is_looked_at(home: House) -> None:
    await home.own(ADA)
    home.publish(ADA, range(6))
    seen: list[tuple[int, FirstAnswers]] = []

    def take(event: ScanEvent) -> None:
        if isinstance(event, FirstAnswers):
            seen.append((home.readers.reads, event))

    await home.session.scan(on_event=take)
    ((reads, first),) = seen
    assert (reads, first.photos, first.looked) == (0, 6, 6)
    states = {answer.id: answer.state for answer in first.answers}
    assert states[QuestionId.HOME] in {AnswerState.YES, AnswerState.PARTLY}
    assert not_seen(first.answers) == 0, "from first bytes alone nothing is called not seen"


@pytest.mark.parametrize(("photos", "alone"), [(6, True), (5, False)])
async def test_nothing_is_read_while_many_photos_are_judged(
    photos: int, alone: bool, home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[bool] = []
    run = Evaluation.run

    async def watched(self: Evaluation, vault: Vault, today: date) -> None:
        judged.append(home.readers.at_rest)
        await run(self, vault, today)

    monkeypatch.setattr(Evaluation, "run", watched)
    monkeypatch.setattr("auditor.engine.scan.scan.MANY", 6)
    await home.own(ADA)
    home.publish(ADA, range(photos))
    await scanned(home)
    assert judged == [alone, False], "the last time nothing is left to be read"
    assert not home.readers.at_rest
    assert all((await home.photos()).values())


async def test_each_answer_says_how_many_pictures_were_looked_at(home: House) -> None:
    await home.own(ADA)
    home.publish(ADA, range(6))
    (first,) = (event for event in await scanned(home) if isinstance(event, FirstAnswers))
    papers = next(answer for answer in first.answers if answer.id is QuestionId.PAPERS)
    assert papers.state is AnswerState.COULD_NOT_TELL
    told = [statement.render() for statement in papers.could_not_tell]
    assert "0 of 6 pictures looked at so far" in told
    answers = await home.session.answers.answers()
    assert not any(
        "looked at so far" in each.render() for answer in answers for each in answer.could_not_tell
    )


async def test_answers_come_soon_also_where_first_bytes_never_come(home: House) -> None:
    bea = account("bea")
    await home.own(ADA, bea)
    home.publish(ADA, range(2))
    home.publish(bea, range(3))
    never = asyncio.Event()

    async def silent() -> Answer:
        await never.wait()
        raise Unreachable("no connection")

    home.http.answers[photo(ADA, 1).media_url] = silent
    told: asyncio.Queue[FirstAnswers] = asyncio.Queue()

    def take(event: ScanEvent) -> None:
        if isinstance(event, FirstAnswers):
            told.put_nowait(event)

    async with hurried(0.01):
        scan = asyncio.create_task(home.session.scan(on_event=take))
        first = await asyncio.wait_for(told.get(), 4000)  # evaluating takes turns too
        never.set()
        await scan
    assert (first.looked, first.photos) == (3, 5)


async def test_a_small_file_is_fetched_once_and_whole(home: House) -> None:
    await home.own(ADA)
    home.publish(ADA, range(20))
    await scanned(home)
    assert sorted(home.http.pictures()) == sorted(photo(ADA, n).media_url for n in range(20))
    assert all((await home.photos()).values())


async def test_of_a_large_file_the_first_bytes_are_asked_for_and_then_all(home: House) -> None:
    await home.own(ADA)
    home.publish(ADA, range(3))
    large(home, 1)
    await scanned(home)
    url = photo(ADA, 1).media_url
    asked = [request.prefix for request in home.http.asked if request.url == url]
    assert asked == [WHOLE, None]
    stored = (await home.session.photo(photo(ADA, 1).id)).stored
    assert stored.facts is not None
    assert stored.facts.bytes == len(LARGE) + 1


async def test_fewer_bytes_are_asked_for_where_files_are_large(home: House) -> None:
    await home.own(ADA)
    home.publish(ADA, range(64))
    large(home, *range(64))
    await scanned(home)
    asked = [request.prefix for request in home.http.asked if request.prefix]
    assert asked.count(WHOLE) < 32
    assert asked.count(WHOLE // 2) > 32


async def test_more_is_asked_for_where_the_container_says_so(home: House) -> None:
    await home.own(ADA)
    home.publish(ADA, range(1))
    large(home, 0)
    home.readers.needs = WHOLE + 1
    await scanned(home)
    asked = [request.prefix for request in home.http.asked if request.purpose.endswith("picture")]
    assert asked == [WHOLE, WHOLE + 1, None]


@pytest.mark.parametrize("told", [Unreachable("no connection"), Answer("x", 403, {})])
async def test_what_cannot_be_had_is_told_once_by_the_whole_file(
    home: House, told: Answer | Exception
) -> None:
    await home.own(ADA)
    home.publish(ADA, range(3))
    home.http.answers[photo(ADA, 1).media_url] = told
    await scanned(home)
    assert (await home.session.photo(photo(ADA, 1).id)).stored.facts is None
    assert sum(value is not None for value in (await home.photos()).values()) == 2


async def test_who_wants_a_file_waits_for_what_is_under_way_of_it() -> None:
    held = HeldFiles()
    whole = Answer("a", 200, {}, b"12345678")
    async with held.coming("a"):
        taking = asyncio.create_task(held.take("a"))
        await asyncio.sleep(0)
        assert not taking.done()
        await held.keep("a", whole)
    assert await taking == whole


async def test_the_first_bytes_of_a_file_that_is_read_whole_are_not_asked_for(home: House) -> None:
    home.publish(ADA, range(2))
    looking = FirstLook(home.http, home.readers, HeldFiles(), SameFiles())
    assert await looking.held.take(photo(ADA, 1).media_url) is None
    assert await looking.look(StoredPhoto(photo(ADA, 1), None)) is None
    assert await looking.look(StoredPhoto(photo(ADA, 0), None)) is not None
    assert home.http.pictures() == [photo(ADA, 0).media_url]


async def test_a_scan_that_finds_nothing_new_has_no_first_answers(home: House) -> None:
    await home.own(ADA)
    home.publish(ADA, range(3), immutable=True)
    await scanned(home)
    firsts = home.readers.firsts
    assert not any(isinstance(event, FirstAnswers) for event in await scanned(home))
    assert home.readers.firsts == firsts


async def test_after_first_bytes_a_picture_is_unread(home: House) -> None:
    await home.own(ADA)
    home.publish(ADA, range(3))
    large(home, *range(3))
    for number in range(3):
        url = photo(ADA, number).media_url
        whole = home.http.answers[url]
        assert isinstance(whole, Answer)
        home.http.answers[url] = _then(home, whole, Unreachable("no connection"))
    await scanned(home)
    stored = (await home.session.photo(photo(ADA, 0).id)).stored
    assert stored.facts is not None
    assert of_first_bytes(stored.facts)
    assert stored.reason_unread == "no connection"
    assert "3 photos could not be read." in (await home.session.overview()).not_checked
    assert not_seen(await home.session.answers.answers()) == 0
    large(home, *range(3))
    await scanned(home)
    assert all((await home.photos()).values())


def _then(home: House, first: Answer, later: Exception) -> Callable[[], Awaitable[Answer]]:
    async def told() -> Answer:
        if home.http.asked[-1].prefix is None:
            raise later
        return first

    return told


async def test_interrupted_after_the_first_bytes_it_goes_on_with_the_pictures(home: House) -> None:
    await home.own(ADA)
    home.publish(ADA, range(40))
    large(home, *range(40))
    answered = asyncio.Event()

    def take(event: ScanEvent) -> None:
        if isinstance(event, FirstAnswers):
            answered.set()

    scan = asyncio.create_task(home.session.scan(on_event=take))
    await answered.wait()
    scan.cancel()
    with pytest.raises(asyncio.CancelledError):
        await scan
    assert home.readers.firsts == 40
    answers = await home.session.answers.answers()
    assert not_seen(answers) == 0
    assert answers[0].state in {AnswerState.YES, AnswerState.PARTLY}
    (first,) = (event for event in await scanned(home) if isinstance(event, FirstAnswers))
    assert home.readers.firsts == 40, "no first bytes are read twice"
    assert (first.looked, first.photos) == (40, 40)
    assert len(await home.photos()) == 40
    assert all((await home.photos()).values())


async def test_what_is_known_is_never_replaced_by_less(home: House) -> None:
    await home.own(ADA)
    home.publish(ADA, range(1))
    await scanned(home)
    (stored,) = [each async for each in home.session.stream_photos()]
    assert stored.facts is not None
    scan, _resumed = await home.vault.begin_scan([ADA.id], home.clock.now())
    less = replace(stored, facts=replace(stored.facts, sha256="", unread=first_bytes_only()))
    await home.vault.save_first(scan, [less])
    (after,) = [each async for each in home.session.stream_photos()]
    assert after == stored


async def test_progress_tells_of_how_many_the_first_bytes_were_read(home: House) -> None:
    await home.own(ADA)
    home.publish(ADA, range(5))
    progress = [event for event in await scanned(home) if isinstance(event, AccountProgress)]
    assert max(event.looked for event in progress) == 5
    assert progress[-1].measured == 5


async def test_held_files_are_bounded_and_given_once() -> None:
    held = HeldFiles(most=10)
    await held.keep("a", Answer("a", 200, {}, b"12345678"))
    await held.keep("b", Answer("b", 200, {}, b"12345678"))
    assert await held.take("b") is None
    assert await held.take("a") is not None
    assert await held.take("a") is None
    await held.keep("b", Answer("b", 200, {}, b"12345678"))
    assert await held.take("b") is not None


async def test_what_is_laid_aside_does_not_stay_in_memory(tmp_path: Path) -> None:
    aside = AsideFile(tmp_path)
    held = HeldFiles(aside, most=0)
    whole = Answer("a", 200, {"etag": "1"}, bytes(range(256)) * 1024)
    await held.keep("a", whole)
    assert await held.take("a") == whole
    assert await held.take("a") is None
    await held.keep("b", whole)
    await held.close()
    assert await held.take("b") is None
    await held.keep("b", whole)
    assert await held.take("b") is None, "there is no room any more"


@pytest.mark.parametrize(("bytes_s", "requests"), [(100e6, 43), (0.5e6, 80)])
async def test_a_large_file_is_fetched_once_where_all_of_it_comes_soon(
    home: House, bytes_s: float, requests: int
) -> None:
    await home.own(ADA)
    home.publish(ADA, range(40))
    large(home, *range(40))
    for number in range(40):
        url = photo(ADA, number).media_url
        whole = home.http.answers[url]
        assert isinstance(whole, Answer)
        home.http.answers[url] = replace(whole, body_s=len(whole.body) / bytes_s)
    await scanned(home)
    assert all((await home.photos()).values())
    # three are on their way before it is known how fast the first of them came
    assert len(home.http.pictures()) == requests
    assert home.readers.firsts == 40


@each_row(
    ("answer", "total"),
    [
        (Answer("a", 206, {"content-range": "bytes 0-1/7"}, b"ab", truncated=True), 7),
        (Answer("a", 206, {"content-range": "bytes 0-1/*"}, b"ab"), None),
        (Answer("a", 206, {}, b"ab"), None),
        (Answer("a", 200, {}, b"ab"), 2),
        (Answer("a", 200, {}, b"ab", truncated=True), None),
    ],
)
def test_the_size_of_a_file_is_told_only_where_the_server_told_it(
    answer: Answer, total: int | None
) -> None:
    assert total_bytes(answer) == total
