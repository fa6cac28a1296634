"""An archive as the scan lists it, after a run that ended in the middle."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from auditor.domain.account import Account, Claim
from auditor.domain.archives.archive import PublicAnswers, PublicDefault
from auditor.domain.outcome import Batch
from auditor.domain.photos.photo import Visibility
from auditor.engine.imports.door import ArchiveDoor, ArchiveListing
from tests.fakes.archives import FakeArchive
from tests.rows import each_row

ACCOUNT = Account(
    id="a1", platform="instagram", handle="majalindgren", url="https://x.example/",
    claim=Claim.MINE, added_at=datetime(2026, 11, 20, tzinfo=UTC),
)  # fmt: skip
ALL, NONE = PublicAnswers(PublicDefault.ALL), PublicAnswers(PublicDefault.NONE)


async def listed(answers: PublicAnswers, cursor: str | None, archive: FakeArchive) -> list[Batch]:
    listing = ArchiveListing(archive, answers)
    return [each async for each in listing.fetch(ACCOUNT, ArchiveDoor(archive), cursor)]


@pytest.mark.parametrize(("first", "then"), [(NONE, ALL), (ALL, NONE)])
async def test_other_answers_than_those_of_the_run_before_list_all_anew(
    first: PublicAnswers, then: PublicAnswers
) -> None:
    archive = FakeArchive()
    cursor = (await listed(first, None, archive))[0].cursor
    again = await listed(then, cursor, archive)
    photos = [photo for batch in again for photo in batch.photos]
    wanted = Visibility.PUBLIC if then is ALL else Visibility.PRIVATE
    assert [photo.visibility for photo in photos] == [wanted] * 6
    assert again[0].complete, "the archive is the same: what it does not list is not there"


async def test_the_same_answers_go_on_where_it_stopped() -> None:
    archive = FakeArchive()
    cursor = (await listed(ALL, None, archive))[0].cursor
    assert [photo for batch in await listed(ALL, cursor, archive) for photo in batch.photos] == []


@each_row("cursor", ["f:9", "", "f:x:y", "x"])
async def test_what_another_version_kept_lists_all(cursor: str) -> None:
    found = await listed(ALL, cursor, FakeArchive())
    assert sum(len(batch.photos) for batch in found) == 6
