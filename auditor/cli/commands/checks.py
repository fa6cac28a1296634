"""auditor checks: what is looked for."""

from __future__ import annotations

from typing import Annotated

import typer

from auditor.cli import output
from auditor.cli.parser.check_titles import TITLES
from auditor.messages import _


def checks(
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """List the checks. docs/checks.md tells why each matters and when it is wrong."""
    from auditor.plugins import CHECKS, names

    if as_json:
        from auditor.checks import ALL
        from auditor.report.json import documents

        output.document(documents.checks(ALL, names(CHECKS)))
        return
    output.table(
        (_("id"), _("what it finds")), [(check, _(title)) for check, title in TITLES.items()]
    )
    for name in names(CHECKS):
        output.line(_("plugin: {name}").format(name=name))
