"""The commands of the palette: what this screen can do, every place, what works everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from textual.app import App
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.dom import DOMNode
from textual.screen import Screen

from auditor.messages import _
from auditor.tui.base.own_keys import is_ours
from auditor.tui.page import Dialog, Page

_WITHOUT_VAULT = frozenset(
    {
        *(f"app.go('{place}')" for place in ("help-now", "law", "welcome", "erase", "awareness")),
        *("app.turn_theme", "app.show_keys", "app.leave", "app.quit"),
    }
)
"""What can be done while no vault is open."""

_IN_THE_TEXT = 0.1
"""How well a word fits that stands in the explanation alone: behind all titles that fit."""

PaletteEntry = tuple[str, str, str]
"""Title, explanation and action of a command."""


def offers(*, owner: bool = False, tasks: bool = False) -> Iterator[PaletteEntry]:
    """Yield the commands that work everywhere.

    `owner`: this is the practice range, on which the user can act as the owner. `tasks`: there
    are some.
    """
    yield from _places()
    yield from _outside()
    if owner:
        yield (
            _("Act as the owner"),
            _("Take the photo down, replace or describe it, change a setting: on the range"),
            "app.act",
        )
    if tasks:
        yield _("Tasks"), _("Guess first, then look, then check (key T)"), "app.go('tasks')"
    yield _("Take back"), _("The last mark, claim or filter"), "app.undo"
    yield _("Light or dark"), _("Change the theme"), "app.turn_theme"
    yield from _work()
    yield _("Lock"), _("Close the vault and ask for the passphrase"), "app.lock"
    yield _("Keys of this screen"), _("What it is for, and every key"), "app.show_keys"
    yield _("What this can and cannot see"), _("The first page again"), "app.go('welcome')"
    yield (
        _("Erase everything"),
        _("The vault and all else that this program keeps here; asks first"),
        "app.go('erase')",
    )
    yield _("Quick exit"), _("Clear the screen and end at once"), "app.leave"
    yield _("Quit"), _("Close the vault and end"), "app.quit"


def of_screen(screen: Screen[Any], app: App[Any]) -> Iterator[tuple[PaletteEntry, DOMNode]]:
    """Yield what the keys of a screen do, each once, with the node that does it."""
    told = set()
    for active in screen.active_bindings.values():
        binding = active.binding
        moves = binding.action.startswith("step(")
        if active.node is app or moves or not is_ours(active) or binding.description in told:
            continue
        if binding.description and active.enabled:
            told.add(binding.description)
            key = _("key {key}, on this screen").format(key=app.get_key_display(binding))
            yield (binding.description, key, binding.action), active.node


def _places() -> Iterator[tuple[str, str, str]]:
    yield (
        _("Overview"),
        _("What was not checked, what a stranger could do, what to do first"),
        "app.go('overview')",
    )
    yield _("Accounts"), _("Add, claim, prove or remove accounts"), "app.go('accounts')"
    yield _("Add an account"), _("By its address or name"), "app.go('add-account')"
    yield (
        _("Bring in an archive"),
        _("The copy of your account that a platform gave you: read here, never sent"),
        "app.go('archive')",
    )
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
        _("Look for pictures you worry about; what StopNCII (adults only) needs"),
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


def _outside() -> Iterator[PaletteEntry]:
    yield (
        _("Accounts you forgot: your own records"),
        _("Mail, bookmarks or a password list tell of them; read here, never sent"),
        "app.go('forgotten')",
    )
    yield (
        _("Accounts you forgot: from proven ones outward"),
        _("What they link to, and the same name elsewhere; asks before anything is sent"),
        "app.go('discover')",
    )
    yield (
        _("Look-alikes"),
        _("Models on Civitai and Hugging Face that carry a name of yours; asks before it sends"),
        "app.go('look-alikes')",
    )
    yield (
        _("Breaches"),
        _("Which breaches hold your e-mail address; asks before anything is sent"),
        "app.go('breaches')",
    )
    yield (
        _("Copies in web archives"),
        _("Whether archives kept your pages and pictures; nothing is asked before you saw it"),
        "app.go('web-copies')",
    )
    yield (
        _("Training sets"),
        _("Whether files of them that you have name your photos; nothing is sent"),
        "app.go('training-sets')",
    )


def _work() -> Iterator[PaletteEntry]:
    yield (
        _("Reported links"),
        _("Pictures of you elsewhere that you reported: how long they have, and what comes next"),
        "app.go('reported')",
    )
    yield (
        _("What helps"),
        _("With the finding last looked at: letters, case file, clean copies"),
        "app.go('helps')",
    )
    yield (
        _("Letter to a site"),
        _("Or a sheet for the police; from the finding last looked at; nothing is sent"),
        "app.go('letter')",
    )
    yield (
        _("Case file for a lawyer or hotline"),
        _("The finding last looked at, encrypted"),
        "app.go('case')",
    )
    yield (
        _("Clean copies to post"),
        _("Without metadata, smaller, faces covered"),
        "app.go('copies')",
    )
    yield (
        _("Look for a picture elsewhere"),
        _("Links to searches by picture, and what each would get; nothing is sent"),
        "app.go('picture-search')",
    )
    yield (
        _("Sign your own pictures"),
        _("So that others can tell true ones from fakes"),
        "app.go('signing')",
    )
    yield (
        _("Your keys of services"),
        _("For platforms and look-ups that answer only to a key of your own"),
        "app.go('own-keys')",
    )
    yield _("Save a report"), _("Everything in one file, masked if you like"), "app.go('export')"
    yield (
        _("Files that say no to AI training"),
        _("robots.txt and others, for a site of your own"),
        "app.go('opt-out')",
    )
    yield (
        _("Real or made?"),
        _("Lessons on made pictures and films, with exercises; no network"),
        "app.go('awareness')",
    )


class Commands(Provider):
    """Offers what this screen can do, then what works everywhere.

    The app refuses places that need an open vault.
    """

    async def discover(self) -> Hits:
        """Show everything before something is typed."""
        for (title, text, action), node in self._all():
            yield DiscoveryHit(title, _Run(self.app, action, node), help=text)

    async def search(self, query: str) -> Hits:
        """Show what fits."""
        matcher = self.matcher(query)
        for (title, text, action), node in self._all():
            told = query.strip().casefold() in text.casefold() and _IN_THE_TEXT
            score = matcher.match(title) or told
            if score:
                yield Hit(score, matcher.highlight(title), _Run(self.app, action, node), help=text)

    def _all(self) -> Iterator[tuple[PaletteEntry, DOMNode]]:
        yield from of_screen(self.screen, self.app)
        shut = isinstance(self.screen, Page | Dialog) and not self.screen.context.is_open
        for offer in offers(owner=self._is_owner(), tasks=self._has_tasks()):
            if not shut or offer[2] in _WITHOUT_VAULT:
                yield offer, self.app

    def _is_owner(self) -> bool:
        """Whether the user can act as the owner."""
        screen = self.screen
        return isinstance(screen, Page | Dialog) and screen.context.options.owner is not None

    def _has_tasks(self) -> bool:
        """Whether there are tasks."""
        screen = self.screen
        return isinstance(screen, Page | Dialog) and screen.context.options.tasks is not None


class _Run:
    """Calls an action, as the key on `node` would."""

    def __init__(self, app: App[Any], action: str, node: DOMNode) -> None:
        self._app = app
        self._action = action
        self._node = node

    async def __call__(self) -> None:
        await self._app.run_action(self._action, self._node)
