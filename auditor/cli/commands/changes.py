"""auditor changes: which photos are new, gone or changed since an earlier scan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.drawn import charts
from auditor.cli.running import names_of, on_session, options_of, veil_of
from auditor.cli.told.unread import end_unread
from auditor.domain.changes import ScanComparison
from auditor.domain.views import ChangeKind, Coverage
from auditor.messages import _
from auditor.report.words import changes as changes_words

if TYPE_CHECKING:
    from auditor.cli.options import GlobalOptions
    from auditor.engine.session import Session

_FROM = _("The earlier scan. Without: the one before.")
_TO = _("The later scan. Without: the newest.")


def changes(
    context: typer.Context,
    older: Annotated[str | None, typer.Option("--from", metavar="SCAN", help=_FROM)] = None,
    newer: Annotated[str | None, typer.Option("--to", metavar="SCAN", help=_TO)] = None,
    chart: Annotated[
        bool, typer.Option("--chart", help=_("Draw it, with the same in words below."))
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Compare two of the last ten scans: by question, and which photos are new, gone or changed.

    Of photos, only accounts that are proven, and that both scans read to their end.
    """
    options = options_of(context)
    if chart:
        end_unread(on_session(context, charts.tell_scans))
        return

    async def task(session: Session) -> tuple[ScanComparison, dict[str, str], Coverage]:
        found = await session.changes.between(older, newer)
        return found, await names_of(options, session), await session.coverage()

    found, names, coverage = on_session(context, task)
    if as_json:
        from auditor.report.json import changes as changes_documents

        output.document(changes_documents.changes(found))
    else:
        _tell(found, names, options)
    end_unread(coverage)


def _tell(found: ScanComparison, names: Mapping[str, str], options: GlobalOptions) -> None:
    veil = veil_of(options, ())
    output.line(changes_words.headline(found))
    if found.not_compared:
        output.line(_("Not compared:"))
        for told in found.not_compared:
            output.line(
                f"  ? {names.get(told.account, '')} ({told.account}): {changes_words.reason(told)}"
            )
    for question in found.questions:
        if question.changed:
            output.line(f"  {question.question.value}: {changes_words.of_question(question)}")
    same = changes_words.unchanged(found.questions)
    if same:
        output.line(f"  {same}")
    if found.photos:
        output.table(
            (_("change"), _("id"), _("account"), _("posted"), _("name or text"), _("what changed")),
            [
                (
                    changes_words.change(photo),
                    photo.row.id,
                    names.get(photo.row.account, photo.row.account),
                    photo.row.posted_at.date().isoformat() if photo.row.posted_at else "?",
                    veil.photo(photo.row.id, photo.row.label),
                    changes_words.parts(photo),
                )
                for photo in found.photos
            ],
        )
    summary = changes_words.summary(found)
    if summary:
        output.line(summary)
    if any(photo.change is ChangeKind.GONE for photo in found.photos):
        output.line(_(changes_words.GONE))
    if len(found.scans) > 2:  # noqa: PLR2004 - with two there is only one way to compare them
        output.line(
            _("Scans that are kept: {scans}.").format(
                scans=", ".join(map(changes_words.called, found.scans))
            )
        )
        output.line(_("Others: auditor changes --from SCAN --to SCAN"))
