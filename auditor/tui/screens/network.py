"""Every request that left this machine, newest first: nothing happens behind the user's back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from auditor.domain.text.statement import Kind
from auditor.domain.views import NetworkEntry
from auditor.messages import N_, _, ngettext
from auditor.tui.list_page import ListPage
from auditor.tui.text import words
from auditor.tui.text.plain import plain
from auditor.tui.widgets.columns import Column
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList, TitledList

_LIMIT = 1000
_COLUMNS = (
    Column(_("When (UTC)"), 19),
    Column(_("Host"), 24),
    Column(_("Path")),
    Column(_("Answer"), 8),
    Column(_("Received"), 8, least=90, right=True),
    Column(_("Why"), 28, least=120),
)


class NetworkPage(ListPage):
    """A plain list."""

    HELP = N_(
        "All requests of this vault's scans, newest first. Only reads of pages you named; the log "
        "is inside the vault."
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "app.go('overview')", _("Back"))]

    def body(self) -> ComposeResult:
        """A line that counts, and the list."""
        rows: RowList[NetworkEntry] = RowList(
            _COLUMNS,
            self._cells,
            key=lambda entry: f"{entry.at}{entry.path}",
            empty=_("Nothing was sent yet."),
            id="rows",
        )
        yield Prose(id="count")
        yield TitledList(rows, _COLUMNS)

    async def load(self) -> None:
        """Read the newest entries."""
        entries = await self.context.session.network_log(_LIMIT)
        told = ngettext(
            "{count} request, newest first.", "The newest {count} requests.", len(entries)
        ).format(count=len(entries))
        self.query_one("#count", Prose).write(plain(told if entries else "", "$quiet"))
        self.query_one("#rows", RowList).show(entries)

    def _cells(self, entry: NetworkEntry) -> Sequence[Content]:
        veil = self.context.veil
        answer = _("refused") if entry.status is None else str(entry.status)
        return (
            plain(entry.at.strftime("%Y-%m-%d %H:%M:%S"), "$quiet"),
            plain(veil.word(entry.host, Kind.URL), "bold", limit=80),
            plain(veil.word(entry.path, Kind.URL)),
            plain(answer, "$text-warning" if entry.status is None else ""),
            plain(words.size(entry.received_bytes), "$quiet"),
            self.sentence(f"{entry.purpose} {entry.note}".strip(), "$quiet"),
        )
