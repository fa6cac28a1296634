"""Two scans compared: which ones, and of which accounts nothing is said."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from auditor.domain.account import Claim, Proof
from auditor.domain.changes import NotComparedReason, QuestionChange, ScanComparison
from auditor.domain.findings.answer import AnswerState
from auditor.domain.findings.question import QuestionId
from auditor.domain.views import ChangeKind, PhotoQuery
from auditor.errors import NetworkError, Throttled, UsageError
from auditor.report.json import changes as changes_documents
from auditor.report.words import changes as changes_words
from tests.fakes.engine import House, account, photo, unproven

ADA, BEA, CYD = account(), account("bea.example"), account("cyd.example")


def told(found: ScanComparison) -> list[tuple[str, ChangeKind]]:
    return sorted((change.row.id, change.change) for change in found.photos)


def left_out(found: ScanComparison) -> dict[str, tuple[NotComparedReason, tuple[int, ...]]]:
    return {
        left_out_entry.account: (left_out_entry.reason, left_out_entry.scans)
        for left_out_entry in found.not_compared
    }


async def test_the_newest_two_finished_scans_are_compared(home: House) -> None:
    await home.own(ADA)
    for numbers in (range(3), range(1, 4), range(2, 6)):
        home.publish(ADA, numbers)
        await home.session.scan()
    found = await home.session.changes.between()
    assert found.older is not None
    assert found.newer is not None
    assert (found.older.id, found.newer.id, found.compared) == (2, 3, (ADA.id,))
    new, gone = (photo(ADA, number).id for number in (4, 1))
    assert told(found) == sorted(
        [(new, ChangeKind.NEW), (photo(ADA, 5).id, ChangeKind.NEW), (gone, ChangeKind.GONE)]
    )
    wider = await home.session.changes.between("1")
    assert {photo for photo, change in told(wider) if change is ChangeKind.GONE} == {
        photo(ADA, 0).id,
        gone,
    }
    earlier = await home.session.changes.between(newer="2")
    assert (earlier.older, earlier.newer) == (found.scans[2], found.scans[1])
    assert told(earlier) == sorted(
        [(photo(ADA, 3).id, ChangeKind.NEW), (photo(ADA, 0).id, ChangeKind.GONE)]
    )


async def test_with_one_scan_or_none_there_is_nothing_to_compare_and_that_is_said(
    home: House,
) -> None:
    none = await home.session.changes.between()
    assert (none.older, none.newer, none.photos, none.not_compared) == (None, None, (), ())
    assert "nothing is known of changes" in changes_words.headline(none)
    await home.own(ADA, unproven(BEA))
    home.publish(ADA, range(3))
    await home.session.scan()
    left_out_entry = await home.session.changes.between()
    assert (left_out_entry.older, left_out_entry.photos, left_out_entry.compared) == (None, (), ())
    assert left_out(left_out_entry) == {
        ADA.id: (NotComparedReason.NO_EARLIER_SCAN, ()),
        BEA.id: (NotComparedReason.NOT_PROVEN, ()),
    }
    assert "nothing is known of changes" in changes_words.headline(left_out_entry)
    assert changes_words.summary(left_out_entry) == ""
    document = json.loads(changes_documents.changes(left_out_entry))
    assert list(document) == [
        "schema",
        "from",
        "to",
        "questions",
        "photos",
        "not_compared",
        "scans",
    ]
    assert (document["schema"], document["from"], document["to"], document["photos"]) == (
        "auditor/changes/1",
        None,
        1,
        [],
    )
    assert {entry["reason"] for entry in document["not_compared"]} == {
        "no-earlier-scan",
        "not-proven",
    }


async def test_the_oldest_that_is_kept_has_none_before_it(home: House) -> None:
    await home.own(ADA)
    for _turn in range(2):
        await home.session.scan()
    found = await home.session.changes.between(newer="1")
    assert (found.older, found.newer) == (None, found.scans[1])


@pytest.mark.parametrize("error", [NetworkError("unreachable"), Throttled("wait")])
async def test_an_account_that_was_not_read_to_its_end_has_nothing_gone_or_new(
    home: House, error: NetworkError
) -> None:
    await home.own(ADA, BEA)
    home.publish(ADA, range(2), range(2, 4))
    home.publish(BEA, range(2))
    await home.session.scan()
    home.source.pages[ADA.handle] = [[photo(ADA, 0), photo(ADA, 9)], error]
    home.publish(BEA, range(1))
    await home.session.scan()
    found = await home.session.changes.between()
    assert left_out(found) == {ADA.id: (NotComparedReason.NOT_READ, (2,))}
    assert told(found) == [(photo(BEA, 1).id, ChangeKind.GONE)]
    home.publish(ADA, range(2), range(2, 4))
    await home.session.scan()
    assert left_out(await home.session.changes.between()) == {
        ADA.id: (NotComparedReason.NOT_READ, (2,))
    }
    assert told(await home.session.changes.between("1", "3")) == [
        (photo(BEA, 1).id, ChangeKind.GONE)
    ]


async def test_an_account_that_one_scan_left_out_is_not_compared(home: House) -> None:
    await home.own(ADA, BEA)
    for owner in (ADA, BEA):
        home.publish(owner, range(2))
    await home.session.scan([ADA.id])
    await home.session.scan()
    found = await home.session.changes.between()
    assert left_out(found) == {BEA.id: (NotComparedReason.NOT_SCANNED, (1,))}
    assert found.photos == ()
    assert changes_words.reason(found.not_compared[0]) == "not scanned: scan 1"


async def test_a_proof_counts_for_the_scans_after_it_and_only_while_it_holds(home: House) -> None:
    await home.own(unproven(ADA))
    home.publish(ADA, range(3))
    await home.session.scan()
    await home.own(ADA)
    home.publish(ADA, range(2))
    await home.session.scan()
    assert left_out(await home.session.changes.between()) == {
        ADA.id: (NotComparedReason.NOT_PROVEN, (1,))
    }
    home.publish(ADA, range(1))
    await home.session.scan()
    assert told(await home.session.changes.between()) == [(photo(ADA, 1).id, ChangeKind.GONE)]
    await home.own(unproven(ADA))
    found = await home.session.changes.between()
    assert left_out(found) == {ADA.id: (NotComparedReason.NOT_PROVEN, ())}
    assert (found.photos, found.compared) == ((), ())
    assert (
        changes_words.summary(found) == "No account could be compared: nothing is known of changes."
    )


async def test_nothing_is_kept_of_what_is_gone_from_an_account_that_is_not_proven(
    home: House,
) -> None:
    """What somebody else took down, and when, is nobody's to be told."""
    await home.own(unproven(ADA), BEA)
    for numbers in (range(4), range(2, 5)):
        home.publish(ADA, numbers)
        home.publish(BEA, numbers)
        await home.session.scan()
    rows = await home.session.photo_rows(PhotoQuery(include_gone=True), 0, 50)
    assert {row.account for row in rows if row.gone} == {BEA.id}
    for number in range(2):
        with pytest.raises(UsageError, match="no photo"):
            await home.session.photo(photo(ADA, number).id)
    await home.own(ADA)
    counted = {
        account.account: (account.new, account.gone)
        for scan in await home.session.scans()
        for account in scan.accounts
        if scan.id == 2
    }
    assert counted == {ADA.id: (None, None), BEA.id: (1, 2)}


