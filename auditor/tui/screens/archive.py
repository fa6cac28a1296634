"""Bringing in an archive: how to ask for it, its path, what it is, what is public, what came."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input

from auditor.dataclass import dataclass
from auditor.domain.account import Account
from auditor.domain.archives.archive import (
    ArchiveCounts,
    Imported,
    PublicAnswers,
    PublicDefault,
    group_key,
)
from auditor.domain.text.statement import Kind
from auditor.engine.imports.book import Claimed, looked_into
from auditor.engine.scan.events import ScanEvent
from auditor.errors import AuditorError
from auditor.messages import N_, _, ngettext
from auditor.ports import AccountArchive
from auditor.tui.base.context import Context
from auditor.tui.base.messages import Route
from auditor.tui.base.scan_runner import ScanRunner
from auditor.tui.page import Page
from auditor.tui.text import archive as told
from auditor.tui.text.plain import lines, plain, row
from auditor.tui.text.shell import without_commands
from auditor.tui.widgets.bars import bar
from auditor.tui.widgets.columns import Column
from auditor.tui.widgets.path_line import PathLine
from auditor.tui.widgets.prose import Prose, press
from auditor.tui.widgets.row_list import RowList, TitledList
from auditor.tui.widgets.typed_line import TypedLine

_COLUMNS = (Column(_("Public?"), 12), Column(_("Which")), Column(_("Photos"), 8, right=True))
_BAR = 30
_WARNING = N_("Only your own archive. Using someone else's can be a crime.")
_SAID = {
    True: ("✓", N_("public"), "$text-error"),
    False: ("–", N_("not"), "$text-success"),
    None: ("?", N_("not said"), "$text-warning"),
}


class ArchiveStage(StrEnum):
    """How far it is."""

    ASK = "ask"
    LOOKING = "looking"
    FOUND = "found"
    PUBLIC = "public"
    READING = "reading"
    DONE = "done"


_SHOWN: dict[ArchiveStage, tuple[str, ...]] = {
    ArchiveStage.ASK: ("path", "open"),
    ArchiveStage.LOOKING: (),
    ArchiveStage.FOUND: ("forward", "more"),
    ArchiveStage.PUBLIC: ("rows", "forward"),
    ArchiveStage.READING: ("stop",),
    ArchiveStage.DONE: ("answers", "next", "another"),
}
"""What can be typed or chosen at each stage; the first of it has the focus."""


@dataclass(frozen=True, slots=True)
class PhotoGroup:
    """An album or a year of an archive, or with an empty `name` all that it does not tell of."""

    name: str
    photos: int
    of_year: bool = False

    @property
    def key(self) -> str:
        """What names it in the answers."""
        return group_key(self.name)


class ArchivePage(Page):
    """One archive from the question how to get it to what came of it."""

    HELP = N_(
        "Your archive is read on this device, and nothing of it is sent. Type the path of the zip, "
        "of all its parts one after the other, or of the folder, or drag the file here, and press "
        "Enter. Then it says what it found, before anything is kept. What is not told by the "
        "archive is asked once: y says that strangers can see the photos of the line under the "
        "cursor, n that they cannot, Enter goes on. Escape goes one step back; while it is read, "
        "Escape stops, and the same archive goes on there later. A page that your browser saved "
        "while you were not logged in is taken here, too: it shows which photos strangers get."
    )
    PLACE = Route.ACCOUNTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "step_back", _("Back")),
        Binding("y", "answer(True)", _("Yes")),
        Binding("n", "answer(False)", _("No")),
        Binding("pagedown", "turn(1)", _("Page down"), show=False),
        Binding("pageup", "turn(-1)", _("Page up"), show=False),
    ]

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item)
        self._stage = ArchiveStage.ASK
        self._typed: tuple[str, ...] = ()
        self._files: tuple[Path, ...] = ()
        self._opened: tuple[AccountArchive, ...] = ()
        self._left: tuple[AccountArchive, ...] = ()
        self._archive: AccountArchive | None = None
        self._account: Account | None = None
        self._counts = ArchiveCounts()
        self._unclaimed = False
        self._said: dict[str, bool] = {}
        self._imported: Imported | None = None
        self._failed: AuditorError | None = None

    def body(self) -> ComposeResult:
        """Words, the list of what is asked, the fields, the buttons."""
        hidden = self.context.veil.on
        rows: RowList[PhotoGroup] = RowList(
            _COLUMNS, self._cells, key=lambda group: group.name, id="rows"
        )
        yield Prose(id="lead")
        with VerticalScroll(id="text", can_focus=False):
            yield Prose(id="about")
        yield TitledList(rows, _COLUMNS)
        yield Prose(id="trouble")
        path = _("Path of the zip or folder: type it or drag it here, then Enter")
        yield PathLine(id="path", password=hidden, placeholder=path, compact=True)
        again = _("Type the account name again")
        yield TypedLine(id="again", password=hidden, placeholder=again, compact=True)
        with Horizontal(id="buttons"):
            yield press(_("Look into it"), "open", variant="primary")
            yield press(_("Go on"), "forward", variant="primary")
            yield press(_("Another part"), "more")
            yield press(_("Stop"), "stop")
            yield press(_("To the answers"), "answers", variant="primary")
            yield press(_("The other archive in it"), "next")
            yield press(_("Another archive"), "another")

    def on_mount(self) -> None:
        """Begin with how to ask for it; the list is empty until something is asked."""
        self.query_one(RowList).show(())
        self._go_to(ArchiveStage.ASK)

    async def load(self) -> None:
        """Show what is true now: the reading may have ended."""
        self._see_reading()
        self._tell()

    def scan_moved(self) -> None:
        """Show how far the reading is."""
        super().scan_moved()
        if self._stage is ArchiveStage.READING:
            self._see_reading()
            self._tell()

    # what is shown

    def _go_to(self, stage: ArchiveStage, trouble: str = "", way_out: str = "") -> None:
        self._stage = stage
        shown = [*_SHOWN[stage]]
        if stage is ArchiveStage.FOUND and self._unclaimed:
            shown.insert(0, "again")
        if stage is ArchiveStage.DONE and not self._left:
            shown.remove("next")
        for widget in (*self.query(Input), *self.query("#buttons Button"), self.query_one(RowList)):
            widget.display = widget.id in shown
        self.query_one(TitledList).display = stage is ArchiveStage.PUBLIC
        self.query_one("#text").set_class(stage is ArchiveStage.PUBLIC, "-above")
        self._trouble(trouble, way_out)
        self._tell()
        self.query_one("#text").scroll_home(animate=False)
        self.refresh_bindings()
        if shown:
            self.query_one(f"#{shown[0]}").focus()

    def _tell(self) -> None:
        self.query_one("#lead", Prose).write(self._lead())
        self.query_one("#about", Prose).write(lines(*self._about()))

    def _lead(self) -> Content:
        state = self.context.state(self._account.id if self._account else self.item)
        whose = (
            f"{self.context.title(state.account.platform)} "
            f"{self.context.veil.handle(state.account)}"
            if state is not None
            else ""
        )
        return row(
            plain(_("Bring in your archive"), "bold $accent"), plain(f"  {whose}", limit=200)
        )

    def _about(self) -> Iterator[Content]:
        veil, archive = self.context.veil, self._archive
        if self._stage is ArchiveStage.LOOKING:
            yield plain(_("Looking into it. A large one takes a minute…"), "bold")
        elif self._stage is ArchiveStage.READING:
            yield from _progress(self.context.scan)
        elif self._stage is ArchiveStage.DONE and self._imported is not None:
            yield from told.came_of_it(
                self._imported, self._files, veil, unsaved=self.context.unsaved
            )
        elif self._stage is ArchiveStage.PUBLIC:
            yield from told.to_be_said(self._counts)
        elif self._stage is ArchiveStage.FOUND and archive is not None:
            holds = looked_into(archive, self._counts)
            yield from told.found(holds, self._files, veil, kept=self._account is not None)
            if self._unclaimed:
                yield plain(_(_WARNING), "bold $text-warning")
                yield plain(self._whose(archive), limit=300)
        else:
            state = self.context.state(self.item)
            platform = state.account.platform if state is not None else ""
            yield from told.how_to_ask(platform, self.context.clock().date(), veil)

    @staticmethod
    def _whose(archive: AccountArchive) -> str:
        if archive.identity.handle:
            return _("If that is you, type its name again:")
        return _(
            "It does not say whose it is. If it is yours, type the name of your account there:"
        )

    def _trouble(self, message: str, way_out: str = "") -> None:
        veil = self.context.veil
        for each in self._opened:  # a name that is on no list yet, so that the veil knows it not
            handle = each.identity.handle
            message = message.replace(handle, veil.word(handle, Kind.HANDLE)) if handle else message
        self.query_one("#trouble", Prose).write(
            lines(
                plain(veil.sentence(without_commands(message)), "$text-warning", limit=400),
                *(
                    [plain(veil.sentence(kept), "$quiet", limit=300)]
                    if (kept := without_commands(way_out))
                    else []
                ),
            )
            if message
            else Content("")
        )
        self.query_one("#trouble").display = bool(message)

    def _cells(self, group: PhotoGroup) -> Sequence[Content]:
        sign, word, style = _SAID[self._said.get(group.key)]
        if not group.name:
            name = plain(_("All of them"), "bold")
        elif group.of_year:
            name = plain(group.name)
        else:
            name = plain(self.context.veil.word(group.name, Kind.NAME), limit=200)
        return plain(f"{sign} {_(word)}", style), name, plain(f"{group.photos:,}")

    # a path

    @on(Input.Submitted, "#path")
    @on(Button.Pressed, "#open")
    def _named(self) -> None:
        typed = self.query_one("#path", Input).value.strip()
        if typed:
            self.start("open", self._open, typed)

    async def _open(self, typed: str) -> None:
        desk = self.context.options.desk
        if desk is None:
            self._go_to(ArchiveStage.ASK, _("No files can be read here."))
            return
        self._go_to(ArchiveStage.LOOKING)
        try:
            opened = await asyncio.to_thread(desk.open_archives, (*self._typed, typed))
            self._let_go()
            self._opened = opened.archives
            await self._look_into(opened.archives)
        except AuditorError as error:
            self._go_to(ArchiveStage.ASK, error.message, error.hint)
            return
        self._typed, self._files = (*self._typed, typed), opened.files
        self.query_one("#path", Input).value = ""
        self._go_to(ArchiveStage.FOUND)

    async def _look_into(self, archives: Sequence[AccountArchive]) -> None:
        """Look into the archive that is wanted, else the first. Raises AuditorError."""
        state = self.context.state(self.item)
        wanted = state.account.platform if state is not None else ""
        archive = next((each for each in archives if each.platform == wanted), archives[0])
        imports = self.context.session.imports
        unclaimed = await imports.unclaimed(archive, self._claimed(archive))
        counts = await imports.survey(archive, PublicAnswers())
        self._archive, self._counts, self._unclaimed = archive, counts, unclaimed
        self._left = tuple(each for each in archives if each is not archive)
        self._account, self._imported, self._said = None, None, {}

    def _claimed(self, archive: AccountArchive, again: str = "") -> Claimed:
        state = self.context.state(self.item)
        fits = state is not None and state.account.platform == archive.platform
        return Claimed(self.item if fits else "", again)

    @on(Button.Pressed, "#more")
    def _more(self) -> None:
        self._go_to(ArchiveStage.ASK)

    @on(Button.Pressed, "#another")
    def _another(self) -> None:
        self._typed = ()
        self._go_to(ArchiveStage.ASK)

    @on(Button.Pressed, "#next")
    def _next(self) -> None:
        self.start("open", self._open_next)

    async def _open_next(self) -> None:
        left = self._left
        self._go_to(ArchiveStage.LOOKING)
        try:
            await self._look_into(left)
        except AuditorError as error:
            self._go_to(ArchiveStage.ASK, error.message, error.hint)
            return
        self._go_to(ArchiveStage.FOUND)

    def on_unmount(self) -> None:
        """Let go of the files, unless they are being read: then that does it at its end."""
        if self._stage is not ArchiveStage.READING or not self.context.scan.running:
            self._let_go()

    def _let_go(self) -> None:
        for archive in self._opened:
            archive.close()
        self._opened = ()

    # whose it is, and what of it is public

    @on(Input.Submitted, "#again")
    @on(Button.Pressed, "#forward")
    @on(RowList.Opened)
    def _forward(self) -> None:
        if self._stage is ArchiveStage.FOUND:
            self.start("claim", self._claim)
        elif self._stage is ArchiveStage.PUBLIC:
            self._read()

    async def _claim(self) -> None:
        imports, archive = self.context.session.imports, self._archive
        if archive is None:
            return
        again = self.query_one("#again", Input).value.strip() if self._unclaimed else ""
        try:
            account = await imports.account_of(archive, self._claimed(archive, again))
        except AuditorError as error:
            self._trouble(error.message, error.hint)
            return
        if account is None:
            self._trouble(self._whose(archive))
            return
        self.query_one("#again", Input).value = ""
        self._account, self._unclaimed = account, False
        await self.context.meet()
        earlier = await imports.earlier(account)
        self._said = dict(earlier.named)
        if earlier.default is not PublicDefault.ASK:
            self._said[""] = earlier.default is PublicDefault.ALL
        groups = list(_groups(self._counts))
        if groups:
            self.query_one("#rows", RowList).show(groups)
            self._go_to(ArchiveStage.PUBLIC)
        else:
            self._read()

    def action_answer(self, public: bool) -> None:
        """Say whether strangers can see the photos of the line under the cursor."""
        rows = self.query_one("#rows", RowList)
        group = rows.row
        if isinstance(group, PhotoGroup):
            self._said[group.key] = public
            rows.action_move(1)
            rows.refresh()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer yes and no only where something is asked."""
        del parameters
        return action != "answer" or self._stage is ArchiveStage.PUBLIC

    def _answers(self) -> PublicAnswers:
        named = tuple((key, public) for key, public in self._said.items() if key)
        default = PublicDefault.ASK
        if "" in self._said:
            default = PublicDefault.ALL if self._said[""] else PublicDefault.NONE
        return PublicAnswers(default, named)

    # reading it

    def _read(self) -> None:
        archive, account = self._archive, self._account
        if archive is None or account is None:
            return
        self._imported = self._failed = None
        bring, answers = self.context.session.imports.bring, self._answers()

        async def reading(take: Callable[[ScanEvent], None]) -> None:
            try:
                self._imported = await bring(archive, account, answers, take)
            except AuditorError as error:
                self._failed = error
                if not self.is_attached:
                    raise
            finally:
                if not self.is_attached:
                    self._let_go()

        if self.context.scan.read_archive(self.context.session, reading):
            self._go_to(ArchiveStage.READING)
        else:
            self._trouble(_("A scan is running. Stop it (6, then q), or wait until it ends."))

    def _see_reading(self) -> None:
        """Go on where the reading has ended."""
        if self._stage is not ArchiveStage.READING or self.context.scan.running:
            return
        before = ArchiveStage.PUBLIC if any(_groups(self._counts)) else ArchiveStage.FOUND
        if self._imported is not None:
            self._go_to(ArchiveStage.DONE)
        elif self._failed is not None:
            self._go_to(before, self._failed.message, self._failed.hint)
        else:
            self._go_to(before, _("Stopped. What was read is kept; go on, and it goes on there."))

    # ways on and back

    @on(Button.Pressed, "#answers")
    def _to_answers(self) -> None:
        self.go(Route.OVERVIEW)

    @on(Button.Pressed, "#stop")
    def _stop(self) -> None:
        self.start("stop", self.context.scan.stop)

    async def action_step_back(self) -> None:
        """Stop the reading, take one step back, or leave."""
        if self._stage is ArchiveStage.READING:
            self._stop()
        elif self._stage is ArchiveStage.PUBLIC:
            self._go_to(ArchiveStage.FOUND)
        elif self._stage is ArchiveStage.FOUND:
            self._another()
        else:
            await self.run_action("app.close_top")

    def action_turn(self, pages: int) -> None:
        """Scroll the words by a screen."""
        text = self.query_one("#text")
        text.scroll_relative(y=pages * max(1, text.size.height - 1), animate=False)


