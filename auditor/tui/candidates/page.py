"""A list of what may be an account of the person's: Enter says whose it is, u that it goes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input

from auditor.domain.account import Account, Claim
from auditor.domain.text.statement import Kind
from auditor.domain.views import AccountState
from auditor.engine.accounts.unsure import on_list
from auditor.messages import _
from auditor.tui.base.context import Context
from auditor.tui.base.messages import Route
from auditor.tui.base.undo import not_added
from auditor.tui.candidates.wanted import turn_wanted
from auditor.tui.list_page import ListPage
from auditor.tui.text import words
from auditor.tui.text.plain import lines, plain
from auditor.tui.text.shell import without_commands
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList


class CandidatePage(ListPage):
    """Whoever derives from it says which address a row has, and how it gets on the list."""

    PLACE = Route.ACCOUNTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "step_back", _("Back")),
        Binding("c", "lead('claim')", _("Whose?")),
        Binding("u", "unwanted", _("Unwanted")),
    ]

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item)
        self._unwanted: frozenset[str] = frozenset()

    def address_of(self, row: object) -> str:
        """Return the address of the candidate in a row, "" where there is none."""
        raise NotImplementedError

    async def put(self, row: object) -> Account:
        """Put the candidate in a row on the list, as unsure. Raises AuditorError."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what is done to a candidate where one is under the cursor."""
        del parameters
        return action not in {"lead", "unwanted"} or bool(self.address_of(self._row()))

    def _row(self) -> object:
        return next((rows.row for rows in self.query(RowList)), None)

    def state_of(self, row: object) -> AccountState | None:
        """Return the account in a row as it stands on the list."""
        address = self.address_of(row)
        return on_list(self.context.states, address) if address else None

    def whose(self, row: object) -> str:
        """Return what the person said of it; "" where it is not on the list."""
        state = self.state_of(row)
        if state is None:
            return ""
        said = words.claim(state.account.claim)
        gone = state.account.id in self._unwanted
        return f"{said}, {_('unwanted')}" if gone else said

    def what_next(self, row: object) -> Iterator[Content]:
        """Yield what the keys do with a row."""
        state = self.state_of(row)
        if state is None:
            yield plain(
                _(
                    "Not on your list. Enter puts it there and asks whose it is: mine, not mine, "
                    "pretends to be me, or decide later."
                ),
                "$quiet",
            )
        elif state.account.id in self._unwanted:
            yield plain(
                _("You no longer want it: the plan (5) says where it is deleted. u takes it back.")
            )
        elif state.account.claim is Claim.MINE:
            yield plain(
                _("If you no longer want it, press u: the plan then says where it is deleted."),
                "$quiet",
            )
        else:
            yield plain(_("Enter changes what you say of it."), "$quiet")

    async def learn(self) -> None:
        """Read which accounts are no longer wanted."""
        self._unwanted = await self.context.unwanted()

    @on(RowList.Opened)
    def _opened(self) -> None:
        self.action_lead("claim")

    def action_lead(self, _place: str) -> None:
        """Ask whose the account under the cursor is; it gets on the list for that."""
        row = self._row()
        state = self.state_of(row)
        if state is not None:
            self.go(Route.CLAIM, state.account.id)
        elif self.address_of(row):
            self.start("put", self._put, row)

    async def _put(self, row: object) -> None:
        account = await self.put(row)
        await self.context.meet()
        title = self.context.title(account.platform)
        self.done(
            _("On your list as unsure: {platform}.").format(platform=title),
            _("an account of {platform}, added").format(platform=title),
            not_added(self.context.session, account.id),
        )
        self.go(Route.CLAIM, account.id)

    def action_unwanted(self) -> None:
        """Say that the account under the cursor is no longer wanted, or take that back."""
        state = self.state_of(self._row())
        if state is None or state.account.claim is not Claim.MINE:
            self.say(_("Say first that it is yours: press Enter."))
        else:
            self.start("unwanted", self._want, state.account)

    async def _want(self, account: Account) -> None:
        await turn_wanted(self, account, unwanted=account.id in self._unwanted)

    def trouble(self, message: str, way_out: str = "", path: str = "") -> None:
        """Say above the fields what is missing or did not work; `path` is hidden in it."""
        veil = self.context.veil
        if path:
            message = message.replace(path, veil.word(path, Kind.FILE))
        told = [plain(veil.sentence(without_commands(message)), "$text-warning", limit=400)]
        if hint := without_commands(way_out):
            told.append(plain(veil.sentence(hint), "$quiet", limit=300))
        place = self.query_one("#trouble", Prose)
        place.write(lines(*told) if message else Content(""))
        place.display = bool(message)

    def ask_for(self, *names: str) -> None:
        """Show these fields and buttons and no other; the first of them has the focus."""
        for widget in (*self.query(Input), *self.query("#buttons Button")):
            widget.display = widget.id in names
        fields = [name for name in names if name in {field.id for field in self.query(Input)}]
        first = fields[0] if fields else "rows"
        self.query_one(f"#{first}").focus()
        self.refresh_bindings()
