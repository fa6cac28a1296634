"""auditor photos: every public photo with what it gives away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.running import on_session, options_of
from auditor.cli.unproven import tell_unproven, unproven
from auditor.domain.text.statement import Kind, mask
from auditor.domain.views import PhotoQuery, PhotoRow, StoredPhoto
from auditor.messages import _
from auditor.report.json import documents
from auditor.report.words.platforms import platform_name
from auditor.report.words.words import severity

if TYPE_CHECKING:
    from auditor.engine.session import Session

_PAGE = 500


def photos(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """List the photos that were found."""
    if as_json:

        async def whole(session: Session) -> list[StoredPhoto]:
            return [photo async for photo in session.stream_photos()]

        output.document(documents.photos(on_session(context, whole)))
        return

    async def rows(
        session: Session,
    ) -> tuple[list[PhotoRow], dict[str, str], tuple[str, ...]]:
        query = PhotoQuery()
        count = await session.count_photos(query)
        pages = [await session.photo_rows(query, start, _PAGE) for start in range(0, count, _PAGE)]
        found = [row for page in pages for row in page]
        platforms = {row.platform: platform_name(session, row.platform) for row in found}
        return found, platforms, await unproven(session)

    masked = options_of(context).projector
    listed, platforms, without_proof = on_session(context, rows)
    output.table(
        (
            _("id"),
            _("platform"),
            _("size"),
            _("posted"),
            _("worst"),
            _("findings"),
            _("place"),
            _("name or text"),
        ),
        [
            (
                row.id,
                platforms[row.platform],
                f"{row.width}×{row.height}" if row.width else "?",
                row.posted_at.date().isoformat() if row.posted_at else "?",
                severity(row.severity) if row.severity is not None else "–",
                str(row.findings),
                _("yes") if row.has_place else "",
                mask(row.label, Kind.FILE) if masked else row.label,
            )
            for row in listed
        ],
    )
    tell_unproven(without_proof)
