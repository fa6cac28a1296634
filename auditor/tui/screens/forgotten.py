"""Accounts that one's own mail, bookmarks and password lists tell of: read here, kept if asked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Input

from auditor.domain.account import Account
from auditor.domain.outside.own_records import ForgottenService, OwnRecords
from auditor.domain.secret import Secret
from auditor.domain.text.statement import Kind
from auditor.engine.accounts.unsure import put_services
from auditor.errors import AuditorError, UsageError
from auditor.messages import N_, _, ngettext
from auditor.report.words.forgotten import records as told_of
from auditor.tui.base.context import Context
from auditor.tui.base.desk import NamedRecords
from auditor.tui.base.undo import not_added
from auditor.tui.candidates.page import CandidatePage
from auditor.tui.text.plain import lines, plain
from auditor.tui.widgets.columns import Column
from auditor.tui.widgets.path_line import PathLine
from auditor.tui.widgets.prose import Prose, press
from auditor.tui.widgets.row_list import RowList
from auditor.tui.widgets.typed_line import TypedLine

_COLUMNS = (
    Column(_("Service")),
    Column(_("When"), 18, least=64),
    Column(_("Sure"), 8, least=48),
    Column(_("Whose"), 14, least=90),
)


class RecordsStage(StrEnum):
    """How far it is."""

    ASK = "ask"
    LOOKING = "looking"
    MIND = "mind"
    SEALED = "sealed"
    WHOSE = "whose"
    READING = "reading"
    SHOWN = "shown"


_SHOWN: dict[RecordsStage, tuple[str, ...]] = {
    RecordsStage.ASK: ("path", "read"),
    RecordsStage.LOOKING: (),
    RecordsStage.MIND: ("leave_out", "agree"),
    RecordsStage.SEALED: ("secret", "unseal"),
    RecordsStage.WHOSE: ("address", "on"),
    RecordsStage.READING: ("stop",),
    RecordsStage.SHOWN: ("put_all", "another"),
}


class ForgottenPage(CandidatePage):
    """From the path of a record to a list that is forgotten with the screen."""

    HELP = N_(
        "Reads your own mail, bookmarks or password list, on this device and without any network, "
        "and lists the services that they tell of. Type the path of a mailbox (mbox), of a folder "
        "of mails, of bookmarks or of a list, or drag it here. For mail its own address is asked. "
        "Of mails only the heads are read, of a password list only the names of sites. The list "
        "is gone when you leave, unless you put something on your accounts: Enter does so with the "
        "service under the cursor and asks whose it is, the button with all. u says that you no "
        "longer want one of yours. What tells of health, faith, sex, help against violence or law "
        "is not shown here."
    )

    FIRST = "#path"

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item)
        self._stage = RecordsStage.ASK
        self._named = NamedRecords(())
        self._records: OwnRecords | None = None
        self._services: tuple[ForgottenService, ...] = ()
        self._secret: Secret | None = None
        self._mails = 0
        self._stopped = False

    def body(self) -> ComposeResult:
        """List and words, then the fields and the buttons."""
        hidden = self.context.veil.on
        rows: RowList[ForgottenService] = RowList(
            _COLUMNS, self._cells, key=lambda service: service.domain, empty=self._none, id="rows"
        )
        yield from self.split(rows, _COLUMNS)
        yield Prose(id="trouble")
        path = _("Path of the mailbox, bookmarks or list: type it or drag it here, then Enter")
        yield PathLine(id="path", password=hidden, placeholder=path, compact=True)
        yield TypedLine(
            id="address",
            password=hidden,
            placeholder=_("The mailbox's own address"),
            compact=True,
        )
        yield TypedLine(
            id="secret",
            password=True,
            placeholder=_("Password of the sealed export"),
            compact=True,
        )
        with Horizontal(id="buttons"):
            yield press(_("Read it"), "read", variant="primary")
            yield press(_("Leave the list out"), "leave_out", variant="primary")
            yield press(_("Read the list, too"), "agree")
            yield press(_("Open it"), "unseal", variant="primary")
            yield press(_("Go on"), "on", variant="primary")
            yield press(_("Stop"), "stop")
            yield press(_("Put all on my accounts, as unsure"), "put_all")
            yield press(_("Another file"), "another")

    def on_mount(self) -> None:
        """Begin with the path."""
        self.query_one(RowList).show(())
        self._go_to(RecordsStage.ASK)

    async def load(self) -> None:
        """Show what is true now of the services that are shown."""
        await self.learn()
        self._show()

    # what is shown

    def _go_to(self, stage: RecordsStage, trouble: str = "", way_out: str = "") -> None:
        self._stage = stage
        self.set_class(stage is RecordsStage.SHOWN, "-listed")
        self.ask_for(*_SHOWN[stage])
        if stage in {RecordsStage.MIND, RecordsStage.READING}:
            self.query_one(f"#{_SHOWN[stage][0]}").focus()
        if stage is RecordsStage.SHOWN and not self._services:
            self.query_one("#put_all").display = False
        self.trouble(trouble, way_out)
        for path in self._named.paths if trouble else ():
            self.trouble(trouble, way_out, path)
        self._show()

    def _show(self) -> None:
        rows = self.query_one("#rows", RowList)
        rows.show(self._services, cursor=rows.cursor)
        self._tell()

    def _none(self) -> str:
        if self._stage is not RecordsStage.SHOWN:
            return _("Nothing was read yet, so nothing is known.")
        return told_of.none_tells()

    def _cells(self, service: ForgottenService) -> Sequence[Content]:
        name = self.context.veil.word(service.name, Kind.NAME)
        photos = f" ({_('photos')})" if service.photos else ""
        return (
            plain(f"{name}{photos}", "bold", limit=200),
            plain(told_of.years(service), "$quiet"),
            plain(told_of.how_sure(service)),
            plain(self.whose(service), "$quiet"),
        )

    @on(RowList.Moved)
    def _moved(self) -> None:
        self._tell()
        self.refresh_bindings()

    def _tell(self) -> None:
        self.query_one("#about", Prose).write(lines(*self._about()))
        self.query_one("#detail").scroll_home(animate=False)

    def _about(self) -> Iterator[Content]:
        if self._stage is RecordsStage.SHOWN:
            service = self._row()
            if isinstance(service, ForgottenService):
                yield from self._of_service(service)
                yield plain("")
            yield from self._of_all()
        elif self._stage is RecordsStage.READING:
            read = ngettext("{n} mail looked at", "{n} mails looked at", self._mails)
            yield plain(_("Reading…"), "bold")
            yield plain(read.format(n=f"{self._mails:,}"))
            yield plain(_("Nothing leaves this device. Esc stops; nothing is kept."), "$quiet")
        elif self._stage is RecordsStage.LOOKING:
            yield plain(_("Looking what it is…"), "bold")
        elif self._stage is RecordsStage.MIND:
            sealed = self._named.passwords == self._named.sealed
            yield plain(told_of.mind_list(sealed=sealed), "bold $text-warning")
        elif self._stage is RecordsStage.SEALED:
            yield plain(_("The list is sealed: type the password that was chosen for it."), "bold")
            yield plain(_("It is used here and kept nowhere."), "$quiet")
        elif self._stage is RecordsStage.WHOSE:
            yield plain(
                _("Only your own mailbox. Somebody else's mail is not yours to read."), "bold"
            )
            yield plain(_("Type its own address, one that its mails reached."))
        else:
            yield plain(_("Which accounts did you forget? Your own records know some."), "bold")
            for where in told_of.where_from():
                yield plain(f"• {where}", limit=400)

    def _of_service(self, service: ForgottenService) -> Iterator[Content]:
        veil = self.context.veil
        yield plain(veil.word(service.name, Kind.NAME), "bold", limit=200)
        yield plain(told_of.heading(service.certainty).rstrip(":") + ".")
        yield plain(told_of.signs(service), limit=400)
        yield plain(f"{told_of.deletion(service)}.".capitalize())
        if service.delete_url:
            yield plain(veil.word(service.delete_url, Kind.URL), "$quiet", limit=400)
        yield from self.what_next(service)

    def _of_all(self) -> Iterator[Content]:
        if self._records is None:
            return
        yield plain(told_of.looked_at(self._records.counts), "$quiet")
        for said in told_of.left_out(self._records):
            yield plain(_("Not counted: {what}").format(what=said), "$quiet")
        if self._records.look_alikes:
            number = len(self._records.look_alikes)
            yield plain(told_of.resembling(number), "$quiet")
        yield plain(told_of.never_shown(), "$quiet")
        yield plain(_("Nothing of this is kept but what you put on your accounts."), "$quiet")

    # a path, what to mind, whose it is

    @on(Input.Submitted, "#path")
    @on(Button.Pressed, "#read")
    def _typed(self) -> None:
        typed = self.query_one("#path", Input).value.strip()
        if typed:
            self.start("named", self._look, typed)

    async def _look(self, typed: str) -> None:
        desk = self.context.options.desk
        if desk is None:
            self._go_to(RecordsStage.ASK, _("No files can be read here."))
            return
        self._go_to(RecordsStage.LOOKING)
        try:
            self._named = await asyncio.to_thread(desk.named_records, typed)
        except AuditorError as error:
            self._go_to(RecordsStage.ASK)
            self.trouble(error.message, error.hint, typed)
            return
        self.query_one("#path", Input).value = ""
        if self._named.passwords:
            self._go_to(RecordsStage.MIND)
        else:
            self._to_address()

    @on(Button.Pressed, "#leave_out")
    def _leave_out(self) -> None:
        named = self._named
        kept = tuple(path for path in named.paths if path not in named.passwords)
        self._named = NamedRecords(kept, named.mail)
        if kept:
            self._to_address()
        else:
            self._go_to(RecordsStage.ASK, _("The password list is left out; nothing was read."))

    @on(Button.Pressed, "#agree")
    def _agree(self) -> None:
        if self._named.sealed:
            self._go_to(RecordsStage.SEALED)
        else:
            self._to_address()

    @on(Input.Submitted, "#secret")
    @on(Button.Pressed, "#unseal")
    def _unseal(self) -> None:
        entry = self.query_one("#secret", Input)
        if entry.value:
            self._secret, entry.value = Secret(entry.value), ""
            self._to_address()

    def _to_address(self) -> None:
        if self._named.mail:
            self._go_to(RecordsStage.WHOSE)
        else:
            self.start("read", self._read, "")

    @on(Input.Submitted, "#address")
    @on(Button.Pressed, "#on")
    def _said(self) -> None:
        typed = self.query_one("#address", Input).value.strip()
        if typed:
            self.start("read", self._read, typed)

    # reading

    async def _read(self, address: str) -> None:
        desk, named = self.context.options.desk, self._named
        if desk is None:
            return
        self._mails, self._stopped = 0, False
        self._go_to(RecordsStage.READING)
        ordered = sorted(named.paths, key=lambda path: path in named.passwords)
        try:
            records = await asyncio.to_thread(
                desk.read_records,
                ordered,
                address,
                self._progress(asyncio.get_running_loop()),
                self._secret,
            )
        except AuditorError as error:
            again = RecordsStage.WHOSE if named.mail and not self._stopped else RecordsStage.ASK
            self._go_to(again, error.message, error.hint)
            return
        self.query_one("#address", Input).value = ""
        self._secret = None
        self._records = records.without_hidden()
        self._services = self._records.services
        self._go_to(RecordsStage.SHOWN)

    def _progress(self, loop: asyncio.AbstractEventLoop) -> Callable[[int], None]:
        def tell(mails: int) -> None:
            if self._stopped:
                raise UsageError(_("Stopped; nothing of it is kept."))
            loop.call_soon_threadsafe(self._far, mails)

        return tell

    def _far(self, mails: int) -> None:
        self._mails = mails
        if self.is_attached and self._stage is RecordsStage.READING:
            self._tell()

    @on(Button.Pressed, "#stop")
    def _stop(self) -> None:
        self._stopped = True

    def on_unmount(self) -> None:
        """Let the process that reads end: what it finds is shown to nobody."""
        self._stopped, self._secret = True, None

    @on(Button.Pressed, "#another")
    def _another(self) -> None:
        self._records, self._services, self._secret = None, (), None
        self._go_to(RecordsStage.ASK)

    # whose it is

    def address_of(self, row: object) -> str:
        """Return the address of a service."""
        return row.url if isinstance(row, ForgottenService) else ""

    async def put(self, row: object) -> Account:
        """Put a service on the list. Nothing is asked of it."""
        assert isinstance(row, ForgottenService)
        return (await put_services(self.context.session.accounts, (row,)))[row.domain]

    @on(Button.Pressed, "#put_all")
    def _put_all(self) -> None:
        self.start("put", self._all_on_list)

    async def _all_on_list(self) -> None:
        added = await put_services(self.context.session.accounts, self._services)
        backs = [not_added(self.context.session, each.id) for each in added.values()]

        async def back() -> None:
            for each in backs:
                await each()

        told = ngettext(
            "{n} is now on your accounts, as unsure.",
            "{n} are now on your accounts, as unsure.",
            len(added),
        ).format(n=len(added))
        self.done(told, _("services put on the list"), back)
        self.reload()

    async def action_step_back(self) -> None:
        """Stop the reading, take one step back, or leave."""
        if self._stage is RecordsStage.READING:
            self._stop()
        elif self._stage in {RecordsStage.MIND, RecordsStage.SEALED, RecordsStage.WHOSE}:
            self._another()
        else:
            await self.run_action("app.close_top")
