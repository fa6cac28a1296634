"""The two lines on top of every main screen: where one can go, and what state things are in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget

from auditor.messages import _, ngettext
from auditor.tui.base.messages import NUMBERED, Go, Route
from auditor.tui.text.plain import plain, row
from auditor.tui.widgets.prose import Prose

if TYPE_CHECKING:
    from auditor.domain.views import AccountState
    from auditor.tui.base.context import Context


_MORE = (Route.LIKENESS, Route.LINKS, Route.PLACES)
_ALL_TITLES = 75
_MORE_TABS = 96
"""Cells that the titles of the first tabs, and of all, take in English.

Private images have a key, but no tab: others may look on.
"""


def _titles() -> dict[Route, str]:
    return {
        Route.OVERVIEW: _("Overview"),
        Route.ACCOUNTS: _("Accounts"),
        Route.PHOTOS: _("Photos"),
        Route.FINDINGS: _("Findings"),
        Route.PLAN: _("Plan"),
        Route.SCAN: _("Scan"),
        Route.LIKENESS: _("Likeness"),
        Route.LINKS: _("Links"),
        Route.PLACES: _("Places"),
    }


class Tab(Prose):
    """One place, with its key.

    Where there is no room for all titles, only the place where one is has one.
    """

    def __init__(self, number: int, place: Route, *, here: bool) -> None:
        super().__init__(classes="-here" if here else None)
        self._place = place
        self._number = plain(str(number % 10), "bold $accent")
        self._title = plain(f" {_titles()[place]}", "bold" if here else "")

    def fit(self, width: int, here: Route | None) -> None:
        """Show as much as there is room for in a bar of `width` cells, while the user is `here`."""
        short = width < _ALL_TITLES and self._place is not here
        self.write(self._number if short else row(self._number, self._title))
        seventh = here if here in _MORE else Route.LIKENESS
        self.display = width >= _MORE_TABS or self._place not in _MORE or self._place is seventh

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

    def __init__(self, context: Context, place: Route | None) -> None:
        super().__init__()
        self._shared = context
        self._place = place
        self._parts: list[str] = []
        self._photos = ""

    def compose(self) -> ComposeResult:
        """Two lines."""
        with Horizontal():
            for number, place in enumerate(NUMBERED, 1):
                if place is not Route.PRIVATE:
                    yield Tab(number, place, here=place is self._place)
        with Horizontal():
            yield Prose(id="status")
            yield Prose(self._badges(), id="badges")

    def on_resize(self) -> None:
        """Fit the tabs to the new width."""
        for tab in self.query(Tab):
            tab.fit(self.size.width, self._place)

    def tell(self, states: tuple[AccountState, ...]) -> None:
        """Show the state of the accounts."""
        from auditor.domain.account import Claim

        mine = sum(state.account.claim is Claim.MINE for state in states)
        proven = sum(
            state.account.proof.holds for state in states if state.account.claim is Claim.MINE
        )
        photos = sum(state.photos for state in states)
        coverage = self._shared.coverage
        unread = coverage is None or coverage.why_unread is not None
        self._parts = [
            ngettext("{count} account", "{count} accounts", len(states)).format(count=len(states)),
            _("{count} yours").format(count=mine),
            _("{count} proven").format(count=proven),
        ]
        self._photos = (
            _("nothing read yet")
            if unread and not photos
            else ngettext("{count} photo", "{count} photos", photos).format(count=f"{photos:,}")
        )
        self.refresh_badges()

    def refresh_badges(self) -> None:
        """Show what is special now: a running scan, practice, projector, nothing saved.

        While a scan runs, its share stands for the photos: there is no room for both.
        """
        told = self._parts if self._shared.scan.running else [*self._parts, self._photos]
        self.query_one("#status", Prose).write(plain(" · ".join(part for part in told if part)))
        self.query_one("#badges", Prose).write(self._badges())

    def _badges(self) -> Content:
        options = self._shared.options
        badges = []
        if self._shared.scan.running:
            scan = self._shared.scan
            told = _("reading {share}%") if scan.of_archive else _("scanning {share}%")
            badges.append(
                plain(
                    told.format(share=round(100 * scan.share)),
                    "bold $accent",
                )
            )
        if options.practice:
            badges.append(plain(_("practice"), "bold $text-success"))
        if self._shared.veil.on:
            badges.append(plain(_("projector"), "bold $text-warning"))
        if self._shared.unsaved:
            badges.append(plain(_("not saved"), "bold $text-warning"))
        return Content("  ").join(badges)
