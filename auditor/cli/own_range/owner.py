"""Lets the terminal UI act as the owner of accounts on its own range, or at a seat of a class."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from auditor.errors import UsageError
from auditor.messages import _
from auditor.tui.base.range_owner import SwitchShown

if TYPE_CHECKING:
    from auditor.domain.account import Account
    from auditor.domain.hardening import Wishes
    from auditor.engine.session import Session
    from auditor.practice.actions import OwnerAction
    from auditor.practice.owner import SeatPass
    from auditor.practice.range import PracticeAccount, PracticeRange
    from auditor.practice.reach import TakenSeat

_NAME = "photo"


class PracticeOwner:
    """Owns every account of the range; there is none before `begin`."""

    def __init__(self) -> None:
        self._practice: PracticeRange | TakenSeat | None = None
        self._session: Session | None = None
        self._seat: SeatPass | None = None

    def begin(
        self,
        practice: PracticeRange | TakenSeat,
        session: Session,
        seat: SeatPass | None = None,
    ) -> None:
        """Act on this range from now on; the session makes clean copies."""
        self._practice, self._session, self._seat = practice, session, seat

    async def take_down(self, account: Account, photo: str) -> None:
        """Take a photo down."""
        from auditor.practice.actions import TakeDown

        await self._act(account, TakeDown(photo))

    async def put_clean_copy(self, account: Account, photo: str, wishes: Wishes) -> None:
        """Put the copy that `auditor harden` would make in the place of a photo.

        Where faces and words cannot be looked for, nothing that has to be covered is put up.
        """
        from auditor.practice.actions import ReplaceByFile
        from auditor.practice.owner import read_file

        if self._session is None:
            raise UsageError(_("The practice range is not open."))
        copies = self._session.copies
        copies.check(wishes)
        data = await asyncio.to_thread(read_file, photo, self._seat)
        made = await copies.readers.harden(data, wishes)
        await self._act(account, ReplaceByFile(photo, made.data, f"{_NAME}.{made.ending}"))

    async def put_file(self, account: Account, photo: str, data: bytes, name: str) -> None:
        """Put another file in its place."""
        from auditor.practice.actions import ReplaceByFile

        await self._act(account, ReplaceByFile(photo, data, name))

    async def describe(self, account: Account, photo: str, text: str) -> None:
        """Change its description."""
        from auditor.practice.actions import NewAltText

        await self._act(account, NewAltText(photo, text))

    async def introduce(self, account: Account, text: str) -> None:
        """Change what the account says of its owner."""
        from auditor.practice.actions import NewBio

        await self._act(account, NewBio(text))

    async def switches(self, account: Account) -> tuple[SwitchShown, ...]:
        """Return the switches of an account as they stand."""
        from auditor.practice.owner import read_settings
        from auditor.practice.switches import SWITCHES

        there = self._there(account)
        states = await asyncio.to_thread(read_settings, there, self._seat)
        known = SWITCHES.get(there.platform, ())
        return tuple(SwitchShown(row.key, row.title, states[row.key]) for row in known)

    async def turn(self, account: Account, key: str, *, on: bool) -> None:
        """Turn one of them."""
        from auditor.practice.actions import NewSetting

        await self._act(account, NewSetting(key, on=on))

    async def _act(self, account: Account, action: OwnerAction) -> None:
        from auditor.practice.owner import apply

        await asyncio.to_thread(apply, self._there(account), action, self._seat)

    def _there(self, account: Account) -> PracticeAccount:
        known = self._practice.accounts if self._practice is not None else ()
        for there in known:
            if (there.platform, there.handle) == (account.platform, account.handle):
                return there
        raise UsageError(_("The practice range is not open."))
