"""The scan: what it will do, how far it is, what went wrong, and a way to stop it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button

from auditor.domain.account import Claim
from auditor.domain.findings.answer import SEEN
from auditor.domain.views import AccountState, Coverage, WhyUnread
from auditor.messages import N_, _, ngettext
from auditor.report.words.coverage import listed, next_key, unread
from auditor.report.words.words import time_left
from auditor.tui.base.messages import Route
from auditor.tui.base.scan_runner import ScanLine
from auditor.tui.page import Page
from auditor.tui.text import questions, words
from auditor.tui.text.archive import of_archive
from auditor.tui.text.plain import lines, plain, row
from auditor.tui.widgets.bars import bar
from auditor.tui.widgets.columns import Column
from auditor.tui.widgets.prose import Prose, press
from auditor.tui.widgets.row_list import RowList, TitledList

_BAR = 16
_TOLD = 50
"""Troubles shown; the screen says how many there are."""
_COLUMNS = (
    Column(_("Platform"), 10),
    Column(_("Account")),
    Column(_("Progress"), _BAR, least=100),
    Column(_("Photos"), 13, right=True),
    Column(_("Requests"), 8, least=90, right=True),
    Column(_("State"), 24, least=70),
)


class ScanPage(Page):
    """Shows the scan of the app, which goes on when this screen is left."""

    HELP = N_(
        "A scan reads the public pages of the accounts that you say are yours, and of nobody else. "
        "Those sites and whoever runs this network "
        "can see the visit. It can be stopped at any time; what was read is kept and the next scan "
        "goes on there. "
        "You can look at other screens while it runs."
    )
    PLACE = Route.SCAN
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "begin", _("Start")),
        Binding("q", "cancel", _("Stop")),
        Binding("h", "app.go('changes')", _("Changes")),
        Binding("l", "checklist", _("Settings")),
    ]

    def body(self) -> ComposeResult:
        """Summary, one line for each account, troubles."""
        rows: RowList[ScanLine] = RowList(
            _COLUMNS,
            self._cells,
            key=lambda line: line.account,
            empty=_("No account on the list can be read."),
            id="rows",
        )
        with Container(id="head"):
            yield Prose(id="summary")
            with Horizontal(id="buttons"):
                yield press(_("Start the scan"), "begin", variant="primary")
                yield press(_("Stop"), "cancel")
        yield TitledList(rows, _COLUMNS)
        with VerticalScroll(id="troubles"):
            yield Prose(id="trouble-lines")

    def on_mount(self) -> None:
        """Numbers of time move even when no photo does."""
        self.set_interval(1.0, self._show)
        self.query_one("#begin", Button).focus()

    async def load(self) -> None:
        """Show what is known."""
        self._show()
        if not self._wanted() and self._unreadable():
            self.query_one("#rows", RowList).focus()

    def scan_moved(self) -> None:
        """Show progress."""
        super().scan_moved()
        self._show()

    @staticmethod
    def _is_read(state: AccountState) -> bool:
        account = state.account
        asked = account.supported and account.archive is None
        return account.claim in {Claim.MINE, Claim.IMPOSTOR} and asked

    def _wanted(self) -> list[AccountState]:
        return [state for state in self.context.states if self._is_read(state)]

    def _unreadable(self) -> list[AccountState]:
        """Return the user's accounts that only the user can look into."""
        return [
            state
            for state in self.context.states
            if state.account.claim is Claim.MINE and not state.account.supported
        ]

    def _archived(self) -> list[AccountState]:
        """Return the user's accounts that were read from an archive: no scan asks for them."""
        return [
            state
            for state in self.context.states
            if state.account.claim is Claim.MINE and state.account.archive is not None
        ]

    def _show(self) -> None:
        scan = self.context.scan
        self.query_one("#summary", Prose).write(self._summary())
        self.query_one("#begin", Button).disabled = scan.running or not self._wanted()
        self.query_one("#cancel", Button).disabled = not scan.running
        shown = list(scan.lines.values()) or [
            ScanLine(state.account.id) for state in self._wanted()
        ]
        shown += [
            ScanLine(state.account.id)
            for state in (*self._unreadable(), *self._archived())
            if state.account.id not in scan.lines
        ]
        rows = self.query_one("#rows", RowList)
        rows.show(shown, cursor=rows.cursor)
        troubles = self._troubles()
        self.query_one("#trouble-lines", Prose).write(troubles)
        self.query_one("#troubles").display = bool(troubles.plain)

    def _summary(self) -> Content:
        scan = self.context.scan
        if scan.started is None:
            return self._before()
        head = self._head()
        photos = ngettext("{count} photo read", "{count} photos read", scan.measured).format(
            count=f"{scan.measured:,}"
        )
        numbers = [
            _("{photos} of {listed} listed").format(photos=photos, listed=f"{scan.listed:,}"),
            _("{rate} a second").format(rate=f"{scan.rate:.1f}"),
            _("nothing sent")
            if scan.of_archive
            else ngettext("{count} request", "{count} requests", scan.requests).format(
                count=f"{scan.requests:,}"
            ),
            _("{minutes} min {seconds} s").format(
                minutes=int(scan.seconds // 60), seconds=int(scan.seconds % 60)
            ),
        ]
        left = scan.pace.seconds_left if scan.running else None
        if left is not None:
            numbers.append(time_left(left, at_least=scan.pace.at_least))
        return lines(plain(head, "bold"), plain(" · ".join(numbers), "$quiet"))

    def _first(self) -> Iterator[Content]:
        """Yield what can be told already while pictures are still read."""
        scan = self.context.scan
        if scan.first is None or not scan.running:
            return
        head = ngettext(
            "First answers, by the first bytes of {n} new picture; the pictures come next:",
            "First answers, by the first bytes of {n} new pictures; the pictures come next:",
            scan.first.looked,
        )
        yield plain(head.format(n=scan.first.looked), "bold")
        seen = [answer for answer in scan.first.answers if answer.state in SEEN]
        for answer in seen:
            told = questions.sentence(answer, self.context.veil)
            yield row(plain(f"{_(answer.title)} ", "bold"), plain(told, limit=400))
        rest = len(scan.first.answers) - len(seen)
        if rest:
            told = ngettext(
                "{n} question cannot be answered yet.",
                "{n} questions cannot be answered yet.",
                rest,
            )
            yield plain(told.format(n=rest), "$quiet")

    def _head(self) -> str:
        """Return in a sentence how far the reading is, or how it ended."""
        scan = self.context.scan
        if scan.running:
            going_on = (
                _("Going on where it stopped.")
                if scan.of_archive
                else _("Going on where the last scan stopped.")
            )
            return f"{going_on} {self._doing()}" if scan.resumed else self._doing()
        if scan.of_archive:
            return self._of_archive()
        if not scan.read_any and scan.record is not None:
            return self._unread(WhyUnread.FAILED, _("The reasons stand below; s tries again."))
        if not scan.read_any:
            return self._unread(WhyUnread.INTERRUPTED, _("s goes on where it stopped."))
        if scan.record is None:
            return _("Stopped. What was read is kept; the next scan goes on there.")
        return self._done()

    def _done(self) -> str:
        missed = sum(
            line.outcome is not None and line.outcome.name in {"failed", "blocked"}
            for line in self.context.scan.lines.values()
        )
        head = _("Done. Press 4 for what was found, 5 for what to do.")
        if not missed:
            return head
        told = ngettext(
            "{count} account could not be read, see below.",
            "{count} accounts could not be read, see below.",
            missed,
        )
        return told.format(count=missed) + " " + head

    def _of_archive(self) -> str:
        """Return how the reading of an archive ended."""
        coverage = self.context.coverage
        if self.context.scan.record is None:
            return _("Stopped. What was read is kept; bring in the same archive, and it goes on.")
        if coverage is not None and coverage.why_unread is not None:
            return f"{unread(coverage)} {next_key(coverage)}"
        return self._done()

    def _doing(self) -> str:
        scan = self.context.scan
        if scan.evaluating:
            return _("Comparing and judging what was read…")
        if scan.of_archive:
            return _("Reading an archive. You can look at other screens meanwhile.")
        if not scan.measured:
            return _("Starting the readers. The first photos take some seconds.")
        return _("Scanning. You can look at other screens meanwhile.")

    @staticmethod
    def _unread(why: WhyUnread, next_step: str) -> str:
        return f"{unread(Coverage(why))} {next_step}"

    def _before(self) -> Content:
        wanted = self._wanted()
        coverage = self.context.coverage
        if coverage is None:
            return plain(_("Loading…"), "$quiet")
        if not wanted and self._unreadable():
            told = _("{platforms}: not looked into; strangers may. Press l for the settings.")
            archive = _("I brings in your archive there.")
            said = f"{told.format(platforms=listed(coverage))} {archive}"
            return plain(said, "bold", limit=300)
        if not wanted and self._archived():
            told = _(
                "Read from archives, so nobody is asked: only a newer archive tells more. Press l, "
                "then I."
            )
            return plain(told, "bold", limit=300)
        if not wanted:
            return plain(f"{unread(coverage)} {next_key(coverage)}", "bold", limit=300)
        count = ngettext(
            "{count} account will be read.", "{count} accounts will be read.", len(wanted)
        ).format(count=len(wanted))
        visit = _(
            "Those sites and whoever runs this network can see the visit. Nothing about you is "
            "uploaded."
        )
        return lines(plain(count, "bold"), plain(visit, "$quiet"))

    def _cells(self, line: ScanLine) -> Sequence[Content]:
        state = self.context.state(line.account)
        platform = self.context.title(state.account.platform) if state else ""
        handle = self.context.veil.handle(state.account) if state else line.account
        whose = state.account.claim if state is not None else Claim.MINE
        progress = line.progress if whose is Claim.MINE else None  # of others nothing is read
        done = (
            progress.measured / progress.listed
            if progress and progress.listed
            else float(line.outcome is not None and whose is Claim.MINE)
        )
        count = (
            f"{progress.measured:,}/{progress.listed:,}{'' if progress.listing_done else '+'}"
            if progress
            else ""
        )
        mark = state.account.archive if state is not None else None
        if mark is not None and (progress is None or line.outcome is not None):
            told = plain(of_archive(mark))
        elif line.outcome is not None:
            told = words.outcome(line.outcome.name, whose)
        elif state is not None and state in self._unreadable():
            told = plain(_("not looked into: l"), "$text-warning")
        elif state is not None and mark is None and not self._is_read(state):
            told = words.outcome("skipped")
        elif self.context.scan.ended is not None:
            told = words.outcome("")
        elif progress is None:
            told = plain(_("waiting") if self.context.scan.running else _("not started"), "$quiet")
        else:
            told = plain(
                _("reading") if progress.listing_done else _("listing and reading"), "$accent"
            )
        return (
            plain(platform),
            plain(handle, "bold", limit=100),
            bar(done, _BAR, "$primary"),
            plain(count),
            plain(f"{progress.requests:,}" if progress and mark is None else ""),
            told,
        )

    def _troubles(self) -> Content:
        scan, count = self.context.scan, self.context.scan.trouble_count
        out = [*self._first()]
        out += [
            self._reason(line)
            for line in scan.lines.values()
            if line.outcome is not None and line.outcome.reason
        ]
        if count:
            head = ngettext(
                "{count} photo could not be read; the scan goes on.",
                "{count} photos could not be read; the scan goes on.",
                count,
            )
            out.append(plain(head.format(count=count), "bold"))
        out += [
            row(plain("? ", "$text-warning"), self.sentence(trouble.reason))
            for trouble in list(reversed(scan.troubles))[:_TOLD]
        ]
        return lines(*out)

    def _reason(self, line: ScanLine) -> Content:
        state = self.context.state(line.account)
        name = self.context.veil.handle(state.account) if state else line.account
        reason = line.outcome.reason if line.outcome is not None else ""
        return row(
            plain("‖ ", "$text-warning"),
            plain(name, "bold", limit=100),
            plain(": "),
            self.sentence(reason),
        )

    @on(RowList.Opened)
    def _opened(self) -> None:
        self.action_checklist()

    def action_checklist(self) -> None:
        """Lead to the settings of the account under the cursor that only the user can look into.

        Where that is none of these, to those of the first one.
        """
        closed = [state.account.id for state in (*self._unreadable(), *self._archived())]
        line = self.query_one("#rows", RowList).row
        chosen = line.account if isinstance(line, ScanLine) and line.account in closed else ""
        if chosen or closed:
            self.go(Route.CHECKLIST, chosen or closed[0])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the settings only where there is an account that no scan looks into."""
        del parameters
        return action != "checklist" or bool(self._unreadable() or self._archived())

    @on(Button.Pressed, "#begin")
    def action_begin(self) -> None:
        """Start, or go on with an interrupted scan."""
        if self._wanted():
            self.context.scan.begin(self.context.session)
        elif not self.context.scan.running:
            told = _("There is nothing here that this program can read, so nothing was started.")
            self.say(f"{told} {_('Press l for the settings.')}" if self._unreadable() else told)

    @on(Button.Pressed, "#cancel")
    def action_cancel(self) -> None:
        """Stop; nothing that was read is lost."""
        self.start("stop", self.context.scan.stop)
