"""Answers over a vault: what is kept of them, when it is made anew, and the marks of the person."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.domain.account import Link, Profile
from auditor.domain.findings.aftercare import AftercareKey
from auditor.domain.findings.answer import AnswerState, QuestionAnswer
from auditor.domain.findings.finding import Severity, State
from auditor.domain.findings.question import QuestionId
from auditor.domain.outcome import Batch
from auditor.engine.answers.book import AnswerBook
from auditor.engine.judge.aftercare import SeenAftercare
from auditor.errors import UsageError
from auditor.ports.made import MADE_OF_STATES
from tests.fakes.engine import House, account, photo

ADA, BEA = account(), account("bea.example")


async def told(home: House, question: QuestionId) -> QuestionAnswer:
    return next(each for each in await home.session.answers.answers() if each.id is question)


async def scanned(home: House) -> None:
    await home.own(ADA)
    home.publish(ADA, [1, 2, 3])
    await home.session.scan()


async def test_nothing_read_is_never_called_not_seen(home: House) -> None:
    for _accounts in range(2):
        answers = await home.session.answers.answers()
        assert {answer.state for answer in answers} == {AnswerState.COULD_NOT_TELL}
        assert [answer.id for answer in answers] == list(QuestionId)
        await home.own(ADA)


async def test_a_scan_answers_with_its_evidence(home: House) -> None:
    await scanned(home)
    answer = await told(home, QuestionId.HOME)
    assert answer.state is AnswerState.PARTLY
    (clue,) = answer.evidence
    assert set(clue.photos) == {photo(ADA, n).id for n in (1, 2, 3)}
    assert set(clue.findings) == {
        finding.id for finding in await home.session.findings() if finding.check == clue.check
    }


async def test_what_is_kept_gives_the_same_answers(home: House) -> None:
    await scanned(home)
    first = await home.session.answers.answers()
    assert await home.vault.made(MADE_OF_STATES) is not None
    anew = AnswerBook(home.session.answers.rooms, home.session.answers.judge)
    assert await anew.answers() == first


async def test_it_is_judged_anew_only_where_nothing_is_kept(home: House) -> None:
    await scanned(home)
    times = 0

    async def judge() -> None:
        nonlocal times
        times += 1
        await home.session.answers.judge()

    book = AnswerBook(home.session.answers.rooms, judge)
    finding = (await home.session.findings())[0]
    await home.session.mark(finding.id, State.ACCEPTED)
    await book.answers()
    assert times == 0
    await home.vault.forget_places()  # as if the run had ended before it was judged anew
    await book.answers()
    assert times == 1


async def test_the_digest_is_read_once_as_long_as_nothing_is_written(home: House) -> None:
    await scanned(home)
    digest = await home.session.answers.digest()
    assert await home.session.answers.digest() is digest
    await home.session.put_setting("x", "y")
    assert await home.session.answers.digest() is not digest


async def test_only_what_was_verified_does_not_count(home: House) -> None:
    await scanned(home)
    home_findings = (await told(home, QuestionId.HOME)).evidence[0].findings
    for state, expected in (
        (State.ACCEPTED, AnswerState.PARTLY),
        (State.DONE, AnswerState.PARTLY),
        (State.VERIFIED, AnswerState.COULD_NOT_TELL),  # the readers here find no words
    ):
        await home.vault.mark_all(home_findings, state, home.clock.now())
        assert (await told(home, QuestionId.HOME)).state is expected


async def test_it_is_counted_what_was_looked_at_again(home: House) -> None:
    await scanned(home)
    assert await home.session.answers.verified() == {}
    found = (await told(home, QuestionId.HOME)).evidence[0].findings
    await home.vault.mark_all(found, State.DONE, home.clock.now())
    assert (await home.session.pressing()).done == len(found)
    assert await home.session.answers.verified() == {}, "so far it is only said"
    await home.vault.mark_all(found, State.VERIFIED, home.clock.now())
    assert await home.session.answers.verified() == {QuestionId.HOME: len(found)}
    assert (await home.session.pressing()).done == 0


async def test_what_cannot_wait_is_critical_and_open(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await scanned(home)
    findings = await home.session.findings()
    assert not any(found.observation.severity is Severity.CRITICAL for found in findings)
    read = home.vault.findings
    monkeypatch.setattr(home.vault, "findings", lambda: pytest.fail("read for nothing"))
    assert (await home.session.pressing()).critical == ()
    grave = replace(
        findings[0], observation=replace(findings[0].observation, severity=Severity.CRITICAL)
    )
    monkeypatch.setattr(home.vault, "findings", read)
    await home.vault.begin_findings()
    await home.vault.add_findings([grave, *findings[1:]])
    await home.vault.finish_findings()
    assert [found.id for found in (await home.session.pressing()).critical] == [grave.id]
    await home.session.mark(grave.id, State.DONE)
    assert (await home.session.pressing()).critical == ()


async def test_what_is_still_to_be_made_worthless_keeps_it_at_partly(home: House) -> None:
    await scanned(home)
    before = await told(home, QuestionId.PAPERS)
    assert before.state is AnswerState.COULD_NOT_TELL
    seen = SeenAftercare()
    finding = (await home.session.findings())[0]
    keys = (AftercareKey.PAYMENT_CARD, AftercareKey.KEY_OR_CODE)
    seen.take([replace(finding, observation=replace(finding.observation, aftercare=keys))])
    for name, value in (await seen.settings(home.vault)).items():
        await home.vault.put_setting(name, value)
    after = await told(home, QuestionId.PAPERS)
    assert after.state is AnswerState.PARTLY
    assert after.in_words().startswith("2 things that stood in public")


async def test_an_interrupted_scan_is_not_read_to_its_end(home: House) -> None:
    await scanned(home)
    scan, _resumed = await home.vault.begin_scan([ADA.id], home.clock.now())
    await home.vault.save_batch(scan, ADA.id, Batch((photo(ADA, 1),), "1"), home.clock.now())
    for answer in await home.session.answers.answers():
        words = [said.render() for said in answer.could_not_tell]
        assert f"{ADA.handle} not read to its end" in words


async def test_marks_are_kept_with_the_account(home: House) -> None:
    await home.own(ADA, BEA)
    marks = home.session.answers.marks
    pair = await marks.set_together(BEA.id, ADA.id, on=True)
    assert pair == tuple(sorted((ADA.id, BEA.id)))
    await marks.set_shown_name(ADA.id, "  Ada   L. ", on=True)
    scene = (await home.session.answers.digest()).scene
    assert scene.together == {pair}
    assert {each.id: each.own_names for each in scene.mine} == {ADA.id: ("Ada L.",), BEA.id: ()}
    await marks.set_together(ADA.id, BEA.id, on=False)
    await marks.set_shown_name(ADA.id, "Ada L.", on=False)
    scene = (await home.session.answers.digest()).scene
    assert (scene.together, scene.mine[0].own_names) == (frozenset(), ())


async def test_a_mark_goes_with_the_account_that_it_names(home: House) -> None:
    await home.own(ADA, BEA)
    await home.session.answers.marks.set_together(ADA.id, BEA.id, on=True)
    await home.session.accounts.remove(BEA.id)
    assert (await home.session.answers.digest()).scene.together == frozenset()


async def test_wrong_marks_are_refused(home: House) -> None:
    await home.own(ADA)
    marks = home.session.answers.marks
    with pytest.raises(UsageError):
        await marks.set_together(ADA.id, ADA.id, on=True)
    with pytest.raises(UsageError):
        await marks.set_together(ADA.id, "a-unknown", on=True)
    with pytest.raises(UsageError):
        await marks.set_shown_name(ADA.id, "   ", on=True)


async def test_profiles_propose_and_change_nothing(home: House) -> None:
    await home.own(ADA, BEA)
    scan, _resumed = await home.vault.begin_scan([ADA.id, BEA.id], home.clock.now())
    for own, other in ((ADA, BEA), (BEA, ADA)):
        profile = Profile("Ada Lovelace", links=(Link(other.url),))
        batch = Batch((photo(own, 1),), None, profile)
        await home.vault.save_batch(scan, own.id, batch, home.clock.now())
    proposed = await home.session.answers.proposals()
    assert proposed.together == (tuple(sorted((ADA.id, BEA.id))),)
    assert set(proposed.names) == {(ADA.id, "Ada Lovelace"), (BEA.id, "Ada Lovelace")}
    digest = await home.session.answers.digest()
    assert digest.scene.together == frozenset()
    marks = home.session.answers.marks
    await marks.set_together(ADA.id, BEA.id, on=True)
    await marks.set_shown_name(ADA.id, "Ada Lovelace", on=True)
    proposed = await home.session.answers.proposals()
    assert (proposed.together, proposed.names) == ((), ((BEA.id, "Ada Lovelace"),))


async def test_a_closed_platform_is_called_by_its_name(home: House) -> None:
    await home.own(replace(account("ada", platform="instagram"), supported=False))
    for answer in await home.session.answers.answers():
        assert "Instagram not looked at (ada)" in [said.render() for said in answer.could_not_tell]
