"""Every public photo, filtered and sorted by the vault; only the rows in sight are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input

from auditor.domain.findings.finding import Severity
from auditor.domain.views import PhotoQuery, PhotoRow, PhotoSort
from auditor.messages import N_, _, ngettext
from auditor.tui.base.messages import Route
from auditor.tui.list_page import ListPage
from auditor.tui.text import words
from auditor.tui.text.plain import plain, row
from auditor.tui.widgets.columns import Column
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList, TitledList
from auditor.tui.widgets.typed_line import TypedLine

_COLUMNS = (
    Column(_("Posted"), 10),
    Column(_("Account"), 20, least=60),
    Column(_("File or description")),
    Column(_("Kind"), 6, least=120),
    Column(_("Size"), 11, least=90, right=True),
    Column(_("Bytes"), 8, least=90, right=True),
    Column(_("Format"), 6, least=120),
    Column(_("Seen by"), 15, least=150),
    Column(_("Place"), 6),
    Column(_("Findings"), 14),
)
_SORTS = {
    PhotoSort.NEWEST: N_("newest first"),
    PhotoSort.OLDEST: N_("oldest first"),
    PhotoSort.LARGEST: N_("largest first"),
    PhotoSort.SEVEREST: N_("severest first"),
}
_LEAST = (None, Severity.LOW, Severity.MEDIUM, Severity.HIGH, Severity.CRITICAL)


class PhotosPage(ListPage):
    """A list of any length with filters above."""

    HELP = N_(
        "One line for each photo that the public can get. / searches file names and descriptions, "
        "O changes the order, S shows only photos "
        "with findings of a severity, P only those with a place, A one account, t also those that "
        "are gone, R takes all filters away. "
        "Enter opens a photo."
    )
    PLACE = Route.PHOTOS
    KEYS_IN_ORDER = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", _("Search"), key_display="/"),
        Binding("O", "order", _("Order")),
        Binding("Z", "app.chart('photos')", _("Chart")),
        Binding("e", "app.act", _("Act as owner")),
        Binding("S", "severity", _("Severity"), show=False),
        Binding("P", "place", _("Place")),
        Binding("A", "account", _("Account"), show=False),
        Binding("t", "gone", _("Gone ones"), show=False),
        Binding("R", "reset", _("No filters")),
        Binding("escape", "leave_search", _("Back to the list"), show=False),
    ]

    def body(self) -> ComposeResult:
        """Filters, list."""
        rows: RowList[PhotoRow] = RowList(
            _COLUMNS,
            self._cells,
            key=lambda photo: photo.id,
            empty=self._none,
            id="rows",
        )
        with Horizontal(id="filters"):
            yield Prose(id="asked")
            yield TypedLine(
                self.context.left.photos.text,
                id="search",
                placeholder=_("/ search"),
                compact=True,
                password=self.context.veil.on,
            )
        yield TitledList(rows, _COLUMNS)

    def _none(self) -> str:
        """Say why no photo stands here."""
        coverage, query = self.context.coverage, self.context.left.photos
        read = coverage is not None and coverage.why_unread is None
        if read and query != PhotoQuery(sort=query.sort):
            return _("No photo fits these filters. Press R to take them away.")
        return self.nothing(_("No photo stands there in public."))()

    async def load(self) -> None:
        """Count, then let the list ask for the pages in sight."""
        session, query = self.context.session, self.context.left.photos
        count = await session.count_photos(query)

        async def page(offset: int, limit: int) -> Sequence[PhotoRow]:
            return await session.photo_rows(query, offset, limit)

        self.query_one("#asked", Prose).write(self._asked(query, count))
        self.query_one("#rows", RowList).show_pages(count, page, cursor=self.context.left.photo)

    def photo_in_hand(self) -> str:
        """Return the photo under the cursor."""
        chosen = self.query_one("#rows", RowList).row
        return chosen.id if isinstance(chosen, PhotoRow) else ""

    def _asked(self, query: PhotoQuery, count: int) -> Content:
        coverage = self.context.coverage
        unread = not count and (coverage is None or coverage.why_unread is not None)
        parts = [
            _("nothing read yet")
            if unread
            else ngettext("{count} photo", "{count} photos", count).format(count=f"{count:,}"),
            _(_SORTS[query.sort]),
        ]
        if query.severity_at_least is not None:
            parts.append(
                _("{severity} or worse").format(
                    severity=words.severity_word(query.severity_at_least)
                )
            )
        if query.has_place:
            parts.append(_("with a place"))
        if query.account is not None:
            state = self.context.state(query.account)
            name = self.context.veil.handle(state.account) if state else query.account
            platform = self.context.title(state.account.platform) if state else ""
            parts.append(f"{platform} {name}".strip())
        if query.include_gone:
            parts.append(_("gone ones too"))
        return plain(" · ".join(parts), limit=160)

    def _cells(self, photo: PhotoRow) -> Sequence[Content]:
        size = f"{photo.width}×{photo.height}" if photo.width and photo.height else "?"
        label = self.context.veil.photo(photo.id, photo.label)
        # What was not looked into has none that are known.
        found: Content = plain(_("none") if photo.width else "?", "$quiet")
        if photo.severity is not None:
            found = row(words.severity(photo.severity), plain(f" {photo.findings}", "$quiet"))
        return (
            plain(words.day(photo.posted_at) or _("no date"), "$quiet"),
            self._account(photo),
            plain(f"{label} ({_('gone')})", "strike $quiet")
            if photo.gone
            else plain(label or _("without a name"), "" if label else "$quiet"),
            plain(words.kind(photo.kind), "$quiet"),
            plain(size),
            plain(words.size(photo.bytes), "$quiet"),
            plain(photo.format or "", "$quiet", limit=12),
            plain(words.visibility(photo.visibility), "$quiet"),
            plain(_("place"), "$text-error") if photo.has_place else plain(""),
            found,
        )

    def _account(self, photo: PhotoRow) -> Content:
        """Return the account first: two of one platform are told apart by it."""
        state = self.context.state(photo.account)
        handle = self.context.veil.handle(state.account) if state is not None else ""
        return row(
            plain(handle, limit=60), plain(f" {self.context.title(photo.platform)}", "$quiet")
        )

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        self.context.left.photo = event.rows.cursor

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        if isinstance(event.row, PhotoRow):
            self.go(Route.PHOTO, event.row.id)

    def _ask(self, query: PhotoQuery, told: str = "", kind: str = "") -> None:
        """Ask for other photos; `told` says what became of the filters."""
        before = self.context.left.photos

        async def back() -> None:
            self.context.left.photos = before
            if self.is_attached:
                self.query_one("#search", Input).value = before.text

        self.context.undo.put(_("a filter"), back, kind)
        if told:
            self.say(told + " " + _("ctrl+z takes it back."))
        self.context.left.photos = query
        self.context.left.photo = 0
        self.start("load", self.load)

    def action_search(self) -> None:
        """Type a search."""
        self.query_one("#search", Input).focus()

    def action_leave_search(self) -> None:
        """Back to the list."""
        self.query_one(RowList).focus()

    @on(Input.Changed, "#search")
    def _searching(self, event: Input.Changed) -> None:
        if event.value.strip() != self.context.left.photos.text:
            self._ask(replace(self.context.left.photos, text=event.value.strip()), kind="search")

    @on(Input.Submitted, "#search")
    def _searched(self) -> None:
        self.query_one(RowList).focus()

    def action_order(self) -> None:
        """Take the next order."""
        sorts = list(PhotoSort)
        query = self.context.left.photos
        self._ask(replace(query, sort=sorts[(sorts.index(query.sort) + 1) % len(sorts)]))

    def action_severity(self) -> None:
        """Ask for more severe ones, then for all again."""
        query = self.context.left.photos
        self._ask(
            replace(
                query,
                severity_at_least=_LEAST[(_LEAST.index(query.severity_at_least) + 1) % len(_LEAST)],
            )
        )

    def action_place(self) -> None:
        """Only photos that tell a place, or all."""
        query = self.context.left.photos
        self._ask(replace(query, has_place=None if query.has_place else True))

    def action_account(self) -> None:
        """Only the next account, then all again."""
        ids = [None, *(state.account.id for state in self.context.states)]
        query = self.context.left.photos
        at = ids.index(query.account) if query.account in ids else 0
        self._ask(replace(query, account=ids[(at + 1) % len(ids)]))

    def action_gone(self) -> None:
        """Show photos that are gone, or not."""
        query = self.context.left.photos
        self._ask(replace(query, include_gone=not query.include_gone))

    def action_reset(self) -> None:
        """Take all filters away."""
        self._ask(PhotoQuery(sort=self.context.left.photos.sort), _("All filters are taken away."))
        self.query_one("#search", Input).value = ""
