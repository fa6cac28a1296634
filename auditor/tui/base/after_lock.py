"""What a lock leaves to the process that comes after it: nothing that is private."""

from __future__ import annotations

from auditor.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class AfterLock:
    """How to go on: a scan was interrupted, the light theme was on, the keyring opens the vault."""

    scan: bool = False
    day: bool = False
    keyring: bool = False

    @property
    def number(self) -> int:
        """The same as a number from 0 to 7."""
        return self.scan + 2 * self.day + 4 * self.keyring

    @classmethod
    def of(cls, number: int) -> AfterLock:
        """Return what `number` stands for."""
        return cls(bool(number & 1), bool(number & 2), bool(number & 4))
