"""The private hash list: label, date and kind, possible matches, and what to hand over.

Never a picture, a name or a hash.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content

from auditor.domain.private import PrivateEntry, PrivateKind, PrivateMatch
from auditor.domain.text.statement import Kind
from auditor.guidance import handover
from auditor.messages import N_, _, ngettext
from auditor.tui.base.messages import Route
from auditor.tui.list_page import ListPage
from auditor.tui.text import words
from auditor.tui.text.plain import lines, plain, row
from auditor.tui.text.shell import told_lines
from auditor.tui.widgets.columns import Column
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList, TitledList

_COLUMNS = (Column(_("Label")), Column(_("Added"), 12), Column(_("Kind"), 10))
_SHOWN_MATCHES = 5


class PrivatePage(ListPage):
    """The list, and beside or below it what was found and what can be done."""

    HELP = N_(
        "Hashes of images you worry about, kept in this vault and nowhere else. A scan compares "
        "your accounts with them. It stops nothing "
        "and tells nobody; only Take It Down (under 18) or StopNCII (adults only) tell platforms."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "app.go('add-private')", _("Add")),
        Binding("delete,backspace", "remove", _("Remove"), key_display="del"),
        Binding("f", "app.go('findings')", _("Findings")),
        Binding("escape", "app.go('overview')", _("Back")),
    ]

    def body(self) -> ComposeResult:
        """The list and the words."""
        rows: RowList[PrivateEntry] = RowList(
            _COLUMNS,
            self._cells,
            key=lambda entry: entry.id,
            empty=_("Nothing is on the list. Press a to add an image."),
            id="rows",
        )
        with Container(id="split"):
            yield TitledList(rows, _COLUMNS)
            with VerticalScroll(id="side"):
                yield Prose(id="found")
                yield Prose(id="page")

    async def load(self) -> None:
        """Read the list and the possible matches."""
        private = self.context.session.private
        entries = await private.entries()
        self.query_one("#rows", RowList).show(entries)
        self.query_one("#found", Prose).write(
            self._found(await private.matches(), await private.outdated()) if entries else plain("")
        )
        self.query_one("#page", Prose).write(_steps(handover.HANDOVER))

    def _cells(self, entry: PrivateEntry) -> Sequence[Content]:
        kind = _("picture") if entry.kind is PrivateKind.PICTURE else _("video")
        label = self.context.veil.word(entry.label, Kind.NAME)
        return (
            plain(label, "bold", limit=80),
            plain(words.day(entry.added_at), "$quiet"),
            plain(kind),
        )

    def _found(
        self, matches: Sequence[PrivateMatch], outdated: Mapping[PrivateKind, int]
    ) -> Content:
        older = (
            [plain(handover.tell_outdated(outdated), "$text-warning", limit=800)]
            if outdated
            else []
        )
        if not matches:
            return lines(
                *older,
                plain(
                    self.nothing(_("No possible match in the photos that were compared."))(),
                    "$quiet",
                    limit=400,
                ),
                *(plain(step, "$quiet", limit=1000) for step in handover.steps(handover.NONE)),
                plain(""),
            )
        count = ngettext(
            "{count} possible match on your accounts.",
            "{count} possible matches on your accounts.",
            len(matches),
        )
        told = [plain(count.format(count=len(matches)), "bold $text-warning")]
        told += [self._match(match) for match in matches[:_SHOWN_MATCHES]]
        missed = (plain(step, "$quiet", limit=1000) for step in handover.often_missed())
        return lines(*older, *told, _steps(handover.POSSIBLE), *missed, plain(""))

    def _match(self, match: PrivateMatch) -> Content:
        state = self.context.state(match.account)
        where = (
            ""
            if state is None
            else f"{self.context.title(state.account.platform)} "
            f"{self.context.veil.handle(state.account)}"
        )
        label = self.context.veil.word(match.label, Kind.NAME)
        sure = (
            _("likely: a second look agrees")
            if match.hit.confirmed
            else _("possible: look at it yourself, it may be another picture")
        )
        return row(
            plain(f"• {label}", limit=80), plain(f"  {where}  ", limit=120), plain(sure, "$quiet")
        )

    def action_remove(self) -> None:
        """Ask before the image under the cursor is forgotten."""
        entry = self.query_one(RowList).row
        if isinstance(entry, PrivateEntry):
            self.go(Route.REMOVE_PRIVATE, entry.id)


def _steps(part: str) -> Content:
    numbered = [
        plain(f"{number}. {step}", limit=1000)
        for number, step in enumerate(told_lines(handover.steps(part)), 1)
    ]
    return lines(plain(handover.title(part), "bold $accent"), *numbered)
