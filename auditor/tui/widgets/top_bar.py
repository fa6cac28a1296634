"""The two lines on top of every main screen: where one can go, and what state things are in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget

from auditor.domain.account import Claim
from auditor.domain.views import AccountState
from auditor.messages import _, ngettext
from auditor.tui.moves import MAIN, Go, Place
from auditor.tui.plain import plain, row
from auditor.tui.widgets.prose import Prose

if TYPE_CHECKING:
    from auditor.tui.context import Context


def _titles() -> dict[Place, str]:
    return {
        Place.OVERVIEW: _("Overview"),
        Place.ACCOUNTS: _("Accounts"),
        Place.PHOTOS: _("Photos"),
        Place.FINDINGS: _("Findings"),
        Place.PLAN: _("Plan"),
        Place.SCAN: _("Scan"),
    }


class Tab(Prose):
    """One place, with its key."""

    def __init__(self, number: int, place: Place, *, here: bool) -> None:
        title = _titles()[place]
        style = "bold" if here else ""
        super().__init__(row(plain(str(number), "bold $accent"), plain(f" {title}", style)), classes="-here" if here else None)
        self._place = place

    def on_click(self) -> None:
        """Go there."""
        self.post_message(Go(self._place))


class TopBar(Widget):
    """Tabs and status."""

    DEFAULT_CSS = """
    TopBar {
        height: 2;
        dock: top;
        background: $surface;
        & > Horizontal { height: 1; }
        & Tab { width: auto; padding: 0 1; color: $quiet; }
        & Tab.-here { background: $panel; color: $text; }
        & Tab:hover { background: $panel; }
        & #status { height: 1; width: 1fr; padding: 0 1; color: $quiet; background: $panel; }
        & #status { text-wrap: nowrap; text-overflow: ellipsis; }
        & #badges { height: 1; width: auto; padding: 0 1; background: $panel; }
    }
    """

    def __init__(self, context: Context, place: Place | None) -> None:
        super().__init__()
        self._shared = context
        self._place = place

    def compose(self) -> ComposeResult:
        """Two lines."""
        with Horizontal():
            for number, place in enumerate(MAIN, 1):
                yield Tab(number, place, here=place is self._place)
        with Horizontal():
            yield Prose(id="status")
            yield Prose(self._badges(), id="badges")

    def tell(self, states: tuple[AccountState, ...]) -> None:
        """Show the state of the accounts."""
        mine = sum(state.account.claim is Claim.MINE for state in states)
        proven = sum(state.account.proof.holds for state in states if state.account.claim is Claim.MINE)
        photos = sum(state.photos for state in states)
        parts = [
            ngettext("{count} account", "{count} accounts", len(states)).format(count=len(states)),
            _("{count} yours").format(count=mine),
            _("{count} proven").format(count=proven),
            ngettext("{count} photo", "{count} photos", photos).format(count=f"{photos:,}"),
        ]
        self.query_one("#status", Prose).write(plain(" · ".join(parts)))
        self.refresh_badges()

    def refresh_badges(self) -> None:
        """Show what is special now: a running scan, practice, projector, nothing saved."""
        self.query_one("#badges", Prose).write(self._badges())

    def _badges(self) -> Content:
        options = self._shared.options
        badges = []
        if self._shared.scan.running:
            badges.append(plain(_("scanning {share}%").format(share=round(100 * self._shared.scan.share)), "bold $accent"))
        if options.practice:
            badges.append(plain(_("practice"), "bold $text-success"))
        if self._shared.veil.on:
            badges.append(plain(_("projector"), "bold $text-warning"))
        if self._shared.unsaved:
            badges.append(plain(_("not saved"), "bold $text-warning"))
        return Content("  ").join(badges)
