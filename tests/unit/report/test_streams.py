"""Documents that are written as they are read hold the text of those that are made at once."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.domain.photos.facts import Metadata
from auditor.domain.photos.position import Position
from auditor.domain.views import Coverage, StoredPhoto, WhyUnread
from auditor.report.json import documents, photo_document, streams
from auditor.report.json.encoding import encoded, indented
from auditor.report.json.seen_document import Towns, place_near
from tests import json_shapes
from tests.unit.report.making import ADA, BEA, NASTIER, NOW, InventedSession, photo

_Row = TypeVar("_Row")
EAST = timezone(timedelta(hours=9))
COVERAGES = (Coverage(None, 1, 1), Coverage(WhyUnread.NOT_SCANNED))


async def each(rows: Sequence[_Row]) -> AsyncIterator[_Row]:
    for row in rows:
        yield row


async def joined(pieces: AsyncIterator[str]) -> str:
    return "".join([piece async for piece in pieces])


def stored(number: int) -> StoredPhoto:
    made = photo(
        (ADA, BEA)[number % 2], number, ("a cat", NASTIER, "Zoë \U0001f600 \ud800")[number % 3]
    )
    at = NOW.astimezone(EAST) if number % 2 else None
    published = Metadata(gps=Position(48.1, 11.5, sure=bool(number % 4))) if number % 3 else None
    return replace(
        made,
        photo=replace(made.photo, posted_at=at, published=published),
        facts=made.facts if number % 5 else None,
    )


@pytest.mark.parametrize("coverage", COVERAGES)
@pytest.mark.parametrize("number", [0, 1, 199, 200, 201, 401])
async def test_photos_are_the_same_text(number: int, coverage: Coverage) -> None:
    rows = [stored(each) for each in range(number)]
    told = await joined(streams.photos(each(rows), coverage))
    assert told == documents.photos(rows, coverage)
    assert told.isascii()
    json_shapes.check(told)


@pytest.mark.parametrize("number", [0, 2, 450])
async def test_findings_are_the_same_text(number: int) -> None:
    found = (InventedSession(NASTIER).found * 300)[:number]
    rows = [documents.finding(finding) for finding in found]
    told = await joined(streams.findings(each(rows), COVERAGES[0]))
    assert told == documents.findings(found, COVERAGES[0])
    json_shapes.check(told)


async def test_no_more_rows_are_held_than_a_page() -> None:
    read = 0

    async def rows() -> AsyncIterator[int]:
        nonlocal read
        for number in range(5_000):
            read = number
            yield number

    async for piece in streams.pieces("none", {"rows": rows()}):
        assert len(piece) < 10_000
    assert read == 4_999


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text()
        | st.datetimes(timezones=st.just(UTC)),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_what_is_encoded_is_what_json_says(value: object) -> None:
    told = encoded({"value": value})
    assert told.isascii()
    assert json.loads(told) == json.loads(indented({"value": value}))


def test_what_is_no_value_is_refused() -> None:
    with pytest.raises(TypeError, match="object does not belong"):
        encoded({"value": object()})


@given(
    st.lists(
        st.builds(
            Position,
            st.floats(-95, 95),
            st.floats(-365, 365),
            radius_m=st.sampled_from([None, 1000]),
            sure=st.booleans(),
        ),
        max_size=5,
    )
)
def test_towns_are_those_of_each_position(positions: list[Position]) -> None:
    rows = []
    for number, gps in enumerate(positions):
        made = photo(ADA, number, "a cat")
        rows.append(replace(made, photo=replace(made.photo, published=Metadata(gps=gps))))
    towns = Towns(rows)
    for asked in (*positions, Position(52.52, 13.405), Position(0.1, 0.2), None):
        assert towns.near(asked) == place_near(asked)


def test_a_moment_is_written_in_utc() -> None:
    moment = datetime(2026, 5, 4, 21, 0, tzinfo=EAST)
    made = photo(ADA, 1, "a cat")
    row = photo_document.photo(replace(made, photo=replace(made.photo, posted_at=moment)))
    assert json.loads(encoded(row))["posted_at"] == "2026-05-04T12:00:00Z"
