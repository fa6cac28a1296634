"""What ties the user's accounts together, and the fewest photos to remove."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from auditor.dataclass import dataclass
from auditor.domain.links import AccountLink, Cut, CutFor, Links
from auditor.domain.photos.photo import PhotoKind
from auditor.domain.text.statement import Kind
from auditor.domain.views import PhotoRow
from auditor.messages import N_, _, ngettext
from auditor.report.words import links as links_words
from auditor.tui.base.context import Context
from auditor.tui.base.messages import Route
from auditor.tui.list_page import ListPage
from auditor.tui.text import words
from auditor.tui.text.plain import lines, plain, row
from auditor.tui.text.shell import told_lines
from auditor.tui.widgets.columns import Column
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList

_COLUMNS = (Column(_("What ties, and what cuts it")),)
_MOST_PHOTOS = 200
"""Photos of one cut in the list; a plan of more is not worked through by hand."""
_MOST_TIES = 100


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One line: a link; or a cut, alone or with one of its photos."""

    key: str
    link: AccountLink | None = None
    cut: Cut | None = None
    photo: PhotoRow | None = None


class LinksPage(ListPage):
    """Links and cuts, and in words what stands under the cursor."""

    HELP = N_(
        "Each line with ⇄ is a pair of your accounts that a stranger can tie together; below are, "
        "for each account, the fewest photos to "
        "remove so that no photo ties it. Enter opens a photo. Mark accounts to keep apart with i "
        "on the accounts screen. "
        "This is computed from what was scanned, and kept in the vault until that changes."
    )
    PLACE = Route.LINKS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "app.go('accounts')", _("Keep apart")),
        Binding("Z", "app.chart('links')", _("Chart")),
        Binding("escape", "app.go('overview')", _("Back")),
    ]

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item)
        self._found: Links | None = None
        self._names: Mapping[str, str] = {}

    def body(self) -> ComposeResult:
        """One line that is always true, then list and words."""
        rows: RowList[LinkRow] = RowList(
            _COLUMNS,
            self._cells,
            key=lambda line: line.key,
            empty=self.nothing(_(links_words.UNTIED), 2),
            waiting=_("Comparing your accounts…"),
            id="rows",
        )
        yield Prose(
            plain(_("Computed from what was scanned, and kept in the vault alone."), "$quiet"),
            id="lead",
        )
        yield from self.split(rows, _COLUMNS)

    async def load(self) -> None:
        """Compute the links."""
        exposure = self.context.session.exposure
        found = self._found = await exposure.links()
        self._names = self._told_apart()
        wanted = [photo for cut in found.cuts for photo in cut.photos[:_MOST_PHOTOS]]
        photos = {shown.id: shown for shown in await exposure.rows(wanted)}
        shown = list(_rows(found, photos))
        rows = self.query_one("#rows", RowList)
        rows.show(shown, cursor=rows.cursor)
        if not shown:
            self.query_one("#about", Prose).write(self._general())

    def _told_apart(self) -> dict[str, str]:
        """Return how to name the accounts, with the address where two would look the same."""
        names: dict[str, str] = {}
        for state in self.context.states:
            title = self.context.title(state.account.platform)
            names[state.account.id] = f"{self.context.veil.handle(state.account)} ({title})"
        same = {name for name, count in Counter(names.values()).items() if count > 1}
        for number, state in enumerate(self.context.states, 1):
            name = names[state.account.id]
            if name in same:
                address = self.context.veil.word(state.account.url, Kind.URL)
                alike = self.context.veil.on or not address
                names[state.account.id] = f"{name} {number}" if alike else f"{name} {address}"
        return names

    def _called(self, account: str) -> str:
        return self._names.get(account) or _("an account that is gone")

    def _cells(self, line: LinkRow) -> Sequence[Content]:
        if line.link is not None:
            ties = ngettext("{n} tie", "{n} ties", len(line.link.evidence)).format(
                n=len(line.link.evidence)
            )
            return (
                row(
                    plain(
                        f"⇄ {self._called(line.link.a)}  {self._called(line.link.b)}",
                        "bold",
                        limit=200,
                    ),
                    plain(f"  {ties}", "$quiet"),
                ),
            )
        if line.photo is not None:
            label = self._label(line.photo)
            change = _("  (avatar: change it)") if line.photo.kind is PhotoKind.AVATAR else ""
            return (row(plain(f"   • {label}", limit=120), plain(change, "$quiet")),)
        if line.cut is not None:
            count = len(line.cut.photos)
            told = (
                ngettext("{n} photo to remove", "{n} photos to remove", count).format(n=count)
                if count
                else _("no photo to remove")
            )
            return (
                row(
                    plain(f"✂ {self._called(line.cut.account)}", "bold $accent", limit=120),
                    plain(f"  {told}", "$quiet"),
                ),
            )
        return (plain(line.key),)

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        line = event.row
        if not isinstance(line, LinkRow):
            return
        told = (
            self._link(line.link)
            if line.link is not None
            else self._cut(line.cut)
            if line.cut is not None
            else ()
        )
        photo = self._photo(line) if line.photo is not None else ()
        self.query_one("#about", Prose).write(lines(*photo, *told, plain(""), self._general()))
        self.query_one("#detail").scroll_home(animate=False)

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        if isinstance(event.row, LinkRow) and event.row.photo is not None:
            self.go(Route.PHOTO, event.row.photo.id)

    def _link(self, link: AccountLink) -> Iterator[Content]:
        head = _("{a} and {b} can be tied together:").format(
            a=self._called(link.a), b=self._called(link.b)
        )
        yield plain(head, "bold", limit=400)
        ties = list(links_words.told(link, masked=self.context.veil.on))
        yield from (plain(f"- {tie}", limit=600) for tie in ties[:_MOST_TIES])
        if len(ties) > _MOST_TIES:
            more = len(ties) - _MOST_TIES
            yield plain(
                ngettext("and {n} more", "and {n} more", more).format(n=more),
                "$quiet",
            )

    def _label(self, photo: PhotoRow) -> str:
        """Return what tells a photo from others: its name, else when it was posted."""
        day = words.day(photo.posted_at) or _("no date")
        unnamed = _("a photo without a name, posted {day}").format(day=day)
        return self.context.veil.photo(photo.id, photo.label) or unnamed

    def _photo(self, line: LinkRow) -> Iterator[Content]:
        if line.photo is None or line.cut is None:
            return
        yield plain(self._label(line.photo), "bold", limit=300)
        day = words.day(line.photo.posted_at) or _("no date")
        yield plain(
            _("{account}, {day}. Enter opens it.").format(
                account=self._called(line.photo.account), day=day
            ),
            "$quiet",
            limit=300,
        )
        yield plain("")

    def _cut(self, cut: Cut) -> Iterator[Content]:
        name = self._called(cut.account)
        if not cut.others:
            untied = _("{account}: nothing was found that ties it to another account.")
            yield plain(self.nothing(untied.format(account=name), 2)(), limit=400)
            return
        others = ", ".join(self._called(account) for account in cut.others)
        if cut.photos:
            said = ngettext(
                "{account} can be tied to {others}. Removing this photo is enough so that no photo "
                "does:",
                "{account} can be tied to {others}. The fewest photos to remove so that no photo "
                "does are these {n}:",
                len(cut.photos),
            )
            yield plain(
                said.format(account=name, others=others, n=len(cut.photos)), "bold", limit=1000
            )
            yield plain(_("They stand under it in the list."), "$quiet")
        else:
            told = _("{account} can be tied to {others}, but by none of its own photos.")
            yield plain(told.format(account=name, others=others), "bold", limit=1000)
        if cut.remaining:
            yield plain(
                _(
                    "No photo cuts these; change them in the profile, or whatever ties the other "
                    "account ties this one too:"
                )
            )
        for link in cut.remaining:
            other = self._called(link.b if link.a == cut.account else link.a)
            yield from (
                plain(
                    f"- {other}: {links_words.says(evidence, masked=self.context.veil.on)}",
                    limit=600,
                )
                for evidence in link.evidence
            )

    def _general(self) -> Content:
        found = self._found
        if found is None:
            return plain("")
        out = []
        if found.cuts_for is CutFor.LINKED and found.cuts:
            out.append(
                plain(
                    _("No account is marked as kept apart, so here is each one that is linked."),
                    "$quiet",
                )
            )
        one_way = _("{a} links to {b}, which does not link back: a hint for a stranger, no proof.")
        out += [
            plain(one_way.format(a=self._called(a), b=self._called(b)), limit=400)
            for a, b in found.one_way
        ]
        names = {account: self._called(account) for account in found.left_out}
        out += [
            plain(limit, "$quiet", limit=400)
            for limit in told_lines(links_words.limits(found, names))
        ]
        return lines(*out)


def _rows(found: Links, photos: Mapping[str, PhotoRow]) -> Iterator[LinkRow]:
    for link in found.links:
        yield LinkRow(f"{link.a} {link.b}", link=link)
    for cut in found.cuts:
        yield LinkRow(cut.account, cut=cut)
        for photo in cut.photos[:_MOST_PHOTOS]:
            if photo in photos:
                yield LinkRow(f"{cut.account} {photo}", cut=cut, photo=photos[photo])
