"""Changes what the user says of an account."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button

from auditor.domain.account import Account, Claim
from auditor.domain.views import AccountState
from auditor.errors import AuditorError
from auditor.messages import N_, _
from auditor.tui.base.context import Context
from auditor.tui.base.messages import Go, Route
from auditor.tui.base.undo import claimed_as
from auditor.tui.page import Dialog
from auditor.tui.text import words
from auditor.tui.text.plain import lines, plain, row
from auditor.tui.widgets.choices import Choices
from auditor.tui.widgets.claim_form import ClaimForm
from auditor.tui.widgets.prose import Prose, press


class ClaimBox(Dialog[None]):
    """The four choices for one account."""

    HELP = N_(
        "Mine is read and analysed. Of an account that pretends to be you only the avatar is "
        "compared. Of all others nothing is read. "
        "If an account is no longer yours, what was read of it is forgotten."
    )

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item)
        self._asked: Claim | None = None

    def compose(self) -> ComposeResult:
        """The box."""
        state = self.context.state(self.item)
        with Choices() as box:
            box.border_title = _("Whose account is it?")
            if state is not None:
                name = plain(self.context.veil.handle(state.account), "bold", limit=200)
                yield Prose(
                    row(plain(self.context.title(state.account.platform)), plain("  "), name),
                    classes="part",
                )
                yield ClaimForm(state.account.claim, hidden=self.context.veil.on)
                if state.account.claim is Claim.MINE and state.photos:
                    yield Prose(
                        plain(_("If it is not yours, what was read of it is forgotten."), "$quiet"),
                        classes="above",
                    )
            yield Prose(id="trouble")
            with Horizontal(id="buttons"):
                yield press(_("Save"), "save", variant="primary")
                yield press(_("Back"), "back")

    def on_mount(self) -> None:
        """Start with the choices."""
        self.query_one("#claims").focus()

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.dismiss()

    @on(ClaimForm.Chosen)
    def _said(self) -> None:
        self.query_one("#save", Button).focus()

    @on(ClaimForm.Done)
    @on(Button.Pressed, "#save")
    def _save(self) -> None:
        state, form = self.context.state(self.item), self.query_one(ClaimForm)
        if state is None or form.claim is state.account.claim:
            self.dismiss()
        elif problem := form.problem(state.account.handle):
            self._trouble(problem)
        else:
            self._put_or_ask(state, form.claim)

    def _put_or_ask(self, state: AccountState, claim: Claim) -> None:
        """Ask once more where something would be forgotten that cannot be brought back."""
        forgets = state.account.claim is Claim.MINE and (state.photos or state.account.proof.holds)
        if forgets and self._asked is not claim:
            self._asked = claim
            self._trouble(
                _("What was read of it, and its proof, is then forgotten for good."),
                _("Save once more does it; Escape leaves everything as it is."),
            )
        else:
            again = self.query_one(ClaimForm).again
            self.start("claim", self._put, state.account, claim, again, forgets=bool(forgets))

    async def _put(self, account: Account, claim: Claim, again: str, *, forgets: bool) -> None:
        session = self.context.session
        try:
            now = await session.accounts.set_claim(account.id, claim, again)
        except AuditorError as error:
            self._trouble(error.message, error.hint)
            return
        terms = await session.accounts.terms(now) if now.claim is not account.claim else ""
        told = " ".join((_("Saved: {claim}.").format(claim=words.claim(claim)), terms)).rstrip()
        closed = claim is Claim.MINE and not now.supported
        settings = closed and await session.planning.checklist(account.id)
        what = _("said to be: {claim}").format(claim=words.claim(claim))
        if settings:  # they confirm by themselves what was saved
            self.context.undo.put(what, claimed_as(session, account))
            self.app.post_message(Go(Route.CHECKLIST, account.id))
        elif forgets:
            self.context.forget_shown()
            self.say(told)
        else:
            self.done(told, what, claimed_as(session, account))
        self.dismiss()

    def _trouble(self, message: str, way_out: str = "") -> None:
        veil = self.context.veil
        self.query_one("#trouble", Prose).write(
            lines(
                plain(veil.sentence(message), "$text-warning"),
                plain(veil.sentence(way_out), "$quiet"),
            )
        )
