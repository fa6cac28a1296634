"""How what proven accounts lead to is told, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from auditor.cli import output
from auditor.cli.running import shown
from auditor.domain.outside.discovery import Discovered
from auditor.domain.text.statement import Kind
from auditor.messages import _
from auditor.report.words.forgotten import candidates as words

if TYPE_CHECKING:
    from auditor.cli.options import GlobalOptions


def tell(found: Discovered, left_out: Sequence[str], source: str, options: GlobalOptions) -> None:
    """Write candidates, what could not be told, what was not asked, and what to do next."""
    if found.candidates:
        output.table(
            (_("site"), _("address"), _("certainty"), _("what speaks for it")),
            [
                (
                    shown(options, each.platform, Kind.URL),
                    shown(options, each.url, Kind.URL),
                    words.certainty(each),
                    words.signs(each),
                )
                for each in found.candidates
            ],
        )
    else:
        output.line(words.none_found())
    _tell_unknown(found)
    if found.absent:
        output.line(words.absent(found))
    for number, line in enumerate(left_out):
        if not number:
            output.line(_("Not asked:"))
        output.line(f"  - {line}")
    if source:
        output.line(_("The list of sites: {source}.").format(source=source))
    if found.candidates:
        output.line()
        output.line(
            _(
                "A candidate can be somebody else. To put one on your list: 'auditor accounts add "
                "--claim mine', which asks for the address. Instead of mine: not-mine, impostor or "
                "unsure."
            )
        )


def _tell_unknown(found: Discovered) -> None:
    if found.unknown:
        output.line(_("Could not be told, on how many sites:"))
    for line in words.unknown(found):
        output.line(f"  - {line}")
