"""Breaches are kept without the address, and count for two questions until they are dealt with."""

from __future__ import annotations

from typing import Any

import pytest

from auditor.config import ServiceSettings
from auditor.domain.findings.answer import AnswerState, QuestionAnswer
from auditor.domain.findings.question import QuestionId
from auditor.domain.outside.breaches import BreachLookup, BreachState
from auditor.engine.outside.breaches import AddressTold, own_address
from auditor.errors import UsageError
from auditor.ports import Answer, Consent
from tests.fakes.engine import House
from tests.fakes.hibp import (
    ADOBE,
    FABRICATED,
    PASTES,
    PHOTOS,
    SENSITIVE,
    STATUS,
    UNVERIFIED,
    breach,
)
from tests.unit.services.test_hibp import ok

BASE = ServiceSettings().hibp_url
MAIL = "Ada.Nowak@mail.example"
QUOTED = "Ada.Nowak%40mail.example"
PLAN = f"{BASE}/subscription/status"
BREACHES = f"{BASE}/breachedaccount/{QUOTED}"
PAPER = f"{BASE}/pasteaccount/{QUOTED}"


async def asked(home: House, *breaches: dict[str, Any], pastes: Any = ()) -> AddressTold:
    """Ask about the address; nothing is known of it where nothing is given."""
    home.http.answers = {PLAN: ok(PLAN, STATUS)}
    if breaches:
        home.http.answers[BREACHES] = ok(BREACHES, list(breaches))
    if pastes:
        home.http.answers[PAPER] = ok(PAPER, list(pastes))
    return await again(home)


async def again(home: House) -> AddressTold:
    book = home.session.breaches
    (told,) = await book.look_up(Consent(book.outgoing(MAIL)))
    return told


async def of(home: House, question: QuestionId) -> QuestionAnswer:
    return next(each for each in await home.session.answers.answers() if each.id is question)


async def test_what_is_kept_holds_no_address(home: House) -> None:
    echo = breach(f"x {MAIL} x", f"Names of {MAIL.upper()}", Title=MAIL, Domain=MAIL.lower())
    paste = {**PASTES[0], "Id": f"https://x.example/{MAIL}", "Title": MAIL}
    told = await asked(home, ADOBE, echo, pastes=[paste])
    kept = await home.vault.outside(BreachLookup)
    ((key, lookup),) = kept.items()
    assert key == told.kept.id == lookup.id
    assert lookup.masked == "A…@m….example"
    for holder in (kept, told, await home.session.network_log()):
        assert "nowak" not in repr(holder).casefold()
    assert len(lookup.breaches) == 2
    assert len(lookup.pastes) == 1


async def test_papers_and_name_are_partly_answered(home: House) -> None:
    await asked(home, ADOBE, PHOTOS)
    papers, name = [await of(home, each) for each in (QuestionId.PAPERS, QuestionId.NAME)]
    assert papers.state is name.state is AnswerState.PARTLY
    assert "1 breach that leaked papers, numbers or keys: Adobe" in papers.in_words()
    assert "1 breach that leaked names, addresses or dates of birth: PhotoShare" in name.in_words()
    assert [(clue.check, clue.account) for clue in papers.evidence] == [("breaches", "")]


async def test_a_look_up_of_an_address_compares_no_picture(home: House) -> None:
    await asked(home, ADOBE, PHOTOS)
    used = await of(home, QuestionId.USED)
    assert used.state is AnswerState.COULD_NOT_TELL
    assert "0 look-ups outside" in " ".join(said.render() for said in used.could_not_tell)


async def test_what_nobody_verified_is_told_apart_and_a_hoax_does_not_count(home: House) -> None:
    await asked(home, UNVERIFIED)
    papers = await of(home, QuestionId.PAPERS)
    assert papers.state is AnswerState.PARTLY
    assert "nobody verified" in papers.in_words()
    await asked(home, FABRICATED)
    assert (await of(home, QuestionId.PAPERS)).state is not AnswerState.PARTLY


async def test_no_name_of_a_sensitive_breach_stands_in_an_answer(home: House) -> None:
    await asked(home, {**SENSITIVE, "DataClasses": ["Names"]}, PHOTOS)
    name = await of(home, QuestionId.NAME)
    assert "AffairsHub" not in name.in_words()
    assert "2 breaches" in name.in_words()
    assert "PhotoShare" in name.in_words()
    masked = name.evidence[0].says.render(masked=True)
    assert "PhotoShare" not in masked


async def test_what_is_dealt_with_counts_no_longer_and_stays(home: House) -> None:
    await asked(home, ADOBE)
    book = home.session.breaches
    assert await book.deal_with(" adobe ") == 1
    assert (await of(home, QuestionId.PAPERS)).state is not AnswerState.PARTLY
    ((lookup,)) = await book.known()
    assert lookup.breaches[0].dealt_with_at is not None
    await book.deal_with("Adobe", undo=True)
    assert (await of(home, QuestionId.PAPERS)).state is AnswerState.PARTLY
    with pytest.raises(UsageError) as refused:
        await book.deal_with("Nothing")
    assert "--list" in refused.value.hint


async def test_the_mark_stays_until_more_is_known_to_have_leaked(home: House) -> None:
    await asked(home, ADOBE)
    await home.session.breaches.deal_with("Adobe")
    told = await asked(home, ADOBE)
    assert told.kept.breaches[0].dealt_with_at is not None
    told = await asked(home, {**ADOBE, "DataClasses": [*ADOBE["DataClasses"], "Credit cards"]})
    assert told.kept.breaches[0].dealt_with_at is None


@pytest.mark.parametrize(
    "broken",
    [Answer(BREACHES, 200, {}, b"<html>"), Answer(BREACHES, 500, {}), Answer(PLAN, 401, {})],
)
async def test_what_could_not_be_told_loses_nothing(home: House, broken: Answer) -> None:
    before = (await asked(home, ADOBE, pastes=PASTES)).kept
    home.http.answers[broken.url] = broken
    told = await again(home)
    assert told.answer.state is BreachState.COULD_NOT_TELL
    assert told.answer.why
    assert told.kept.breaches == before.breaches
    assert told.kept.asked_at == before.asked_at
    assert (await home.session.breaches.known())[0].breaches == before.breaches


async def test_an_address_of_which_nothing_was_told_is_not_kept(home: House) -> None:
    home.http.answers = {PLAN: Answer(PLAN, 401, {})}
    told = await again(home)
    assert told.kept.state is BreachState.COULD_NOT_TELL
    assert await home.session.breaches.known() == ()


async def test_none_shown_replaces_what_was_there(home: House) -> None:
    await asked(home, ADOBE)
    told = await asked(home)
    assert told.kept.state is BreachState.NONE_SHOWN
    assert await home.session.breaches.forget() == 1
    assert await home.session.breaches.known() == ()


def test_what_is_no_address_is_not_repeated() -> None:
    assert own_address(" a@x.example\n") == "a@x.example"
    with pytest.raises(UsageError) as refused:
        own_address("secret words")
    assert "secret" not in refused.value.message + refused.value.hint
