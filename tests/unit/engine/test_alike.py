"""Several files of one picture are measured together."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from auditor.domain.photos.facts import Facts, Metadata
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role
from auditor.domain.photos.position import Position
from auditor.domain.photos.reading import Reading
from auditor.domain.views import StoredPhoto
from auditor.engine.private_watch import Watch
from auditor.engine.scan.measure import Measurer
from auditor.errors import Unreachable
from auditor.ports import Answer
from tests.fakes.engine import FakeHttp, FakeReaders

PLACE = Position(52.52, 13.405)
HERE = "https://site.example"


@dataclass
class Readers(FakeReaders):
    """Reads `WIDTH HEIGHT` and whatever else was said of the file."""

    said: dict[bytes, Metadata] = field(default_factory=dict)

    async def read(
        self, data: bytes, *, file_name: str | None = None, watch: bool = False
    ) -> Reading:
        self.reads += 1
        width, height = data.split()[:2]
        facts = Facts(data.decode(), len(data), int(width), int(height), edition=self.edition)
        said = self.said.get(data, Metadata())
        return Reading(replace(facts, metadata=replace(said, file_name=file_name)), data)


def stored(*roles: tuple[str, Role]) -> StoredPhoto:
    renditions = tuple(Rendition(f"{HERE}/{name}", role) for name, role in roles)
    photo = Photo(
        "p1", "a1", "website", PhotoKind.FILE, HERE, renditions[0].url, renditions, file_name="x"
    )
    return StoredPhoto(photo, None)


async def measured(
    photo: StoredPhoto, readers: Readers, files: dict[str, Answer | Exception | bytes]
) -> tuple[StoredPhoto, bytes | None, FakeHttp]:
    http = FakeHttp(
        {
            f"{HERE}/{name}": Answer(f"{HERE}/{name}", 200, {"etag": f'"{name}"'}, told)
            if isinstance(told, bytes)
            else told
            for name, told in files.items()
        }
    )
    done = await Measurer(readers, 1_000_000, Watch()).measure(photo, http)
    return done.stored, done.thumbnail, http


TWO = (("x.webp", Role.SERVED), ("x.jpg", Role.ALIKE))
FILES: dict[str, Answer | Exception | bytes] = {"x.webp": b"1600 1200 w", "x.jpg": b"1600 1200 j"}


async def test_of_one_size_the_file_that_tells_more_is_in_front() -> None:
    readers = Readers(said={b"1600 1200 j": Metadata(gps=PLACE)})
    found, thumbnail, _http = await measured(stored(*TWO), readers, FILES)
    assert found.photo.media_url == f"{HERE}/x.jpg"
    assert found.photo.file_name == "x.jpg"
    assert [(each.url[-4:], each.role) for each in found.photo.renditions] == [
        ("webp", Role.ALIKE),
        (".jpg", Role.SERVED),
    ]
    assert found.facts is not None
    assert (found.facts.sha256, found.facts.metadata.gps) == ("1600 1200 j", PLACE)
    assert thumbnail == b"1600 1200 j"


async def test_what_only_a_smaller_file_tells_is_known_of_the_picture() -> None:
    readers = Readers(said={b"800 600 j": Metadata(gps=PLACE)})
    found, _thumbnail, _http = await measured(
        stored(*TWO), readers, FILES | {"x.jpg": b"800 600 j"}
    )
    assert found.photo.media_url == f"{HERE}/x.webp"
    assert found.facts is not None
    assert (found.facts.width, found.facts.metadata.gps) == (1600, PLACE)


async def test_a_file_that_is_larger_than_thought_is_in_front() -> None:
    found, _thumbnail, _http = await measured(
        stored(*TWO), Readers(), FILES | {"x.jpg": b"3200 2400 j"}
    )
    assert found.photo.media_url == f"{HERE}/x.jpg"


async def test_what_could_not_be_fetched_is_told_and_what_is_gone_is_not() -> None:
    for told, reasons in (
        (Unreachable("no connection"), ["files"]),
        (Answer(HERE, 403, {}), ["files"]),
        (Answer(HERE, 404, {}), []),
    ):
        found, _thumbnail, _http = await measured(stored(*TWO), Readers(), FILES | {"x.jpg": told})
        assert found.facts is not None
        assert [unread.reader for unread in found.facts.unread] == reasons
        assert not found.reason_unread


async def test_where_the_largest_is_gone_the_others_are_measured() -> None:
    found, _thumbnail, _http = await measured(
        stored(*TWO), Readers(), FILES | {"x.webp": Answer(HERE, 404, {})}
    )
    assert found.photo.media_url == f"{HERE}/x.jpg"
    assert found.facts is not None


async def test_nothing_is_read_again_while_each_file_is_as_it_was() -> None:
    readers = Readers()
    found, _thumbnail, _http = await measured(stored(*TWO), readers, FILES)
    same: dict[str, Answer | Exception | bytes] = {name: Answer(HERE, 304, {}) for name in FILES}
    again, thumbnail, http = await measured(found, readers, same)
    assert (readers.reads, thumbnail) == (2, None)
    assert again == found
    assert {request.headers["If-None-Match"] for request in http.asked} == {'"x.webp"', '"x.jpg"'}
    changed, _thumbnail, _http = await measured(found, readers, FILES | {"x.jpg": b"1600 1200 new"})
    assert changed.facts is not None
    assert readers.reads == 4


async def test_the_role_of_a_single_file_stays() -> None:
    found, _thumbnail, _http = await measured(
        stored(("x.jpg", Role.UPLOADED)), Readers(), {"x.jpg": b"80 60 a"}
    )
    (only,) = found.photo.renditions
    assert (only.role, only.width) == (Role.UPLOADED, 80)
