"""24 cases that a reader without the code can judge: an inventory in words, an answer in words."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from auditor.domain.findings.answer import QuestionAnswer
from auditor.domain.findings.question import QuestionId
from tests.questions.written import answer, read_cases
from tests.rows import each_row

CASES = read_cases()


@each_row("name", CASES)
async def test_the_answer_is_the_one_that_is_written(name: str) -> None:
    case = CASES[name]
    told = await answer(case)
    said = {
        "state": told.state.value,
        "sentence": told.in_words(),
        "could_not_tell": [each.render() for each in told.could_not_tell],
    }
    assert said == {
        "state": case.state,
        "sentence": case.sentence,
        "could_not_tell": list(case.could_not_tell),
    }


async def test_one_account_is_compared_with_nothing() -> None:
    case = CASES["linked-1-same-photo"]
    alone = replace(case, accounts=case.accounts[:1], photos=case.photos[:1])
    assert (await answer(case)).could_not_tell == ()
    assert [each.render() for each in (await answer(alone)).could_not_tell] == [
        "only one account of yours was read, so there was nothing to compare it with"
    ]


def test_there_are_three_a_question() -> None:
    assert Counter(case.question for case in CASES.values()) == {
        question.value: 3 for question in QuestionId
    }


@each_row("name", CASES)
async def test_sentences_count_and_never_call_anything_safe(name: str) -> None:
    told = await answer(CASES[name])
    words = " ".join([told.in_words(), *(each.render() for each in told.could_not_tell)])
    assert any(sign.isdigit() for sign in told.in_words())
    assert "safe" not in words.casefold()
    assert "nothing found" not in words.casefold()
    handles = {account.handle for account in CASES[name].accounts}
    assert not any(handle in words_masked(told) for handle in handles)


def words_masked(told: QuestionAnswer) -> str:
    beside = (each.render(masked=True) for each in told.could_not_tell)
    return " ".join([told.in_words(masked=True), *beside])
