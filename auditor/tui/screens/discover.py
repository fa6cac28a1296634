"""Accounts that proven ones lead to: what a look sends, what it found, whose each is."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Input

from auditor.dataclass import dataclass
from auditor.domain.account import Account
from auditor.domain.outside.discovery import AccountCandidate, Discovered, SiteList
from auditor.domain.text.statement import Kind
from auditor.engine.accounts.unsure import on_list, put_candidate
from auditor.engine.discovery.outward import MOST_LINKS, Start
from auditor.errors import AuditorError
from auditor.messages import N_, _, ngettext
from auditor.ports import Consent, Outgoing
from auditor.report.words.forgotten import candidates as told_of
from auditor.tui.base.context import Context
from auditor.tui.candidates.page import CandidatePage
from auditor.tui.text.plain import lines, plain
from auditor.tui.widgets.columns import Column
from auditor.tui.widgets.path_line import PathLine
from auditor.tui.widgets.prose import Prose, press
from auditor.tui.widgets.row_list import RowList

_COLUMNS = (
    Column(_("Address")),
    Column(_("Certainty"), 10, least=64),
    Column(_("Whose"), 14, least=48),
)
_ASK = "ask"


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """One line: the next look, a candidate, one request that would go out, or a sentence."""

    key: str
    candidate: AccountCandidate | None = None
    request: str = ""
    sentence: str = ""


class DiscoverPage(CandidatePage):
    """Shows what would be sent on one key, sends it on the same key once more."""

    HELP = N_(
        "Accounts that you may have forgotten, from your proven ones outward: what their profiles "
        "link to, and, with a list of sites that you name, the same name elsewhere. Only a name "
        "that stands on an account proven by a token for seven days is looked for; e-mail is never "
        "tried. s shows every request, s once more sends them. No picture of a candidate is "
        "fetched. Enter says whose one is: mine, not mine, pretends to be me, or decide later; u "
        "says that you no longer want one of yours. What is found is kept only where you put it "
        "on your list. I asks for the path of a list of sites."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "look", _("Look now")),
        Binding("I", "bring_in", _("Import")),
    ]

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item)
        self._start = Start((), ())
        self._listed: SiteList | None = None
        self._links: tuple[AccountCandidate, ...] = ()
        self._shown: dict[str, AccountCandidate] = {}
        self._would: tuple[Outgoing, ...] = ()
        self._found: Discovered | None = None
        self._ready = self._asking = False

    def body(self) -> ComposeResult:
        """List and words, then the field for a path and the buttons."""
        rows: RowList[CandidateLine] = RowList(
            _COLUMNS, self._cells, key=lambda line: line.key, id="rows"
        )
        yield from self.split(rows, _COLUMNS)
        yield Prose(id="trouble")
        path = _("Path of the list of sites: type it or drag it here, then Enter")
        yield PathLine(id="path", password=self.context.veil.on, placeholder=path, compact=True)
        with Horizontal(id="buttons"):
            yield press(_("Read it"), "read", variant="primary")
            yield press(_("Name a list of sites"), "name")

    def on_mount(self) -> None:
        """Begin with the list; the path is asked for where it is wanted."""
        self.trouble("")
        self.ask_for("name")

    async def load(self) -> None:
        """Read from where it is looked, and what proven accounts link to. Asks nobody."""
        await self.learn()
        if not self._asking:  # what was shown before may be another thing than what is sent now
            self._ready, self._would = False, ()
        discovery = self.context.session.accounts.discovery()
        self._start = await discovery.starting_point()
        self._links = discovery.links(self._start)
        # one that got on the list meanwhile is no link any more, and stays in sight
        self._shown = {each.url: each for each in self._links} | self._shown
        self._show()

    # what is shown

    def _show(self) -> None:
        rows = self.query_one("#rows", RowList)
        rows.show(list(self._lines()), cursor=rows.cursor)

    def _lines(self) -> Iterator[CandidateLine]:
        yield CandidateLine(_ASK)
        if self._ready:
            for number, outgoing in enumerate(self._would):
                yield CandidateLine(f"w{number}", sentence=outgoing.words)
                for at, request in enumerate(outgoing.requests):
                    asked = f"{request.method} {self._address(request.address)}"
                    yield CandidateLine(f"r{number}:{at}", request=asked)
                    for name, value in request.fields:
                        field = f"  {name}: {self._address(value)}"
                        yield CandidateLine(f"f{number}:{at}:{name}", request=field)
        else:
            for candidate in self._shown.values():
                yield CandidateLine(f"c{candidate.url}", candidate)
        told = self._said_of_all()
        yield from (CandidateLine(f"s{number}", sentence=said) for number, said in enumerate(told))

    def _said_of_all(self) -> Iterator[str]:
        """Yield what could not be told, and what is not asked."""
        if self._found is not None and not self._ready:
            for said in told_of.unknown(self._found):
                yield _("Could not be told, on sites: {what}").format(what=said)
            if self._found.absent:
                yield told_of.absent(self._found)
            if len(self._links) > MOST_LINKS:
                yield told_of.further_pages(len(self._links) - MOST_LINKS)
        for reason in (
            *self._start.left_out,
            *(told_of.left_out(self._listed or SiteList((), ""))),
        ):
            account, colon, why = reason.partition(": ")
            called = self.context.called(account)
            yield _("Not asked: {what}").format(what=f"{called}{colon}{why}" if called else reason)

    def _address(self, text: str) -> str:
        return self.context.veil.word(text, Kind.URL)

    def _cells(self, line: CandidateLine) -> Sequence[Content]:
        candidate = line.candidate
        if candidate is not None:
            return (
                plain(self._address(candidate.url), "bold", limit=300),
                plain(told_of.certainty(candidate)),
                plain(self.whose(line), "$quiet"),
            )
        if line.request:
            return (plain(line.request, limit=400),)
        if line.sentence:
            return (self.sentence(line.sentence, "$text-warning"),)
        return (plain(self._heading(), "bold $accent"),)

    def _heading(self) -> str:
        if self._asking:
            return _("Asking… this takes up to {n} seconds").format(n=round(self._longest))
        if self._ready:
            return _("s sends what stands here, Escape does not")
        return _("s shows what a look would send")

    @property
    def _longest(self) -> float:
        return self.context.options.timeout_s * 1.2 * max(1, len(self._start.names))

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        if isinstance(event.row, CandidateLine):
            self.query_one("#about", Prose).write(lines(*self._about(event.row)))
            self.query_one("#detail").scroll_home(animate=False)
            self.refresh_bindings()

    def _about(self, line: CandidateLine) -> Iterator[Content]:
        candidate = line.candidate
        if candidate is not None:
            yield plain(self._address(candidate.url), "bold", limit=600)
            yield plain(self._address(candidate.platform), limit=200)
            yield plain(
                _("Certainty: {how}. What speaks for it: {signs}.").format(
                    how=told_of.certainty(candidate), signs=told_of.signs(candidate)
                )
            )
            yield plain(_("It can be somebody else. No picture of it was fetched."), "$quiet")
            yield from self.what_next(line)
        elif line.sentence or line.request:
            told = line.sentence or line.request
            yield self.sentence(told) if line.sentence else plain(told, limit=600)
        else:
            yield from self._before()

    def _before(self) -> Iterator[Content]:
        """Say from where it is looked, and what the last look came to."""
        if not self._start.accounts:
            yield plain(
                _(
                    "None of your accounts is proven to be yours and not kept apart, so there is "
                    "nothing to begin at: prove one on the Accounts screen (2, then p)."
                ),
                "bold",
            )
        elif self._found is not None and not self._shown:
            yield plain(told_of.none_found(), "bold")
        elif self._found is None and not self._shown:
            yield plain(
                _("Your profiles link to nothing else, as they were last read. Nothing was asked.")
            )
        if self._start.names:
            names = ", ".join(
                self.context.veil.word(name, Kind.HANDLE) for name in self._start.names
            )
            yield plain(_("Names that may be looked for: {names}").format(names=names), limit=400)
        elif self._start.accounts:
            yield plain(_("No name of yours may be looked for yet; the lines below say why."))
        if self._listed is None:
            yield plain(
                _(
                    "To look for the same name elsewhere, press I and name a list of sites: "
                    "wmn-data.json of WhatsMyName, or data.json of Sherlock or Maigret. It is read "
                    "as data; none is part of this program."
                ),
                "$quiet",
            )
        else:
            sites = ngettext(
                "{n} site can be asked", "{n} sites can be asked", len(self._listed.sites)
            )
            said = sites.format(n=f"{len(self._listed.sites):,}")
            yield plain(
                f"{_('The list of sites: {source}.').format(source=self._listed.source)} {said}."
            )
        yield plain(
            _("Each site learns that somebody at your connection asked for that name."), "$quiet"
        )

    # a list of sites

    @on(Button.Pressed, "#name")
    def action_bring_in(self) -> None:
        """Ask for the path of a list of sites."""
        self.ask_for("path", "read")

    @on(Input.Submitted, "#path")
    @on(Button.Pressed, "#read")
    def _named(self) -> None:
        typed = self.query_one("#path", Input).value.strip()
        if typed:
            self.start("sites", self._read, typed)

    async def _read(self, typed: str) -> None:
        desk = self.context.options.desk
        if desk is None:
            self.trouble(_("No files can be read here."))
            return
        try:
            self._listed = await asyncio.to_thread(desk.sites, typed)
        except AuditorError as error:
            self.trouble(error.message, error.hint, typed)
            return
        self._ready = False
        self.trouble("")
        self.query_one("#path", Input).value = ""
        self.ask_for("name")
        self.query_one("#rows", RowList).cursor = 0
        self._show()

    # a look

    def action_look(self) -> None:
        """Show what would be sent, and send it where it stands on the screen."""
        rows = self.query_one("#rows", RowList)
        if self._asking:
            return
        rows.cursor = 0
        if self._ready:
            self.start("ask", self._ask)
        else:
            self.start("plan", self._prepare)

    async def _prepare(self) -> None:
        discovery = self.context.session.accounts.discovery()
        self._would = await asyncio.to_thread(
            discovery.outgoing, self._start, self._links, self._listed
        )
        self._ready = bool(self._would)
        if not self._would:
            self.say(_("Nothing would be sent."))
        self._show()

    async def _ask(self) -> None:
        self._asking, self._ready = True, False
        self._show()
        discovery = self.context.session.accounts.discovery()
        consents = [Consent(outgoing) for outgoing in self._would]
        timeout_s = self.context.options.timeout_s
        try:
            self._found = await discovery.ask(
                self._start, self._links, self._listed, consents, timeout_s
            )
            self._shown = {each.url: each for each in self._found.candidates} | {
                url: each for url, each in self._shown.items() if on_list(self.context.states, url)
            }
        finally:
            self._asking, self._would = False, ()
        self._show()

    # whose it is

    def address_of(self, row: object) -> str:
        """Return the address of a candidate."""
        candidate = row.candidate if isinstance(row, CandidateLine) else None
        return candidate.url if candidate is not None else ""

    async def put(self, row: object) -> Account:
        """Put a candidate on the list. Nothing is asked of it."""
        return await put_candidate(self.context.session.accounts, self.address_of(row))

    async def action_step_back(self) -> None:
        """Leave the field, or what would be sent, or the screen."""
        if self.query_one("#path", Input).display:
            self.trouble("")
            self.ask_for("name")
        elif self._ready:
            self._ready = False
            self._show()
        else:
            await self.run_action("app.close_top")
