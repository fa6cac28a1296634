"""Copies in web archives: of what is asked, what is kept, and what comes of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from auditor.domain.account import Claim, Proof, ProofMethod
from auditor.domain.findings.answer import AnswerState
from auditor.domain.findings.question import QuestionId
from auditor.domain.findings.verify import Archive
from auditor.domain.outside.copies import CopiesLook, WebArchive, address_key
from auditor.engine.outside.web_copies import ArchiveState
from auditor.errors import Unreachable, UsageError
from auditor.ports import Answer, Consent
from auditor.services.web_archives.common_crawl import LIST
from auditor.services.web_archives.wayback import PATH
from tests.fakes.engine import T0, House, account, photo

ADA = account()
INDEX = "https://web.archive.org" + PATH
CRAWLS = "https://index.commoncrawl.org"
HEAD = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest"]
PICTURE = photo(ADA, 1).media_url
POST = photo(ADA, 1).page_url


def captures(*urls: str) -> Answer:
    rows = [
        [
            url,
            f"2021010100000{number}",
            url,
            "image/jpeg" if "media" in url else "text/html",
            "200",
            url,
        ]
        for number, url in enumerate(urls)
    ]
    return Answer(INDEX, 200, {}, json.dumps([HEAD, *rows]).encode())


async def shown(home: House, *numbers: int) -> None:
    await home.own(ADA)
    home.publish(ADA, list(numbers))
    await home.session.scan()
    home.http.asked.clear()


def answering(home: House, wayback: Answer | Exception, crawls: Answer | None = None) -> None:
    home.http.answers[INDEX] = wayback
    listed = Answer(CRAWLS + LIST, 200, {}, json.dumps([{"id": "CC-MAIN-2026-40"}]).encode())
    home.http.answers[CRAWLS + LIST] = listed
    nothing = Answer("", 404, {}, b'{"message": "No Captures found for: x"}')
    home.http.answers[f"{CRAWLS}/CC-MAIN-2026-40-index"] = crawls or nothing


async def look(home: House, ids: Sequence[str] = (), *, again: bool = False) -> list[ArchiveState]:
    copies = home.session.web_copies
    plan = await copies.plan(ids, again=again)
    await copies.ask(plan, [Consent(outgoing) for outgoing in plan.asked.values()])
    return list(await copies.known())


async def test_an_own_account_is_asked_about_in_few_requests(home: House) -> None:
    await shown(home, 1, 2, 3)
    plan = await home.session.web_copies.plan()
    assert home.http.asked == []
    (outgoing, crawls) = (plan.asked[archive] for archive in WebArchive)
    pictures = [photo(ADA, number).media_url for number in (1, 2, 3)]
    posts = [photo(ADA, number).page_url for number in (1, 2, 3)]
    assert set(outgoing.items) == {*pictures, *posts}, "the traits of a fake source say nothing"
    assert crawls.items == ()


async def test_what_is_gone_is_asked_about_and_told_first(home: House) -> None:
    await shown(home, 1, 2)
    home.publish(ADA, [2])
    await home.session.scan()
    answering(home, captures(PICTURE, photo(ADA, 2).media_url))
    plan = await home.session.web_copies.plan()
    assert plan.asked[WebArchive.WAYBACK].items[:2] == (POST, PICTURE)
    wayback, crawls = await look(home)
    assert wayback.state is Archive.FOUND
    assert [(copy.captured.url, copy.taken_down) for copy in wayback.copies] == [
        (PICTURE, True),
        (photo(ADA, 2).media_url, False),
    ]
    assert crawls.state is Archive.NOT_ASKED


async def test_what_is_taken_down_after_the_look_is_told_so(home: House) -> None:
    await shown(home, 1, 2)
    answering(home, captures(PICTURE))
    (wayback, _crawls) = await look(home)
    assert not wayback.copies[0].taken_down
    home.publish(ADA, [2])
    await home.session.scan()
    (wayback, _crawls) = await home.session.web_copies.known()
    assert wayback.copies[0].taken_down
    told = str(await home.session.answers.answers())
    assert "{n} address that your accounts no longer show still has copies" in told


async def test_they_are_evidence_and_an_answer_that_found_nothing_is_none(home: House) -> None:
    """An archive keeps what stood on the person's own pages; it compares no picture."""

    async def used() -> tuple[AnswerState, str]:
        answers = await home.session.answers.answers()
        answer = next(each for each in answers if each.id is QuestionId.USED)
        beside = " · ".join(each.render() for each in answer.could_not_tell)
        return answer.state, f"{answer.in_words()} {beside}"

    await shown(home, 1)
    assert (await used())[0] is AnswerState.COULD_NOT_TELL
    answering(home, Answer(INDEX, 503, {}))
    await look(home)
    assert (await used())[0] is AnswerState.COULD_NOT_TELL, "nobody answered"
    answering(home, captures())
    await look(home)
    state, words = await used()
    assert state is AnswerState.COULD_NOT_TELL
    assert "web archives were asked" in words
    answering(home, captures(PICTURE))
    await look(home, again=True)
    state, words = await used()
    assert state is AnswerState.PARTLY
    assert "Copies of 1 of your pages and pictures stand in web archives" in words


