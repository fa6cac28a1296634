"""auditor photos: every public photo with what it gives away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.running import on_session, options_of, veil_of
from auditor.cli.unproven import tell_unproven, unproven
from auditor.cli.unread import end_unread
from auditor.domain.photos.photo import Visibility
from auditor.domain.views import Coverage, PhotoQuery, PhotoRow, StoredPhoto
from auditor.messages import _
from auditor.report.veil import Veil
from auditor.report.words.coverage import checked
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
        from auditor.report.json import documents

        async def whole(session: Session) -> tuple[list[StoredPhoto], Coverage]:
            return [photo async for photo in session.stream_photos()], await session.coverage()

        stored, coverage = on_session(context, whole)
        output.document(documents.photos(stored, coverage))
        end_unread(coverage)
        return

    async def rows(
        session: Session,
    ) -> tuple[list[PhotoRow], dict[str, str], tuple[str, ...], Coverage]:
        query = PhotoQuery()
        count = await session.count_photos(query)
        pages = [await session.photo_rows(query, start, _PAGE) for start in range(0, count, _PAGE)]
        listed = [row for page in pages for row in page]
        platforms = {row.platform: platform_name(session, row.platform) for row in listed}
        return listed, platforms, await unproven(session), await session.coverage()

    veil = veil_of(options_of(context), ())
    listed, platforms, without_proof, coverage = on_session(context, rows)
    if listed:
        _tell(listed, platforms, veil)
    elif coverage.why_unread is None:
        output.line(checked(coverage, _("No photo stands there in public.")))
    tell_unproven(without_proof)
    end_unread(coverage)


def _worst(row: PhotoRow) -> str:
    if row.severity is not None:
        return severity(row.severity)
    if row.visibility in {Visibility.PRIVATE, Visibility.FOLLOWERS}:
        return _("not public")
    return "–" if row.width else "?"


def _tell(listed: Sequence[PhotoRow], platforms: Mapping[str, str], veil: Veil) -> None:
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
                _worst(row),
                str(row.findings) if row.findings or row.width else "?",
                _("yes") if row.has_place else "",
                veil.photo(row.id, row.label),
            )
            for row in listed
        ],
    )
