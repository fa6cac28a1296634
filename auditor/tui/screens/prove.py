"""Shows the token that proves an account, says where to put it, and looks for it."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button

from auditor.domain.account import Proof
from auditor.domain.views import AccountState
from auditor.errors import AuditorError
from auditor.messages import N_, _
from auditor.report.words.words import seen_proof
from auditor.tui.page import Dialog
from auditor.tui.text import words
from auditor.tui.text.plain import lines, plain, row
from auditor.tui.widgets.choices import Choices
from auditor.tui.widgets.prose import Prose, press

_WAYS = (
    N_(
        "If the account name is your own domain, or if your site and your profile link to "
        "each other with rel=me: just look."
    ),
    N_("On your own site: put the token in a file or on a page."),
    N_(
        "Last choice: put it in the profile text for a moment. Followers can see it; take it away "
        "afterwards."
    ),
)


class ProveBox(Dialog[None]):
    """The token, the ways, a button that looks now."""

    HELP = N_(
        "A proof shows that the account is yours and unlocks exact places and comparison in time. "
        "The token means nothing to others; "
        "it is the same each time, so you can take it away once it was found."
    )

    def compose(self) -> ComposeResult:
        """The box."""
        with Choices() as box:
            box.border_title = _("Prove that it is yours")
            yield Prose(id="account")
            yield Prose(id="token")
            yield Prose(
                lines(*(row(plain("• ", "$accent"), plain(_(way), limit=400)) for way in _WAYS)),
                id="ways",
            )
            yield Prose(id="answer")
            with Horizontal(id="buttons"):
                yield press(_("Look now"), "look", variant="primary")
                yield press(_("Back"), "back")

    def on_mount(self) -> None:
        """Fetch the token."""
        state = self.context.state(self.item)
        if state is not None:
            self.query_one("#account", Prose).write(self._account(state))
            if state.account.archive is not None:
                self._by_archive()
            elif state.account.supported:
                self.query_one("#look", Button).focus()
                self.start("token", self._load)
            else:
                self._cannot()

    def _account(self, state: AccountState) -> Content:
        name = plain(self.context.veil.handle(state.account), "bold", limit=200)
        proof = plain(f"  {words.proof_until(state.account)}", "$quiet")
        return row(plain(self.context.title(state.account.platform)), plain("  "), name, proof)

    def _by_archive(self) -> None:
        """Say what an archive shows, and that nothing is asked for."""
        self.query_one("#ways").display = self.query_one("#look").display = False
        told = _(
            "It was read from its archive, which shows that it is yours for what the archive "
            "holds. Anybody can write an archive, so it ties this account to no other one. "
            "Nothing has to be proven for it."
        )
        self.query_one("#answer", Prose).write(plain(told, limit=400))
        self.query_one("#back", Button).focus()

    def _cannot(self) -> None:
        """Say that no proof can be had where this program cannot look."""
        self.query_one("#ways").display = self.query_one("#look").display = False
        told = _(
            "This program cannot look into it, so nothing can be proven there: that it is yours "
            "rests on your word, and nothing of it is read or compared. Its settings can be gone "
            "through: l on the accounts."
        )
        self.query_one("#answer", Prose).write(plain(told, limit=400))
        self.query_one("#back", Button).focus()

    async def _load(self) -> None:
        token = await self.context.session.accounts.proof_token(self.item)
        self.query_one("#token", Prose).write(plain(token, "bold $accent"))

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.dismiss()

    @on(Button.Pressed, "#look")
    def _look(self) -> None:
        self.query_one("#answer", Prose).write(plain(_("Looking…"), "$quiet"))
        self.start("prove", self._prove)

    async def _prove(self) -> None:
        answer = self.query_one("#answer", Prose)
        veil = self.context.veil
        try:
            proof = await self.context.session.accounts.prove(self.item)
        except AuditorError as error:
            answer.write(
                lines(
                    plain(veil.sentence(error.message), "$text-warning"),
                    plain(veil.sentence(error.hint), "$quiet"),
                )
            )
            return
        await self.context.meet()
        answer.write(self._told(proof))

    def _told(self, proof: Proof) -> Content:
        if not proof.holds:
            return plain(
                _(
                    "Not proven: nothing was found yet; the account stays on the list, with "
                    "places rounded to about 1 km."
                ),
                limit=400,
            )
        found = plain(
            "✓ " + _("proof: {proof}").format(proof=seen_proof(proof)), "bold $text-success"
        )
        return lines(
            found,
            plain(self.context.veil.sentence(proof.detail), "$quiet"),
            plain(_("You can take it away now: the proof stays, and says until when it was seen.")),
        )
