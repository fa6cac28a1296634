"""The three invented people of the practice range where no story is chosen, and their accounts."""

from __future__ import annotations

from auditor.practice.stories.cast import cast_of
from auditor.practice.stories.rows import AccountSpec, Person

_FIRST = cast_of()
PEOPLE = _FIRST.people
ACCOUNTS = _FIRST.accounts


def person(key: str) -> Person:
    """Return the person of that key."""
    return _FIRST.person(key)


def account(key: str) -> AccountSpec:
    """Return the account of that key."""
    return _FIRST.account(key)
