"""Copies of one's own pages and pictures in web archives.

What is known, what a look would send, and the look itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from auditor.dataclass import dataclass
from auditor.domain.findings.verify import Archive
from auditor.domain.outside.copies import CopiesLook, WebArchive, WebCopy
from auditor.domain.text.statement import Kind
from auditor.engine.outside.web_copies import ArchiveState, CopiesPlan
from auditor.guidance.help.web_archives import removals
from auditor.messages import N_, _, ngettext
from auditor.ports import Consent, Outgoing
from auditor.report.words.web_copies import KINDS, TITLES, says, taken_down, when
from auditor.tui.base.context import Context
from auditor.tui.base.messages import Route
from auditor.tui.list_page import ListPage
from auditor.tui.text.plain import lines, plain
from auditor.tui.widgets.columns import Column
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList

_COLUMNS = (
    Column(_("What"), 12),
    Column(_("Address")),
    Column(_("Archive"), 16, least=90),
    Column(_("Last"), 10, least=64),
)
_STYLES = {
    Archive.FOUND: "$text-warning",
    Archive.COULD_NOT_TELL: "$text-warning",
    Archive.NONE_FOUND: "",
    Archive.NOT_ASKED: "$quiet",
}
_ASK = "ask"


@dataclass(frozen=True, slots=True)
class CopyLine:
    """One line: what can be asked, what an archive said, or one address with copies."""

    key: str
    told: ArchiveState | None = None
    copy: WebCopy | None = None


class WebCopiesPage(ListPage):
    """Says what a look sends, sends it on a second key, and keeps what came of it."""

    HELP = N_(
        "Whether the Wayback Machine and Common Crawl have copies of your own pages and pictures. "
        "What your accounts no longer show comes first. s shows each request and sends nothing; s "
        "again sends them: the archives then learn these addresses and your connection. Only of "
        "accounts that are proven to be yours. 'Names no copy' says nothing of other archives and "
        "people. Escape goes back; answers that came are kept."
    )
    PLACE = Route.PLAN
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.close_top", _("Back")),
        Binding("s", "look", _("Look now")),
    ]

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item)
        self._known: tuple[ArchiveState, ...] = ()
        self._plan: CopiesPlan | None = None
        self._asking = False
        self._answers = 0

    def body(self) -> ComposeResult:
        """List and words."""
        rows: RowList[CopyLine] = RowList(
            _COLUMNS, self._cells, key=lambda line: line.key, id="rows"
        )
        yield from self.split(rows, _COLUMNS)

    async def load(self) -> None:
        """Read what is known. Asks nobody."""
        self._known = await self.context.session.web_copies.known()
        self._show()

    def _show(self) -> None:
        rows = self.query_one("#rows", RowList)
        rows.show(list(self._lines()), cursor=rows.cursor)

    def _lines(self) -> Iterator[CopyLine]:
        yield CopyLine(_ASK)
        for told in self._known:
            yield CopyLine(told.archive, told)
        found = [(told, copy) for told in self._known for copy in told.copies]
        for told, copy in sorted(found, key=lambda pair: not pair[1].taken_down):  # stable
            yield CopyLine(f"{told.archive} {copy.captured.url}", told, copy)

    def _cells(self, line: CopyLine) -> Sequence[Content]:
        if line.told is None:
            return (plain(self._heading(), "bold $accent"),)
        if line.copy is None:
            return (self.sentence(says(line.told), _STYLES[line.told.state]),)
        found = line.copy.captured
        gone = line.copy.taken_down
        return (
            plain(
                _("■ taken down") if gone else _(KINDS[found.kind]), "$text-error" if gone else ""
            ),
            plain(self.context.veil.word(found.url, Kind.URL), limit=300),
            plain(_(TITLES[line.told.archive]), "$quiet"),
            plain(f"{found.last:%Y-%m-%d}", "$quiet"),
        )

    def _heading(self) -> str:
        if self._asking:
            return _("Asking: {n} answers so far…").format(n=self._answers)
        if self._plan is None:
            return _("s shows what would be asked, and asks nobody")
        if self._sends():
            return _("s sends what stands here; Escape does not")
        return _("Nothing would be sent")

    def _sends(self) -> int:
        return sum(len(each.requests) for each in self._plan.asked.values()) if self._plan else 0

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        if isinstance(event.row, CopyLine):
            self.query_one("#about", Prose).write(lines(*self._about(event.row)))
            self.query_one("#detail").scroll_home(animate=False)

    def _about(self, line: CopyLine) -> Iterator[Content]:
        if line.told is None:
            return self._before()
        return self._of_archive(line.told) if line.copy is None else self._of_copy(line)

    def _before(self) -> Iterator[Content]:
        """Say what a look sends, and whom."""
        gone = taken_down(self._known)
        if gone:
            yield plain(gone, "bold")
        if self._plan is None:
            yield plain(
                _(
                    "An archive that is asked learns the addresses of your pages and pictures, and "
                    "that your connection asks about them. No picture is sent. s shows every "
                    "request first."
                )
            )
            return
        if self._sends():
            yield from self._requests(list(self._plan.asked.values()))
        if self._plan.left_out:
            yield plain(_("Not asked:"), "bold")
        for reason in self._plan.left_out:
            yield self.sentence(reason)

    def _requests(self, several: Sequence[Outgoing]) -> Iterator[Content]:
        """Say which addresses go out, then each request exactly."""
        counted = ngettext("{n} request:", "{n} requests:", self._sends())
        yield plain(counted.format(n=self._sends()), "bold")
        for outgoing in several:
            if outgoing.requests:
                yield plain(outgoing.words, limit=600)
            for address in outgoing.items:
                yield plain(f"• {self.context.veil.word(address, Kind.URL)}", limit=600)
        yield plain(_("Each of them exactly:"), "bold")
        for request in (each for outgoing in several for each in outgoing.requests):
            yield plain(f"{request.method} {request.address}", limit=300)
            for name, value in request.fields:
                hidden = self.context.veil.word(value, Kind.URL) if name == "url" else value
                yield plain(f"  {name}: {hidden}", "$quiet", limit=600)

    def _of_archive(self, told: ArchiveState) -> Iterator[Content]:
        yield self.sentence(says(told))
        if told.looks:
            asked = max(look.asked_at for look in told.looks)
            yield plain(_("Asked {when} (UTC)").format(when=f"{asked:%Y-%m-%d %H:%M}"), "$quiet")
        if told.state is Archive.NONE_FOUND:
            yield plain(_("That is no proof: it hides what it was asked to, and others copy, too."))
        if told.copies:
            yield from self._removal(told.archive)

    def _of_copy(self, line: CopyLine) -> Iterator[Content]:
        if line.copy is None or line.told is None:
            return
        found, veil = line.copy.captured, self.context.veil
        yield plain(veil.word(found.url, Kind.URL), "bold", limit=600)
        if line.copy.taken_down:
            yield plain(_("Your account no longer shows it; the copy stays."), "$text-error")
        yield plain(f"{_(TITLES[line.told.archive])}: {when(found)}")
        yield plain(veil.word(found.at, Kind.URL), "$quiet", limit=600)
        yield from self._removal(line.told.archive)

    def _removal(self, archive: WebArchive) -> Iterator[Content]:
        for way in removals():
            if way.archive is archive:
                yield plain(
                    _("To have copies taken out, write to {where}:").format(
                        where=way.contact.removeprefix("https://")
                    ),
                    "bold",
                    limit=300,
                )
                yield plain(way.how, limit=900)
                yield plain(
                    _(
                        "Your letter says who you are; 'Letter to a site' (ctrl+p) has the "
                        "letters for erasure and copyright."
                    )
                )
                yield plain(
                    _("From {source} ({date}).").format(
                        source=way.source.removeprefix("https://"), date=way.checked
                    ),
                    "$quiet",
                    limit=400,
                )

    def action_look(self) -> None:
        """Show what would be sent; then, on the same key, send it."""
        if self._asking:
            return
        if self._sends():
            self.start("ask", self._ask)
        else:
            self.start("plan", self._prepare)

    async def _prepare(self) -> None:
        self._plan = await self.context.session.web_copies.plan()
        self._show()
        self.query_one("#rows", RowList).cursor = 0
        self.query_one("#about", Prose).write(lines(*self._before()))
        self.query_one("#detail").scroll_home(animate=False)

    async def _ask(self) -> None:
        plan, self._plan = self._plan, None
        if plan is None:
            return
        self._asking, self._answers = True, 0
        self._show()
        try:
            consents = [Consent(outgoing) for outgoing in plan.asked.values()]
            await self.context.session.web_copies.ask(plan, consents, self._answered)
        finally:
            self._asking = False
        self.say(
            ngettext("{n} answer is kept.", "{n} answers are kept.", self._answers).format(
                n=self._answers
            )
        )
        await self._load()

    def _answered(self, _look: CopiesLook) -> None:
        self._answers += 1
        self._show()
