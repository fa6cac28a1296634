"""What `verify` says in words, and which results are open."""

from __future__ import annotations

from datetime import UTC, datetime

from auditor.cli.commands.verify import _code
from auditor.domain.account import Claim
from auditor.domain.findings.finding import State
from auditor.domain.findings.verify import Seen, Verification
from auditor.errors import ExitCode
from auditor.report.words import words
from auditor.report.words.verify import says
from tests.rows import each_row


def result(state: Seen, *, settled: bool) -> Verification:
    return Verification("f1", "a1", "title", state, datetime(2026, 11, 27, tzinfo=UTC), settled)


def test_a_clean_copy_is_told_as_cleaned_and_is_not_open() -> None:
    cleaned, there = (result(Seen.STILL_THERE, settled=settled) for settled in (True, False))
    assert says(cleaned).startswith("still there, cleaned: ")
    assert not cleaned.open
    assert not cleaned.opens_again
    assert says(there) == "still there"
    assert there.open
    assert there.opens_again


@each_row("state", list(Seen))
def test_what_opens_a_step_again_stands_there(state: Seen) -> None:
    told = result(state, settled=False)
    assert told.open is (state is not Seen.YOU_SAID_SO)
    standing = {Seen.STILL_THERE, Seen.SMALLER_NOW, Seen.OLDER_VERSION, Seen.UNLINKED}
    assert told.opens_again is (state in standing)
    assert not result(state, settled=True).open


@each_row(
    ("states", "code"),
    [
        ([Seen.GONE_HERE], ExitCode.OK),
        ([Seen.YOU_SAID_SO], ExitCode.SOURCE_FAILED),
        ([Seen.GONE_HERE, Seen.YOU_SAID_SO], ExitCode.SOURCE_FAILED),
        ([Seen.COULD_NOT_TELL], ExitCode.SOURCE_FAILED),
        ([Seen.STILL_THERE], ExitCode.FINDINGS),
    ],
)
def test_only_what_was_looked_at_is_all_settled(states: list[Seen], code: ExitCode) -> None:
    results = [result(state, settled=state is Seen.GONE_HERE) for state in states]
    assert _code(results) is code


def test_what_an_impostor_has_is_not_read_and_what_is_hidden_is_counted() -> None:
    assert words.outcome("fetched") == "read"
    assert words.outcome("fetched", Claim.IMPOSTOR) == "not read: not yours"
    assert words.outcome("failed", Claim.IMPOSTOR) == "failed"
    through = (State.ACCEPTED, State.DONE, State.VERIFIED, State.OPEN)
    assert words.hidden(through) == "1 kept so and 2 done"
    assert words.hidden([State.OPEN]) == ""
