"""auditor sources: what this program can read, and what each was tried on."""

from __future__ import annotations

from typing import Annotated

import typer

from auditor.cli import output
from auditor.cli.running import opening_of, options_of
from auditor.domain.archives.readable import SourceState
from auditor.messages import _
from auditor.report.json import archives
from auditor.report.words.archives import source_kind, tried_on


def sources(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """List what can be read: platforms, archives that they hand out, pages. Asks nobody."""
    from auditor.wiring import readable

    known = readable(opening_of(options_of(context)))
    if as_json:
        output.document(archives.sources(known))
        return
    output.table(
        (_("name"), _("read as"), _("tried on"), _("state")),
        [
            (_(each.title) or each.name, source_kind(each), tried_on(each), each.state.value)
            for each in known
        ],
    )
    if any(each.state is SourceState.OFF for each in known):
        output.line(
            _(
                "off: untested. It was written after documentation and never met a real answer; "
                "sources.untested in the settings switches it on (docs/settings.md)."
            )
        )
    output.line(_("'auditor import' brings in an archive. Nothing of it leaves this device."))