def _groups(counts: ArchiveCounts) -> Iterator[PhotoGroup]:
    """Yield what can be answered at once: all, by year, by album."""
    if counts.unknown:
        yield PhotoGroup("", counts.unknown)
        yield from (
            PhotoGroup(year, counts.years[year], of_year=True)
            for year in sorted(counts.years, reverse=True)
            if year
        )
    albums = counts.albums + counts.hidden_albums
    yield from (PhotoGroup(name, albums[name]) for name in sorted(albums, key=str.casefold))


def _progress(scan: ScanRunner) -> Iterator[Content]:
    """Yield how far the reading is."""
    yield plain(
        _("Comparing and judging what was read…") if scan.evaluating else _("Reading the archive…"),
        "bold",
    )
    read = ngettext("{n} looked into", "{n} looked into", scan.measured)
    numbers = [read.format(n=f"{scan.measured:,}")]
    if scan.resumed:  # what was read before is not in the numbers
        yield plain(_("Going on where it stopped."))
    else:
        yield bar(scan.share, _BAR, "$primary")
        listed = ngettext("{n} photo in it", "{n} photos in it", scan.listed)
        numbers.insert(0, listed.format(n=f"{scan.listed:,}"))
    yield plain(" · ".join(numbers), "$quiet")
    yield plain(
        _("Nothing leaves this device. Esc stops; what was read is kept, and goes on later."),
        "$quiet",
    )
