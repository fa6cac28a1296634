"""Acting as the owner of an account of the practice range, as a screen asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from auditor.domain.account import Account
from auditor.domain.hardening import Wishes


@dataclass(frozen=True, slots=True)
class SwitchShown:
    """One switch of an account: `title` is a key of the catalogue."""

    key: str
    title: str
    on: bool


class RangeOwner(Protocol):
    """The owner of every account on the range that this process started.

    `photo` is the address of the photo's file. Everything raises AuditorError where it cannot be
    done, with the reason in words.
    """

    async def take_down(self, account: Account, photo: str) -> None:
        """Take a photo down."""

    async def put_clean_copy(self, account: Account, photo: str, wishes: Wishes) -> None:
        """Put a clean copy in the place of a photo."""

    async def put_file(self, account: Account, photo: str, data: bytes, name: str) -> None:
        """Put another file in its place."""

    async def describe(self, account: Account, photo: str, text: str) -> None:
        """Change its description."""

    async def introduce(self, account: Account, text: str) -> None:
        """Change what the account says of its owner."""

    async def switches(self, account: Account) -> tuple[SwitchShown, ...]:
        """Return the switches of an account as they stand."""

    async def turn(self, account: Account, key: str, *, on: bool) -> None:
        """Turn one of them."""
