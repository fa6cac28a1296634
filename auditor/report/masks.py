"""What a report hides unless it is asked for everything.

Handles, names, places, links, files and devices.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from auditor.domain.text.foreign_text import clean
from auditor.domain.text.statement import MASK, Kind, Statement
from auditor.domain.views import AccountState
from auditor.messages import _

_SHORTEST = 3
"""Shorter names are too common as parts of other words to be looked for in running text."""
_ADDRESS = re.compile(r"\b(?:https?|at)://\S+|\bdid:[a-z]+:\S+|@[\w.-]+@[\w.-]+", re.IGNORECASE)
_POSITION = re.compile(r"[-+]?\d{1,3}\.\d+\s*[,/ ]\s*[-+]?\d{1,3}\.\d+")
_DECIMAL = re.compile(r"[-+]?\d{1,3}\.\d+")
_SENTENCE = 500


class Masks:
    """Cleans foreign text, and hides what tells who or where unless `full`.

    Values of statements say themselves what they are. Running text (reasons, notes) does not, so
    what is known of the accounts is looked for in it, and everything that looks like an address or
    a position. `labels` name the accounts, in the order of `states`.
    """

    def __init__(self, states: Sequence[AccountState], *, full: bool) -> None:
        self.full = full
        self.labels = tuple(
            clean(state.account.handle or state.account.url)
            if full
            else _("account {n}").format(n=number)
            for number, state in enumerate(states, 1)
        )
        self._instead: dict[str, str] = {}
        for state, label in zip(states, self.labels, strict=True):
            self._instead |= {
                name.casefold(): MASK for name in _names_around(state) if len(name) >= _SHORTEST
            }
            self._instead |= {
                name.casefold(): label for name in _own_names(state) if len(name) >= _SHORTEST
            }
        longest_first = sorted(self._instead, key=lambda name: (-len(name), name))
        joined = "|".join(re.escape(name) for name in longest_first)
        self._known = re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE) if joined else None

    def text(self, foreign: str, limit: int = _SENTENCE) -> str:
        """Return running text as it may be shown."""
        shown = clean(foreign, limit)
        if self.full:
            return shown
        if self._known:
            shown = self._known.sub(
                lambda found: self._instead.get(found[0].casefold(), MASK), shown
            )
        return _POSITION.sub(MASK, _ADDRESS.sub(MASK, shown))

    def statement(self, said: Statement) -> str:
        """Return a statement in words.

        A position only to about 1 km, since a report is passed on.
        """
        if not self.full:
            return self.text(said.render(masked=True))
        near = tuple(
            replace(value, text=_rounded(value.text)) if value.kind is Kind.PLACE else value
            for value in said.values
        )
        return self.text(replace(said, values=near).render())

    def link(self, url: str) -> str:
        """Return an address of the user's own pages.

        Empty if masked, or if it is not one a browser should open.
        """
        if not self.full or not url.lower().startswith(("http://", "https://")):
            return ""
        return clean(url, 2000)


def _rounded(text: str) -> str:
    return _POSITION.sub(
        lambda pair: _DECIMAL.sub(lambda number: f"{float(number[0]):.2f}", pair[0]), text
    )


def _own_names(state: AccountState) -> Iterable[str]:
    yield clean(state.account.url)
    yield clean(state.account.handle)
    yield clean(state.account.handle).lstrip("@")


def _names_around(state: AccountState) -> Iterable[str]:
    yield from _host(state.account.url)
    if state.profile is not None:
        yield clean(state.profile.display_name)
        for link in state.profile.links:
            yield from _host(link.url)


def _host(url: str) -> Iterable[str]:
    try:
        parts = urlsplit(url)
    except ValueError:
        return
    if parts.hostname:
        yield parts.netloc
        yield parts.hostname
