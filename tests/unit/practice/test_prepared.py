"""Facts of the range's pictures that are shipped: they hold for exactly those bytes."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

import auditor
from auditor.cli.options import GlobalOptions
from auditor.cli.own_range.session import practice_session
from auditor.config import ReaderSettings
from auditor.domain.photos.facts import EDITION, Facts
from auditor.domain.photos.reading import Reading
from auditor.practice.catalogue import AVATAR, Catalogue
from auditor.practice.photo_files import PhotoFiles
from auditor.practice.prepared import facts as prepared_facts
from auditor.practice.prepared.facts import SEED, PreparedFacts, facts_for, name_of, prepared_for
from auditor.practice.prepared.readers import PreparedReaders
from auditor.practice.range import PracticeRange
from auditor.practice.stories.cast import Cast, cast_of
from auditor.practice.stories.read import story_keys
from auditor.readers.process.pool import ReaderPool
from tests.examples import TIMES
from tests.fakes.engine import FakeReaders
from tests.prepared import casts, why_old
from tests.rows import each_row

CASTS = {name_of(cast): cast for cast in casts()}
SCANNED = list(CASTS) if TIMES > 1 else list(CASTS)[:: len(story_keys())]
"""A scan draws all pictures of a range; `make prove` scans them all."""
FOLDER = Path(auditor.__file__).parent / "practice" / "prepared"
_MOST_BYTES = 40_000


class SmallFakes(FakeReaders):
    async def small(self, data: bytes) -> Reading | None:
        return Reading(replace(_facts(data), turn=6), b"small")


def _facts(data: bytes) -> Facts:
    return Facts(hashlib.sha256(data).hexdigest(), len(data), 8, 6, "JPEG", edition=EDITION)


async def test_what_is_known_holds_for_exactly_those_bytes() -> None:
    inner = SmallFakes()
    readers = PreparedReaders(inner, {_facts(b"known").sha256: _facts(b"known")})
    found = await readers.read(b"known", file_name="IMG_1.jpg")
    assert found.thumbnail == b"small"
    assert found.facts == replace(
        _facts(b"known"),
        metadata=replace(found.facts.metadata, file_name="IMG_1.jpg"),
        turn=6,
    )
    assert found.facts.metadata.file_name == "IMG_1.jpg"
    assert inner.reads == 0
    other = await readers.read(b"knowN")
    assert (inner.reads, other.facts.sha256) == (1, hashlib.sha256(b"knowN").hexdigest())
    # what a private list is compared with is not prepared
    watched = await SmallFakes().read(b"known")
    assert (await PreparedReaders(inner, {}).read(b"known")).facts == watched.facts


def test_facts_of_other_readers_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    assert facts_for(cast_of())
    monkeypatch.setattr(prepared_facts, "EDITION", EDITION + 1)
    assert facts_for(cast_of()) == {}


@each_row("name", CASTS)
def test_no_story_is_out_of_date(name: str) -> None:
    assert why_old(CASTS[name]) == "", f"{name}: run python -m tests.prepared write {name}"


def test_nothing_is_prepared_but_what_there_is_and_it_is_small() -> None:
    made = {file.name.removesuffix(".json.xz"): file.stat().st_size for file in FOLDER.glob("*.xz")}
    assert set(made) <= set(CASTS)
    assert max(made.values()) < _MOST_BYTES
    assert all(facts.edition == EDITION for facts in facts_for(cast_of()).values())
    found = prepared_for(name_of(cast_of()))
    assert found is not None
    assert msgspec.json.decode(msgspec.json.encode(found), type=PreparedFacts) == found


def _drawn(cast: Cast) -> str:
    """The digest of a picture that is served as its owner uploaded it."""
    catalogue = Catalogue(SEED, cast=cast)
    site = next(spec for spec in cast.accounts if spec.platform == "atproto")
    shot = catalogue.profile_shot(cast.person(site.person), AVATAR)
    return hashlib.sha256(PhotoFiles(catalogue).upload(shot)).hexdigest()


def test_what_is_drawn_now_is_what_was_prepared() -> None:
    assert _drawn(cast_of("juno")) in facts_for(cast_of("juno"))


async def test_a_small_picture_is_made_without_looking_at_it() -> None:
    cast = cast_of("juno")
    catalogue = Catalogue(SEED, cast=cast, same_size=True)
    data = PhotoFiles(catalogue).upload(catalogue.profile_shot(cast.people[0], AVATAR))
    settings = ReaderSettings(vision=False, workers=1)
    async with ReaderPool(settings, thumbnails=True) as pool:
        made = await pool.small(data)
        assert made is not None
        assert made.thumbnail is not None
        assert made.thumbnail[8:12] == b"WEBP"
        assert made.facts.turn == 1
        none = await pool.small(b"no picture")
        assert none is not None
        assert (none.thumbnail, none.facts.turn) == (None, None)
    async with ReaderPool(settings, thumbnails=False) as pool:
        assert await pool.small(data) is None


@pytest.mark.slow
@pytest.mark.parametrize("name", SCANNED)
async def test_a_scan_reads_no_picture(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cast, missed = CASTS[name], list[int]()
    story = cast.people[0].key if len(cast.people) == 1 else ""

    async def read(_pool: ReaderPool, data: bytes, **_options: object) -> object:
        missed.append(len(data))
        raise AssertionError("a picture is not prepared")

    monkeypatch.setattr(ReaderPool, "read", read)
    async with PracticeRange(seed=SEED, story=story, level=cast.level) as practice:
        for person in cast.people:
            session = await practice_session(GlobalOptions(), practice, person.key)
            try:
                await session.scan(None, None)
            finally:
                await session.close()
    assert not missed
