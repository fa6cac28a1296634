"""An owner of accounts on a range that there is not: remembers what was asked."""

from __future__ import annotations

from auditor.domain.account import Account
from auditor.domain.hardening import Wishes
from auditor.errors import UsageError
from auditor.tui.base.range_owner import RangeOwner, SwitchShown


class FakeOwner(RangeOwner):
    """`done` is what was asked; with `refuses` everything is refused with these words."""

    def __init__(self, refuses: str = "") -> None:
        self.done: list[tuple[object, ...]] = []
        self.refuses = refuses
        self.states = {"noindex": False, "indexable": True}

    def _do(self, *what: object) -> None:
        if self.refuses:
            raise UsageError(self.refuses)
        self.done.append(what)

    async def take_down(self, account: Account, photo: str) -> None:
        self._do("take-down", account.id, photo)

    async def put_clean_copy(self, account: Account, photo: str, wishes: Wishes) -> None:
        self._do("copy", account.id, photo, wishes)

    async def put_file(self, account: Account, photo: str, data: bytes, name: str) -> None:
        self._do("file", account.id, photo, data, name)

    async def describe(self, account: Account, photo: str, text: str) -> None:
        self._do("alt", account.id, photo, text)

    async def introduce(self, account: Account, text: str) -> None:
        self._do("bio", account.id, text)

    async def switches(self, account: Account) -> tuple[SwitchShown, ...]:
        self._do("switches", account.id)
        return tuple(SwitchShown(key, f"Switch {key}", on) for key, on in self.states.items())

    async def turn(self, account: Account, key: str, *, on: bool) -> None:
        self._do("turn", account.id, key, on)
        self.states[key] = on
