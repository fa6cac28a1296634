"""What readers could not look for is counted while photos are judged.

It is told on the first page.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from auditor.domain.photos.facts import EDITION, Facts, Unread
from auditor.domain.views import StoredPhoto
from auditor.engine.judge.unread_counts import gaps, gaps_of, keep_gaps
from tests.fakes.engine import House
from tests.fakes.people import stored

MISSING = 'not installed; to install it: pip install "auditor[vision]"'


def made(
    number: int, *unread: Unread, edition: int = EDITION, account: str = "mine"
) -> StoredPhoto:
    template = stored(1)
    return StoredPhoto(
        replace(template.photo, id=f"p{number}", account=account),
        Facts("ab" * 32, 1, unread=unread, edition=edition),
    )


async def told(home: House, *photos: StoredPhoto) -> list[str]:
    packed = Counter(gaps_of(each, {"mine"}) for each in photos)
    await keep_gaps(home.vault, [pair for pair in packed.items() if pair[0]])
    return await gaps(home.vault)


async def test_nothing_is_told_where_everything_was_read(home: House) -> None:
    assert await gaps(home.vault) == []
    assert await told(home, made(1), made(2)) == []


async def test_readers_that_miss_the_same_part_stand_in_one_line(home: House) -> None:
    lines = await told(
        home,
        *(made(index, Unread("faces", MISSING), Unread("text", MISSING)) for index in range(3)),
    )
    assert lines == [f"Faces, Text in pictures, in 3 photos: not looked for ({MISSING})."]


async def test_metadata_that_could_not_be_read_is_told(home: House) -> None:
    lines = await told(home, made(1, Unread("exif", "cut off")), made(2, Unread("xmp", "cut off")))
    assert lines == ["Metadata, in 2 photos: not all could be told (cut off)."]


async def test_a_film_that_was_not_looked_at_does_not_cost_the_rest(home: House) -> None:
    lines = await told(home, made(1, Unread("further", "a film")))
    assert lines == ["Further pictures in the files, in 1 photo: not all could be told (a film)."]


async def test_other_readers_and_other_peoples_photos_are_not_counted(home: House) -> None:
    assert (
        await told(
            home,
            made(1, Unread("exifread", "cut off")),
            made(2, Unread("faces", MISSING), account="else"),
        )
        == []
    )


async def test_photos_of_an_older_edition_are_told(home: House) -> None:
    (line,) = await told(home, made(1, edition=1))
    assert "read before all was looked for" in line


async def test_the_first_page_tells_them(home: House) -> None:
    await told(home, made(1, Unread("faces", "turned off in the settings")))
    page = await home.session.overview()
    assert "Faces, in 1 photo: not looked for (turned off in the settings)." in page.not_checked
    assert not any("this version does not read" in line for line in page.not_checked)
