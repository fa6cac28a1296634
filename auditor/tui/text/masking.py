"""What is hidden while a class looks on.

Handles, names, places, files and links, from the first frame.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from auditor.domain.account import Account
from auditor.domain.text.statement import MASK, Kind, Statement, mask
from auditor.domain.views import AccountState

_TELLING = re.compile(
    r"""
    [a-z][a-z0-9+.-]*://\S+              # a link
    | did:[a-z]+:[\w.:%-]+               # an AT Protocol identifier
    | @?[\w.+-]+@[\w.-]+\w               # an address or a fediverse handle
    | @[\w.-]+                           # a handle
    | -?\d{1,3}\.\d{2,}\s*[,/]\s*-?\d{1,3}\.\d{2,}  # a position
    | \b(?:[a-z0-9-]+\.)+[a-z]{2,}\b     # a host name
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SHORTEST = 3
"""A name of one or two letters is not searched for in sentences.

It would blot out half of every word.
"""


class Veil:
    """Decides what is shown. With `on` False everything passes as it is."""

    def __init__(self, *, on: bool) -> None:
        self.on = on
        self._known: tuple[str, ...] = ()

    def learn(self, states: Iterable[AccountState]) -> None:
        """Remember what to hide inside sentences that come ready-made."""
        known: set[str] = set()
        for state in states:
            known |= {state.account.handle, state.account.handle.lstrip("@"), state.account.url}
            if state.profile is not None:
                known |= {state.profile.display_name, *state.profile.display_name.split()}
        self._known = tuple(
            sorted((name for name in known if len(name) >= _SHORTEST), key=len, reverse=True)
        )

    def forget(self) -> None:
        """Let go of everything that was learned."""
        self._known = ()

    def word(self, text: str, kind: Kind) -> str:
        """Return one value, hidden if its kind says something about a person."""
        return mask(text, kind) if self.on else text

    def handle(self, account: Account) -> str:
        """Return the handle of an account."""
        return self.word(account.handle, Kind.HANDLE)

    def statement(self, statement: Statement) -> str:
        """Return a sentence with its telling values hidden."""
        return self.sentence(statement.render(masked=True)) if self.on else statement.render()

    def sentence(self, text: str) -> str:
        """Return a ready-made sentence with what looks like a handle, link or place hidden.

        A sentence is a reason, a note, an error.
        """
        if not self.on:
            return text
        for known in self._known:
            text = re.sub(re.escape(known), MASK, text, flags=re.IGNORECASE)
        return _TELLING.sub(MASK, text)
