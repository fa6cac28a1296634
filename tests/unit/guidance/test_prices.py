"""What a remedy costs, and who is told what: by the work it is, not by what it is done for."""

from __future__ import annotations

import re

from auditor.domain.findings.finding import NoticedBy, Remedy
from auditor.domain.findings.plan import Change
from auditor.domain.remedies import NEW_FILE, ROWS, RemedyKey
from auditor.guidance.remedies import DEFAULT, families, remedy, table, work_table
from auditor.sources import ALL
from tests.rows import each_row

PLATFORMS = (*(entry.name for entry in ALL), DEFAULT)
NEW_FILES = sorted(key for key, row in ROWS.items() if row.change in NEW_FILE)
REMOVALS = sorted(
    {key for key, row in ROWS.items() if row.change is Change.REMOVE} - {RemedyKey.CHANGE_AVATAR}
)
LOOKS_DIFFERENT = frozenset({Change.COVER, Change.SMALLER, Change.SMALL_FACE, Change.REMOVE})
HOSTED = {(RemedyKey.REPORT_IMPOSTOR, name) for name in ("website", "wordpress", "web_feed")}
"""Of a site's host nobody knows whether it passes a complaint on."""
ABOUT_THE_ACCOUNT = {
    RemedyKey.CHANGE_AVATAR,
    RemedyKey.REPORT_IMPOSTOR,
    RemedyKey.CLOSE_SEARCH,
    RemedyKey.CLOSE_TRAINING,
    RemedyKey.ERASE_KEPT,
    RemedyKey.ROUTINE,
}
every_remedy = each_row("platform", PLATFORMS)


DEARER_TO_DELETE = {"mediawiki", *families()["code-host"]}
"""Where an administrator has to be asked, or every older state rewritten."""


def test_one_deleted_photo_is_a_minute_and_ten_are_four() -> None:
    for platform in set(PLATFORMS) - DEARER_TO_DELETE:
        found = remedy(RemedyKey.REMOVE_PHOTO, platform)
        assert [found.price(photos) for photos in (0, 1, 4, 10)] == [1, 1, 2, 4]


def test_what_is_about_the_account_costs_the_same_however_many_photos_stand_there() -> None:
    for key in RemedyKey:
        flat = {remedy(key, platform).following == 0 for platform in PLATFORMS}
        assert flat == {key in ABOUT_THE_ACCOUNT}, key
    found = remedy(RemedyKey.CLOSE_SEARCH, DEFAULT)
    assert found.price(1) == found.price(300) == found.minutes


def test_a_remedy_that_says_nothing_of_following_photos_is_about_the_account() -> None:
    plain = Remedy("x", "Do it.", "", 7, NoticedBy.NOBODY, evidence_first=False)
    assert plain.price(0) == plain.price(1) == plain.price(50) == 7


@every_remedy
def test_a_further_photo_is_never_dearer_than_the_first(platform: str) -> None:
    for key in RemedyKey:
        found = remedy(key, platform)
        assert 0 <= found.following <= found.minutes, key
        assert 0 < found.minutes <= 20, key


@every_remedy
def test_whatever_a_copy_leaves_out_it_is_one_upload(platform: str) -> None:
    assert len(NEW_FILES) > 5
    found = [remedy(key, platform) for key in NEW_FILES]
    assert len({(each.minutes, each.following) for each in found}) == 1
    # and never less than deleting, which is a part of it
    removed = remedy(RemedyKey.REMOVE_PHOTO, platform)
    assert found[0].minutes >= removed.minutes
    assert found[0].following >= removed.following


@every_remedy
def test_whatever_it_is_for_a_deletion_costs_the_same(platform: str) -> None:
    found = [remedy(key, platform) for key in REMOVALS]
    assert len(found) > 3
    assert len({(each.minutes, each.following) for each in found}) == 1


@every_remedy
def test_every_remedy_says_who_is_told_what(platform: str) -> None:
    for key in RemedyKey:
        found = remedy(key, platform)
        assert found.notice.endswith("."), key
        assert 20 < len(found.notice) <= 110, key
        assert "tells others" not in found.notice, key
        if found.noticed_by is NoticedBy.PLATFORM:
            assert found.notice.startswith("Only "), key


@every_remedy
def test_it_is_known_of_all_but_a_host_who_notices(platform: str) -> None:
    unknown = {
        (key, platform)
        for key in RemedyKey
        if remedy(key, platform).noticed_by is NoticedBy.UNKNOWN
    }
    assert unknown == {pair for pair in HOSTED if pair[1] == platform}


@every_remedy
def test_nothing_is_quiet_that_somebody_who_saw_the_photo_can_see(platform: str) -> None:
    """A quiet plan is for somebody who is watched: a gap or a bar in a photo can be seen."""
    for key, row in ROWS.items():
        if row.change in LOOKS_DIFFERENT:
            assert remedy(key, platform).noticed_by is NoticedBy.FOLLOWERS, key


def test_what_a_platform_tells_by_message_is_told() -> None:
    """Mastodon tells people who boosted a post of its edit; a wiki, people who watch a page."""
    edited = remedy(RemedyKey.REWRITE_ALT, "mastodon")
    assert edited.noticed_by is NoticedBy.FOLLOWERS
    assert "boosted" in edited.notice
    for key in RemedyKey:
        found = remedy(key, "mediawiki")
        assert not re.match("Nobody", found.notice) or found.noticed_by is NoticedBy.NOBODY


def test_no_work_is_written_for_nothing() -> None:
    named = {words.work for texts in table().values() for words in texts.values() if words.work}
    assert set(work_table()) == named
    for name, rows in work_table().items():
        assert DEFAULT in rows, name
        assert rows.keys() <= {DEFAULT, *PLATFORMS, *families()}, name
        base = rows[DEFAULT]
        assert None not in (base.minutes, base.following, base.noticed_by, base.notice), name


def test_what_a_remedy_says_itself_goes_before_its_work() -> None:
    renamed, copied = (
        remedy(key, "mediawiki") for key in (RemedyKey.RENAME_FILE, RemedyKey.CLEAN_METADATA)
    )
    assert (renamed.minutes, renamed.following) == (5, 2)
    assert renamed.notice != copied.notice
    assert renamed.noticed_by is copied.noticed_by is NoticedBy.FOLLOWERS


def test_where_a_platform_does_it_otherwise_it_is_that_work() -> None:
    """An alt text cannot be edited there: the post is deleted and written anew."""
    rewritten, copied = (
        remedy(key, "atproto") for key in (RemedyKey.REWRITE_ALT, RemedyKey.CLEAN_METADATA)
    )
    assert rewritten.price(4) == copied.price(4)
    assert rewritten.notice == copied.notice
