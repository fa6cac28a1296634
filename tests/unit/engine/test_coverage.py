"""What was read of the user's accounts, and what an empty list therefore says."""

from __future__ import annotations

from auditor.domain.account import Claim
from auditor.domain.outcome import Fetched
from auditor.domain.views import Coverage, WhyUnread
from auditor.engine.scan.events import AccountEnded, AccountProgress, ScanStarted
from auditor.engine.scan.pace import ScanPace
from auditor.report.words.coverage import checked, empty, next_command, next_key, unread
from auditor.report.words.words import time_left
from tests.never_nothing import KNOWN, LISTED, OWN, UNREAD, in_state
from tests.rows import each_row

WHY = {
    "empty vault": WhyUnread.NO_ACCOUNT,
    "unclaimed": WhyUnread.NONE_YOURS,
    "only unsupported accounts": WhyUnread.NO_READER,
    "not scanned": WhyUnread.NOT_SCANNED,
    "failed account": WhyUnread.FAILED,
    "interrupted scan": WhyUnread.INTERRUPTED,
    "archive of unknown visibility": WhyUnread.UNSAID,
}


@each_row("state", UNREAD)
async def test_why_nothing_was_read(state: str) -> None:
    async with in_state(UNREAD[state]) as made:
        found = await made.session.coverage()
    assert found.why_unread is WHY[state]
    assert (found.accounts, found.whole, found.proven) == (0, 0, 0)
    assert unread(found).startswith(KNOWN)
    assert checked(found, "No photo.") == unread(found)
    assert empty(found, "No photo.") == f"{unread(found)} {next_key(found)}"


async def test_one_account_that_was_read_is_enough() -> None:
    async with in_state(UNREAD["failed account"]) as made:
        made.publish(OWN, range(LISTED))
        await made.session.scan()
        await made.session.accounts.add(
            "instagram.com/ada", claim=Claim.MINE, again="instagram.com/ada"
        )
        found = await made.session.coverage()
    assert found == Coverage(None, 1, 1, proven=1, closed=("Instagram",))
    assert found.everything
    assert unread(found) == next_key(found) == next_command(found) == ""
    assert checked(found, "No photo.") == "No photo. Read: 1 account. Not looked at: Instagram."
    assert checked(found, "None.", 2).startswith("Could not tell: this takes 2 proven accounts")


def test_every_reason_has_its_words_and_what_comes_next() -> None:
    for why in WhyUnread:
        coverage = Coverage(why, closed=("TikTok", "X"))
        assert unread(coverage).startswith(KNOWN)
        assert "{" not in unread(coverage)
        assert "'auditor " in next_command(coverage)
        assert next_key(coverage).startswith("Press ")


def test_what_is_not_whole_is_said() -> None:
    partly = Coverage(None, 2, 1)
    assert not partly.everything
    assert checked(partly, "None.") == (
        "None. Read: 2 accounts. Not everything could be read, so there may be more."
    )
    assert not Coverage(None, 1, 1, waiting=1).everything
    assert empty(partly, "None.", scanning=True).startswith("Not known yet: a scan is running.")


def test_the_time_left_counts_from_the_first_photo() -> None:
    now = [0.0]
    pace = ScanPace(lambda: now[0])
    pace.take(ScanStarted(1, ("a", "b"), resumed=False))
    pace.take(AccountProgress("a", 200, 0, 1, listing_done=True))
    now[0] = 30.0  # the readers start
    assert pace.seconds_left is None
    pace.take(AccountProgress("a", 200, 1, 2, listing_done=True))
    assert pace.seconds_left is None
    now[0] = 50.0
    pace.take(AccountProgress("a", 200, 21, 22, listing_done=True))
    assert pace.seconds_left == 179.0  # one photo a second
    assert pace.at_least, "b is still being listed"
    pace.take(AccountEnded("b", Fetched()))
    assert not pace.at_least
    pace.take(AccountProgress("a", 200, 200, 201, listing_done=True))
    assert pace.seconds_left is None


def test_the_time_left_in_words() -> None:
    assert time_left(20, at_least=False) == "less than a minute left"
    assert time_left(20, at_least=True) == "about a minute left, or more"
    assert time_left(179, at_least=False) == "about 3 minutes left"
    assert time_left(60, at_least=True) == "at least 1 minute left"