@pytest.mark.parametrize(
    "owner",
    [
        replace(ADA, proof=Proof()),
        replace(ADA, proof=Proof(ProofMethod.ARCHIVE, "", T0)),
        replace(ADA, claim=Claim.UNSURE),
        replace(ADA, claim=Claim.IMPOSTOR),
        replace(ADA, claim=Claim.NOT_MINE),
    ],
)
async def test_of_what_is_not_proven_to_be_mine_nothing_is_asked_or_told(
    home: House, owner: object
) -> None:
    """It would show what somebody else took down."""
    await shown(home, 1)
    answering(home, captures(PICTURE))
    await look(home)
    await home.vault.put_account(owner)  # type: ignore[arg-type]
    home.http.asked.clear()
    states = await look(home, again=True)
    assert home.http.asked == []
    assert [each.state for each in states] == [Archive.NOT_ASKED, Archive.NOT_ASKED]
    with pytest.raises(UsageError):
        await home.session.web_copies.plan([ADA.id])
    assert "web archives" not in str(await home.session.answers.answers())


async def test_accounts_kept_apart_are_asked_about_alone(home: House) -> None:
    await shown(home, 1)
    bob = replace(account("bob.example"), keep_apart=True)
    await home.own(bob)
    home.publish(bob, [7])
    await home.session.scan([bob.id])
    plan = await home.session.web_copies.plan()
    assert not any("bob.example" in item for item in plan.asked[WebArchive.WAYBACK].items)
    assert any(bob.id in told for told in plan.left_out)
    plan = await home.session.web_copies.plan([bob.id])
    assert all("bob.example" in item for item in plan.asked[WebArchive.WAYBACK].items)
    with pytest.raises(UsageError):
        await home.session.web_copies.plan([ADA.id, bob.id])


async def test_what_was_not_agreed_to_is_not_sent(home: House) -> None:
    await shown(home, 1)
    answering(home, captures())
    plan = await home.session.web_copies.plan()
    await home.session.web_copies.ask(plan, [])
    assert home.http.asked == []
    await home.session.web_copies.ask(plan, [Consent(plan.asked[WebArchive.WAYBACK]).only([POST])])
    assert [asked.params["url"] for asked in home.http.asked] == [POST]
    assert all(asked.purpose.startswith(ADA.id) for asked in home.http.asked)


async def test_a_look_that_was_stopped_goes_on_where_it_was(home: House) -> None:
    await shown(home, 1, 2)

    async def stops() -> Answer:
        if len(home.http.asked) == 3:
            raise asyncio.CancelledError
        return captures()

    home.http.answers[INDEX] = stops
    copies = home.session.web_copies
    plan = await copies.plan()
    with pytest.raises(asyncio.CancelledError):
        await copies.ask(plan, [Consent(each) for each in plan.asked.values()])
    left = await copies.plan()
    assert len(plan.asked[WebArchive.WAYBACK].items) == 4
    assert left.asked[WebArchive.WAYBACK].items == plan.asked[WebArchive.WAYBACK].items[2:]
    assert any("within a day" in told for told in left.left_out)
    assert len((await copies.plan(again=True)).asked[WebArchive.WAYBACK].items) == 4
    home.clock.time += timedelta(days=2)
    assert len((await copies.plan()).asked[WebArchive.WAYBACK].items) == 4


async def test_an_archive_that_is_down_is_asked_once_and_nothing_is_lost(home: House) -> None:
    await shown(home, 1, 2)
    answering(home, captures(PICTURE))
    await look(home)
    home.clock.time += timedelta(days=2)
    home.http.asked.clear()
    answering(home, Unreachable("web.archive.org took too long: stopped"))
    (wayback, _crawls) = await look(home)
    assert len(home.http.asked) == 1
    assert wayback.state is Archive.FOUND
    assert [copy.captured.url for copy in wayback.copies] == [PICTURE]
    assert "took too long" in wayback.reason


async def test_a_first_look_at_one_that_is_down_could_not_tell(home: House) -> None:
    await shown(home, 1, 2)
    answering(home, Unreachable("web.archive.org took too long: stopped"))
    (wayback, _crawls) = await look(home)
    assert (wayback.state, len(home.http.asked)) == (Archive.COULD_NOT_TELL, 1)
    assert "of 4 of 4 addresses it could not be told" in wayback.reason


async def test_other_peoples_copies_in_an_answer_are_not_kept(home: House) -> None:
    await shown(home, 1)
    answering(home, captures("https://ada.example/post/1", "https://bea.example/post/1"))
    (wayback, _crawls) = await look(home)
    assert [copy.captured.url for copy in wayback.copies] == [POST]


async def test_it_goes_with_its_account(home: House) -> None:
    await shown(home, 1)
    answering(home, captures(PICTURE))
    await look(home)
    await home.vault.remove_account(ADA.id)
    assert await home.vault.outside(CopiesLook) == {}


def test_spellings_of_one_address() -> None:
    same = {
        "https://ada.example/post/1",
        "http://www.ada.example:80/post/1/",
        "https://ADA.example:443/POST/1#top",
        "https://ada.example/post/%31",
    }
    assert len({address_key(url) for url in same}) == 1
    assert address_key("https://ada.example/post/1?a=b") not in {address_key(url) for url in same}
    assert address_key("http://[broken") == "http://[broken"
