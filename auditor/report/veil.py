"""What is hidden while a class looks on.

Handles, names, places, files and links, from the first frame.
"""

from __future__ import annotations

from collections.abc import Iterable

from auditor.domain.account import Account
from auditor.domain.text.masking import GivenNumbers, KnownNames, known_names
from auditor.domain.text.statement import Kind, Statement, mask
from auditor.domain.views import AccountState


class Veil:
    """Decides what is shown. With `on` False everything passes as it is.

    Accounts and photos are numbered (account A, photo 7), so that rows stay tellable apart: the
    same one has the same number on all screens until the vault is locked.
    """

    def __init__(self, *, on: bool) -> None:
        self.on = on
        self.forget()

    def learn(self, states: Iterable[AccountState]) -> None:
        """Remember what to hide inside sentences that come ready-made."""
        if self.on:
            self._known = known_names(states, self._numbers)

    def forget(self) -> None:
        """Let go of everything that was learned."""
        self._numbers = GivenNumbers()
        self._known = KnownNames({})

    def word(self, text: str, kind: Kind) -> str:
        """Return one value, hidden if its kind says something about a person."""
        if not self.on:
            return text
        known = self._known.of(text) if kind is Kind.HANDLE else ""
        return known or mask(text, kind)

    def handle(self, account: Account) -> str:
        """Return the handle of an account."""
        return self._numbers.account(account.id) if self.on else account.handle

    def photo(self, photo: str, label: str) -> str:
        """Return what a photo (by id) is called: its label, or its number."""
        return self._numbers.photo(photo) if self.on else label

    def statement(self, statement: Statement) -> str:
        """Return a sentence with its telling values hidden."""
        return self._known.statement(statement) if self.on else statement.render()

    def sentence(self, text: str) -> str:
        """Return a ready-made sentence with what looks like a handle, link or place hidden.

        A sentence is a reason, a note, an error.
        """
        return self._known.hidden(text) if self.on else text
