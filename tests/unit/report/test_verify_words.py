"""What `verify` says in words, and which results are open."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from auditor.domain.findings.verify import Seen, Verification
from auditor.report.words.verify import says


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


@pytest.mark.parametrize("state", list(Seen))
def test_what_opens_a_step_again_stands_there(state: Seen) -> None:
    told = result(state, settled=False)
    assert told.open is (state is not Seen.YOU_SAID_SO)
    standing = {Seen.STILL_THERE, Seen.SMALLER_NOW, Seen.OLDER_VERSION, Seen.UNLINKED}
    assert told.opens_again is (state in standing)
    assert not result(state, settled=True).open
