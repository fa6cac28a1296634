"""Asks what the user says of an account. `mine` has to be meant: the handle is typed again."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, RadioSet

from auditor.domain.account import Claim, same_handle
from auditor.messages import N_, _
from auditor.tui.text.plain import lines, plain
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.toggles import Choice
from auditor.tui.widgets.typed_line import TypedLine

WARNING = N_("Only your own account. Watching someone else's can be a crime.")
_CHOICES = (
    (Claim.UNSURE, N_("Decide later: nothing is read")),
    (Claim.MINE, N_("Mine: read what the public can see of it")),
    (Claim.NOT_MINE, N_("Not mine: nothing is read")),
    (Claim.IMPOSTOR, N_("Pretends to be me: only its avatar is compared")),
)


class ClaimForm(Widget):
    """Four choices; with `mine` a warning and a field."""

    DEFAULT_CSS = """
    ClaimForm { height: auto; layout: vertical; }
    ClaimForm RadioSet {
        border: none; padding: 0; background: transparent; width: 100%; height: auto;
    }
    ClaimForm RadioSet:focus { border: none; background-tint: transparent; }
    ClaimForm #own { height: auto; margin-top: 1; }
    """

    class Chosen(Message):
        """A choice was made that asks nothing more."""

    class Done(Message):
        """Enter was pressed in the field."""

    def __init__(self, claim: Claim, *, hidden: bool) -> None:
        super().__init__()
        self.claim = claim
        self._first = claim
        self._hidden = hidden

    def compose(self) -> ComposeResult:
        """Choices, warning, field."""
        with RadioSet(id="claims", compact=True):
            for claim, text in _CHOICES:
                yield Choice(plain(_(text)), f"claim-{claim.value}", chosen=claim is self._first)
        yield Prose(id="own")
        yield TypedLine(
            id="handle-again",
            password=self._hidden,
            placeholder=_("Type the account name again"),
            compact=True,
        )

    def on_mount(self) -> None:
        """Show what belongs to the choice."""
        self._show()

    @on(RadioSet.Changed)
    def _chosen(self, event: RadioSet.Changed) -> None:
        self.claim = Claim((event.pressed.id or "claim-unsure").removeprefix("claim-"))
        self._show()
        if self._asks:
            self.query_one("#handle-again").focus()
        else:
            self.post_message(self.Chosen())

    @property
    def _asks(self) -> bool:
        return self.claim is Claim.MINE and self._first is not Claim.MINE

    def _show(self) -> None:
        again = plain(_("Type its name again to confirm that it is your own:"))
        self.query_one("#own", Prose).write(lines(plain(_(WARNING), "bold $text-warning"), again))
        self.query_one("#own").display = self.query_one("#handle-again").display = self._asks

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Done())

    @property
    def again(self) -> str:
        """What was typed as the handle, once more."""
        return self.query_one("#handle-again", Input).value

    def problem(self, handle: str) -> str:
        """Return what is missing, empty if the claim can be taken."""
        if self.claim is not Claim.MINE or self._first is Claim.MINE:
            return ""
        if same_handle(self.again, handle):
            return ""
        self.query_one("#handle-again", Input).focus()
        return _(
            "That is not the name of this account in its address. Type it as it stands there, "
            "behind the last / or the @."
        )
