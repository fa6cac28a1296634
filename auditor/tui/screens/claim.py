"""Changes what the user says of an account."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button

from auditor.domain.account import Claim
from auditor.errors import AuditorError
from auditor.messages import N_, _
from auditor.tui.base.messages import Go, Route
from auditor.tui.page import Dialog
from auditor.tui.text import words
from auditor.tui.text.plain import lines, plain, row
from auditor.tui.widgets.claim_form import ClaimForm
from auditor.tui.widgets.prose import Prose, press


class ClaimBox(Dialog[None]):
    """The four choices for one account."""

    HELP = N_(
        "Mine is read and analysed. Of an account that pretends to be you only the avatar is "
        "compared. Of all others nothing is read. "
        "If an account is no longer yours, what was read of it is forgotten."
    )

    def compose(self) -> ComposeResult:
        """The box."""
        state = self.context.state(self.item)
        with VerticalScroll(id="box") as box:
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
            self.start("claim", self._put, form.claim)

    async def _put(self, claim: Claim) -> None:
        try:
            account = await self.context.session.accounts.set_claim(self.item, claim)
        except AuditorError as error:
            self._trouble(error.message, error.hint)
            return
        closed = claim is Claim.MINE and not account.supported
        settings = closed and await self.context.session.planning.checklist(account.id)
        if settings:  # they confirm by themselves what was saved
            self.app.post_message(Go(Route.CHECKLIST, account.id))
        else:
            self.say(_("Saved: {claim}.").format(claim=words.claim(claim)))
        self.dismiss()

    def _trouble(self, message: str, way_out: str = "") -> None:
        veil = self.context.veil
        self.query_one("#trouble", Prose).write(
            lines(
                plain(veil.sentence(message), "$text-warning"),
                plain(veil.sentence(way_out), "$quiet"),
            )
        )