async def test_accounts_of_others_and_without_a_source_stand_apart(home: House) -> None:
    other = replace(BEA, claim=Claim.IMPOSTOR)
    unread = replace(CYD, platform="instagram", supported=False)
    await home.own(ADA, other, unread)
    home.publish(ADA, range(1))
    for _turn in range(2):
        await home.session.scan()
    found = await home.session.changes.between()
    assert left_out(found) == {
        other.id: (NotComparedReason.NOT_CLAIMED, ()),
        unread.id: (NotComparedReason.NO_SOURCE, ()),
    }
    assert (
        changes_words.summary(found)
        == "No change was seen on the 1 account that could be compared."
    )


async def test_a_photo_that_could_not_be_read_is_told(home: House) -> None:
    await home.own(ADA)
    home.publish(ADA, range(3))
    await home.session.scan()
    home.http.answers[photo(ADA, 1).media_url] = NetworkError("cut off")
    await home.session.scan()
    found = await home.session.changes.between()
    (left_out_entry,) = found.not_compared
    assert (left_out_entry.account, left_out_entry.reason, left_out_entry.photos) == (
        ADA.id,
        NotComparedReason.PHOTOS_NOT_READ,
        (photo(ADA, 1).id,),
    )
    assert (found.photos, found.compared) == ((), (ADA.id,))
    assert changes_words.reason(left_out_entry).startswith(
        "whether 1 photo changed could not be told"
    )


