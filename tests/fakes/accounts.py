"""Accounts that are given, for sessions that answer from nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.domain.views import AccountState
from auditor.engine.accounts.book import Accounts


class GivenAccounts(Accounts):
    """Answers which accounts there are; nothing can be changed."""

    def __init__(self, given: Sequence[AccountState]) -> None:
        object.__setattr__(self, "given", tuple(given))

    given: tuple[AccountState, ...]

    async def states(self) -> tuple[AccountState, ...]:
        return self.given
