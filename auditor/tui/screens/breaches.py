"""Breaches that hold the person's addresses: the gravest first, and what helps.

Shows what is kept and asks nobody; the box on the key s asks, once it said what is sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from auditor.dataclass import dataclass
from auditor.domain.outside.breaches import Breach, BreachLookup, gravest_first
from auditor.domain.text.statement import MASK
from auditor.messages import N_, _
from auditor.report.words import breaches as words
from auditor.tui.base.messages import Route
from auditor.tui.list_page import ListPage
from auditor.tui.text.plain import lines, plain
from auditor.tui.widgets.columns import Column
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList

_COLUMNS = (Column(_("Breach")), Column(_("Leaked"), 40, least=90), Column(_("When"), 10))
_MOST_PASTES = 20


@dataclass(frozen=True, slots=True)
class BreachLine:
    """One line: an address with what is known of it, or one breach that holds it."""

    key: str
    lookup: BreachLookup
    breach: Breach | None = None


class BreachesPage(ListPage):
    """The list, and beside or below it all that is known of one breach."""

    HELP = N_(
        "Breaches that hold your e-mail addresses, as Have I Been Pwned told them. Those that "
        "leaked photos, documents or biometric data stand first. s looks an address up, once it "
        "said what is sent; d says that one is dealt with, r that it is not. An empty list says "
        "nothing: only addresses that you looked up are in it."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.close_top", _("Back")),
        Binding("s", "look", _("Look now")),
        Binding("d", "mark('done')", _("Done")),
        Binding("r", "mark('open')", _("Reopen"), show=False),
    ]

    def body(self) -> ComposeResult:
        """List and words."""
        rows: RowList[BreachLine] = RowList(
            _COLUMNS,
            self._cells,
            key=lambda line: line.key,
            empty=_("No address was looked up yet, so nothing is known. Press s to look one up."),
            id="rows",
        )
        yield from self.split(rows, _COLUMNS)

    async def load(self) -> None:
        """Read what is kept. Asks nobody."""
        kept = await self.context.session.breaches.known()
        rows = self.query_one("#rows", RowList)
        rows.show(list(_listed(kept)), cursor=rows.cursor)
        if not kept:
            self.query_one("#about", Prose).write(self.sentence(words.free_page(), "$quiet"))

    def _cells(self, line: BreachLine) -> Sequence[Content]:
        breach = line.breach
        if breach is None:
            return (self.sentence(words.state(line.lookup), "bold $accent"),)
        sign, style = ("■", "$text-error") if breach.first else ("▾", "$text-warning")
        if not breach.counts:
            sign, style = "–", "$quiet"
        masked = self.context.veil.on
        leaked = ", ".join(words.classes(breach, masked=masked))
        return (
            plain(f"{sign} {words.name(breach, masked=masked)}", style, limit=120),
            plain(leaked, limit=200),
            plain(breach.date, "$quiet"),
        )

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        if isinstance(event.row, BreachLine):
            told = self._address(event.row.lookup)
            if event.row.breach is not None:
                told = self._breach(event.row.breach)
            self.query_one("#about", Prose).write(lines(*told))
            self.query_one("#detail").scroll_home(animate=False)

    def _breach(self, breach: Breach) -> Iterator[Content]:
        masked = self.context.veil.on
        yield plain(words.name(breach, masked=masked), "bold", limit=200)
        leaked = ", ".join(words.classes(breach, masked=masked)) or _("not told")
        yield plain(_("Leaked: {what}").format(what=leaked), limit=2000)
        for mark in words.marks(breach):
            yield plain(f"• {mark}", limit=300)
        helps = tuple(words.helps(breach.leaked)) if breach.counts else ()
        if helps:
            yield plain(_("What helps:"), "bold")
            yield from (plain(f"• {text}", limit=300) for text in helps)
        yield self.sentence(words.source(breach, masked=masked), "$quiet")
        yield self.sentence(words.attribution(), "$quiet")

    def _address(self, lookup: BreachLookup) -> Iterator[Content]:
        yield self.sentence(words.state(lookup), "bold")
        yield plain(words.when(lookup), "$quiet")
        yield plain(words.paste_state(lookup))
        for paste in lookup.pastes[:_MOST_PASTES]:
            name = MASK if self.context.veil.on else paste.title or paste.id
            yield plain(f"  {paste.source}: {name} {paste.date}".rstrip(), limit=300)
        if lookup.cut or len(lookup.pastes) > _MOST_PASTES:
            yield plain(words.cut(), "$quiet")
        yield self.sentence(words.attribution(), "$quiet")

    # what the keys do

    def action_look(self) -> None:
        """Ask before an address is looked up."""
        self.go(Route.ASK_BREACHES)

    def action_mark(self, state: str) -> None:
        """Say that the breach under the cursor is dealt with, or that it is not."""
        line = self.query_one("#rows", RowList).row
        if isinstance(line, BreachLine) and line.breach is not None:
            wanted = state == "done"
            if (line.breach.dealt_with_at is not None) is not wanted:
                self.start("mark", self._mark, line.breach.name, wanted)

    async def _mark(self, name: str, done: bool) -> None:
        book = self.context.session.breaches
        await book.deal_with(name, undo=not done)
        said = (
            _("Dealt with: it no longer counts, and stays on the list.")
            if done
            else _("Open again; it counts.")
        )
        self.done(said, _("a breach, dealt with or not"), partial(book.deal_with, name, undo=done))
        self.reload()


def _listed(kept: Sequence[BreachLookup]) -> Iterator[BreachLine]:
    for lookup in kept:
        yield BreachLine(lookup.id, lookup)
        for breach in gravest_first(lookup.breaches):
            yield BreachLine(f"{lookup.id}:{breach.name}", lookup, breach)
