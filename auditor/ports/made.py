"""What is made of everything in the vault and can be made again, as the engine keeps it there."""

from __future__ import annotations

from typing import Protocol

MADE_OF_STATES = "signs"
"""The name under which is kept what is made of all findings that are not verified."""
MADE_OF_ALL = "all:"
"""What the names begin with under which is kept what is made of everything in the vault."""
MADE_OF_CONTENTS = "contents:"
"""What they begin with for what is made of everything but how far the user is: see `contents`."""
MADE_OF_PHOTOS = "photos:"
"""What they begin with for what is made of accounts, photos and findings, whatever their states and
the settings are.
"""


class KeepsMade(Protocol):
    """The part of the vault in which stands what was made of the rest."""

    async def keep_made(self, name: str, body: bytes) -> None:
        """Keep something that was made of what is in the vault, so that it need not be made again.

        It is forgotten where findings, accounts or places change under it; what has the name
        `MADE_OF_STATES` also where a finding becomes verified, or is no longer, and what begins
        with `MADE_OF_ALL` where anything at all changes but settings of the screens and the log.
        """
        ...

    async def keep_made_at(
        self, revision: tuple[int, int], name: str, body: bytes
    ) -> tuple[int, int] | None:
        """Keep something like `keep_made`, if the revision is still that one.

        Return the revision after it; None where something was written since: then nothing is kept.
        """
        ...

    async def made(self, name: str) -> bytes | None:
        """Return what was kept under that name; None where it has to be made."""
        ...

    async def contents(self, of: str = MADE_OF_CONTENTS) -> str:
        """Return what stands for all contents but how far the user is with findings and steps.

        It is another one once anything else changes, or a finding becomes verified or is no longer.
        What was kept under names that begin with `MADE_OF_CONTENTS` is forgotten then. Of
        `MADE_OF_PHOTOS` neither states nor settings make it another one.
        """
        ...

    async def keep_of_contents(
        self, contents: str, name: str, body: bytes, of: str = MADE_OF_CONTENTS
    ) -> bool:
        """Keep something under `of` and a name, if these are still the contents."""
        ...

    async def revision(self) -> tuple[int, int]:
        """Return numbers that change with everything that is written by this run or another."""
        ...

    async def hold_made(self) -> None:
        """Hold what is kept of the contents, before a scan: it writes, and so it is forgotten."""
        ...

    async def give_back_made(self) -> bool:
        """Keep again what was held, if the contents are as they were; return whether they are."""
        ...
