"""auditor photos: every public photo with what it gives away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.drawn import charts
from auditor.cli.running import on_session, options_of, veil_of
from auditor.cli.told.unproven import tell_unproven, unproven
from auditor.cli.told.unread import end_unread
from auditor.domain.photos.photo import Visibility
from auditor.domain.views import Coverage, PhotoQuery, PhotoRow
from auditor.messages import _
from auditor.report.veil import Veil
from auditor.report.words.coverage import checked
from auditor.report.words.platforms import platform_name
from auditor.report.words.words import severity

if TYPE_CHECKING:
    from auditor.engine.session import Session

_PAGE = 2000
"""Rows read at a time: each page passes over those before it in an index."""


def photos(
    context: typer.Context,
    chart: Annotated[
        bool, typer.Option("--chart", help=_("Draw it, with the same in words below."))
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """List the photos that were found."""
    if as_json:
        end_unread(on_session(context, _document))
        return
    if chart:
        end_unread(on_session(context, charts.tell_photos))
        return
    veil = veil_of(options_of(context), ())

    async def rows(session: Session) -> tuple[int, tuple[str, ...], Coverage]:
        return await _tell(session, veil), await unproven(session), await session.coverage()

    number, without_proof, coverage = on_session(context, rows)
    if not number and coverage.why_unread is None:
        output.line(checked(coverage, _("No photo stands there in public.")))
    tell_unproven(without_proof)
    end_unread(coverage)


async def _document(session: Session) -> Coverage:
    from auditor.report.json import streams

    coverage = await session.coverage()
    await output.pieces(streams.photos(session.stream_photos(), coverage))
    return coverage


def _worst(row: PhotoRow) -> str:
    if row.severity is not None:
        return severity(row.severity)
    if row.visibility in {Visibility.PRIVATE, Visibility.FOLLOWERS}:
        return _("not public")
    return "–" if row.width else "?"


async def _tell(session: Session, veil: Veil) -> int:
    """Write a row for each photo, read by the page, and return how many there are."""
    table = output.LongTable(
        _("id"),
        _("platform"),
        _("size"),
        _("posted"),
        _("worst"),
        _("findings"),
        _("place"),
        _("name or text"),
    )
    query, platforms = PhotoQuery(), dict[str, str]()
    count = await session.count_photos(query)
    for start in range(0, count, _PAGE):
        for row in await session.photo_rows(query, start, _PAGE):
            if row.platform not in platforms:
                platforms[row.platform] = platform_name(session, row.platform)
            table.add(
                row.id,
                platforms[row.platform],
                f"{row.width}×{row.height}" if row.width else "?",
                row.posted_at.date().isoformat() if row.posted_at else "?",
                _worst(row),
                str(row.findings) if row.findings or row.width else "?",
                _("yes") if row.has_place else "",
                veil.photo(row.id, row.label),
            )
    if count:
        table.write()
    return count
