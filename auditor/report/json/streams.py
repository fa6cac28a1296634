"""Documents that are written as their rows are read: no list of them is whole in memory.

The text is the one that `documents.write` makes of the same body.
"""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Iterable, Mapping
from typing import TypeVar

from auditor.domain.views import Coverage, StoredPhoto
from auditor.report.json import documents
from auditor.report.json.encoding import encoded, indented
from auditor.report.json.photo_document import photo
from auditor.report.json.seen_document import Towns
from auditor.report.json.shapes.photos import PhotoJson

_AT_ONCE = 200
"""Photos whose towns are looked up together."""
_PIECE = 8_000
"""Characters from which on rows are handed on."""
_Row = TypeVar("_Row")


def photos(stored: AsyncIterable[StoredPhoto], coverage: Coverage) -> AsyncGenerator[str, None]:
    """auditor/photos/1."""
    body = {"photos": photo_rows(stored), "nothing_read": documents.nothing_read(coverage)}
    return pieces("photos", body)


def findings(rows: AsyncIterable[object], coverage: Coverage) -> AsyncGenerator[str, None]:
    """auditor/findings/1; `rows` are `documents.finding` of each."""
    body = {"findings": rows, "nothing_read": documents.nothing_read(coverage)}
    return pieces("findings", body)


async def photo_rows(stored: AsyncIterable[StoredPhoto]) -> AsyncGenerator[PhotoJson, None]:
    """Yield each photo as it stands in a document; towns are looked up for many at once."""
    async for page in in_pages(stored):
        towns = Towns(page)
        for each in page:
            yield photo(each, towns.near)


async def pieces(
    name: str, body: Mapping[str, object], version: int = 1
) -> AsyncGenerator[str, None]:
    """Yield the text of one document. What can be iterated asynchronously is a list of rows."""
    yield f'{{\n "schema": "auditor/{name}/{version}"'
    for key, value in body.items():
        yield f",\n {json.dumps(key)}: "
        if isinstance(value, AsyncIterable):
            async for piece in _listed(value):
                yield piece
        else:
            yield indented(value).replace("\n", "\n ")
    yield "\n}"


async def in_pages(rows: AsyncIterable[_Row], size: int = _AT_ONCE) -> AsyncIterator[list[_Row]]:
    """Yield rows by the page."""
    page: list[_Row] = []
    async for row in rows:
        page.append(row)
        if len(page) == size:
            yield page
            page = []
    if page:
        yield page


async def in_order(rows: Iterable[_Row]) -> AsyncGenerator[_Row, None]:
    """Yield rows that are there already, each made only when it is written."""
    for row in rows:
        yield row


async def _listed(rows: AsyncIterable[object]) -> AsyncIterator[str]:
    held, size, before = list[str](), 0, "[\n  "
    async for row in rows:
        text = encoded(row).replace("\n", "\n  ")
        held += (before, text)
        size += len(before) + len(text)
        before = ",\n  "
        if size > _PIECE:  # a step of a plan can name 100,000 photos
            yield "".join(held)
            held, size = [], 0
    yield "".join(held) + ("[]" if before.startswith("[") else "\n ]")