@pytest.mark.parametrize(
    ("older", "newer", "says"),
    [
        ("9", None, "No finished scan 9 is kept."),
        (None, "nine", "No finished scan nine is kept."),
        ("3", None, "No finished scan 3 is kept."),
        ("2", None, "Scan 2 does not come before scan 2: nothing to compare."),
        ("2", "1", "Scan 2 does not come before scan 1: nothing to compare."),
    ],
)
async def test_scans_that_cannot_be_compared(
    home: House, older: str | None, newer: str | None, says: str
) -> None:
    await home.own(ADA)
    for _turn in range(2):
        await home.session.scan()
    await home.vault.begin_scan([ADA.id], home.clock.now())  # not finished
    with pytest.raises(UsageError) as caught:
        await home.session.changes.between(older, newer)
    assert caught.value.message == says
    assert caught.value.hint.startswith(
        "Scans that are kept: 2 (2026-05-04 12:00 UTC), 1 (2026-05-04 12:00 UTC)"
    )


async def test_before_any_scan_the_hint_says_what_makes_one(home: House) -> None:
    with pytest.raises(UsageError) as caught:
        await home.session.changes.between("1")
    assert "auditor scan" in caught.value.hint


async def test_it_is_kept_how_the_questions_stood(home: House) -> None:
    await home.own(ADA)
    home.publish(ADA, range(3))
    await home.session.scan()
    assert (await home.session.changes.between()).questions == ()
    assert await home.session.changes.newest() == ()
    home.publish(ADA, range(5))
    await home.session.scan()
    found = await home.session.changes.between()
    assert [change.question for change in found.questions] == list(QuestionId)
    assert await home.session.changes.newest() == found.questions
    now = {answer.id: answer.state for answer in await home.session.answers.answers()}
    for change in found.questions:
        assert change.after is now[change.question]
        assert change.same_accounts
    document = json.loads(changes_documents.changes(found))
    assert document["schema"] == "auditor/changes/1"
    assert [told["question"] for told in document["questions"]] == [
        question.value for question in QuestionId
    ]
    await home.own(BEA)
    home.publish(BEA, range(2))
    await home.session.scan()
    for change in await home.session.changes.newest():
        assert not change.same_accounts, "another account was read, too"


async def test_questions_tell_no_changes_of_an_account_that_is_not_proven(home: House) -> None:
    """Not even by sums, nor once it was taken from the list."""
    bea = replace(BEA, proof=Proof())
    await home.own(ADA, bea)
    home.publish(ADA, range(2))
    for numbers in (range(3), range(5)):
        home.publish(BEA, numbers)
        await home.session.scan()
    assert (await home.session.changes.between()).questions == ()
    assert await home.session.changes.newest() == ()
    await home.session.accounts.remove(bea.id)
    assert (await home.session.changes.between()).questions == ()


def test_a_change_of_a_question_in_words() -> None:
    seen, gone = AnswerState.YES, AnswerState.NOT_SEEN
    same = QuestionChange(QuestionId.HOME, seen, seen, 2, 2, same_accounts=True)
    closed = QuestionChange(QuestionId.HOME, seen, gone, 2, 0, same_accounts=True)
    other = QuestionChange(QuestionId.HOME, seen, gone, 2, 0, same_accounts=False)
    assert not same.changed
    assert changes_words.of_question(same) == "still yes"
    assert changes_words.of_question(closed) == "yes → not seen · 2 → 0 findings"
    assert changes_words.of_question(other).endswith("other accounts were read before")
    assert changes_words.unchanged((same, closed)) == "1 question stands as it did before."
    assert changes_words.unchanged((closed,)) == ""
