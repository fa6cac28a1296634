"""How to ask for an archive: every row is whole, and says where it does not know."""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import urlsplit

from auditor.guidance import playbooks
from auditor.guidance.archives import asking
from auditor.guidance.archives.asking import ArchiveRequest
from tests.rows import each_row

PLATFORMS = (
    *("instagram", "threads", "facebook", "google-photos", "x", "snapchat"),
    *("flickr", "telegram", "tiktok", "linkedin", "reddit", "strava"),
)
TODAY = date(2026, 11, 28)


def test_each_platform_that_hands_out_archives_has_a_row_and_a_checklist() -> None:
    assert {row.key for row in asking.requests()} == set(PLATFORMS)
    assert len(asking.requests()) == len(PLATFORMS)
    for row in asking.requests():
        book = playbooks.playbook(row.key)
        assert book is not None
        assert book.key == row.key, "it is found from the checklist"
    assert asking.request_of("pixelfed") is None


@each_row("row", asking.requests(), ids=lambda row: row.key)
def test_every_row_is_whole(row: ArchiveRequest) -> None:
    assert row.menu or row.url
    assert row.how
    for sentence in (row.takes, row.notice, row.gives):
        assert sentence.endswith("."), sentence
        assert len(sentence) < 300
    for page in (row.source_url, *(source.source_url for source in row.also)):
        assert urlsplit(page).scheme == "https"
    assert row.source_date
    assert not row.url or urlsplit(row.url).scheme == "https"
    assert not re.search(r"guarante|\bsafe\b", " ".join(asking.told(row, TODAY)), re.IGNORECASE)
    assert row.stale(row.checked_on + timedelta(days=400))


@each_row("row", asking.requests(), ids=lambda row: row.key)
def test_who_reads_the_mailbox_is_thought_of_before_the_way(row: ArchiveRequest) -> None:
    told = list(asking.told(row, TODAY))
    assert told[0] == asking.CAREFUL
    assert "mailbox" in told[0]
    assert "help-now" in told[0]
    assert row.source_url in told[-1]


@each_row("key", ["instagram", "threads", "facebook", "telegram", "tiktok"])
def test_where_there_is_a_choice_of_formats_json_is_named(key: str) -> None:
    row = asking.request_of(key)
    assert row is not None
    assert "JSON as the format" in row.how or "Machine-readable JSON as the format" in row.how
