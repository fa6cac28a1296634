"""The commands of the palette: every place, and what works everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textual.command import DiscoveryHit, Hit, Hits, Provider

from auditor.domain.text.statement import MASK
from auditor.messages import _
from auditor.tui.page import Dialog, Page

_ID = re.compile("f[0-9a-f]{16}")


def offers(finding: str = "ID", *, owner: bool = False) -> Iterator[tuple[str, str, str]]:
    """Yield title, explanation and action of each command.

    `finding` is the id that commands of the shell name. `owner`: this is the practice range, on
    which the user can act as the owner.
    """
    yield from _places()
    if owner:
        yield (
            _("Act as the owner"),
            _("Take the photo down, replace or describe it, change a setting: on the range"),
            "app.act",
        )
    yield from _of_the_shell(finding)
    yield _("Light or dark"), _("Change the theme"), "app.turn_theme"
    yield _("Lock"), _("Close the vault and ask for the passphrase"), "app.lock"
    yield _("What this can and cannot see"), _("The first page again"), "app.go('welcome')"
    yield _("Quick exit"), _("Clear the screen and end at once"), "app.leave"
    yield _("Quit"), _("Close the vault and end"), "app.quit"


def _of_the_shell(finding: str) -> Iterator[tuple[str, str, str]]:
    """Yield what is done in a shell; choosing one shows the commands as text to copy."""
    for title, command in (
        (_("Letter to a site"), f"auditor letter erasure --finding {finding} --output letter.txt"),
        (
            _("Report of an impostor"),
            f"auditor letter impostor --finding {finding} --output letter.txt",
        ),
        (_("Case file for a lawyer or hotline"), f"auditor case --finding {finding}"),
        (_("Clean copies to post"), "auditor harden FOLDER --output COPIES"),
        (_("Sign your own photos"), "auditor sign-key create, auditor sign FILE"),
    ):
        yield title, command, "app.go('ways')"


def _places() -> Iterator[tuple[str, str, str]]:
    yield (
        _("Overview"),
        _("What was not checked, what a stranger could do, what to do first"),
        "app.go('overview')",
    )
    yield _("Accounts"), _("Add, claim, prove or remove accounts"), "app.go('accounts')"
    yield _("Add an account"), _("By its address or handle"), "app.go('add-account')"
    yield _("Photos"), _("Every public photo with what it gives away"), "app.go('photos')"
    yield _("Findings"), _("By check or by severity, with remedies"), "app.go('findings')"
    yield _("Plan"), _("What to do, in the order in which it is worth doing"), "app.go('plan')"
    yield (
        _("Verify"),
        _("Whether what you marked as done is gone, and what earlier looks found"),
        "app.go('verify')",
    )
    yield _("Scan"), _("Read your public pages now, or see how far that is"), "app.go('scan')"
    yield (
        _("Changes"),
        _("Which photos are new, gone or changed since an earlier scan"),
        "app.go('changes')",
    )
    yield (
        _("Likeness"),
        _("What could be made of you from all photos together, and which to hide first"),
        "app.go('likeness')",
    )
    yield (
        _("Links"),
        _("What ties your accounts together, and the fewest photos to remove"),
        "app.go('links')",
    )
    yield (
        _("Places"),
        _("Where several of your photos were taken; forget all places"),
        "app.go('places')",
    )
    yield (
        _("Private images"),
        _("Look for images you worry about; what StopNCII needs"),
        "app.go('private')",
    )
    yield _("Network log"), _("Every request that left this machine"), "app.go('network')"
    yield (
        _("Help now"),
        _("In danger, threatened, or something is online: steps and services"),
        "app.go('help-now')",
    )
    yield (
        _("Law where you live"),
        _("What is in force, for a place that you name; no network"),
        "app.go('law')",
    )


class Commands(Provider):
    """Offers them all; the app refuses places that need an open vault."""

    async def discover(self) -> Hits:
        """Show everything before something is typed."""
        for title, text, action in offers(self._finding(), owner=self._is_owner()):
            yield DiscoveryHit(title, self._run(action), help=text)

    async def search(self, query: str) -> Hits:
        """Show what fits."""
        matcher = self.matcher(query)
        for title, text, action in offers(self._finding(), owner=self._is_owner()):
            score = matcher.match(title)
            if score:
                yield Hit(score, matcher.highlight(title), self._run(action), help=text)

    def _finding(self) -> str:
        """Return the id of the finding last looked at, hidden while a class looks on."""
        screen = self.screen
        if not isinstance(screen, Page | Dialog) or not _ID.fullmatch(screen.context.left.finding):
            return "ID"
        return MASK if screen.context.veil.on else screen.context.left.finding

    def _is_owner(self) -> bool:
        """Whether the user can act as the owner."""
        screen = self.screen
        return isinstance(screen, Page | Dialog) and screen.context.options.owner is not None

    def _run(self, action: str) -> _Run:
        return _Run(self, action)


class _Run:
    """Calls an action of the app."""

    def __init__(self, provider: Provider, action: str) -> None:
        self._app = provider.app
        self._action = action

    async def __call__(self) -> None:
        await self._app.run_action(self._action)
