"""What was found outside the accounts is evidence, and no hidden photo ends it."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

import pytest

from auditor.domain.findings.answer import AnswerState, QuestionAnswer
from auditor.domain.findings.question import QuestionId
from auditor.domain.outside.evidence import Outside
from auditor.domain.outside.reported import LinkLook, LinkState, ReportedLink
from auditor.engine.outside import breaches, look_alikes, reported, web_copies
from auditor.engine.outside.evidence import outside
from tests.fakes.engine import T0, House, account

ADA = account()
LINK = ReportedLink("l1", "https://host.example/1", T0, adult=True)


def seen(state: LinkState) -> ReportedLink:
    return replace(LINK, history=(LinkLook(T0, state, "", "", "0" * 64),))


async def used(home: House) -> QuestionAnswer:
    return next(each for each in await home.session.answers.answers() if each.id is QuestionId.USED)


async def test_a_link_that_still_answers(home: House) -> None:
    await home.own(ADA)
    home.publish(ADA, [1])
    await home.session.scan()
    assert (await used(home)).state is AnswerState.COULD_NOT_TELL
    await home.vault.put_outside("l1", LINK)
    assert (await used(home)).state is AnswerState.COULD_NOT_TELL, "not looked at yet"
    await home.vault.put_outside("l1", seen(LinkState.STILL_THERE))
    answer = await used(home)
    assert answer.state is AnswerState.YES
    assert "1 link you reported still answers" in answer.in_words()
    assert [(clue.check, clue.account) for clue in answer.evidence] == [("reported", "")]
    both = (await home.session.planning.closings())[QuestionId.USED]
    assert both.closing is None, "nothing that the person changes on an account ends it"


async def test_links_of_which_one_could_not_be_told_make_nothing_not_seen(home: House) -> None:
    await home.own(ADA)
    home.publish(ADA, [1])
    await home.session.scan()
    await home.vault.put_outside("l1", seen(LinkState.COULD_NOT_TELL))
    answer = await used(home)
    assert answer.state is AnswerState.COULD_NOT_TELL
    assert "could not be told" in " · ".join(each.render() for each in answer.could_not_tell)
    await home.vault.put_outside("l2", replace(seen(LinkState.GONE), id="l2"))
    assert (await used(home)).state is AnswerState.COULD_NOT_TELL
    await home.vault.put_outside("l1", seen(LinkState.GONE))
    assert (await used(home)).state is AnswerState.NOT_SEEN


async def test_without_any_account(home: House) -> None:
    await home.vault.put_outside("l1", seen(LinkState.STILL_THERE))
    assert (await used(home)).state is AnswerState.YES


@pytest.mark.parametrize("book", [reported, breaches, look_alikes, web_copies])
async def test_no_record_gives_what_no_book_is_asked_for(home: House, book: ModuleType) -> None:
    assert await book.found(home.vault) == await outside(home.vault) == Outside()
