"""The user's accounts: what they say of each, what proves it, and how the last scan went."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from auditor.domain.account import Account, Claim
from auditor.domain.archives.archive import ArchiveMark
from auditor.domain.text.statement import Kind
from auditor.domain.views import AccountState
from auditor.messages import N_, _, ngettext
from auditor.tui.base.context import Context
from auditor.tui.base.messages import Route
from auditor.tui.candidates.wanted import turn_wanted
from auditor.tui.list_page import ListPage
from auditor.tui.text import words
from auditor.tui.text.archive import of_archive
from auditor.tui.text.plain import lines, plain, row
from auditor.tui.widgets.columns import Column
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList

_COLUMNS = (
    Column(_("Platform"), 10),
    Column(_("Account")),
    Column(_("Whose"), 17, least=48),
    Column(_("Proof"), 16, least=70),
    Column(_("Photos"), 7, right=True),
    Column(_("Last scan"), 24, least=110),
)


_APART = (
    N_(
        "It is never scanned in one run with another account: one address in one minute would tie "
        "them."
    ),
    N_("The links screen (9) shows what ties it to the others, and the fewest photos to remove."),
)
_UNWANTED = (
    N_(
        "You no longer want it: the plan (5) says where it is deleted and how hard that is. u "
        "takes that back."
    ),
    N_("Before that, save evidence if somebody threatens you, and export what you want to keep."),
)


class AccountsPage(ListPage):
    """A list, and everything about the account under the cursor."""

    HELP = N_(
        "Only accounts that you say are yours are read. Add one with a: nothing is asked of "
        "anybody until you say that it is yours. "
        "A proof unlocks exact places and comparison in time; without one, positions are rounded "
        "to about one kilometre. "
        "i marks an account that nobody should be able to tie to your others; the links screen "
        "shows what ties it. "
        "l lists the settings of its platform, the one that hides most first; Enter does so, too. "
        "u says that you no longer want an account: the plan then names the page that deletes it. "
        "Press u again to take that back."
    )
    PLACE = Route.ACCOUNTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "app.go('add-account')", _("Add")),
        Binding("c", "lead('claim')", _("Whose?")),
        Binding("p", "lead('prove')", _("Prove")),
        Binding("l", "lead('checklist')", _("Settings")),
        Binding("i", "keep_apart", _("Keep apart")),
        Binding("delete,backspace", "lead('remove')", _("Remove"), key_display="del"),
        Binding("u", "unwanted", _("Unwanted")),
    ]

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item)
        self._unwanted: frozenset[str] = frozenset()

    def body(self) -> ComposeResult:
        """List and detail."""
        rows: RowList[AccountState] = RowList(
            _COLUMNS,
            self._cells,
            key=lambda state: state.account.id,
            empty=_("No account is on the list. Press a to add one of your own."),
            id="rows",
        )
        yield from self.split(rows, _COLUMNS)

    async def load(self) -> None:
        """Show the accounts that were just read."""
        states = self.context.states
        self._unwanted = await self.context.unwanted()
        at = next(
            (
                number
                for number, state in enumerate(states)
                if state.account.id == self.context.left.account
            ),
            0,
        )
        self.query_one("#rows", RowList).show(states, cursor=at)

    def _cells(self, state: AccountState) -> Sequence[Content]:
        account = state.account
        return (
            plain(self.context.title(account.platform)),
            plain(self.context.veil.handle(account), "bold", limit=100),
            plain(
                self._claimed(account), "$text-success" if account.claim is Claim.MINE else "$quiet"
            ),
            plain(words.proof_of(account), self._proof_style(account)),
            plain(f"{state.photos:,}" if state.listed else "–"),
            self._read(state)
            if account.supported
            else plain(_("? not looked into"), "$text-warning"),
        )

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        state = event.row
        if isinstance(state, AccountState):
            self.context.left.account = state.account.id
            self.query_one("#about", Prose).write(self._about(state))
        elif not self.context.states:
            self.query_one("#about", Prose).write(Content(""))

    def _about(self, state: AccountState) -> Content:
        account, veil = state.account, self.context.veil
        out = [
            row(
                plain(self.context.title(account.platform), "bold $accent"),
                plain("  "),
                plain(veil.handle(account), "bold", limit=200),
            )
        ]
        out += [plain(veil.word(account.url, Kind.URL), "$quiet", limit=400), plain("")]
        mark = account.archive
        unsaid = mark is not None and mark.unknown > 0 and mark.capture is None
        if unsaid:  # before what scrolls away
            out += [plain(self._next(state), "$text-warning", limit=300), plain("")]
        if state.profile is not None and state.profile.display_name:
            out.append(
                self._line(
                    _("Name"), plain(veil.word(state.profile.display_name, Kind.NAME), limit=200)
                )
            )
        out.append(self._line(_("Whose"), plain(self._claimed(account))))
        out.append(self._line(_("Proof"), plain(words.proof_until(account))))
        out.append(
            self._line(
                _("Photos"),
                plain(
                    ngettext("{count} photo", "{count} photos", state.photos).format(
                        count=f"{state.photos:,}"
                    )
                    if state.listed
                    else _("not looked at")
                ),
            )
        )
        when = (
            plain("  " + words.ago(state.last_scan, self.context.clock()))
            if state.last_scan is not None
            else Content("")
        )
        read = _("Last scan") if account.archive is None else _("Read from")
        out.append(self._line(read, row(self._read(state), when)))
        if state.reason:
            out.append(self._line(_("Because"), self.sentence(state.reason)))
        out += [row(plain("? ", "$text-warning"), self.sentence(note)) for note in state.notes]
        if account.keep_apart:
            out += [plain(""), *(plain(_(sentence), limit=300) for sentence in _APART)]
        if account.id in self._unwanted:
            out += [plain(""), *(plain(_(sentence), limit=300) for sentence in _UNWANTED)]
        if not unsaid:
            out += [plain(""), plain(self._next(state), "$quiet")]
        if account.claim is Claim.MINE and account.id not in self._unwanted:
            out.append(
                plain(
                    _("If you no longer want it, press u: the plan then says where it is deleted."),
                    "$quiet",
                )
            )
        return lines(*out)

    def _claimed(self, account: Account) -> str:
        """Return what the user says of an account."""
        said = [words.claim(account.claim)]
        said += [_("kept apart")] if account.keep_apart else []
        said += [_("unwanted")] if account.id in self._unwanted else []
        return ", ".join(said)

    @staticmethod
    def _proof_style(account: Account) -> str:
        if account.proof.holds or account.claim is Claim.IMPOSTOR:
            return ""
        return "$text-warning" if account.supported else "$quiet"  # there is nothing to do about it

    @staticmethod
    def _line(name: str, value: Content) -> Content:
        return row(plain(name.ljust(12), "$quiet"), value)

    @staticmethod
    def _read(state: AccountState) -> Content:
        """Return how the last scan of an account ended, or from which archive it was read."""
        mark = state.account.archive
        if mark is not None:
            return plain(of_archive(mark))
        return words.outcome(state.outcome, state.account.claim)

    @staticmethod
    def _next(state: AccountState) -> str:
        account = state.account
        if account.archive is not None:
            return _archived(account.archive)
        if not account.supported:
            return (
                _(
                    "This program cannot look into it; strangers may. Press Enter for its "
                    "settings, one by one, and I there to bring in your archive. That it is yours "
                    "rests on your word."
                )
                if account.claim is Claim.MINE
                else _(
                    "Press l for the settings of its platform. If it is yours, press c and say so."
                )
            )
        if account.claim is Claim.UNSURE:
            return _("Nothing is read until you say that it is yours: press c.")
        if account.claim is Claim.MINE and not account.proof.holds:
            return _(
                "Not proven: places are rounded to about 1 km and scans are not compared. Press p "
                "to prove it."
            )
        if account.claim is Claim.IMPOSTOR:
            return _("Only its avatar is compared with yours. Nothing else of it is read or kept.")
        return _("Press 6 to scan.") if account.claim is Claim.MINE else _("Nothing of it is read.")

    def action_keep_apart(self) -> None:
        """Mark the account under the cursor as one to keep apart, or take that back."""
        state = self.query_one(RowList).row
        if isinstance(state, AccountState):
            self.start("apart", self._keep_apart, state.account)

    async def _keep_apart(self, account: Account) -> None:
        keep_apart = self.context.session.accounts.set_keep_apart
        now = await keep_apart(account.id, not account.keep_apart)
        self.done(
            _("It is kept apart.")
            if now.keep_apart
            else _("It is no longer kept apart, and scanned together with the others."),
            _("kept apart") if now.keep_apart else _("no longer kept apart"),
            partial(keep_apart, account.id, account.keep_apart),
        )
        self.reload()

    def action_unwanted(self) -> None:
        """Say that the account under the cursor is no longer wanted, or take that back."""
        state = self.query_one(RowList).row
        if isinstance(state, AccountState):
            self.start("unwanted", self._want, state.account)

    async def _want(self, account: Account) -> None:
        await turn_wanted(self, account, unwanted=account.id in self._unwanted)

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        if isinstance(event.row, AccountState):
            mine = event.row.account.claim is Claim.MINE
            self.go(Route.CHECKLIST if mine else Route.CLAIM, event.row.account.id)

    def action_lead(self, place: str) -> None:
        """Open a box about the account under the cursor."""
        state = self.query_one(RowList).row
        if isinstance(state, AccountState):
            self.go(Route(place), state.account.id)


def _archived(mark: ArchiveMark) -> str:
    """Say what to do with an account that was read from its archive."""
    if mark.capture is not None:
        return _("Nobody is asked for it. A newer page or archive tells more: press l, then I.")
    if mark.unknown:
        told = ngettext(
            "You have not said yet whether {n} photo is public: press l, then I, bring the archive "
            "in once more and say so.",
            "You have not said yet whether {n} photos are public: press l, then I, bring the "
            "archive in once more and say so.",
            mark.unknown,
        )
        return told.format(n=f"{mark.unknown:,}")
    return _("Nobody is asked for it. A newer archive tells more: press l, then I.")
