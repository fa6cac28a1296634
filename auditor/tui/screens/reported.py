"""Links that the person reported: how each stands, its clock, and what comes next.

Works without accounts. Nothing is asked of anybody before the box that says so was answered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from auditor.domain.outside.reported import LinkLook, ReportedLink
from auditor.domain.text.statement import Kind
from auditor.engine.outside.reported import ReportedEntry
from auditor.messages import N_, _
from auditor.report.words import reported as words
from auditor.tui.base.messages import Route
from auditor.tui.list_page import ListPage
from auditor.tui.text import reported as texts
from auditor.tui.text.plain import lines, plain, row
from auditor.tui.widgets.columns import Column
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList

_COLUMNS = (
    Column(_("State"), 22),
    Column(_("Link")),
    Column(_("Clock"), 15),
    Column(_("Reported"), 10, least=90),
)


class ReportedPage(ListPage):
    """The list, and beside or below it all that is known of one link."""

    HELP = N_(
        "Links to pictures of you that you reported. a writes one down, s asks them again once it "
        "said whom, j says what comes next and has the letter for it, d closes one, r opens it "
        "again. All stays in this vault. D switches the line off that tells at the start "
        "how many have a date."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.close_top", _("Back")),
        Binding("a", "app.go('add-reported')", _("Add")),
        Binding("s", "look", _("Look now")),
        Binding("j", "next_step", _("Next step")),
        Binding("d", "mark('done')", _("Done")),
        Binding("r", "mark('open')", _("Reopen"), show=False),
        Binding("D", "dates", _("Line at the start"), show=False),
    ]

    def body(self) -> ComposeResult:
        """List and words."""
        rows: RowList[ReportedEntry] = RowList(
            _COLUMNS,
            self._cells,
            key=lambda entry: entry.link.id,
            empty=_("Nothing is written down yet. Press a to add a link."),
            id="rows",
        )
        yield from self.split(rows, _COLUMNS)

    async def load(self) -> None:
        """Read what is written down. Asks nobody."""
        entries = await self.context.session.reported.entries()
        rows = self.query_one("#rows", RowList)
        rows.show(entries, cursor=rows.cursor)
        if not entries:
            self.query_one("#about", Prose).write(lines(*self._begin()))

    def _cells(self, entry: ReportedEntry) -> Sequence[Content]:
        reported = entry.link.report.on
        return (
            texts.state(entry.link),
            plain(self._address(entry.link), "bold", limit=300),
            texts.clock_short(entry, self.context.clock()),
            plain("" if reported is None else f"{reported:%Y-%m-%d}", "$quiet"),
        )

    def _address(self, link: ReportedLink) -> str:
        return self.context.veil.word(link.url, Kind.URL)

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        if isinstance(event.row, ReportedEntry):
            self.query_one("#about", Prose).write(lines(*self._about(event.row)))
            self.query_one("#detail").scroll_home(animate=False)

    @on(RowList.Opened)
    def _opened(self) -> None:
        self.action_next_step()

    @staticmethod
    def _begin() -> Iterator[Content]:
        """Say what this is for where nothing is written down."""
        yield plain(
            _(
                "Does a picture of you stand somewhere, and did you report it? Write the link "
                "down here. You then see how long they have, where a law sets a time; whether it "
                "is still there; and what comes next if nothing happens."
            )
        )
        yield plain(_("Nothing is asked of anybody until you press s and say yes."), "$quiet")

    def _about(self, entry: ReportedEntry) -> Iterator[Content]:
        link, now = entry.link, self.context.clock()
        yield plain(self._address(link), "bold", limit=600)
        if entry.clock is not None and link.open:
            yield plain(texts.clock_long(entry.clock, now), "bold")
        yield from (plain(line, limit=800) for line in entry.next.says)
        yield plain(_("j: what comes next, and whom to turn to · d: close it"), "$quiet")
        yield from self._told(link)
        if link.history:
            yield plain(_("What each look showed, the last one first:"), "bold $accent")
            yield from (self._look(look) for look in reversed(link.history))

    def _told(self, link: ReportedLink) -> Iterator[Content]:
        """Yield what the person wrote down."""
        yield plain("")
        if link.adult:
            masked = self.context.veil.on
            yield plain(words.reported(link.report, masked=masked), "$quiet", limit=400)
            yield plain(words.kind(link.kind), "$quiet")
        yield plain(_("written down {time}").format(time=words.time(link.added_at)), "$quiet")

    def _look(self, look: LinkLook) -> Content:
        return row(
            plain(f"{words.time(look.at)}  ", "$quiet"),
            plain(f"{texts.looked(look.state)}  ", "bold"),
            self.sentence(look.said),
        )

    # what the keys do

    @property
    def _entry(self) -> ReportedEntry | None:
        entry = self.query_one("#rows", RowList).row
        return entry if isinstance(entry, ReportedEntry) else None

    def action_look(self) -> None:
        """Ask before the links are asked again."""
        self.go(Route.LOOK_REPORTED)

    def action_next_step(self) -> None:
        """Say what comes next for the link under the cursor."""
        if self._entry is not None:
            self.go(Route.NEXT_REPORTED, self._entry.link.id)

    def action_mark(self, state: str) -> None:
        """Close the link under the cursor, or open it again."""
        entry = self._entry
        if entry is not None and entry.link.open is (state == "done"):
            self.start("mark", self._mark, entry.link.id, state == "done")

    async def _mark(self, id_: str, done: bool) -> None:
        reported = self.context.session.reported
        if done:
            await reported.done(id_)
            said = _("Closed: it is not looked at any more.")
        else:
            await reported.reopen(id_)
            said = _("Open again.")
        back = partial(reported.reopen if done else reported.done, id_)
        self.done(said, _("a reported link, closed or opened"), back)
        self.reload()

    def action_dates(self) -> None:
        """Switch the line at the start off or on."""
        self.start("dates", self._dates)

    async def _dates(self) -> None:
        reported = self.context.session.reported
        tells = not await reported.tells_at_start()
        await reported.tell_at_start(on=tells)
        said = (
            _("At the start a line says how many links have a date.")
            if tells
            else _("At the start nothing is said of dates.")
        )
        self.done(said, _("the line at the start"), partial(reported.tell_at_start, on=not tells))
